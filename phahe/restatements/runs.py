"""Runs of words that two parts share: greedy string tiling (Wise 1993), longest run first, no word used twice.

Order does not matter, so a clause that was moved is found. In a text read by OCR two runs that one misread word parts are one run.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

#: Shortest run: one word alone is shared by chance.
SHORTEST: Final = 2
#: Letters that a word misread by OCR keeps, as a share of both words.
_LIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Tile:
    """`length` words from word `first` of one part and from word `second` of the other are the same."""

    first: int
    second: int
    length: int


def tile(one: Sequence[str], other: Sequence[str], *, tolerant: bool = False) -> tuple[Tile, ...]:
    """The tiles of two word sequences in the order of the first; `tolerant` joins tiles that one misread word parts.

    >>> tile("rà soát mạng lưới trường lớp".split(), "trường lớp và mạng lưới".split())
    (Tile(first=2, second=3, length=2), Tile(first=4, second=0, length=2))
    """
    waiting = [(-length, abs(i - j), i, j) for i, j, length in _common(one, other)]
    heapq.heapify(waiting)
    used_one, used_other = bytearray(len(one)), bytearray(len(other))
    found: list[Tile] = []
    while waiting:
        negative, _, i, j = heapq.heappop(waiting)
        for low, high in _free(used_one, used_other, i, j, -negative):
            length = high - low
            if length == -negative:
                used_one[i : i + length] = used_other[j : j + length] = b"\1" * length
                found.append(Tile(i, j, length))
            elif length >= SHORTEST:
                heapq.heappush(waiting, (-length, abs(i - j), i + low, j + low))
    found.sort(key=lambda tile: tile.first)
    return tuple(_joined(found, one, other)) if tolerant else tuple(found)


def _common(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[int, int, int]]:
    """Every common run that cannot be made longer at either end, and how long it is."""
    places: dict[tuple[str, str], list[int]] = {}
    for j, pair in enumerate(pairwise(other)):
        places.setdefault(pair, []).append(j)
    for i, pair in enumerate(pairwise(one)):
        for j in places.get(pair, ()):
            if i and j and one[i - 1] == other[j - 1]:
                continue
            length = SHORTEST
            while i + length < len(one) and j + length < len(other) and one[i + length] == other[j + length]:
                length += 1
            yield i, j, length


def _free(used_one: bytearray, used_other: bytearray, i: int, j: int, length: int) -> Iterable[tuple[int, int]]:
    """The stretches of a common run whose words no tile has used, as offsets into the run."""
    low = 0
    for at in range(length + 1):
        if at == length or used_one[i + at] or used_other[j + at]:
            if low < at:
                yield low, at
            low = at + 1


def _joined(tiles: Iterable[Tile], one: Sequence[str], other: Sequence[str]) -> Iterable[Tile]:
    open_tile: Tile | None = None
    for tile in tiles:
        if open_tile is not None and _misread_between(open_tile, tile, one, other):
            open_tile = Tile(open_tile.first, open_tile.second, tile.first + tile.length - open_tile.first)
            continue
        if open_tile is not None:
            yield open_tile
        open_tile = tile
    if open_tile is not None:
        yield open_tile


def _misread_between(before: Tile, after: Tile, one: Sequence[str], other: Sequence[str]) -> bool:
    i, j = before.first + before.length, before.second + before.length
    if after.first != i + 1 or after.second != j + 1:
        return False
    return SequenceMatcher(None, one[i], other[j], autojunk=False).ratio() >= _LIKE
