"""What a person confirmed, corrected, rejected or added in one document: `data/review/<slug>.yaml`, parsed and checked.

Three keys: `restoration`, words of a broken OCR set right, `facts`, judgements of what was read, and `added`, facts that were missed. How these change the graph is
`graph.reviewing`'s; the file itself is read by `pipeline`. See docs/ingest.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from phahe.restoration import Correction, read_corrections

OUTCOMES: Final = ("confirmed", "corrected", "rejected")
#: Kinds of fact that a person may add; what each must say is told in `graph.adding`.
ADDABLE: Final = ("target", "citation", "task", "assignment", "timing", "funding", "output")
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
class AddedFact:
    """A fact that was missed: its kind, the words that print it, and what they say, property by property of docs/model.md.

    `start` is where the quote begins in the stored text (code points), for words that are printed more than once.
    """

    number: int
    kind: str
    quote: str
    by: str
    date: datetime.date
    why: str
    properties: Mapping[str, object] = field(default_factory=dict)
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """All that a person said of one document."""

    restoration: tuple[Correction, ...] = ()
    facts: tuple[FactReview, ...] = ()
    added: tuple[AddedFact, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.restoration or self.facts or self.added)


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
    if not isinstance(told, Mapping) or not set(told) <= {"restoration", "facts", "added"}:
        raise ValueError("chỉ được có ba khóa (only the keys): restoration, facts, added")
    facts = tuple(_fact(number, entry) for number, entry in enumerate(told.get("facts") or (), 1))
    added = tuple(_added(number, entry) for number, entry in enumerate(told.get("added") or (), 1))
    return Review(read_corrections(told), facts, added)


def _fact(number: int, entry: Any) -> FactReview:
    fault = _Fault("facts", number)
    day = _checked(fault, entry, _NEEDED)
    if entry["outcome"] not in OUTCOMES:
        raise fault(f"outcome phải là một trong (is one of): {', '.join(OUTCOMES)}")
    if (entry["outcome"] == "corrected") != ("property" in entry and "value" in entry):
        raise fault("property và value đi với corrected, chỉ với corrected (go with corrected alone)")
    value = entry.get("value")
    values = tuple(value) if isinstance(value, list) else () if value is None else (value,)
    words = {name: str(entry[name]).strip() for name in ("fact", "printed", "outcome", "by", "why")}
    return FactReview(number, **words, date=day, property=entry.get("property"), values=values)


def _added(number: int, entry: Any) -> AddedFact:
    fault = _Fault("added", number)
    day = _checked(fault, entry, ("kind", "quote", "properties", "by", "date", "why"))
    if entry["kind"] not in ADDABLE:
        raise fault(f"kind phải là một trong (is one of): {', '.join(ADDABLE)}")
    if not isinstance(entry["properties"], Mapping) or not all(isinstance(name, str) for name in entry["properties"]):
        raise fault("properties không phải một bảng khóa và giá trị (is no mapping)")
    if others := sorted(set(map(str, entry)) - {"kind", "quote", "properties", "by", "date", "why", "start"}):
        raise fault(f"không có khóa (no such key) {', '.join(others)}")
    start = entry.get("start")
    if start is not None and (not isinstance(start, int) or start < 0):
        raise fault("start phải là số nguyên không âm (is a whole number)")
    words = {name: str(entry[name]).strip() for name in ("kind", "quote", "by", "why")}
    return AddedFact(number, **words, date=day, properties=dict(entry["properties"]), start=start)


@dataclass(frozen=True, slots=True)
class _Fault:
    """Makes the errors of one entry."""

    key: str
    number: int

    def __call__(self, what: str) -> ValueError:
        return ValueError(f"{self.key}, mục (entry) {self.number}: {what}")


def _checked(fault: _Fault, entry: Any, needed: tuple[str, ...]) -> datetime.date:
    """The day of an entry that has all it needs."""
    if not isinstance(entry, Mapping):
        raise fault("không phải một bảng khóa và giá trị (not a mapping)")
    if missing := [name for name in needed if not str(entry.get(name) or "").strip()]:
        raise fault(f"thiếu (lacks) {', '.join(missing)}")
    try:
        return datetime.date.fromisoformat(str(entry["date"]))
    except ValueError as error:
        raise fault(f"date: {error}") from error
