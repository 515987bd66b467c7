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
    index = 0
    while index < len(blocks):
        end = _end(blocks, index) if blocks[index][:1] in ("“", '"') else index
        if end > index:
            inside.update(range(index, end + 1))
        index = max(end, index) + 1
    return frozenset(inside)


def _end(blocks: Sequence[str], start: int) -> int:
    """The block that closes the quotation opened at `start`; `start` itself where it is closed there, or nowhere."""
    straight = blocks[start].startswith('"')
    depth = 0
    for index in range(start, min(start + _LONGEST, len(blocks))):
        words = blocks[index]
        depth += words.count('"') if straight else words.count("“") - words.count("”")
        if (straight and depth % 2 == 0) or (not straight and depth <= 0):
            return index
    return start
