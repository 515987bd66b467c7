"""Tables printed with pipes: Markdown rows ("| a | b |"), and cells given one after the other between lines with a lone "|".

A table of two columns that holds the letterhead, the recipients beside the signature, or one cell is a frame: it only places things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from phahe.text import Span

_LINE: Final = re.compile(r"[^\n\r\f]*[\n\r\f]?")
_SEPARATOR: Final = re.compile(r"\|?[\s:|-]*-[\s:|-]*")
_PLACED: Final = re.compile(
    r"CỘNG\s+H|ĐẢNG\s+CỘNG\s+SẢN|[Nn][ơo]i\s+nhận\s*:|Kính\s+gửi|\b(?:TM|KT|TL)\.|[TK]/[MT]|CHỦ TỊCH|\bNGƯỜI [A-ZĐ]|ngày[\s.…]*tháng"
)
#: A cell no longer than this is a number: the first of a row.
_NARROW: Final = 6
_FRAME_ROWS: Final = 3
#: Lines a cell may run over; a pipe that is not closed sooner opens no table.
_CELL_LINES: Final = 120


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: where it stands, its rows of cells, and whether it only places things on the page."""

    span: Span
    rows: tuple[tuple[Span, ...], ...]
    frame: bool


def grids(text: str) -> Iterator[Grid]:
    """The tables of `text` that are printed with pipes, in reading order.

    >>> [len(grid.rows) for grid in grids("|STT|Việc|\\n|---|---|\\n|1|Rà soát|")]
    [2]
    """
    lines = [(match.start(), match.group()) for match in _LINE.finditer(text) if match.group()]
    index = 0
    while index < len(lines):
        words = lines[index][1].strip()
        taken = 0
        if words == "|":
            taken, rows = _loose(lines, index)
        elif "|" in words and (words[0] == "|" or words[-1] == "|" or any("|" in line for _, line in lines[index + 1 : index + 2])):
            taken, rows = _piped(lines, index)
        if not taken:
            index += 1
            continue
        end = lines[index + taken - 1]
        if rows:
            yield Grid(Span(lines[index][0], end[0] + len(end[1])), tuple(rows), _is_frame(text, rows))
        index += taken


def _is_frame(text: str, rows: Sequence[Sequence[Span]]) -> bool:
    columns = max(len(row) for row in rows)
    if columns > 3:
        return False
    opening = text[rows[0][0].start : rows[-1][-1].end][:4000]
    return columns == 1 or (len(rows) <= _FRAME_ROWS + 2 and _PLACED.search(opening) is not None)


def _piped(lines: Sequence[tuple[int, str]], index: int) -> tuple[int, list[tuple[Span, ...]]]:
    """Rows of one line each; how many lines they take."""
    rows: list[tuple[Span, ...]] = []
    taken = 0
    for start, line in lines[index:]:
        words = line.strip()
        if "|" not in words or words == "|":
            break
        taken += 1
        if not _SEPARATOR.fullmatch(words):
            rows.append(_cells(start, line))
    return taken, rows


def _cells(start: int, line: str) -> tuple[Span, ...]:
    left = len(line) - len(line.lstrip())
    words = line.strip()
    if words.startswith("|"):
        left, words = left + 1, words[1:]
    words = words.removesuffix("|")
    spans, at = [], start + left
    for cell in words.split("|"):
        inner = cell.strip()
        opening = at + (len(cell) - len(cell.lstrip()) if inner else 0)
        spans.append(Span(opening, opening + len(inner)))
        at += len(cell) + 1
    return tuple(spans)


def _loose(lines: Sequence[tuple[int, str]], index: int) -> tuple[int, list[tuple[Span, ...]]]:
    """Cells between lines with a lone pipe. An empty cell prints nothing, so two pipes in a row end a row or hold an empty cell."""
    tokens, taken = _tokens(lines, index)
    return taken, _rows(tokens) if any(isinstance(token, Span) for token in tokens) else []


class _Pipe:
    """A lone pipe."""


def _tokens(lines: Sequence[tuple[int, str]], index: int) -> tuple[list[Span | _Pipe], int]:
    """Pipes and cells up to the last pipe of the table: one followed by a blank line, or by text that no pipe closes."""
    tokens: list[Span | _Pipe] = [_Pipe()]
    taken, at, pending = 1, index + 1, 0
    cell: Span | None = None
    while at < len(lines) and pending <= _CELL_LINES:
        start, line = lines[at]
        words = line.strip()
        if words == "|":
            if cell is not None:
                tokens.append(cell)
            tokens.append(_Pipe())
            cell, pending, taken = None, 0, at - index + 1
        elif not words and cell is None:
            break
        elif words:
            opening = start + len(line) - len(line.lstrip())
            cell = Span(cell.start if cell else opening, opening + len(words))
        at += 1
        pending += 1
    return tokens, taken


def _rows(tokens: Sequence[Span | _Pipe]) -> list[tuple[Span, ...]]:
    """Rows of cells. The first row ends at the first pair of pipes; it tells how many columns there are."""
    rows: list[tuple[Span, ...]] = []
    row: list[Span] = []
    columns, at = 0, 1
    while at < len(tokens):
        token = tokens[at]
        if isinstance(token, Span):
            row.append(token)
            at += 1
            continue
        run = at
        while run < len(tokens) and isinstance(tokens[run], _Pipe):
            run += 1
        pipes, last = run - at, run == len(tokens)
        empties, ends, opening = _pipes(pipes, row, columns, last, tokens[run] if not last else None)
        nothing = Span(row[-1].end, row[-1].end) if row else Span(0, 0)
        row += [nothing] * empties
        if ends:
            if row:
                rows.append(tuple(row))
            columns = max(columns, len(row))
            row = [Span(row[-1].end, row[-1].end)] * opening if row else []
        at = run
    return rows


def _pipes(pipes: int, row: Sequence[Span], columns: int, last: bool, following: Span | _Pipe | None) -> tuple[int, bool, int]:
    """What a run of pipes means: empty cells of this row, whether the row ends, empty cells that open the next."""
    filled = len(row)
    if last:
        return max(min(columns - filled, pipes - 1), 0), True, 0
    if pipes == 1:
        return 0, False, 0
    room = max(columns - filled, 0)
    if not columns or pipes >= room + 2:
        return room, True, max(pipes - room - 2, 0)
    # More empty cells than the row has room for, were another cell to follow in it: the row ended short.
    if pipes > room:
        return pipes - 2, True, 0
    narrow = isinstance(following, Span) and following.size <= _NARROW
    # The title of a group of rows fills one cell across the table: "A" | "PHÁT TRIỂN …", or "B. Thủ tục cấp tỉnh".
    if pipes == 2 and room > 1 and filled <= 2 and (narrow or (filled == 1 and row[0].size > _NARROW)):
        return 0, True, 0
    return pipes - 1, False, 0
