"""Exports inside a worker: what is asked, written to a temporary file, then sent in pieces. `routes.exports` reads the request.

Everything that crosses into the worker is plain data. What cannot be exported is a `Problem` before the first byte.
"""

from __future__ import annotations

import contextlib
import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from phahe import exports, questions
from phahe.exports import ExportError, Format, Report, TableColumn, unsafe_cell
from phahe.labels import Label
from phahe.namespaces import BASE
from phahe.store import Result, Store
from phahe_server.problems import Problem

_IN_MEMORY: Final = 16_000_000

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What to export: the graph, or `lineage` or `document` of a name, or `things` with these IRIs; `question` with its parameters; a `result`."""

    kind: str
    name: str = ""
    direction: str = "up"
    depth: int | None = None
    values: dict[str, str] | None = None
    result: Result | None = None
    things: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as plain data: columns, and the rows in a file of CSV under headings, written for spreadsheets."""

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    path: str

    def read(self) -> Iterator[tuple[Cell, ...]]:
        """The rows as text and numbers, as they were before spreadsheets were thought of."""
        for row in _read(Path(self.path)):
            yield tuple(_cell(text, column.kind) for text, column in zip(row, self.columns, strict=True))


def last_column(path: Path) -> tuple[str, ...]:
    """What such a file names in its last column, each once."""
    return tuple(dict.fromkeys(row[-1] for row in _read(path) if row[-1]))


def _read(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            yield [unsafe_cell(cell) for cell in row]


def _cell(text: str, kind: str) -> Cell:
    """A cell as what its column holds; text that is none of it stays text.

    >>> _cell("48.5", "number"), _cell("2030", "integer"), _cell("2026-03-31", "date"), _cell("", "number")
    (48.5, 2030, '2026-03-31', None)
    """
    if not text:
        return None
    with contextlib.suppress(ValueError):
        if kind == "number":
            return float(text)
        if kind == "integer":
            return int(text)
    return text


@dataclass(frozen=True, slots=True)
class Head:
    """What precedes the bytes: the file's name without extension, its length, what was lost."""

    name: str
    length: int
    notes: tuple[str, ...]


def send(store: Store, out: Any, asked: Asked | Rows, form: Format, language: str) -> None:
    """Write the export to `out`, its `Head` first. Problem 404 for what the graph does not know, 422 for what the format cannot hold."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        try:
            name, write = _writer(store, asked, form, language)
            report = write(file)
        except ExportError as error:
            raise Problem(422, error.message.text(language), {"format": form.name}) from None
        except questions.ParameterError as error:
            raise Problem(400, str(error), {"parameter": error.name}) from None
        except LookupError as error:
            raise Problem(404, str(error.args[0] if error.args else error)) from None
        length = file.seek(0, 2)
        file.seek(0)
        out.start(Head(name, length, tuple(report.notes("en"))))
        shutil.copyfileobj(file, out, 1 << 16)


def _writer(store: Store, asked: Asked | Rows, form: Format, language: str) -> tuple[str, Callable[[IO[bytes]], Report]]:
    if isinstance(asked, Rows):
        table = exports.Table(asked.title, asked.columns, asked.read)
        return asked.name, lambda file: exports.export_table(table, form, file, language)
    if asked.kind == "question":
        answer = questions.ask(store, questions.get(asked.name), asked.values or {})
        return asked.name, exports.of_question(store, answer, form, language)
    if asked.kind == "result":
        assert asked.result is not None
        return "ket-qua", exports.of_result(store, asked.result, form, language)
    selection = _selection(store, asked)
    return selection.name, lambda file: exports.export(store, selection, form, file, language)


def _selection(store: Store, asked: Asked) -> exports.Selection:
    """The part of the graph that is asked for; a document may be named by the path of its IRI too."""
    name = BASE + asked.name if asked.name.startswith("doc/") else asked.name
    if asked.kind == "lineage":
        return exports.of_lineage(store, name, "down" if asked.direction == "down" else "up", asked.depth)
    if asked.kind == "document":
        return exports.of_document(store, name)
    if asked.kind == "things":
        return exports.of_things(store, asked.name, Label(asked.title, asked.title), asked.things, within=False)
    return exports.whole(store)


def query(store: Store, text: str, dataset: Any, rows: int) -> Result:
    """The result of a stranger's query, at most `rows` rows."""
    from phahe.store import QueryError  # noqa: PLC0415

    try:
        found = store.query(text, dataset)
    except QueryError as error:
        raise Problem(400, str(error), {"line": error.line, "column": error.column} if error.line else {}) from None
    if not isinstance(found, bool) and hasattr(found, "__len__") and len(found) > rows:
        raise Problem(413, f"The answer has more than {rows} rows; ask for less of it.", {"cause": "rows", "limit": rows})
    return found
