"""Tables of Word and HTML files as text: one row a line, cells parted by tabs, as `layout` and `tables` read them.

A table that only places things on the page (the letterhead, the signature beside the recipients, a page in a frame) is no table: its
cells are given one after the other, a paragraph a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from phahe.vietnamese import collapse

#: A table of so many rows and columns at most places things on the page.
_FRAME_ROWS: Final = 3
_FRAME_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its paragraphs, how many columns it spans, and whether a table stands in it."""

    paragraphs: tuple[str, ...]
    columns: int = 1
    nests: bool = False


def lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    r"""The lines of a table.

    >>> lines([[Cell(("NỘI DUNG",)), Cell(("CHỦ TRÌ",))], [Cell(("1. Rà soát", "quy hoạch")), Cell(("",))]] * 2)[:2]
    ['NỘI DUNG\tCHỦ TRÌ', '1. Rà soát quy hoạch\t']
    >>> lines([[Cell(("UBND XÃ A", "Số: 5/QĐ-UBND")), Cell(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",))]])
    ['UBND XÃ A', 'Số: 5/QĐ-UBND', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM']
    """
    if _is_frame(rows):
        return [words for row in rows for cell in row for paragraph in cell.paragraphs if (words := collapse(paragraph))]
    return [line for row in rows if (line := "\t".join(_words(row))).strip()]


def _words(row: Sequence[Cell]) -> list[str]:
    """A cell that spans columns is followed by empty ones, so that the others stay in theirs."""
    return [words for cell in row for words in (collapse(" ".join(cell.paragraphs)), *[""] * (cell.columns - 1))]


def _is_frame(rows: Sequence[Sequence[Cell]]) -> bool:
    used = {index for row in rows for index, words in enumerate(_words(row)) if words}
    nests = any(cell.nests for row in rows for cell in row)
    return len(used) <= 1 or (len(used) <= _FRAME_COLUMNS and (len(rows) <= _FRAME_ROWS or nests))
