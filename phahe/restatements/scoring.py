"""How much wording two parts share.

A pair of adjacent words counts the less the more parts of its own document have it: 1/n for a pair in n tasks of the document that
repeats it most. So stock phrases ("phát triển giáo dục và đào tạo") and the name of the document carried out say little, and no list of
stock words is needed; the weight depends on the two documents alone, so a third document changes no score. Of two parts are taken

* `whole`: the shared pairs as a share of the shorter part (by weight), and
* `sentence`: the same within the sentence, of either part, that is shared best: one sentence of a long paragraph may be all that was kept
  (`whole` again where no sentence is long enough to be judged);

the score is their mean. `weight` is how much is shared at all, in pairs as rare as can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from phahe.restatements.model import Document, Part, What
from phahe.restatements.runs import Tile, tile
from phahe.restatements.words import Pair, Shingle, Words, words_of
from phahe.text import Span

#: A sentence shorter than this, in words, or lighter, in weight, is too little to be judged alone.
_SENTENCE_WORDS: Final = 8
_SENTENCE_WEIGHT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two parts share; `tiles` in the order of the first."""

    whole: float
    sentence: float
    weight: float
    tiles: tuple[Tile, ...]

    @property
    def score(self) -> float:
        """0 to 1, three decimals."""
        return round((self.whole + self.sentence) / 2, 3)


@dataclass(frozen=True)
class Prepared:
    """The parts of one kind of one document, made ready for comparison."""

    parts: tuple[Part, ...]
    words: tuple[Words, ...]
    ocr: bool = False

    @classmethod
    def of(cls, document: Document, what: What) -> Prepared:
        """The parts of `document` that are a `what`."""
        parts = tuple(part for part in document.parts if part.what == what)
        return cls(parts, tuple(words_of(part.text) for part in parts), document.ocr)

    @cached_property
    def parts_with(self) -> Counter[Pair]:
        """How many parts have a pair of adjacent words."""
        return Counter(pair for words in self.words for pair in set(words.pairs))

    @cached_property
    def places(self) -> dict[Shingle, list[int]]:
        """The parts, by index, that have three words in a row."""
        found: dict[Shingle, list[int]] = {}
        for index, words in enumerate(self.words):
            for shingle in words.shingles:
                found.setdefault(shingle, []).append(index)
        return found


def compare(first: Prepared, i: int, second: Prepared, j: int) -> Likeness:
    """What part `i` of one document and part `j` of another share.

    >>> a = Document("a", (Part("a1", "Đẩy mạnh xóa mù chữ cho người lớn, nhất là phụ nữ dân tộc thiểu số"),))
    >>> b = Document("b", (Part("b1", "Đẩy mạnh xóa mù chữ, nhất là với phụ nữ dân tộc thiểu số và lao động"),))
    >>> compare(Prepared.of(a, "task"), 0, Prepared.of(b, "task"), 0).score
    0.667
    """
    one, other = first.words[i], second.words[j]
    tiles = tile(one.words, other.words, tolerant=first.ocr or second.ocr)
    weights = [_weights(words.pairs, first.parts_with, second.parts_with) for words in (one, other)]
    shared = [_shared(weight, starts) for weight, starts in zip(weights, _starts(tiles), strict=True)]
    weight, smaller = sum(shared[0]), min(sum(weights[0]), sum(weights[1]))
    whole = min(weight / smaller, 1.0) if smaller else 0.0
    judged = [share for side in zip((one.sentences, other.sentences), weights, shared, strict=True) for share in _sentences(*side)]
    return Likeness(whole, max(judged, default=whole), weight, tiles)


def _weights(pairs: Iterable[Pair], first: Counter[Pair], second: Counter[Pair]) -> list[float]:
    return [1 / max(first[pair], second[pair], 1) for pair in pairs]


def _starts(tiles: Iterable[Tile]) -> tuple[list[Span], list[Span]]:
    """The pairs that lie inside tiles, on either side."""
    ends = [(Span(t.first, t.first + t.length - 1), Span(t.second, t.second + t.length - 1)) for t in tiles]
    return [one for one, _ in ends], [other for _, other in ends]


def _shared(weights: Sequence[float], inside: Iterable[Span]) -> list[float]:
    found = [0.0] * len(weights)
    for span in inside:
        found[span.start : span.end] = weights[span.start : span.end]
    return found


def _sentences(sentences: Iterable[Span], weights: Sequence[float], shared: Sequence[float]) -> Iterable[float]:
    """The shared part of each sentence that is long enough to be judged."""
    for span in sentences:
        if span.size >= _SENTENCE_WORDS and (total := sum(weights[span.start : span.end - 1])) >= _SENTENCE_WEIGHT:
            yield sum(shared[span.start : span.end - 1]) / total
