"""A stored text with marks on it: which words are a citation, a target, a timing.

Positions are code points in the stored source; whitespace is collapsed on the way, as quotes are. Marks may nest or overlap:
each stretch of text knows every mark over it, the innermost first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact printed at `start:end` of the stored source."""

    start: int
    end: int
    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text under the same marks, innermost first; none for plain text. `joint`: the space between two pieces."""

    text: str
    marks: tuple[Mark, ...]
    joint: bool = False


def stretches(stored: str, pieces: Iterable[tuple[int, int]], marks: Sequence[Mark]) -> list[Stretch]:
    """The words of `pieces` (slices of `stored`, in order, joined by a space), cut where a mark begins or ends.

    >>> [(s.text, [m.iri for m in s.marks]) for s in stretches("theo  NQ 47 ngày", [(0, 16)], [Mark(6, 11, "citation", "c")])]
    [('theo ', []), ('NQ 47', ['c']), (' ngày', [])]
    """
    points = list(_collapsed(stored, pieces))
    near = [mark for mark in marks if any(mark.start < end and start < mark.end for start, end in pieces)]
    over = [(character, (_over(position, near), position < 0)) for character, position in points]
    return [Stretch("".join(character for character, _ in run), *found) for found, run in groupby(over, key=lambda pair: pair[1])]


def _collapsed(stored: str, pieces: Iterable[tuple[int, int]]) -> Iterable[tuple[str, int]]:
    """Each visible character with its position; runs of whitespace as one space, joints between pieces as a space at -1."""
    space, begun = -1, False
    for start, end in pieces:
        if begun:
            yield " ", -1
            space, begun = -1, False
        for position in range(start, min(end, len(stored))):
            character = stored[position]
            if character.isspace():
                space = position if space < 0 else space
                continue
            if space >= 0 and begun:
                yield " ", space
            space, begun = -1, True
            yield character, position


def _over(position: int, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    found = [mark for mark in marks if mark.start <= position < mark.end]
    return tuple(sorted(found, key=lambda mark: (mark.end - mark.start, mark.start)))


def found_in(text: str, words: Sequence[tuple[str, str, str]]) -> list[Stretch]:
    """`text` with marks found by their words, for texts whose positions are not the stored ones (restored OCR).

    `words` are (kind, iri, words) in reading order; words that do not occur are left unmarked.

    >>> [(s.text, len(s.marks)) for s in found_in("đạt 48,5% và 74%", [("target", "t", "74%")])]
    [('đạt 48,5% và ', 0), ('74%', 1)]
    """
    marks, after = [], 0
    for kind, iri, wanted in words:
        at = text.find(wanted, after) if wanted else -1
        at = text.find(wanted) if at < 0 and wanted else at
        if at >= 0:
            marks.append(Mark(at, at + len(wanted), kind, iri))
            after = at
    return stretches(text, [(0, len(text))], marks)
