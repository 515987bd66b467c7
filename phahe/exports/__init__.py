"""Exports: the graph or a part of it, and tables, in formats that other programs read.

Public face: `FORMATS` and `get` for the formats, `whole`, `of_document`, `of_lineage`, `of_things`, `of_triples` for what is exported, `of_answer` and
`of_solutions` for tables, `of_question` and `of_result` for answers in any format, `export`, `export_table`, `to_file`. What each format cannot carry is in the `Report` and in `docs/exports.md`.
"""

from __future__ import annotations

from phahe.exports.cleaning import ascii_name, file_name, safe_cell, unsafe_cell
from phahe.exports.model import Edge, ExportError, Node, PropertyGraph, Report, Table, TableColumn
from phahe.exports.registry import FORMATS, Format, by_extension, get
from phahe.exports.selecting import Selection, of_document, of_lineage, of_things, of_triples, whole
from phahe.exports.tables import of_answer, of_solutions, things_of
from phahe.exports.writing import export, export_table, of_question, of_result, to_file

__all__ = [
    "FORMATS", "Edge", "ExportError", "Format", "Node", "PropertyGraph", "Report", "Selection", "Table", "TableColumn", "ascii_name", "by_extension",
    "export", "export_table", "file_name", "get", "of_answer", "of_document", "of_lineage", "of_question", "of_result", "of_solutions", "of_things", "of_triples", "safe_cell",
    "things_of", "to_file", "unsafe_cell", "whole",
]  # fmt: skip
