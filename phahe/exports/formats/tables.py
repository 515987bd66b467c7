"""Node and edge lists as CSV for spreadsheets, as one ZIP or one by one, and Neo4j's import files.

For spreadsheets: UTF-8 with the mark Excel knows, cells never formulas (`cleaning.unsafe_cell` undoes the apostrophe). For Neo4j: exact.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Final

from phahe.exports.cleaning import plain_text, safe_cell
from phahe.exports.formats.values import flat
from phahe.exports.model import Field, FieldType, PropertyGraph, Report, Table, Value, edge_values, node_values

_MARK: Final = "\ufeff"
_THEN: Final = (1980, 1, 1, 0, 0, 0)
_NEO4J: Final[dict[FieldType, str]] = {"string": "", "list": ":string[]", "integer": ":long", "number": ":double", "boolean": ":boolean"}
#: Parts the values of a list; a semicolon, Neo4j's default, occurs in the text of documents.
ARRAY_DELIMITER: Final = "\x1f"
_HOW: Final = """# Vietnamese: chạy trong thư mục đã giải nén. English: run in the folder this was unpacked to.
neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv --array-delimiter=U+001F --multiline-fields=true neo4j
"""


def write_nodes(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write the nodes as CSV."""
    names = [field.name for field in graph.node_fields]
    rows = ([node.id, *_cells(node_values(node), names)] for node in graph.nodes())
    _csv(out, ["id", *names], rows, _safe(report))


def write_edges(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write the edges as CSV."""
    names = [field.name for field in graph.edge_fields]
    rows = ([edge.source, edge.target, *_cells(edge_values(edge), names)] for edge in graph.edges())
    _csv(out, ["source", "target", *names], rows, _safe(report))


def write_zip(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write nodes.csv and edges.csv as a ZIP."""
    _zip(out, {
        "nodes.csv": lambda file: write_nodes(graph, file, report, language),
        "edges.csv": lambda file: write_edges(graph, file, report, language),
    })  # fmt: skip


def write_neo4j(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write the import files of `neo4j-admin database import` as a ZIP, with the command that reads them."""
    _zip(out, {
        "nodes.csv": lambda file: _neo4j_nodes(graph, file, report),
        "relationships.csv": lambda file: _neo4j_edges(graph, file, report),
        "import.txt": lambda file: file.write(_HOW.encode()),
    })  # fmt: skip


def _neo4j_nodes(graph: PropertyGraph, out: IO[bytes], report: Report) -> None:
    fields = [field for field in graph.node_fields if field.name != "types"]
    header = ["iri:ID", *(field.name + _NEO4J[field.type] for field in fields), ":LABEL"]
    rows = (
        [node.id, *_neo4j_cells(node_values(node), fields), ARRAY_DELIMITER.join(dict.fromkeys([node.kind, *_types(node.attributes)]))]
        for node in graph.nodes()
    )
    _csv(out, header, rows, lambda text: _neo4j_text(text, report), mark="")


def _neo4j_edges(graph: PropertyGraph, out: IO[bytes], report: Report) -> None:
    header = [":START_ID", ":END_ID", ":TYPE", *(field.name + _NEO4J[field.type] for field in graph.edge_fields)]
    rows = (
        [edge.source, edge.target, relationship_type(edge.kind), *_neo4j_cells(edge_values(edge), graph.edge_fields)]
        for edge in graph.edges()
    )
    _csv(out, header, rows, lambda text: _neo4j_text(text, report), mark="")


def relationship_type(kind: str) -> str:
    """The kind of an edge as Neo4j writes types; the exact kind stays in the column `kind`.

    >>> relationship_type("carries-out"), relationship_type("hasOrigin")
    ('CARRIES_OUT', 'HAS_ORIGIN')
    """
    return re.sub(r"\W+|(?<=[a-z0-9])(?=[A-Z])", "_", kind).upper()


def _types(attributes: Mapping[str, Value]) -> tuple[str, ...]:
    found = attributes.get("types", ())
    return found if isinstance(found, tuple) else ()


def _neo4j_cells(values: Mapping[str, Value], fields: Sequence[Field]) -> list[str]:
    cells = []
    for field in fields:
        value = values.get(field.name, "")
        cells.append(ARRAY_DELIMITER.join(value) if isinstance(value, tuple) else flat(value))
    return cells


def _neo4j_text(text: str, report: Report) -> str:
    """Text without control characters but the one that parts lists."""
    return ARRAY_DELIMITER.join(plain_text(part, report) for part in text.split(ARRAY_DELIMITER))


def write_table(table: Table, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write a table as CSV for spreadsheets."""
    rows = (["" if cell is None else flat(cell) for cell in row] for row in table.rows())
    report.rows = _csv(out, [column.heading for column in table.columns], rows, _safe(report))


def _safe(report: Report) -> Callable[[str], str]:
    def cell(text: str) -> str:
        clean = plain_text(text, report)
        safe = safe_cell(clean)
        report.note("formula", int(safe != clean))
        return safe

    return cell


def _cells(values: Mapping[str, Value], names: Sequence[str]) -> Iterator[str]:
    return (flat(values.get(name, "")) for name in names)


def _csv(out: IO[bytes], header: Sequence[str], rows: Iterator[Sequence[str]], cell: Callable[[str], str], mark: str = _MARK) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    count = 0
    try:
        text.write(mark)
        writer = csv.writer(text)
        writer.writerow([cell(name) for name in header])
        for count, row in enumerate(rows, 1):  # noqa: B007  # the number of the last row is the result
            writer.writerow([cell(value) for value in row])
    finally:
        text.flush()
        text.detach()
    return count


def _zip(out: IO[bytes], files: Mapping[str, Callable[[IO[bytes]], object]]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in files.items():
            about = zipfile.ZipInfo(name, _THEN)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(about, "w", force_zip64=True) as file:
                write(file)
