"""Pairs that two documents alone do not show: through a part of a third document that holds the one whole and counts with the other.

A commune that keeps one sentence of a paragraph its sister prints in full, and a plan that condenses the same paragraph, share little wording; either
shares much with the sister. Only what was found between two documents is built on, so nothing follows from what was concluded here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from phahe.restatements.scoring import Likeness, Prepared, compare

#: Share of the words of a part that must lie in runs shared with the third document's for the part to be held whole by it.
WHOLE: Final = 0.9
#: Share of the shorter part's words that the two parts must still share. Of unrelated tasks of one theme 12% of the pairs reach it.
COVERED: Final = 1 / 3

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """Part `first` and part `second` count as a pair: each the IRI of its document and its index there. `through`: the part of a third document."""

    first: Place
    second: Place
    likeness: Likeness
    through: Place | None = None


def through_siblings(links: Collection[Link], prepared: Mapping[str, Prepared], wanted: Callable[[str, str], bool]) -> Iterator[Link]:
    """The pairs that follow from `links`, of one theme, each once, by the best third part."""
    partners: dict[Place, dict[Place, Likeness]] = {}
    for link in links:
        partners.setdefault(link.first, {})[link.second] = link.likeness
        partners.setdefault(link.second, {})[link.first] = link.likeness
    found: dict[tuple[Place, Place], Link] = {}
    for middle in sorted(partners):
        for one, other in permutations(sorted(partners[middle]), 2):
            ends = (one, other) if one < other else (other, one)
            if one[0] == other[0] or other in partners[one] or ends in found or not wanted(one[0], other[0]):
                continue
            if _held_whole(one, middle, prepared) and (likeness := _still_alike(*ends, prepared)):
                found[ends] = Link(*ends, likeness, middle)
    yield from found.values()


def _held_whole(part: Place, middle: Place, prepared: Mapping[str, Prepared]) -> bool:
    """Whether the middle part prints nearly all words of the part."""
    one, other = prepared[part[0]], prepared[middle[0]]
    return _shared(compare(one, part[1], other, middle[1])) >= WHOLE * len(one.words[part[1]].words)


def _still_alike(first: Place, second: Place, prepared: Mapping[str, Prepared]) -> Likeness | None:
    one, other = prepared[first[0]], prepared[second[0]]
    if one.parts[first[1]].theme != other.parts[second[1]].theme:
        return None
    likeness = compare(one, first[1], other, second[1])
    shorter = min(len(one.words[first[1]].words), len(other.words[second[1]].words))
    return likeness if _shared(likeness) >= COVERED * shorter else None


def _shared(likeness: Likeness) -> int:
    return sum(tile.length for tile in likeness.tiles)
