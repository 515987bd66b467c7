"""Tables that a PDF draws with lines: the rows between the rules of a page, cells parted by tabs, the prose around them as it stands.

Only ruled tables: columns that nothing but white space parts are left as lines. A page whose rules do not account for all its
letters is left alone.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from pypdfium2 import raw

from phahe.reading.cuts import OPEN
from phahe.vietnamese import collapse

#: Points. A rule is thinner than the first and longer than the second; two closer than the third are one.
_THIN: Final = 2.5
_LONG: Final = 6.0
_NEAR: Final = 3.0
#: A page with more lines than this is a drawing.
_MOST: Final = 1_500


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along one axis: where it stands on the other one, and from where to where it goes."""

    at: float
    start: float
    end: float

    def covers(self, start: float, end: float) -> bool:
        """Whether it passes all of start…end, but for a little."""
        return self.start <= start + _NEAR and self.end >= end - _NEAR


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its box, whether no rule parts it from the cell above, whether the row is open above or below."""

    left: float
    right: float
    bottom: float
    top: float
    merged: bool
    open_above: bool = False
    open_below: bool = False


def text(page: Any, textpage: Any, plain: str) -> str:
    """The text of a page with its ruled tables as rows; `plain`, its text as it stands, where it has none."""
    if page.get_rotation():
        return plain
    level, upright = _rules(page)
    rows = _rows(level, upright)
    # Two boxes side by side are a frame; a page may have but one row of a table.
    if not rows or (len(rows) == 1 and len(rows[0]) < 3):
        return plain
    read = "\n".join(_bands(page, textpage, rows))
    return read if _letters(read) == _letters(plain) else plain


def _letters(words: str) -> list[str]:
    return sorted(letter for letter in words if letter.isalnum())


def _rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules of a page, those that continue one another joined; none for a drawing."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for index in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        for (x0, y0), (x1, y1) in _segments(item):
            if abs(y1 - y0) <= _THIN and abs(x1 - x0) >= _LONG:
                level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _THIN and abs(y1 - y0) >= _LONG:
                upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(level) + len(upright) > _MOST:
            return [], []
    return _joined(level), _joined(upright)


def _segments(item: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight lines of a path in the page's coordinates; a thin filled box is the line along it."""
    to_page = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, to_page)
    points: list[tuple[float, float]] = []
    start = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(item), _MOST)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            to_page.a * x.value + to_page.c * y.value + to_page.e,
            to_page.b * x.value + to_page.d * y.value + to_page.f,
        )
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            points, start = [], point
        elif points:
            yield points[-1], point
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, start


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one."""
    found: list[Rule] = []
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][-1].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        ordered = sorted(line, key=lambda rule: rule.start)
        start, end = ordered[0].start, ordered[0].end
        for rule in ordered[1:]:
            if rule.start > end + _NEAR:
                found.append(Rule(at, start, end))
                start = rule.start
            end = max(end, rule.end)
        found.append(Rule(at, start, end))
    return found


def _rows(level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[Cell]]:
    """The rows of cells from top to bottom; one cell a row is a frame, no row."""
    real = {rule.at for rule in level}
    # Where a page cuts a table, its last rows may have no rule below them, or the first none above.
    open_ends = {end for rule in upright for end in (rule.start, rule.end) if all(abs(end - at) > _LONG for at in real)}
    heights = sorted(real | {min(open_ends), max(open_ends)} if open_ends else real, reverse=True)
    found = []
    for top, bottom in pairwise(heights):
        if top - bottom < _LONG:
            continue
        places = sorted({rule.at for rule in upright if rule.covers(bottom, top)})
        cells = [
            Cell(left, right, bottom, top, _merged(level, top, left, right) and top in real, top not in real, bottom not in real)
            for left, right in pairwise(places)
            if right - left > _LONG
        ]
        if len(cells) > 1:
            found.append(cells)
    return found


def _merged(level: Sequence[Rule], top: float, left: float, right: float) -> bool:
    return not any(rule.covers(left, right) for rule in level if rule.at == top)


def _bands(page: Any, textpage: Any, rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """From the top of the page to its foot: prose, rows, prose."""
    left, bottom, right, top = (-1e5, -1e5, 1e5, 1e5)
    above = top
    for index, row in enumerate(rows):
        if above - row[0].top > _NEAR and (words := _inside(textpage, left, row[0].top, right, above)).strip():
            yield f"{words}\n"
        words = "\t".join(_words(textpage, cell, rows[index + 1 :]) for cell in row)
        yield f"{OPEN if row[0].open_above else ''}{words}{OPEN if row[0].open_below else ''}"
        above = row[0].bottom
    if words := _inside(textpage, left, bottom, right, above).strip("\n"):
        yield f"\n{words}"


def _words(textpage: Any, cell: Cell, below: Sequence[Sequence[Cell]]) -> str:
    """What a cell says, with the cells under it that no rule parts from it; a cell that belongs to the one above says nothing."""
    if cell.merged:
        return ""
    bottom = cell.bottom
    for row in below:
        same = next((other for other in row if abs(other.left - cell.left) <= _NEAR and abs(other.right - cell.right) <= _NEAR), None)
        if same is None or not same.merged or abs(same.top - bottom) > _NEAR:
            break
        bottom = same.bottom
    return collapse(_inside(textpage, cell.left, bottom, cell.right, cell.top))


def _inside(textpage: Any, left: float, bottom: float, right: float, top: float) -> str:
    return str(textpage.get_text_bounded(left, bottom, right, top)).replace("\r\n", "\n").replace("\ufffe", "-").replace("\t", " ")
