"""Where the words of a part stand in the stored text, so that a shared run can be shown as printed in its source.

The words compared may be restored ones; they are matched to the printed words one to one where there are as many, else by their letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from phahe.text import Quote, Span
from phahe.vietnamese import collapse
from phahe.vietnamese.folding import aligned_fold


@dataclass(frozen=True, slots=True)
class Places:
    """The words of one part: where each stands in the part's text, and the printed words (slices of the stored source) it was read from."""

    text: str
    words: tuple[Span, ...]
    printed: tuple[tuple[Quote, ...], ...]
    pieces: tuple[Quote, ...]

    def quotes(self, run: Span) -> tuple[Quote, ...]:
        """The stored slices that print the words of a run, one for each piece of evidence they touch; none where places are not known.

        >>> places_of("(xóa mù chữ) cho người lớn", [Quote(7, 33, "(xóa mù chữ) cho người lớn")], None).quotes(Span(5, 11))
        (Quote(start=12, end=18, exact='mù chữ'),)
        """
        inside = [index for index, word in enumerate(self.words) if word.start < run.end and run.start < word.end]
        chosen = {quote.start: quote for index in inside for quote in self._trimmed(index, run)}
        return tuple(self._slices([quote for _, quote in sorted(chosen.items())]))

    def _trimmed(self, index: int, run: Span) -> tuple[Quote, ...]:
        """The printed words of a word, without what lies outside the run ("chữ)" → "chữ") where they are printed as they are read."""
        word, printed = self.words[index], self.printed[index]
        if len(printed) != 1 or printed[0].exact != self.text[word.start : word.end]:
            return printed
        low, high = max(run.start - word.start, 0), max(word.end - run.end, 0)
        start, end = printed[0].start + low, printed[0].end - high
        return (Quote(start, end, printed[0].exact[low : len(printed[0].exact) - high]),)

    def _slices(self, words: Sequence[Quote]) -> Iterable[Quote]:
        for piece in self.pieces:
            own = [word for word in words if piece.start <= word.start < piece.end]
            if own:
                yield Quote(own[0].start, own[-1].end, " ".join(word.exact for word in own))


def places_of(text: str, quotes: Sequence[Quote], stored: str | None) -> Places:
    """The places of the words of `text`, the words of a part, whose evidence is `quotes`.

    Without the stored text places are known only in a quote without runs of whitespace. Where any quote's places are unknown, or a quote
    is not what the stored text has there, no word has a place.
    """
    words = tuple(_spans(text))
    printed = [_printed(quote, stored) for quote in quotes]
    if not printed or any(one is None for one in printed):
        return Places(text, words, ((),) * len(words), ())
    flat = [word for one in printed for word in one or ()]
    return Places(text, words, tuple(_matched(text, words, flat)), tuple(quotes))


def _spans(text: str) -> Iterable[Span]:
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        yield Span(start, at)


def _printed(quote: Quote, stored: str | None) -> list[Quote] | None:
    """The words of a quote; None where their places cannot be known."""
    raw = quote.exact if stored is None else stored[quote.start : quote.end]
    if len(raw) != quote.end - quote.start or collapse(raw) != quote.exact:
        return None
    return [Quote(quote.start + span.start, quote.start + span.end, raw[span.start : span.end]) for span in _spans(raw)]


def _matched(text: str, words: Sequence[Span], printed: Sequence[Quote]) -> Iterable[tuple[Quote, ...]]:
    """For each word the printed words it was read from."""
    if len(words) == len(printed):
        yield from ((quote,) for quote in printed)
        return
    joined = " ".join(quote.exact for quote in printed)
    blocks = SequenceMatcher(None, aligned_fold(text), aligned_fold(joined), autojunk=False).get_matching_blocks()
    at = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    number = [index for index, quote in enumerate(printed) for _ in range(len(quote.exact) + 1)]
    for word in words:
        found = sorted({number[at[letter]] for letter in range(word.start, word.end) if letter in at})
        yield tuple(printed[index] for index in found)
