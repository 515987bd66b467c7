"""The words of a part, folded, and the sentences they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from phahe.text import Span
from phahe.vietnamese.folding import aligned_fold

_WORD: Final = re.compile(r"[^\W_]+")
_STOP: Final = re.compile(r"[.;:!?]\s")

Pair = tuple[str, str]
Shingle = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words with their places in the text, and the sentences as ranges of words."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Each two words in a row; pair i begins at word i."""
        return tuple(pairwise(self.words))

    @property
    def shingles(self) -> frozenset[Shingle]:
        """Each three words in a row, once."""
        return frozenset(zip(self.words, self.words[1:], self.words[2:], strict=False))


def words_of(text: str) -> Words:
    """The words of `text`; a sentence ends at a full stop, semicolon or colon before a space.

    >>> found = words_of("Đẩy mạnh xóa mù chữ; duy trì phổ cập.")
    >>> found.words[:3], found.sentences
    (('day', 'manh', 'xoa'), (Span(start=0, end=5), Span(start=5, end=9)))
    """
    folded = aligned_fold(text)
    matches = list(_WORD.finditer(folded))
    spans = tuple(Span(match.start(), match.end()) for match in matches)
    cuts = [index for index, (one, other) in enumerate(pairwise(spans), 1) if _STOP.search(folded, one.end, other.start)]
    bounds = [0, *cuts, len(spans)]
    return Words(tuple(match.group() for match in matches), spans, tuple(Span(low, high) for low, high in pairwise(bounds) if low < high))
