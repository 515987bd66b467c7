"""What a person confirmed, corrected or rejected in one document: `data/review/<slug>.yaml`, parsed and checked.

Two keys: `restoration`, words of a broken OCR set right, and `facts`, judgements of what was read. How these change the graph is
`graph.reviewing`'s; the file itself is read by `pipeline`. See docs/ingest.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from phahe.restoration import Correction, read_corrections

OUTCOMES: Final = ("confirmed", "corrected", "rejected")
_NEEDED: Final = ("fact", "printed", "outcome", "by", "date", "why")


@dataclass(frozen=True, slots=True)
class FactReview:
    """A judgement of one fact of a document.

    `fact` is the fact's IRI under the document's ("citation/1732-1953", "task/II.1.p1/assignment/lead/so-y-te-tinh-lang-son"), `printed`
    its words, which guard against another text. `property` and `values` are given for a correction: the values that take the place
    of those read, as the file writes them.
    """

    number: int
    fact: str
    printed: str
    outcome: str
    by: str
    date: datetime.date
    why: str
    property: str | None = None
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """All that a person said of one document."""

    restoration: tuple[Correction, ...] = ()
    facts: tuple[FactReview, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.restoration or self.facts)


@dataclass(frozen=True, slots=True)
class Stale:
    """A judgement that fits no longer: the fact is not read any more, or its words are others. `entry` is its place in the file."""

    entry: str
    start: int
    end: int
    reason: str


def parse_review(text: str) -> Review:
    """The review in a YAML text. Raises ValueError naming the entry at fault.

    >>> parse_review('''facts:
    ... - {fact: target/10-15, printed: đạt 58%, outcome: confirmed, by: người đọc, date: 2026-11-22, why: đối chiếu bản giấy}
    ... ''').facts[0].outcome
    'confirmed'
    """
    try:
        # Scalars as written: a sum must not become a float, nor a number with a slash anything else.
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"không phải YAML (not YAML): {' '.join(str(error).split())[:120]}") from error
    if told is None:
        return Review()
    if not isinstance(told, Mapping) or not set(told) <= {"restoration", "facts"}:
        raise ValueError("chỉ được có hai khóa (only the keys): restoration, facts")
    facts = tuple(_fact(number, entry) for number, entry in enumerate(told.get("facts") or (), 1))
    return Review(read_corrections(told), facts)


def _fact(number: int, entry: Any) -> FactReview:
    def fault(what: str) -> ValueError:
        return ValueError(f"facts, mục (entry) {number}: {what}")

    if not isinstance(entry, Mapping):
        raise fault("không phải một bảng khóa và giá trị (not a mapping)")
    if missing := [name for name in _NEEDED if not str(entry.get(name) or "").strip()]:
        raise fault(f"thiếu (lacks) {', '.join(missing)}")
    if entry["outcome"] not in OUTCOMES:
        raise fault(f"outcome phải là một trong (is one of): {', '.join(OUTCOMES)}")
    if (entry["outcome"] == "corrected") != ("property" in entry and "value" in entry):
        raise fault("property và value đi với corrected, chỉ với corrected (go with corrected alone)")
    try:
        day = datetime.date.fromisoformat(str(entry["date"]))
    except ValueError as error:
        raise fault(f"date: {error}") from error
    value = entry.get("value")
    values = tuple(value) if isinstance(value, list) else () if value is None else (value,)
    words = {name: str(entry[name]).strip() for name in ("fact", "printed", "outcome", "by", "why")}
    return FactReview(number, **words, date=day, property=entry.get("property"), values=values)
