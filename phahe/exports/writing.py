"""One call for every export: a selection of the graph or a table, a format, and where the bytes go; back comes what was lost."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

from pyoxigraph import NamedNode

from phahe.exports import registry, selecting, tables
from phahe.exports.building import build, quads_of
from phahe.exports.model import ExportError, PropertyGraph, Report, Table
from phahe.exports.registry import Format
from phahe.exports.selecting import Selection
from phahe.labels import Label
from phahe.questions import Answer
from phahe.store import Graph, Result, Store, Truth

Writer = Callable[[PropertyGraph, IO[bytes], Report, str], None]
#: Module and function that write a format of the families "graph" and "picture"; imported when used.
_WRITERS: Final = {
    "graphml": ("graphml", "write"), "gexf": ("gexf", "write"), "cytoscape": ("networkx_json", "write_cytoscape"),
    "node-link": ("networkx_json", "write_node_link"), "dot": ("dot", "write"), "csv": ("tables", "write_zip"), "nodes": ("tables", "write_nodes"),
    "edges": ("tables", "write_edges"), "neo4j": ("tables", "write_neo4j"), "xlsx": ("xlsx", "write_graph"), "mermaid": ("mermaid", "write"),
    "svg": ("svg", "write"), "png": ("png", "write"),
}  # fmt: skip
_TABLES: Final = {"xlsx": ("xlsx", "write_table"), "table": ("tables", "write_table")}


def export(store: Store, selection: Selection, form: Format, out: IO[bytes], language: str = "vi") -> Report:
    """Write a part of the graph to `out` (open for writing bytes, able to seek); what was written and what was lost.

    Raises ExportError where the format cannot hold it, before anything is written.
    """
    report = Report()
    if form.family == "table":
        raise ExportError(
            Label(
                "định dạng này chỉ giữ bảng; dùng csv, nodes hoặc edges cho đồ thị",
                "this format holds tables only; use csv, nodes or edges for a graph",
            )
        )
    if form.family == "rdf":
        rdf = import_module("phahe.exports.formats.rdf")
        rdf.write(form.name, quads_of(store, selection, report, ontology=True, by_graph=form.name in ("trig", "jsonld")), out, report)
        return report
    if form.family == "standard":
        import_module("phahe.exports.standards").write(store, selection, form.name, out, report, language)
        return report
    shown = selection
    if form.family == "picture" and selection.drawn is not None:
        shown = selection.drawn
        report.note("lineage")
    with build(store, shown, report) as graph:
        _writer(_WRITERS[form.name])(graph, out, report, language)
    return report


def export_table(table: Table, form: Format, out: IO[bytes], language: str = "vi") -> Report:
    """Write a table to `out`. Raises ExportError for a format without rows."""
    if form.name not in _TABLES:
        raise ExportError(
            Label(f"định dạng {form.name} không giữ bảng; dùng csv hoặc xlsx", f"{form.name} holds no tables; use csv or xlsx")
        )
    report = Report()
    _writer(_TABLES[form.name])(table, out, report, language)
    return report


def _writer(place: tuple[str, str]) -> Any:
    return getattr(import_module(f"phahe.exports.formats.{place[0]}"), place[1])


def to_file(path: Path, write: Callable[[IO[bytes]], Report]) -> Report:
    """Write a file through `write`; it is whole or untouched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            report = write(file)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return report


Write = Callable[[IO[bytes]], Report]


def of_question(store: Store, answer: Answer, form: Format, language: str = "vi") -> Write:
    """What writes the answer to a question: its rows where the format holds rows, else the graph of the things the rows name."""
    rows = _row_format(form)
    if rows is not None:
        return partial(_table, tables.of_answer(answer, language), rows, language)
    selection = selecting.of_things(store, answer.question.slug, answer.question.title, tables.things_of(answer))
    return partial(_graph, store, selection, form, language)


def of_result(store: Store, result: Result, form: Format, language: str = "vi") -> Write:
    """What writes the result of a SPARQL query: a SELECT as rows, or as the graph of the things it names; a CONSTRUCT as a graph."""
    if isinstance(result, Truth):
        raise ExportError(Label("kết quả của ASK không phải bảng hay đồ thị", "the result of an ASK is no table and no graph"))
    if isinstance(result, Graph):
        return partial(_graph, store, selecting.of_triples(result.triples), form, language)
    rows = _row_format(form)
    if rows is not None:
        return partial(_table, tables.of_solutions(result, "SPARQL"), rows, language)
    named = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
    return partial(_graph, store, selecting.of_things(store, "ket-qua", selecting.RESULT, named), form, language)


def _row_format(form: Format) -> Format | None:
    """The format for rows that is meant where a format for graphs is named: `csv` is one file for rows."""
    return registry.get("table") if form.name == "csv" else form if form.of_table else None


def _table(table: Table, form: Format, language: str, out: IO[bytes]) -> Report:
    return export_table(table, form, out, language)


def _graph(store: Store, selection: Selection, form: Format, language: str, out: IO[bytes]) -> Report:
    return export(store, selection, form, out, language)
