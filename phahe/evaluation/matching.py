"""Lines up what the program found with what a reader wrote down. Knows items with keys and fields, no documents.

A fact is found where one with the same path and key is found; facts printed twice at one place are paired by their fields. Optional
rows are mentions on which two careful readers may differ: what pairs with one counts neither as found nor as false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from phahe.evaluation.model import FieldScore, Mistake, Part, Score


@dataclass(frozen=True, slots=True)
class Item:
    """One fact, of the gold or of the program. `key` decides what it pairs with, `words` is shown, `fields` are compared to the letter."""

    kind: str
    path: str
    key: str
    words: str
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs (gold, found), the gold not found, the found that is not in the gold."""

    pairs: tuple[tuple[Item, Item], ...]
    missed: tuple[Item, ...]
    extra: tuple[Item, ...]


def match(gold: Iterable[Item], found: Iterable[Item]) -> Matched:
    """Pair each required item of the gold with the item found at its path under its key that agrees with it in most fields.

    >>> law, other = Item("named", "I.1", "luật giáo dục", "Luật Giáo dục"), Item("named", "I.2", "luật đất đai", "Luật Đất đai")
    >>> matched = match([law], [law, other])
    >>> len(matched.pairs), matched.missed, matched.extra[0].words
    (1, (), 'Luật Đất đai')
    """
    wanted, left = list(gold), list(found)
    pairs, missed = [], []
    for item in [one for one in wanted if not one.optional]:
        same = [one for one in left if (one.path, one.key) == (item.path, item.key)]
        if not same:
            missed.append(item)
            continue
        best = max(same, key=lambda one: _agreement(item, one))
        left.remove(best)
        pairs.append((item, best))
    return Matched(tuple(pairs), tuple(missed), tuple(_not_optional(left, [one for one in wanted if one.optional])))


def _agreement(gold: Item, found: Item) -> int:
    return sum(found.fields.get(name) == value for name, value in gold.fields.items())


def _not_optional(left: Sequence[Item], optional: list[Item]) -> Iterable[Item]:
    """Those of `left` that are no optional item: an optional item excuses one found at its path whose words begin as its own do."""
    for item in left:
        excuse = next((one for one in optional if one.path == item.path and _same_beginning(one.words, item.words)), None)
        if excuse is None:
            yield item
        else:
            optional.remove(excuse)


def _same_beginning(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def compare(document: str, kinds: Sequence[str], gold: Sequence[Item], found: Sequence[Item]) -> Part:
    """Scores of `kinds`, field scores and mistakes of one document. A pair counts under the gold's kind, a false alarm under its own."""
    matched = match(gold, found)
    scores = {kind: Score(kind) for kind in kinds}
    for kind, one in (
        *((gold_item.kind, Score(gold_item.kind, true_positive=1)) for gold_item, _ in matched.pairs),
        *((item.kind, Score(item.kind, false_negative=1)) for item in matched.missed),
        *((item.kind, Score(item.kind, false_positive=1)) for item in matched.extra),
    ):
        scores[kind] = scores.get(kind, Score(kind)) + one
    mistakes = [Mistake(document, item.kind, "missed", item.path, item.words) for item in matched.missed]
    mistakes += [Mistake(document, item.kind, "false alarm", item.path, item.words) for item in matched.extra]
    part = Part(document, tuple(scores.values()), (), tuple(mistakes))
    return sum((_fields(document, *pair) for pair in matched.pairs), part)


def _fields(document: str, gold: Item, found: Item) -> Part:
    """One field score for each field that either side fills."""
    names = [name for name in gold.fields if gold.fields[name] or found.fields.get(name)]
    wrong = [name for name in names if gold.fields[name] != found.fields.get(name)]
    scores = tuple(FieldScore(gold.kind, name, int(name not in wrong), 1) for name in names)
    details = [f"{name}: {found.fields.get(name)!r}, gold {gold.fields[name]!r}" for name in wrong]
    return Part(document, (), scores, tuple(Mistake(document, gold.kind, "wrong", gold.path, gold.words, detail) for detail in details))
