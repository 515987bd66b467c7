"""What filters leave of a list, asked of its file.

A facet counts over the rows that every *other* filter leaves, so a number beside a choice says what choosing it will show. Facets that
are partners (agency and role) are asked of the same thing: who chose a role is offered the agencies that have it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from phahe_server.listing.making import PLACES
from phahe_server.listing.model import Kind

R = TypeVar("R")
#: Of fewer rows than one in so many, values are looked up row by row; of more, all values are gone through.
_FEW: Final = 8
_COUNTED: Final = f"value.choice AS choice, COUNT(*) AS number, MIN(value.row * {PLACES} + value.place) AS first"


@dataclass(frozen=True, slots=True)
class Head:
    """A value that rows have: what it is, how many rows of the selection have it, and where the first of them stands."""

    choice: int
    key: str
    label: str
    size: int
    first: int


class Listing(Generic[R]):
    """A list in the file that `write` made. May be used by several threads."""

    def __init__(self, path: Path, kind: Kind[R]) -> None:
        self._address, self._kind = f"{path.absolute().as_uri()}?mode=ro&immutable=1", kind

    @contextmanager
    def selected(self, asked: Mapping[str, str]) -> Iterator[Selection[R]]:
        """What the filters in `asked` leave; other names in it are passed over. A value nobody has leaves no row."""
        with closing(sqlite3.connect(self._address, uri=True, check_same_thread=False, isolation_level=None)) as file:
            file.execute("PRAGMA temp_store = MEMORY")
            yield Selection(file, self._kind, {name: asked[name] for name in self._kind.facets if asked.get(name)})


class Selection(Generic[R]):
    """The rows that the filters `wanted` leave, while the file is open."""

    def __init__(self, file: sqlite3.Connection, kind: Kind[R], wanted: Mapping[str, str]) -> None:
        self._file, self._kind, self._wanted = file, kind, wanted
        self._sets: dict[frozenset[str], tuple[str, int]] = {}
        self._every: int = file.execute("SELECT COUNT(*) FROM row").fetchone()[0]
        self._found = self._set(frozenset(wanted))

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._found[1]

    def rows(self, offset: int = 0, limit: int = -1, restored: Callable[[dict[str, Any]], R] | None = None) -> Iterator[R]:
        """The rows in order, read as they are asked for; `restored`: makes less of a row than the list does."""
        text = f"SELECT row.row FROM {self._found[0]} JOIN row ON row.id = found ORDER BY found LIMIT ? OFFSET ?"
        for (row,) in self._file.execute(text, (limit, offset)):
            yield (restored or self._kind.restored)(json.loads(row))

    def offered(self, facet: str) -> list[Head]:
        """The values of a facet, each with the rows it would leave, in order of their keys."""
        partner = self._kind.partners.get(facet, "")
        return self._heads(facet, self._wanted.get(partner, ""), self._set(frozenset(self._wanted) - {facet, partner}))

    def heads(self, facet: str) -> list[Head]:
        """The values that the rows have of a facet."""
        return self._heads(facet, "", self._found)

    def under(self, head: Head, offset: int = 0, limit: int = -1) -> Iterator[R]:
        """The rows under a head, in order."""
        text = f"SELECT row.row FROM value JOIN row ON row.id = value.row WHERE value.choice = ?{self._within(self._found)}"
        for (row,) in self._file.execute(f"{text} ORDER BY value.row LIMIT ? OFFSET ?", (head.choice, limit, offset)):
            yield self._kind.restored(json.loads(row))

    def page_under(self, heads: Sequence[Head], offset: int, limit: int) -> Iterator[tuple[Head, Iterator[R]]]:
        """Some of the rows under heads, as they stand one head after the other."""
        for head in heads:
            if limit > 0 and offset < head.size:
                number = min(limit, head.size - offset)
                yield head, self.under(head, offset, number)
                limit -= number
            offset = max(offset - head.size, 0)

    def _heads(self, facet: str, beside: str, within: tuple[str, int]) -> list[Head]:
        mine = "facet = :facet AND beside = :beside"
        if within[1] == self._every:
            text = f"SELECT id, key, label, number, first FROM choice WHERE {mine} ORDER BY id"
        elif within[1] * _FEW < self._every:
            text = f"""SELECT id, key, label, counted.number, counted.first FROM
                (SELECT {_COUNTED} FROM {within[0]} CROSS JOIN value INDEXED BY value_of_row ON value.row = found AND value.choice BETWEEN
                    (SELECT MIN(id) FROM choice WHERE {mine}) AND (SELECT MAX(id) FROM choice WHERE {mine}) GROUP BY value.choice) AS counted
                JOIN choice ON id = counted.choice ORDER BY id"""
        else:
            text = f"""SELECT id, key, label, counted.number, counted.first FROM
                (SELECT {_COUNTED} FROM value NOT INDEXED WHERE value.choice BETWEEN
                    (SELECT MIN(id) FROM choice WHERE {mine}) AND (SELECT MAX(id) FROM choice WHERE {mine}){self._within(within)}
                    GROUP BY value.choice) AS counted
                JOIN choice ON id = counted.choice ORDER BY id"""
        return [Head(*found) for found in self._file.execute(text, {"facet": facet, "beside": beside})]

    def _within(self, rows: tuple[str, int]) -> str:
        return "" if rows[1] == self._every else f" AND value.row IN (SELECT found FROM {rows[0]})"

    def _set(self, filters: frozenset[str]) -> tuple[str, int]:
        """A table of the rows that some of the filters leave, and their number."""
        if not filters:
            return "(SELECT id AS found FROM row)", self._every
        if filters not in self._sets:
            name, pieces, values = f"temp.set{len(self._sets)}", [], []
            for facet in sorted(filters):
                partner = self._kind.partners.get(facet, "")
                pieces.append("SELECT row FROM value WHERE choice = (SELECT id FROM choice WHERE facet = ? AND beside = ? AND key = ?)")
                values += [facet, self._wanted[partner] if partner in filters else "", self._wanted[facet]]
            self._file.execute(f"CREATE TABLE {name} (found INTEGER PRIMARY KEY)")
            self._file.execute(f"INSERT INTO {name} {' INTERSECT '.join(pieces)}", values)
            self._sets[filters] = name, self._file.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
        return self._sets[filters]
