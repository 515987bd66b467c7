"""Flattened tables put together again: which column is which, rows whose group cell is missing after a page break, group titles cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from phahe.layout import Block, Layout
from phahe.text import Span
from phahe.vietnamese import fold, parse_roman

#: Words of a column heading, folded, to the role of the column; the first that matches counts.
_ROLES: Final = (
    ("group", re.compile(r"\bnhom nhiem vu\b|^nhom\b")),
    ("number", re.compile(r"^(?:stt|tt|so tt|so thu tu)$")),
    ("lead", re.compile(r"chu tri|(?:don vi|co quan|bo phan) (?:thuc hien|chiu trach nhiem)|phan cong thuc hien")),
    ("coordinate", re.compile(r"phoi hop")),
    ("timing", re.compile(r"thoi gian|thoi han|tien do|thoi diem hoan thanh|lo trinh")),
    ("output", re.compile(r"san pham|ket qua")),
    ("funding", re.compile(r"kinh phi|nguon von|nguon luc|du toan|tong muc dau tu")),
    ("note", re.compile(r"ghi chu")),
    ("content", re.compile(r"noi dung|nhiem vu|cong viec|dau viec|chi tieu|muc tieu|hoat dong|ten de an")),
)
#: Columns that make a table one of tasks; the others alone do not say what a row is.
_TELLING: Final = frozenset({"lead", "coordinate", "timing"})
_PROCEDURE: Final = re.compile(r"\bthu tuc\b|\btthc\b")
_GROUP: Final = re.compile(r"(NHÓM\s+[IVXLC]+|[IVXLC]{1,5}(?=[.\s]))[.:]?\s*")
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]\s*")
_NUMBER_CELL: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,2}|[IVXLC]{1,5}|[A-HĐ]|[a-zđ])[.)]?")
_COLUMN_NUMBER: Final = re.compile(r"\(?\d{1,2}\)?")
#: Rows that may stand above the row that names the columns.
_HEADER_WITHIN: Final = 3
_GROUP_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Group:
    """A group of rows: its printed label ("NHÓM II"), how deep it stands (A, I, 1), the spans of its title, several where a page cut it."""

    label: str
    title: tuple[Span, ...]
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header: the group it opens, if any, its number, the cell that says what is to be done, the cells by role.

    A cell that a page cut in two has its second piece under a key of its own ("coordinate~2").

    `content` is None for a row that only names a group; `body` are the cells of a row whose columns have no known role.
    """

    group: Group | None
    number: str | None
    content: Span | None
    cells: Mapping[str, Span]
    rest: tuple[Span, ...] = ()

    @property
    def body(self) -> tuple[Span, ...]:
        """The words of the row itself."""
        more = tuple(span for role, span in self.cells.items() if role.startswith("content~"))
        return self.rest or ((self.content, *more) if self.content is not None else ())


@dataclass(frozen=True, slots=True)
class Table:
    """A table: all its blocks, the rows under its header, and the text blocks between rows that continue a group title.

    `roles`: whether columns of bodies or times were told; `head`: the cells of the first row, where they were not.
    """

    blocks: tuple[Block, ...]
    continuations: tuple[Block, ...]
    rows: tuple[Row, ...]
    roles: bool = True
    head: tuple[Span, ...] = ()


def tables(layout: Layout) -> tuple[Table, ...]:
    """The tables of a laid-out document, in reading order.

    >>> from phahe.layout import lay_out
    >>> from phahe.text import whole
    >>> found = tables(lay_out(whole("NỘI DUNG\\tCƠ QUAN CHỦ TRÌ\\n1. Tuyên truyền\\tPhòng VHXH")))
    >>> [(row.number, sorted(row.cells)) for row in found[0].rows]
    [('1', ['content', 'lead'])]
    """
    return tuple(_table(layout, rows) for rows in _rows_by_table(layout))


def _rows_by_table(layout: Layout) -> Iterator[list[list[Block]]]:
    found: dict[int | None, dict[int, list[Block]]] = {}
    for block in layout.blocks:
        if block.row is not None:
            found.setdefault(block.table, {}).setdefault(block.row, []).append(block)
    yield from (list(rows.values()) for rows in found.values())


def _table(layout: Layout, lines: Sequence[Sequence[Block]]) -> Table:
    blocks = tuple(block for cells in lines for block in cells)
    for index, header in enumerate(lines[:_HEADER_WITHIN]):
        roles = _roles(layout, header)
        if sum(role is not None for role in roles) >= 2 and _TELLING & set(roles) and not _lists_procedures(layout, header):
            continuations = _continuations(layout, lines)
            below = _sub_header(layout, lines[index + 1], roles) if index + 1 < len(lines) else None
            rows = _rows(layout, lines[index + (1 if below is None else 2) :], below or roles, continuations)
            return Table(blocks, tuple(block for found in continuations.values() for block in found), rows)
    filled = [cells for cells in lines if any(cell.span.size for cell in cells)]
    head = tuple(cell.span for cell in filled[0] if cell.span.size) if filled else ()
    plain = tuple(row for cells in filled[1:] if (row := _plain_row(layout, cells)) is not None)
    return Table(blocks, (), plain, False, head)


def _lists_procedures(layout: Layout, header: Sequence[Block]) -> bool:
    """A list of administrative procedures names the office that decides and the time it takes, but orders nobody to do anything."""
    return any(_PROCEDURE.search(fold(layout.words(cell))) for cell in header)


def _plain_row(layout: Layout, cells: Sequence[Block]) -> Row | None:
    spans = tuple(cell.span for cell in cells if cell.span.size)
    if not spans:
        return None
    number = _NUMBER_CELL.fullmatch(layout.words(cells[0]))
    return Row(None, number.group(1) if number else None, spans[-1], MappingProxyType({}), spans)


def _roles(layout: Layout, header: Sequence[Block]) -> list[str | None]:
    """Roles of the columns; where none is for what is to be done, the first without another role is."""
    found = [_role(layout.words(cell)) for cell in header]
    if "content" not in found and None in found:
        found[found.index(None)] = "content"
    return found


def _sub_header(layout: Layout, cells: Sequence[Block], roles: Sequence[str | None]) -> list[str | None] | None:
    """Roles of the columns where a second header row parts them: "Cơ quan thực hiện" over "Chủ trì" and "Phối hợp"; None for a row of data."""
    words = [layout.words(cell).strip() for cell in cells]
    told = [_role(cell) if cell else None for cell in words]
    filled = [role for cell, role in zip(words, told, strict=True) if cell]
    if not filled or None in filled or not _TELLING & set(filled) or (len(filled) == 1 and len(words) != len(roles)):
        return None
    if len(words) == len(roles):
        return [below or above for below, above in zip(told, roles, strict=True)]
    if len(words) == len(filled):  # only the parted columns are printed again: they stand for the one column above them
        at = next((index for index, role in enumerate(roles) if role == filled[0]), None)
        return None if at is None else [*roles[:at], *filled, *[role for role in roles[at + 1 :] if role not in filled]]
    return None


def _role(heading: str) -> str | None:
    folded = fold(heading)
    return next((role for role, pattern in _ROLES if pattern.search(folded)), None) if len(heading) < 80 else None


def _continuations(layout: Layout, lines: Sequence[Sequence[Block]]) -> dict[int, list[Block]]:
    """Capital-letter blocks between two rows, by the number of the row before them: the rest of that row's group title."""
    found: dict[int, list[Block]] = {}
    own = {cells[0].row for cells in lines}
    last_row: int | None = None
    final = max(row for row in own if row is not None)
    for block in layout.blocks:
        if block.row is not None:
            last_row = block.row if block.row in own else None
        elif last_row is not None and last_row < final and layout.words(block).isupper() and not _GROUP.match(layout.words(block)):
            found.setdefault(last_row, []).append(block)
    return found


def _rows(
    layout: Layout, lines: Sequence[Sequence[Block]], roles: Sequence[str | None], continuations: Mapping[int, list[Block]]
) -> tuple[Row, ...]:
    rows: list[Row] = []
    opened = 0
    for cells in lines:
        if _is_header_again(layout, cells, roles):
            continue
        row = _group_row(layout, cells, roles) or _row(layout, cells, roles)
        if rows and (row is None or (row.group is None and row.number is None)):
            rest = _rest(layout, cells, roles)
            if rest and rows[-1].content is not None:
                rows[-1] = replace(rows[-1], cells=MappingProxyType({**rows[-1].cells, **_numbered(rows[-1].cells, rest)}))
                continue
        if row is None:
            continue
        if row.group is not None:
            opened = len(rows)
        rows.append(row)
        more = continuations.get(cells[0].row or 0, [])
        first = rows[opened]
        if more and first.group is not None:
            title = (*first.group.title, *(block.span for block in more))
            rows[opened] = Row(Group(first.group.label, title, first.group.depth), first.number, first.content, first.cells)
    return tuple(rows)


def _is_header_again(layout: Layout, cells: Sequence[Block], roles: Sequence[str | None]) -> bool:
    """The header printed once more on a new page, or the numbers of the columns: (1) (2) (3)."""
    words = [layout.words(cell) for cell in cells]
    if len(words) > 1 and all(_COLUMN_NUMBER.fullmatch(cell) for cell in words if cell):
        return True
    return len(words) == len(roles) and sum(role is not None for role in roles) > 2 and [_role(cell) for cell in words] == list(roles)


def _group_row(layout: Layout, cells: Sequence[Block], roles: Sequence[str | None]) -> Row | None:
    """A row of which only the number and one other cell are filled: the title of the rows under it."""
    filled = [cell for cell in cells if cell.span.size]
    if len(roles) < 3 or not filled or len(filled) > 2 or "number" not in roles or len(layout.words(filled[-1])) > _GROUP_LENGTH:
        return None
    words = layout.words(filled[0])
    number = _NUMBER_CELL.fullmatch(words)
    if number is not None and len(filled) == 2:
        return Row(Group(number.group(1), (filled[1].span,), _depth(number.group(1))), None, None, MappingProxyType({}))
    if len(filled) == 1 and (match := re.match(r"([A-HĐ]|[IVXLC]{1,5})[.)-]\s*", words)) is not None:
        span = Span(filled[0].span.start + match.end(), filled[0].span.end)
        return Row(Group(match.group(1), (span,), _depth(match.group(1))), None, None, MappingProxyType({}))
    return None


def _rest(layout: Layout, cells: Sequence[Block], roles: Sequence[str | None]) -> dict[str, Span] | None:
    """The cells of a row that a page cut off the row before: no number, and no content, or content that goes on in small letters."""
    if len(cells) != len(roles) or "number" not in roles:
        return None
    found = {role: cell for role, cell in zip(roles, cells, strict=True) if role is not None and cell.span.size}
    content = found.get("content")
    goes_on = content is None or layout.words(content)[:1].islower()
    return {role: cell.span for role, cell in found.items()} if goes_on and "number" not in found and "group" not in found else None


def _numbered(known: Mapping[str, Span], more: Mapping[str, Span]) -> dict[str, Span]:
    """The further pieces of cells under keys of their own: "coordinate~2" for the second piece of "coordinate"."""
    return {
        f"{role}~{2 + sum(key.startswith(f'{role}~') for key in known)}" if role in known else role: span for role, span in more.items()
    }


def _depth(label: str) -> int:
    """A, I, 1, 1.1: lettered groups hold Roman ones, and these the numbered ones."""
    if parse_roman(label) is not None and label not in "CD":
        return 2
    return 1 if label.isupper() else 3 + label.count(".")


def _row(layout: Layout, cells: Sequence[Block], roles: Sequence[str | None]) -> Row | None:
    # After a page break the group cell is not printed again: the row has one cell less and begins with its number.
    missing = len(roles) - len(cells)
    found: dict[str, Block] = {}
    for role, cell in zip(roles[max(missing, 0) :] if missing == 1 else roles, cells, strict=False):
        if role is not None and cell.span.size:
            found.setdefault(role, cell)
    content = found.get("content")
    if content is None:
        return None
    group = _group(layout, found["group"]) if "group" in found else None
    spans = {role: cell.span for role, cell in found.items() if role != "group"}
    return Row(group, _row_number(layout, found, content), content.span, MappingProxyType(spans))


def _row_number(layout: Layout, found: Mapping[str, Block], content: Block) -> str | None:
    if "number" in found and (match := _NUMBER_CELL.fullmatch(layout.words(found["number"]))) is not None:
        return match.group(1)
    match = _NUMBER.match(layout.words(content))
    return match.group(1) if match else None


def _group(layout: Layout, cell: Block) -> Group:
    words = layout.words(cell)
    match = _GROUP.match(words)
    label = match.group(1) if match else words
    start = cell.span.start + (match.end() if match else 0)
    return Group(label, (Span(start, cell.span.end),))
