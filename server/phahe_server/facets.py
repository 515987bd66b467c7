"""Filters over a list as pages offer them, and the pages of a list. Pure; knows no request. What is counted, `listing` counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Final
from urllib.parse import urlencode

from phahe.namespaces import BASE
from phahe.vietnamese import fold
from phahe_server.listing import Head

PAGE_ROWS: Final = 60
#: No filter offers more values: a nation has thousands of documents, and a page must stay one that can be loaded.
MOST_OPTIONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a row: the key that stands in addresses, and its label ("" where the key names a concept)."""

    key: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A value on offer with its name in the reader's language and the rows it would leave."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its name in addresses, what is on offer, what is chosen ("" for all), how many values are not on offer."""

    name: str
    options: tuple[Option, ...]
    chosen: str
    left_out: int = 0

    @property
    def chosen_label(self) -> str:
        """The name of what is chosen."""
        return next((option.label for option in self.options if option.key == self.chosen), self.chosen)


def key(iri: str) -> str:
    """What stands for `iri` in an address: the IRI without the project's base.

    >>> key("https://w3id.org/phahe/vocab/theme/values"), key("urn:x")
    ('vocab/theme/values', 'urn:x')
    """
    return iri.removeprefix(BASE)


def facet(name: str, heads: Iterable[Head], chosen: str, named: Callable[[str], str]) -> Facet:
    """A filter over the values `heads`, by name as people sort them; `named(key)` names a concept. Of very many the most frequent are on offer.

    >>> facet("theme", [Head(1, "x", "", 2, 0), Head(2, "y", "Ấp", 1, 0)], "", str.upper).options
    (Option(key='y', label='Ấp', count=1), Option(key='x', label='X', count=2))
    """
    every = [Option(head.key, head.label or named(head.key), head.size) for head in heads]
    offered = every
    if len(every) > MOST_OPTIONS:
        offered = nlargest(MOST_OPTIONS, every, key=lambda option: (option.key == chosen, option.count))
    return Facet(name, tuple(sorted(offered, key=lambda option: (fold(option.label), option.key))), chosen, len(every) - len(offered))


@dataclass(frozen=True)
class Page:
    """Where a page of a list stands: its number, how many there are, and the rows it shows of so many."""

    number: int
    pages: int
    offset: int
    size: int


def paged(total: int, number: str, size: int = PAGE_ROWS) -> Page:
    """Page `number` (as written in the address) of a list of `total` rows; the nearest there is.

    >>> paged(3, "9", size=2)
    Page(number=2, pages=2, offset=2, size=2)
    """
    pages = max(1, -(-total // size))
    at = min(max(int(number), 1), pages) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return Page(at, pages, (at - 1) * size, size)


def address(asked: Mapping[str, str], **changed: str) -> str:
    """The query string of `asked` with some values changed; those that are "" are left out.

    >>> address({"theme": "x", "page": "2"}, page="")
    '?theme=x'
    """
    return "?" + urlencode({name: text for name, text in {**asked, **changed}.items() if text}, safe="/")
