"""The targets of one block of text: its figures, sentence by sentence. How a sentence is read is `reader`'s."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from phahe.targets.assembly import Context
from phahe.targets.figures import find_figures
from phahe.targets.measures import Measures
from phahe.targets.model import Target
from phahe.targets.phrases import Slice, slice_of
from phahe.targets.reader import read_sentence
from phahe.targets.years import heading_year
from phahe.text import Span

#: Digits, or the bounds after which a number may stand in words ("ít nhất một cơ sở").
_FIGURE: Final = re.compile(r"\d|nhất|thiểu|nhat|thieu")
_LONGEST: Final = 2000
_STOP: Final = re.compile(r"[.!?…][\"”’)]{0,2}\s{1,9}|\n")


def find_targets(
    text: str,
    headings: Sequence[str] = (),
    horizon: int | None = None,
    measures: Measures | None = None,
    masked: Sequence[Span] = (),
    folded: str | None = None,
) -> tuple[Target, ...]:
    """The targets of one block of text, in reading order.

    `headings` are those the block stands under, outermost first: they give the year and the level of education. `horizon` is the plan's
    last year, for blocks that print none. Figures inside `masked` (citations) are left out; `folded` is `aligned_fold(text)`, where it is at
    hand. Never raises for any text.

    >>> [(t.measure_printed, str(t.value), t.comparator) for t in find_targets("Tỷ lệ huy động trẻ nhà trẻ đạt 48,5%, trẻ mẫu giáo đạt trên 99%.")]
    [('Tỷ lệ huy động trẻ nhà trẻ', '48.5', 'eq'), ('Tỷ lệ huy động … trẻ mẫu giáo', '99', 'gt')]
    """
    if not _FIGURE.search(text):
        return ()
    block = slice_of(text, folded)
    hidden = [(span.start, span.end) for span in masked]
    figures = [f for f in find_figures(text, block.folded) if not any(start < f.end and f.start < end for start, end in hidden)]
    context = Context(block, tuple(headings), horizon, heading_year(headings), measures, tuple(hidden))
    found: list[Target] = []
    at = 0
    for sentence in _sentences(block):
        inside = []
        while at < len(figures) and figures[at].start < sentence.end:
            if figures[at].start >= sentence.start:
                inside.append(figures[at])
            at += 1
        found += read_sentence(context, sentence, inside)
    return tuple(sorted(found, key=lambda target: target.value_span))


def _sentences(block: Slice) -> Iterator[Slice]:
    start = 0
    for match in _STOP.finditer(block.text):
        following = block.text[match.end() : match.end() + 1]
        if match.group() == "\n" or following.isupper() or following.isdigit() or following in {"“", '"', "("}:
            yield from _bounded(block, start, match.end())
            start = match.end()
    yield from _bounded(block, start, len(block.text))


def _bounded(block: Slice, start: int, end: int) -> Iterator[Slice]:
    """The sentence in stretches of bounded length: no sentence of a document is longer, and a hostile one must not cost its square."""
    while end - start > _LONGEST:
        cut = max(block.text.rfind(";", start, start + _LONGEST), block.text.rfind(" ", start + _LONGEST - 200, start + _LONGEST)) + 1
        cut = cut if cut > start else start + _LONGEST
        yield block.part(start, cut)
        start = cut
    yield block.part(start, end)
