"""Answers as plain data: JSON objects for programs, rows of text for tables and CSV. Pages and commands add only layout."""

from __future__ import annotations

from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from phahe.labels import Label
from phahe.lineage import to_json as trace_to_json
from phahe.questions.answering import Answer, Cell, Given
from phahe.questions.corpus import Basis
from phahe.questions.model import Column
from phahe.store import Term

_AT: Final = {"vi": "Chỉ xét các văn bản đã có vào ngày {}.", "en": "Only documents that existed on {} are looked at."}
_FLAGS: Final = {"vi": {"true": "có", "false": "không"}, "en": {"true": "yes", "false": "no"}}
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON objects: question, parameters, columns, rows by column name, and the lineage the rows rest on.

    A cell is null or an object with `value` (number, boolean or string), and `label` (vi, en) and `items` where it has them.
    """
    return {
        "question": answer.question.slug,
        "title": _label(answer.question.title),
        "parameters": {given.parameter.name: _given(given) for given in answer.parameters},
        "columns": [{"name": column.name, "kind": column.kind, "label": _label(column.label)} for column in answer.columns],
        "at": answer.at.isoformat() if answer.at else None,
        "aligned": answer.aligned,
        "answer": _label(answer.words),
        "basis": _basis(answer.basis) if answer.basis else None,
        "count": len(answer.rows),
        "rows": [{column.name: _cell(cell) for column, cell in zip(answer.columns, row, strict=True)} for row in answer.rows],
        "chains": {document: trace_to_json(trace) for document, trace in answer.chains.items()},
    }


def to_text(answer: Answer, language: str = "vi") -> str:
    """The answer in words, with the part of the corpus it rests on where that matters. Ends in a newline."""
    lines = [answer.words.text(language)]
    lines += [_AT[language].format(answer.at.strftime("%d/%m/%Y"))] if answer.at else []
    lines += [answer.basis.words().text(language)] if answer.basis else []
    return "\n".join(lines) + "\n"


def _basis(found: Basis) -> dict[str, Any]:
    groups = {"compared": found.compared, "above_not_held": found.above_not_held}
    listed: dict[str, Any] = {name: [{"iri": one.iri, "label": one.label} for one in group] for name, group in groups.items()}
    listed["leaps"] = [{"iri": one.iri, "label": one.label, "province": province} for one, province in found.leaps]
    return listed | {"held": found.held, "cited_not_held": found.cited_not_held, "words": _label(found.words())}


def to_table(answer: Answer, language: str = "vi") -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings and rows as text, for a terminal or a CSV file: labels for things, one IRI a piece of evidence."""
    headings = tuple(column.label.text(language) for column in answer.columns)
    rows = tuple(tuple(_text(column, cell, language) for column, cell in zip(answer.columns, row, strict=True)) for row in answer.rows)
    return headings, rows


def _text(column: Column, cell: Cell, language: str) -> str:
    if column.kind == "flag" and cell.value is not None:
        return _FLAGS[language].get(str(cell.value.value), str(cell.value.value))
    return " ".join(cell.items) if column.kind == "evidence" else cell.text(language)


def _given(given: Given) -> dict[str, Any] | None:
    if given.term is None:
        return None
    return {"value": _plain(given.term)} | ({"label": given.label} if given.label else {})


def _cell(cell: Cell) -> dict[str, Any] | None:
    if cell.value is None:
        return None
    found: dict[str, Any] = {"value": list(cell.items) if cell.items else _plain(cell.value)}
    return found | ({"label": _label(cell.label)} if cell.label else {})


def _plain(term: Term) -> str | int | float | bool:
    """A JSON value: numbers and booleans as such, all else as text."""
    if isinstance(term, Literal) and not isinstance(term, NamedNode):
        match term.datatype.value.removeprefix(_XSD):
            case "integer":
                return int(term.value)
            case "decimal" | "double":
                return float(term.value)
            case "boolean":
                return term.value == "true"
    return str(term.value)


def _label(label: Label) -> dict[str, str]:
    return {"vi": label.vi, "en": label.en}
