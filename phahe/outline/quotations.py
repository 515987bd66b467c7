"""Passages of another document quoted in this one, as amending documents have them: their numbers are not this document's.

"1. Sửa đổi khoản 2 Điều 7 như sau:" / "“2. Mức hưởng gồm:" / "a) …" / "b) …”" is one khoản with four paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence

#: A passage that is not closed within so many blocks was never opened: a mark was lost.
_LONGEST = 400


def quoted(blocks: Sequence[str]) -> frozenset[int]:
    """Indexes of the blocks inside a quotation that runs over several blocks.

    >>> sorted(quoted(["1. Sửa đổi như sau:", "“2. Mức hưởng gồm:", "a) Một;", "b) Hai.”", "2. Bãi bỏ khoản 3."]))
    [1, 2, 3]
    """
    inside: set[int] = set()
    straight = [words.count('"') for words in blocks]
    curly = [words.count("“") - words.count("”") for words in blocks]
    index = 0
    while index < len(blocks):
        opening = blocks[index][:1]
        end = _end(straight, index, 2) if opening == '"' else _end(curly, index, 0) if opening == "“" else index
        if end > index:
            inside.update(range(index, end + 1))
        index = max(end, index) + 1
    return frozenset(inside)


def _end(marks: Sequence[int], start: int, modulus: int) -> int:
    """The block that closes the quotation opened at `start`; `start` itself where it is closed there, or nowhere.

    `marks`: opening less closing marks of each block; where both look alike, all of them, and they close in pairs (`modulus` 2).
    """
    depth = 0
    for index in range(start, min(start + _LONGEST, len(marks))):
        depth += marks[index]
        if (depth % modulus if modulus else max(depth, 0)) == 0:
            return index
    return start
