"""XLSX workbooks, row by row in constant memory: strings are strings, numbers numbers, dates dates; nothing is ever a formula.

Longer tables than a sheet holds go on in the next sheet; longer cells than a cell holds go on in a sheet of their own.
"""

from __future__ import annotations

import datetime
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final

from phahe.exports.cleaning import plain_text
from phahe.exports.formats.values import flat
from phahe.exports.model import Field, PropertyGraph, Report, Scalar, Table, TableColumn, Value, edge_values, node_values

#: What Excel holds in a sheet and in a cell.
SHEET_ROWS: Final = 1_048_576
CELL_CHARACTERS: Final = 32_767
_LONG: Final = "Ô dài"
_THEN: Final = datetime.datetime(2000, 1, 1)  # Excel knows no time zones; a fixed date keeps the bytes the same
_EXACT: Final = 2**53
_WIDTHS: Final = {"text": 44, "number": 12, "integer": 10, "date": 12, "iri": 40}
_GREATEST_WIDTH: Final = 60


class Workbook:
    """A workbook being written to `out`; use in a `with`. `rows` per sheet can be made smaller for tests."""

    def __init__(self, out: IO[bytes], report: Report, title: str, rows: int = SHEET_ROWS) -> None:
        import xlsxwriter  # noqa: PLC0415

        self._report, self._rows = report, rows
        self._folder = tempfile.TemporaryDirectory()
        options = {
            "constant_memory": True,
            "tmpdir": self._folder.name,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(out, options)
        self._book.set_properties({"title": plain_text(title, report)[:255], "created": _THEN})
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF2FB"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._plain = self._book.add_format({"valign": "top"})
        self._date = self._book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self._long: list[tuple[str, str, Iterable[str]]] = []

    def sheet(self, name: str, columns: Sequence[TableColumn], rows: Iterable[Sequence[Scalar | None]]) -> int:
        """Write one table, in as many sheets as it needs; the number of rows."""
        rest = iter(rows)
        total = sheets = 0
        following: Sequence[Scalar | None] | None = next(rest, None)
        while following is not None or not sheets:
            sheets += 1
            title = name if sheets == 1 else f"{name} ({sheets})"
            sheet = self._sheet(title, columns)
            mine = itertools.islice(itertools.chain([] if following is None else [following], rest), self._rows - 1)
            for count, row in enumerate(mine, 1):
                for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                    self._write(sheet, title, count, place, column, value)
                total += 1
            following = next(rest, None)
        self._report.note("sheets", sheets if sheets > 1 else 0)
        return total

    def _sheet(self, title: str, columns: Sequence[TableColumn]) -> Any:
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(max(_WIDTHS[column.kind], len(column.heading) // 2), _GREATEST_WIDTH))
            sheet.write_string(0, place, plain_text(column.heading, self._report)[:CELL_CHARACTERS], self._head)
        return sheet

    def _write(self, sheet: Any, title: str, row: int, place: int, column: TableColumn, value: Scalar | None) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, self._plain)
        elif isinstance(value, int | float) and abs(value) <= _EXACT:
            sheet.write_number(row, place, value, self._plain)
        elif column.kind == "date" and (day := _day(str(value))) is not None:
            sheet.write_datetime(row, place, day, self._date)
        else:
            text = plain_text(str(value), self._report)
            sheet.write_string(
                row, place, self._fitting(sheet, title, row, place, text), self._text if column.kind == "text" else self._plain
            )

    def _fitting(self, sheet: Any, title: str, row: int, place: int, text: str) -> str:
        """The text, or as much as a cell holds; the rest waits for the sheet of long cells."""
        # Excel counts UTF-16 units: a character outside the basic plane is two.
        if len(text.encode("utf-16-le")) // 2 <= CELL_CHARACTERS:
            return text
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415

        pieces = _pieces(text, CELL_CHARACTERS // 2)
        self._report.note("long")
        self._long.append((title, xl_rowcol_to_cell(row, place), pieces[1:]))
        return pieces[0] + f" … [→ {_LONG}]"

    def close(self) -> None:
        """Write what waits and finish the file."""
        if self._long:
            sheet = self._sheet(
                _LONG, [TableColumn(name, heading) for name, heading in (("sheet", "Trang"), ("cell", "Ô"), ("text", "Phần sau"))]
            )
            rows = [(title, cell, piece) for title, cell, pieces in self._long for piece in pieces]
            for count, row in enumerate(rows, 1):
                for place, text in enumerate(row):
                    sheet.write_string(count, place, text, self._text)
        self._book.close()
        self._folder.cleanup()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _pieces(text: str, length: int) -> list[str]:
    return [text[at : at + length] for at in range(0, len(text), length)]


def _day(text: str) -> datetime.datetime | None:
    """An ISO date as Excel can hold it; None for what is no date or before 1900."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.datetime(day.year, day.month, day.day) if day.year > 1900 else None


def write_table(table: Table, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write a table as a workbook."""
    with Workbook(out, report, table.title) as book:
        report.rows = book.sheet("Kết quả" if language == "vi" else "Result", table.columns, table.rows())


def write_graph(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write nodes and edges as two sheets."""
    names = ("Nút", "Cạnh") if language == "vi" else ("Nodes", "Edges")
    with Workbook(out, report, graph.title) as book:
        book.sheet(names[0], [TableColumn("id", "id", "iri"), *_columns(graph.node_fields)], _node_rows(graph))
        ends = [TableColumn(name, name, "iri") for name in ("source", "target")]
        book.sheet(names[1], [*ends, *_columns(graph.edge_fields)], _edge_rows(graph))


def _columns(fields: Sequence[Field]) -> list[TableColumn]:
    return [
        TableColumn(field.name, field.name, "date" if "date" in field.name.lower() or field.name.startswith("valid") else "text")
        for field in fields
    ]


def _node_rows(graph: PropertyGraph) -> Iterator[list[Scalar | None]]:
    for node in graph.nodes():
        yield [node.id, *_cells(node_values(node), graph.node_fields)]


def _edge_rows(graph: PropertyGraph) -> Iterator[list[Scalar | None]]:
    for edge in graph.edges():
        yield [edge.source, edge.target, *_cells(edge_values(edge), graph.edge_fields)]


def _cells(values: dict[str, Value], fields: Sequence[Field]) -> Iterator[Scalar | None]:
    for field in fields:
        value = values.get(field.name)
        yield flat(value) if isinstance(value, tuple) else value
