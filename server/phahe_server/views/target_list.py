"""The list of targets: the lines of `target_matrix` with the results beside them, and the filters over them.

Targets are read some documents at a time and put into lines in a temporary file: a line of a nation has thousands of values.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from phahe.store import Store
from phahe_server.facets import key
from phahe_server.graph import documents_at_once, rows, several
from phahe_server.listing import Choice, Head, Kind
from phahe_server.views import observed_values
from phahe_server.views.documents import Document, headers
from phahe_server.views.observed_values import Result
from phahe_server.views.target_matrix import Figure, Line, comparable, line_of, marked, merged

FACETS: Final = ("document", "measure", "level", "unit", "mark")
#: The facet of the documents that stand in the columns.
COLUMN: Final = "column"


@dataclass(frozen=True)
class Column:
    """A document that stands in a column, as much of it as the page shows."""

    iri: str
    label: str
    level: str
    band: int


@dataclass(frozen=True)
class LineRow:
    """A line, the results beside it, and those of its documents that are held."""

    iri: str
    line: Line
    results: tuple[Result, ...]
    documents: Mapping[str, Column]


def read(store: Store) -> Iterator[LineRow]:
    """The targets of every document in hand, from the centre to the commune."""
    every = headers(store)
    results, above = observed_values.observed(store), defaultdict[str, list[str]](list)
    for row in rows(store, "documents-above"):
        above[row["document"]].append(row["above"])
    columns = {iri: Column(iri, one.label, one.level, one.band) for iri, one in every.items() if one.held}
    with closing(sqlite3.connect("", isolation_level=None)) as file:  # a temporary file, gone when it is closed
        _fill(file, store, every)
        for (name,) in file.execute("SELECT line FROM sorted GROUP BY line ORDER BY MIN(id)"):
            mine = [json.loads(row) for (row,) in file.execute("SELECT row FROM sorted WHERE line = ? ORDER BY id", (name,))]
            line = marked(line_of(mine), above)
            held = {iri: every[iri] for iri in line.figures if iri in columns}
            yield LineRow(name, line, observed_values.beside(line, results, held), {iri: columns[iri] for iri in held})


def _fill(file: sqlite3.Connection, store: Store, every: Mapping[str, Document]) -> None:
    order = {iri: at for at, iri in enumerate(sorted(every, key=lambda iri: (every[iri].band, every[iri].label)))}
    file.execute("CREATE TABLE target (target TEXT PRIMARY KEY, document INTEGER, place INTEGER, line TEXT, row TEXT)")
    for documents in documents_at_once(store):
        found = merged(several(store, "target-list", document=documents))
        file.executemany(
            "INSERT OR IGNORE INTO target VALUES (?, ?, ?, ?, ?)",
            (
                (
                    row["target"],
                    order.get(row["document"], len(order)),
                    int(row["order"] or 0),
                    json.dumps(comparable(row)),
                    json.dumps(row),
                )
                for row in found
            ),
        )
    file.execute("CREATE TABLE sorted (id INTEGER PRIMARY KEY, line TEXT, row TEXT)")
    file.execute("INSERT INTO sorted (line, row) SELECT line, row FROM target ORDER BY document, place, target")
    file.execute("CREATE INDEX sorted_line ON sorted (line, id)")


def sort(row: LineRow) -> str:
    """What puts lines that many documents share first."""
    return f"{10**9 - len(row.line.figures)}"


def choices(row: LineRow) -> Iterator[Choice]:
    """What a line can be filtered by, and the columns it stands in."""
    line = row.line
    for iri in line.figures:
        yield Choice("document", key(iri), row.documents[iri].label if iri in row.documents else "")
    if line.measure:
        yield Choice("measure", key(line.measure))
    for level in line.levels:
        yield Choice("level", level, level)
    if line.unit:
        yield Choice("unit", key(line.unit))
    for mark in sorted(line.marks):
        yield Choice("mark", mark)
    for iri, column in row.documents.items():
        yield Choice(COLUMN, iri, json.dumps([column.label, column.level, column.band]))


def columns(heads: Iterable[Head]) -> list[Column]:
    """The documents that have a value in some lines, from the centre to the commune."""
    return sorted((Column(head.key, *json.loads(head.label)) for head in heads), key=lambda one: (one.band, one.label))


def restored(plain: dict[str, Any]) -> LineRow:
    """A row from JSON."""
    line = plain["line"]
    figures = {iri: tuple(_figure(one) for one in mine) for iri, mine in line["figures"].items()}
    return LineRow(
        plain["iri"], Line(**{**line, "levels": tuple(line["levels"]), "figures": figures}),
        tuple(Result(**{**one, "value": Decimal(one["value"]), "gap": _decimal(one["gap"])}) for one in plain["results"]),
        {iri: Column(**one) for iri, one in plain["documents"].items()},
    )  # fmt: skip


def within(columns: Collection[str], plain: dict[str, Any]) -> LineRow:
    """A row from JSON with the values of these documents only: of thousands a page shows few."""
    figures, documents = (
        {iri: one for iri, one in every.items() if iri in columns} for every in (plain["line"]["figures"], plain["documents"])
    )
    return restored({**plain, "line": {**plain["line"], "figures": figures}, "documents": documents})


def _figure(one: dict[str, Any]) -> Figure:
    return Figure(**{
        **one, "low": _decimal(one["low"]), "high": _decimal(one["high"]), "difference": _decimal(one["difference"]),
        "evidence": tuple(one["evidence"]),
    })  # fmt: skip


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


LIST: Final = Kind(FACETS, read, choices, restored, sort=sort)
