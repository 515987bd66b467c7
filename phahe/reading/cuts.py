"""Table rows that a page break cuts in two, put together again on the page where they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

#: Stands before a row with no rule above it, and after one with none below; never left in a text.
OPEN: Final = "\x1f"
#: The number of a new row: "3. Chỉ đạo", "3".
_BEGINS: Final = re.compile(r"\d{1,3}(?:[.)]|$)")


def joined(pages: Sequence[str]) -> list[str]:
    r"""The pages with cut rows joined, cell by cell; the signs of open rows are gone.

    >>> joined(["A\tB\n1. Rà soát\tSở" + OPEN, "2\n" + OPEN + "quy hoạch\tTài chính\nHết"])
    ['A\tB\n1. Rà soát quy hoạch\tSở Tài chính', '2\nHết']
    """
    found = [page.split("\n") for page in pages]
    for above, below in reversed(list(pairwise(found))):
        last, first = _row(above, reversed(range(len(above)))), _row(below, range(len(below)))
        if last is not None and first is not None and _continues(above[last], below[first]):
            cells = zip(above[last].strip(OPEN).split("\t"), below.pop(first).split("\t"), strict=True)
            above[last] = "\t".join(f"{cell} {rest.strip(OPEN)}".strip() for cell, rest in cells)
    return ["\n".join(lines).replace(OPEN, "") for lines in found]


def _row(lines: Sequence[str], order: Iterable[int]) -> int | None:
    """The first row in `order`, past blank lines and page numbers; None where prose comes first."""
    for index in order:
        if "\t" in lines[index]:
            return index
        if lines[index].strip() and not lines[index].strip(" -–").isdigit():
            return None
    return None


def _continues(above: str, below: str) -> bool:
    """Rows of the same columns, and either no rule between them and no number of a new row, or no cell below that begins anything."""
    if above.count("\t") != below.count("\t"):
        return False
    cells = [cell.strip() for cell in below.strip(OPEN).split("\t") if cell.strip()]
    if above.endswith(OPEN) and below.startswith(OPEN):
        return not any(_BEGINS.match(cell) for cell in cells)
    openings = [next((letter for letter in cell if letter.isalnum()), "") for cell in cells]
    return bool(openings) and all(letter.islower() for letter in openings)
