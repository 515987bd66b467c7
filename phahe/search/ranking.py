"""How well an entry fits what was asked: rare words, words printed as asked, words side by side, the beginning of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from phahe.search.model import KINDS, Entry, Hit
from phahe.vietnamese import nfc
from phahe.vietnamese.folding import aligned_fold

MAX_WORDS: Final = 20
_WORD: Final = re.compile(r"\w+")
_SHORTEST_PREFIX: Final = 2
_AT_THE_BEGINNING: Final = 1.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of a query: folded, as written (case folded), whether it may be the beginning of a longer one."""

    folded: str
    written: str
    cut_short: bool

    def fits(self, word: str) -> bool:
        """Whether a folded word is the one."""
        return word.startswith(self.folded) if self.cut_short else word == self.folded


def wanted(query: str) -> tuple[Wanted, ...]:
    """The words of a query, at most 20.

    >>> [one.folded for one in wanted("Nghị quyết 47/NQ")]
    ['nghi', 'quyet', '47', 'nq']
    """
    text = nfc(query)
    found = words(text)[:MAX_WORDS]
    return tuple(
        Wanted(word[0], text[word.start() : word.end()].casefold(), word is found[-1] and len(word[0]) >= _SHORTEST_PREFIX)
        for word in found
    )


def words(text: str) -> list[re.Match[str]]:
    """The folded words of NFC text, each where it stands."""
    return list(_WORD.finditer(aligned_fold(text)))


def hit(entry: Entry, asked: Sequence[Wanted], rarity: Sequence[float]) -> Hit | None:
    """The entry as a hit; None where a word is missing. `rarity`: what each word asked for weighs."""
    printed = words(entry.text)
    places = [[number for number, word in enumerate(printed) if one.fits(word[0])] for one in asked]
    if not all(places):
        return None
    score, exact = 0.0, 0
    for one, weight, found in zip(asked, rarity, places, strict=True):
        written = {entry.text[printed[number].start() : printed[number].end()].casefold() for number in found}
        score += weight * (1.0 + 0.1 * min(len(found), 5) + (0.5 if one.written in written else 0.0))
        exact += one.written != one.folded and any(word.startswith(one.written) for word in written)
    score *= (1.0 + _side_by_side(places) / len(asked)) * (_AT_THE_BEGINNING if places[0][0] == 0 else 1.0)
    score *= KINDS.get(entry.kind, 1.0) / (1 + log(1 + len(printed) / 40))
    spans = sorted({printed[number].span() for found in places for number in found})
    return Hit(entry, round(score, 6), exact, tuple(spans))


def _side_by_side(places: Sequence[Sequence[int]]) -> int:
    """How many neighbouring words of the query stand next to each other in the text, in the same order."""
    best = 0
    follow: dict[int, int] = {}
    for found in places:
        follow = {number: follow.get(number - 1, -1) + 1 for number in found}
        best = max(best, *follow.values())
    return best
