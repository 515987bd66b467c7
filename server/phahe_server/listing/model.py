"""What a list is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from phahe.store import Store

#: Which tables and rows these are; a file of another form is made anew.
FORM: Final = 1
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value a row has of a facet: its key in addresses, its label ("" where the key names a concept).

    `beside`: the value of the facet's partner it was said with; such a choice comes once with and once without.
    """

    facet: str
    key: str
    label: str = ""
    beside: str = ""


def _unchanged(first: Any, _: Any) -> Any:
    return first


def _in_reading_order(_: Any) -> str:
    return ""


@dataclass(frozen=True)
class Kind(Generic[R]):
    """A list: where its rows come from, in order, and what they can be filtered and grouped by.

    `read` gives rows (frozen dataclasses with an `iri`), few at a time; `choices` what a row has of each facet, in order; `restored` makes a
    row of what JSON kept of it. Rows of one IRI are `merged`. `sort`: rows stand in this order, those that sort alike as they were read.
    `partners`: facets asked of the same thing, each with the other.
    """

    facets: tuple[str, ...]
    read: Callable[[Store], Iterator[R]]
    choices: Callable[[R], Iterable[Choice]]
    restored: Callable[[dict[str, Any]], R]
    merged: Callable[[R, R], R] = _unchanged
    sort: Callable[[R], str] = _in_reading_order
    partners: Mapping[str, str] = field(default_factory=dict)
