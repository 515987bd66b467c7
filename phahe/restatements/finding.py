"""Finds the restatements among documents: candidates by an inverted index of three words in a row, then comparison, then the decision.

A pair of tasks that shares most of its wording counts by itself. Two documents with several such pairs are written over one text; between
these a pair of one theme counts from a much lower score, and from a lower one still where each is the other's best partner: a paragraph
rewritten heavily is recognised by its place. Between other documents the same low score is stock phrases and formulas of law. One
paragraph may have several partners, because paragraphs are split and joined. What only a third document shows is added last (`siblings`).
Nothing here says who copied whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from phahe.restatements.model import Document, Kind, Restatement, Run, What
from phahe.restatements.runs import Tile
from phahe.restatements.scoring import Likeness, Prepared, compare
from phahe.restatements.siblings import Link, through_siblings
from phahe.restatements.words import Words
from phahe.text import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """When a pair counts.

    `shingles`: how many rare three words in a row a pair must share to be compared at all. `strong`: score that suffices anywhere. `alone`: score that
    suffices for one theme between documents with `sisters` strong pairs, `together` the same for best partners. `weight`: least shared
    wording, in rare pairs of words. `best_only`: only best partners count. `siblings`: pairs that a third document shows count too.
    """

    shingles: float
    strong: float
    alone: float
    together: float
    weight: float
    sisters: int = 0
    best_only: bool = False
    siblings: bool = False


#: How the numbers were chosen and how well they do is in docs/restatements.md. Headings and targets are short: only the best partner
#: counts, and four or five rare pairs of words must be shared, which "NHIỆM VỤ VÀ GIẢI PHÁP" cannot.
RULES: Final[Mapping[What, Rule]] = {
    "task": Rule(shingles=3.5, strong=0.65, alone=0.3, together=0.25, weight=5.0, sisters=3, siblings=True),
    "heading": Rule(shingles=3.0, strong=0.6, alone=0.6, together=0.6, weight=5.0, best_only=True),
    "target": Rule(shingles=2.0, strong=0.6, alone=0.6, together=0.6, weight=4.0, best_only=True),
}
METHOD: Final = "word-runs-1"
METHOD_THROUGH: Final = "word-runs-1-through-sibling"
#: Runs shorter than this, in words, are counted but not shown: they are mostly stock.
SHOWN: Final = 4
#: Share of words, and at least one word, that may differ in a text taken over to the letter; more where words were misread. Figures may not.
_SLIPS: Final = 0.02
_SLIPS_OCR: Final = 0.04

Scored = dict[tuple[int, int], Likeness]


def find_restatements(documents: Sequence[Document], between: Collection[tuple[str, str]] | None = None) -> tuple[Restatement, ...]:
    """The restatements among `documents`, sorted by the IRIs of their parts.

    `between` names the pairs of documents, by IRI in either order, to look at; None for all. Pure: no files, no order of input.

    >>> from phahe.restatements.model import Part
    >>> a = Document("a", (Part("a/1", "Đẩy mạnh xóa mù chữ cho người lớn, nhất là phụ nữ dân tộc thiểu số"),))
    >>> b = Document("b", (Part("b/1", "Đẩy mạnh xóa mù chữ, nhất là với phụ nữ dân tộc thiểu số và lao động"),))
    >>> [(r.first.iri, r.second.iri, r.kind, r.score) for r in find_restatements([b, a])]
    [('a/1', 'b/1', 'adapted', 0.667)]
    """
    ordered = sorted(documents, key=lambda document: document.iri)
    wanted = None if between is None else {frozenset(pair) for pair in between}
    found: list[Restatement] = []

    def looked_at(first: str, second: str) -> bool:
        return wanted is None or frozenset((first, second)) in wanted

    for what in get_args(What):
        prepared = {document.iri: Prepared.of(document, what) for document in ordered}
        links = [
            Link((first, i), (second, j), likeness)
            for first, second in _document_pairs(prepared)
            if looked_at(first, second)
            for i, j, likeness in _between(prepared[first], prepared[second], RULES[what])
        ]
        links += through_siblings(links, prepared, looked_at) if RULES[what].siblings else ()
        found += (_restatement(link, prepared) for link in links)
    return tuple(sorted(found, key=lambda restatement: (restatement.first.iri, restatement.second.iri)))


def _document_pairs(prepared: Mapping[str, Prepared]) -> list[tuple[str, str]]:
    """Pairs of documents that share a run of three words: work grows with what is shared, not with the square of all there is."""
    holders: dict[tuple[str, str, str], list[str]] = {}
    for iri, one in prepared.items():
        for shingle in one.places:
            holders.setdefault(shingle, []).append(iri)
    pairs: set[tuple[str, str]] = set()
    for iris in {tuple(iris) for iris in holders.values() if len(iris) > 1}:
        pairs.update((one, other) for index, one in enumerate(iris) for other in iris[index + 1 :])
    return sorted(pairs)


def _between(first: Prepared, second: Prepared, rule: Rule) -> Iterable[tuple[int, int, Likeness]]:
    scored = {(i, j): compare(first, i, second, j) for i, j in _candidates(first, second, rule.shingles)}
    best_first, best_second = _best(scored, 0), _best(scored, 1)
    sisters = sum(_is_strong(rule, likeness) for likeness in scored.values()) >= rule.sisters
    for (i, j), likeness in scored.items():
        partners = best_first[i] == likeness.score and best_second[j] == likeness.score
        alike = sisters and first.parts[i].theme == second.parts[j].theme
        least = rule.together if partners else rule.alone
        if rule.best_only and not partners:
            continue
        if _is_strong(rule, likeness) or (alike and likeness.score >= least and likeness.weight >= rule.weight):
            yield i, j, likeness


def _is_strong(rule: Rule, likeness: Likeness) -> bool:
    return likeness.score >= rule.strong and likeness.weight >= rule.weight


def _candidates(first: Prepared, second: Prepared, least: float) -> list[tuple[int, int]]:
    """Pairs of parts with enough three words in a row in common, each counting 1/n where n parts of a document have it (as in `scoring`)."""
    shared: dict[tuple[int, int], float] = {}
    for shingle in sorted(first.places.keys() & second.places.keys()):
        ones, others = first.places[shingle], second.places[shingle]
        weight = 1 / max(len(ones), len(others))
        for i in ones:
            for j in others:
                shared[i, j] = shared.get((i, j), 0.0) + weight
    return sorted(pair for pair, weight in shared.items() if weight >= least)


def _best(scored: Scored, side: int) -> dict[int, float]:
    best: dict[int, float] = {}
    for pair, likeness in scored.items():
        best[pair[side]] = max(best.get(pair[side], 0.0), likeness.score)
    return best


def _restatement(link: Link, prepared: Mapping[str, Prepared]) -> Restatement:
    (one, i), (other, j) = link.first, link.second
    first, second = prepared[one], prepared[other]
    first_words, second_words, tiles = first.words[i], second.words[j], link.likeness.tiles
    shown = [tile for tile in tiles if tile.length >= SHOWN] or list(tiles)
    runs = [Run(_span(first_words, t.first, t.length), _span(second_words, t.second, t.length)) for t in shown]
    kind = _kind(first_words.words, second_words.words, tiles, _SLIPS_OCR if first.ocr or second.ocr else _SLIPS)
    ends = first.parts[i], second.parts[j]
    if ends[0].iri > ends[1].iri:
        ends, runs = (ends[1], ends[0]), [Run(run.second, run.first) for run in runs]
    through = prepared[link.through[0]].parts[link.through[1]].iri if link.through else None
    return Restatement(*ends, kind, link.likeness.score, tuple(sorted(runs)), through)


def _span(words: Words, start: int, length: int) -> Span:
    return Span(words.spans[start].start, words.spans[start + length - 1].end)


def _kind(first: Sequence[str], second: Sequence[str], tiles: Sequence[Tile], slips: float) -> Kind:
    sides = (first, [(t.first, t.length) for t in tiles]), (second, [(t.second, t.length) for t in tiles])
    return "verbatim" if all(_taken_over(words, shared, slips) for words, shared in sides) else "adapted"


def _taken_over(words: Sequence[str], shared: Iterable[tuple[int, int]], slips: float) -> bool:
    own = set(range(len(words))).difference(*(range(start, start + length) for start, length in shared))
    return len(own) <= max(1, slips * len(words)) and not any(words[index].isdigit() for index in own)
