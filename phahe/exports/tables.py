"""Tables to export: the answer to a question, the rows of a SELECT. Lists of the pages bring their own rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal

from phahe.exports.folding import scalar
from phahe.exports.model import CellKind, Report, Scalar, Table, TableColumn
from phahe.questions import Answer, Cell
from phahe.questions.model import Column
from phahe.store import Solutions, Term

_KINDS: Final[dict[str, CellKind]] = {"number": "number", "year": "integer", "date": "date", "iri": "iri"}
_THINGS: Final = frozenset({"document", "task", "provision", "citation", "target", "agency", "place", "measure", "finding"})


def of_answer(answer: Answer, language: str = "vi") -> Table:
    """The answer to a question: labels for things with their IRIs in a column beside them, numbers as numbers, quotes as printed."""
    columns: list[TableColumn] = []
    for column in answer.columns:
        columns.append(TableColumn(column.name, column.label.text(language), _KINDS.get(column.kind, "text")))
        if column.kind in _THINGS:
            columns.append(TableColumn(f"{column.name}_iri", f"{column.label.text(language)} (IRI)", "iri"))

    def rows() -> Iterator[list[Scalar | None]]:
        for row in answer.rows:
            yield [cell for column, value in zip(answer.columns, row, strict=True) for cell in _cells(column, value, language)]

    return Table(answer.question.title.text(language), tuple(columns), rows)


def _cells(column: Column, cell: Cell, language: str) -> Iterator[Scalar | None]:
    if cell.value is None:
        yield None
    elif column.kind == "evidence":
        yield " ".join(cell.items)
    elif isinstance(cell.value, Literal) and cell.label is None:
        yield scalar(cell.value, Report())
    else:
        yield cell.text(language)
    if column.kind in _THINGS:
        yield None if cell.value is None else str(cell.value.value)


def things_of(answer: Answer) -> set[str]:
    """The IRIs an answer names: its rows, its parameters, and the documents of the lineage it rests on."""
    cells = (cell for row in answer.rows for cell in row if cell.value is not None and not isinstance(cell.value, Literal))
    found = {str(cell.value.value) for cell in cells if cell.value is not None}
    found |= {iri for row in answer.rows for cell in row for iri in cell.items if ":" in iri and " " not in iri}
    found |= {str(given.term.value) for given in answer.parameters if given.term is not None and not isinstance(given.term, Literal)}
    return found | {node.iri for trace in answer.chains.values() for hop in trace.hops for node in (hop.child, hop.parent)}


def of_solutions(found: Solutions, title: str) -> Table:
    """The rows of a SELECT, a column for each variable; numbers as numbers, all else as written."""

    def rows() -> Iterator[list[Scalar | None]]:
        for row in found.rows:
            yield [_plain(term) for term in row]

    return Table(title, tuple(TableColumn(name, name) for name in found.variables), rows)


def _plain(term: Term | None) -> Scalar | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        return scalar(term, Report())
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)
