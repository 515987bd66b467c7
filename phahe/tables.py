"""Flattened tables put together again: which column is which, rows whose group cell is missing after a page break, group titles cut in two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from phahe.layout import Block, Layout
from phahe.text import Span
from phahe.vietnamese import fold

#: Words of a column heading, folded, to the role of the column; the first that matches counts.
_ROLES: Final = (
    ("group", r"\bnhom\b"),
    ("number", r"^(?:stt|tt|so tt)$"),
    ("lead", r"chu tri|don vi thuc hien|co quan thuc hien"),
    ("coordinate", r"phoi hop"),
    ("timing", r"thoi gian|thoi han|tien do"),
    ("output", r"san pham|ket qua"),
    ("note", r"ghi chu"),
    ("content", r"noi dung|nhiem vu|cong viec|chi tieu|muc tieu"),
)
_GROUP: Final = re.compile(r"(NHÓM\s+[IVXLC]+|[IVXLC]{1,5}(?=[.\s]))[.:]?\s*")
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of rows: its printed label ("NHÓM II") and the spans of its title, several where a page cut it."""

    label: str
    title: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One body row: the group it opens, if any, its number, the cell that says what is to be done, the other cells by role."""

    group: Group | None
    number: str | None
    content: Span
    cells: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: all its blocks, the rows under its header, and the text blocks between rows that continue a group title."""

    blocks: tuple[Block, ...]
    continuations: tuple[Block, ...]
    rows: tuple[Row, ...]


def tables(layout: Layout) -> tuple[Table, ...]:
    """The tables of a laid-out document whose first row names the columns; a table without such a row is one with only content cells.

    >>> from phahe.layout import lay_out
    >>> from phahe.text import whole
    >>> found = tables(lay_out(whole("NỘI DUNG\\tCƠ QUAN CHỦ TRÌ\\n1. Tuyên truyền\\tPhòng VHXH")))
    >>> [(row.number, sorted(row.cells)) for row in found[0].rows]
    [('1', ['content', 'lead'])]
    """
    by_row: dict[int, list[Block]] = {}
    for block in layout.blocks:
        if block.row is not None:
            by_row.setdefault(block.row, []).append(block)
    if not by_row:
        return ()
    header = next(iter(by_row.values()))
    roles = [_role(layout.words(cell)) for cell in header]
    if sum(role is not None for role in roles) < 2:
        return ()
    continuations = _continuations(layout)
    rows = _rows(layout, list(by_row.values())[1:], roles, continuations)
    blocks = tuple(block for cells in by_row.values() for block in cells)
    return (Table(blocks, tuple(block for found in continuations.values() for block in found), rows),)


def _role(heading: str) -> str | None:
    folded = fold(heading)
    return next((role for role, pattern in _ROLES if re.search(pattern, folded)), None)


def _continuations(layout: Layout) -> dict[int, list[Block]]:
    """Capital-letter blocks between two rows, by the number of the row before them: the rest of that row's group title."""
    found: dict[int, list[Block]] = {}
    last_row: int | None = None
    rows_left = max(block.row or 0 for block in layout.blocks)
    for block in layout.blocks:
        if block.row is not None:
            last_row = block.row
        elif last_row is not None and last_row < rows_left and layout.words(block).isupper() and not _GROUP.match(layout.words(block)):
            found.setdefault(last_row, []).append(block)
    return found


def _rows(
    layout: Layout, lines: Sequence[Sequence[Block]], roles: Sequence[str | None], continuations: Mapping[int, list[Block]]
) -> tuple[Row, ...]:
    rows: list[Row] = []
    opened = 0
    for cells in lines:
        row = _row(layout, cells, roles)
        if row is None:
            continue
        if row.group is not None:
            opened = len(rows)
        rows.append(row)
        more = continuations.get(cells[0].row or 0, [])
        first = rows[opened]
        if more and first.group is not None:
            title = (*first.group.title, *(block.span for block in more))
            rows[opened] = Row(Group(first.group.label, title), first.number, first.content, first.cells)
    return tuple(rows)


def _row(layout: Layout, cells: Sequence[Block], roles: Sequence[str | None]) -> Row | None:
    # After a page break the group cell is not printed again: the row has one cell less and begins with its number.
    missing = len(roles) - len(cells)
    found: dict[str, Block] = {}
    for role, cell in zip(roles[max(missing, 0) :] if missing == 1 else roles, cells, strict=False):
        if role is not None and len(cell.span):
            found.setdefault(role, cell)
    content = found.get("content")
    if content is None:
        return None
    number = _NUMBER.match(layout.words(content))
    group = _group(layout, found["group"]) if "group" in found else None
    spans = {role: cell.span for role, cell in found.items() if role != "group"}
    return Row(group, number.group(1) if number else None, content.span, MappingProxyType(spans))


def _group(layout: Layout, cell: Block) -> Group | None:
    words = layout.words(cell)
    match = _GROUP.match(words)
    label = match.group(1) if match else words
    start = cell.span.start + (match.end() if match else 0)
    return Group(label, (Span(start, cell.span.end),))
