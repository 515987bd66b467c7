"""Filters over a list: which values there are, how many rows each would leave, and which rows remain. Pure; knows no request.

A facet counts over the rows that every *other* filter leaves, so a number beside a choice says what choosing it will show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from phahe.namespaces import BASE
from phahe.vietnamese import fold

PAGE_ROWS: Final = 60
R = TypeVar("R")


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
    """A filter: its name in addresses, what is on offer, what is chosen ("" for all)."""

    name: str
    options: tuple[Option, ...]
    chosen: str

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


def select(
    rows: Sequence[R],
    names: Sequence[str],
    values: Callable[[R, str, Mapping[str, str]], Sequence[Value]],
    asked: Mapping[str, str],
    name: Callable[[str], str],
) -> tuple[list[R], list[Facet]]:
    """The rows that every filter in `asked` leaves, and the facets `names`.

    `values(row, facet, asked)` gives what a row has; `name(key)` names a concept. A value nobody has leaves no row.

    >>> found, facets = select(["a1", "a2", "b1"], ["letter", "digit"],
    ...     lambda row, facet, _: [Value(row[0 if facet == "letter" else 1])], {"letter": "a"}, str.upper)
    >>> found, [(option.label, option.count) for option in facets[0].options], [(o.key, o.count) for o in facets[1].options]
    (['a1', 'a2'], [('A', 2), ('B', 1)], [('1', 1), ('2', 1)])
    """
    held = [{facet: {value.key: value for value in values(row, facet, asked)} for facet in names} for row in rows]
    wanted = {facet: asked[facet] for facet in names if asked.get(facet)}
    missed = [sum(chosen not in mine[facet] for facet, chosen in wanted.items()) for mine in held]
    facets = []
    for facet in names:
        chosen = wanted.get(facet, "")
        counts: dict[str, int] = {}
        labels: dict[str, str] = {}
        for mine, miss in zip(held, missed, strict=True):
            if miss - (bool(chosen) and chosen not in mine[facet]) == 0:
                for value in mine[facet].values():
                    counts[value.key] = counts.get(value.key, 0) + 1
                    labels.setdefault(value.key, value.label)
        options = [Option(found, labels[found] or name(found), count) for found, count in counts.items()]
        facets.append(Facet(facet, tuple(sorted(options, key=lambda option: (fold(option.label), option.key))), chosen))
    return [row for row, miss in zip(rows, missed, strict=True) if miss == 0], facets


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, where it stands, how the others are reached."""

    rows: list[object]
    total: int
    number: int
    pages: int


def paged(rows: Sequence[object], number: str, size: int = PAGE_ROWS) -> Page:
    """Page `number` (as written in the address) of `rows`; the nearest there is.

    >>> paged(["a", "b", "c"], "9", size=2)
    Page(rows=['c'], total=3, number=2, pages=2)
    """
    pages = max(1, -(-len(rows) // size))
    at = min(max(int(number), 1), pages) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return Page(list(rows[(at - 1) * size : at * size]), len(rows), at, pages)


def address(asked: Mapping[str, str], **changed: str) -> str:
    """The query string of `asked` with some values changed; those that are "" are left out.

    >>> address({"theme": "x", "page": "2"}, page="")
    '?theme=x'
    """
    return "?" + urlencode({name: text for name, text in {**asked, **changed}.items() if text}, safe="/")
