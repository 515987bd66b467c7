"""Puts the parts together: anchors (numbers and type words) are found by two cheap scans, each mention is read around its anchor.

The cost is linear: every pattern is tried at an anchor, in a window of bounded width, and no pattern nests a repetition in a repetition
without a bound.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import Final

from phahe.citations.anaphora import resolve_short_forms
from phahe.citations.annexes import annex_mentions
from phahe.citations.blocks import Blocks
from phahe.citations.draft import Draft, frozen
from phahe.citations.lists import complete_lists, nest
from phahe.citations.mentions import mentions_of_block
from phahe.citations.model import Citation
from phahe.citations.problems import dated_numbers, problems_of
from phahe.citations.types import lower_case_words, type_of, type_pattern
from phahe.numbers import find_numbers
from phahe.text import Span

_MARKS: Final = re.compile(r"[\u0300-\u036f]")


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every mention of another document in `text`, and of the document itself ("Nghị quyết này"), in reading order.

    `text` is a whole document, a block a line; wrapped lines do no harm. Spans are code points of `text`.

    >>> found = find_citations("Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15/7/2025 của Hội đồng nhân dân tỉnh về giáo dục;")
    >>> found[0].number, found[0].date.isoformat(), found[0].issuer, found[0].title
    ('47/NQ-HĐND', '2025-07-15', 'Hội đồng nhân dân tỉnh', 'về giáo dục')
    """
    if _MARKS.search(text):
        return _find_decomposed(text)
    drafts = _drafts(text)
    if annexes := list(annex_mentions(text)):
        drafts = sorted([*drafts, *annexes], key=lambda draft: (draft.start, -draft.end))
    nest(drafts)
    complete_lists(drafts)
    drafts = resolve_short_forms(drafts, text)
    dated = dated_numbers(drafts)
    return tuple(frozen(draft, problems_of(draft, dated)) for draft in drafts)


def _drafts(text: str) -> list[Draft]:
    numbers = find_numbers(text)
    words = sorted([*type_pattern().finditer(text), *lower_case_words(text)], key=lambda match: match.start())
    if not numbers and not words:
        return []
    starts = [number.span.start for number in numbers], [word.start() for word in words]
    blocks, found, done = Blocks(text), list[Draft](), 0
    next_number = next_word = 0
    while next_number < len(numbers) or next_word < len(words):
        first = min(place for place in (*starts[0][next_number : next_number + 1], *starts[1][next_word : next_word + 1]))
        block = blocks.around(first, done)
        done = max(block.start + len(block.text), first + 1)
        number_to, word_to = bisect_left(starts[0], done, next_number), bisect_left(starts[1], done, next_word)
        typed = [
            (match.start("type") - block.start, match.end("type") - block.start, type_of(match["type"]))
            for match in words[next_word:word_to]
        ]
        found.extend(mentions_of_block(block, numbers[next_number:number_to], typed))
        next_number, next_word = number_to, word_to
    return found


def _find_decomposed(text: str) -> tuple[Citation, ...]:
    """For text with combining marks: read the composed text, then put every span back on the letters as stored."""
    clusters = re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", text)
    composed = [unicodedata.normalize("NFC", cluster) for cluster in clusters]
    clean = "".join(composed)
    if _MARKS.search(clean):  # marks that compose with nothing: leave them out of the reading
        composed = [_MARKS.sub("", cluster) or " " for cluster in composed]
        clean = "".join(composed)
    new, old, at, from_ = [], [], 0, 0
    for cluster, written in zip(clusters, composed, strict=True):
        new.append(at)
        old.append(from_)
        at += len(written)
        from_ += len(cluster)
    new.append(at)
    old.append(from_)

    def place(position: int) -> int:
        index = bisect_right(new, position) - 1
        return (
            old[index] + (position - new[index] if position - new[index] < len(clusters[index]) else 0)
            if index < len(clusters)
            else old[-1]
        )

    def moved(span: Span) -> Span:
        return Span(place(span.start), place(span.end))

    return tuple(
        replace(
            citation,
            span=moved(citation.span),
            surface=moved(citation.surface),
            issuer_span=moved(citation.issuer_span) if citation.issuer_span else None,
            title_span=moved(citation.title_span) if citation.title_span else None,
        )
        for citation in find_citations(clean)
    )
