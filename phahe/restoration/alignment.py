"""Which word of a clean near-duplicate stands where a word of the OCR text stands.

Anchors are runs of four tokens whose consonants agree; the longest rising chain of them is kept, and the gaps between are aligned word by
word. Passages only one text has stay unaligned. Order matters: a moved passage is not found here (the language model still knows it).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from phahe.restoration.confusion import Confusion, plausible
from phahe.restoration.language import key
from phahe.restoration.words import Token, is_figure
from phahe.vietnamese import fold

_RUN: Final = 4
_OFTEN: Final = 12  #: runs met more often in the near-duplicate are no anchor
_LARGEST_GAP: Final = 2500  #: cells; a larger gap is a passage only one text has
_LEAST: Final = 0.02  #: share of the printed tokens that must be anchored: below, the text is no near-duplicate
_SKIP: Final = 4.0
_VOWELS: Final = re.compile(r"[aeiouyw\W_0-9]+")
_SAME: Final = str.maketrans("pbrqf", "ddnot")


@dataclass(frozen=True, slots=True)
class Partner:
    """The word of a near-duplicate at one place: how many of its neighbours stand beside it there too (`support`, 0 to 1)."""

    token: Token
    support: float


@dataclass(frozen=True, slots=True)
class Line:
    """A text laid out for alignment: its tokens, and of each its consonants, its lower-case letters and its key."""

    tokens: Sequence[Token]
    shapes: tuple[str, ...]
    lowers: tuple[str, ...]
    keys: tuple[str, ...]


def laid_out(tokens: Sequence[Token]) -> Line:
    """The tokens of a text, ready for `align`."""
    keys = tuple(key(token.core) if token.core else "" for token in tokens)
    return Line(tokens, tuple(_shape(token) for token in tokens), tuple(token.core.lower() for token in tokens), keys)


def align(printed: Line, clean: Line, confusion: Confusion) -> dict[int, Partner]:
    """Index of a printed token → the clean token that stands at its place. Empty where the texts have next to nothing in common."""
    chain = _anchors(printed.shapes, clean.shapes)
    if len(chain) < _LEAST * len(printed.tokens):
        return {}
    links: dict[int, int] = {}
    start = (0, 0)
    for i, j in [*chain, (len(printed.tokens), len(clean.tokens))]:
        links.update(_gap(printed, clean, start, (i, j), confusion))
        if i < len(printed.tokens):
            links[i] = j
        start = (i + 1, j + 1)
    likely = {i: j for i, j in links.items() if _word_cost(printed, i, clean, j, confusion) < 2 * _SKIP}
    return {i: Partner(clean.tokens[j], _support(i, j, likely)) for i, j in likely.items()}


def _shape(token: Token) -> str:
    if is_figure(token.core):
        return token.core
    return _VOWELS.sub("", fold(token.core)).translate(_SAME) or "?"


def _anchors(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int]]:
    """The longest chain of single-token links whose runs agree, rising in both texts."""
    places: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(there) - _RUN + 1):
        places.setdefault(tuple(there[j : j + _RUN]), []).append(j)
    points: set[tuple[int, int]] = set()
    for i in range(len(here) - _RUN + 1):
        found = places.get(tuple(here[i : i + _RUN]), ())
        if len(found) <= _OFTEN:
            points.update((i + k, j + k) for j in found for k in range(_RUN))
    return _rising(sorted(points, key=lambda point: (point[0], -point[1])))


def _rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest strictly rising subsequence of points sorted by first, then falling second."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, (_, j) in enumerate(points):
        at = bisect_left(tails, j)
        back.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[at], ends[at] = j, index
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(points[index])
        index = back[index]
    return chain[::-1]


def _word_cost(printed: Line, i: int, clean: Line, j: int, confusion: Confusion) -> float:
    """Cost of taking clean token `j` for printed token `i`; from 2 * _SKIP on they are not the same word."""
    one, other = printed.shapes[i], clean.shapes[j]
    if one[0].isdigit() or other[0].isdigit() or not printed.lowers[i] or not clean.keys[j]:
        return 0.0 if printed.lowers[i] == clean.lowers[j] and one == other else 2 * _SKIP
    if len(one) > 1 and len(other) > 1 and not set(one) & set(other):
        return 2 * _SKIP
    lower, name = printed.lowers[i], clean.keys[j]
    if abs(len(lower) - len(name)) > 4 or not plausible(confusion, lower, name):
        return 2 * _SKIP
    return min(confusion.cost(lower, name) / 2, 2 * _SKIP - 0.1)


def _gap(printed: Line, clean: Line, start: tuple[int, int], end: tuple[int, int], confusion: Confusion) -> dict[int, int]:
    """Best word-by-word alignment of the tokens between two anchors."""
    rows, columns = end[0] - start[0], end[1] - start[1]
    if not rows or not columns or rows * columns > _LARGEST_GAP:
        return {}
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    moves = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if not i and not j:
                continue
            choices = []
            if i and j:
                choices.append((table[i - 1][j - 1] + _word_cost(printed, start[0] + i - 1, clean, start[1] + j - 1, confusion), 0))
            if i:
                choices.append((table[i - 1][j] + _SKIP, 1))
            if j:
                choices.append((table[i][j - 1] + _SKIP, 2))
            table[i][j], moves[i][j] = min(choices)
    links, i, j = {}, rows, columns
    while i and j:
        move = moves[i][j]
        if not move:
            links[start[0] + i - 1] = start[1] + j - 1
        i, j = i - (move != 2), j - (move != 1)
    return links


def _support(i: int, j: int, links: dict[int, int]) -> float:
    near = [links.get(i + k, -1) == j + k for k in (-3, -2, -1, 1, 2, 3)]
    return sum(near) / len(near)
