"""What a person decided of links: `data/review/links-*.yaml`, parsed and checked. Only these make an `owl:sameAs`.

links:
- {thing: place/06529, record: "https://…", outcome: same, by: …, date: 2026-11-22, why: …}     # same, close or rejected
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from phahe.namespaces import BASE

OUTCOMES: Final = ("same", "close", "rejected")
_NEEDED: Final = ("thing", "record", "outcome", "by", "date", "why")


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement of one link: `thing` and `record` are IRIs."""

    thing: str
    record: str
    outcome: str
    by: str
    date: datetime.date
    why: str


def read_decisions(text: str) -> tuple[Decision, ...]:
    """The decisions of a YAML text. Raises ValueError naming the entry at fault.

    >>> read_decisions('links: [{thing: place/06529, record: "https://x.vn/1", outcome: same, by: A, date: 2026-11-22, why: đối chiếu}]')[0].thing
    'https://w3id.org/phahe/place/06529'
    """
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"không phải YAML (not YAML): {' '.join(str(error).split())[:120]}") from error
    entries = told.get("links") if isinstance(told, Mapping) else None
    if not isinstance(entries, list):
        raise ValueError("cần khóa links với một danh sách (the key links with a list is needed)")
    return tuple(_decision(number, entry) for number, entry in enumerate(entries, 1))


def _decision(number: int, entry: Any) -> Decision:
    if not isinstance(entry, Mapping) or any(not str(entry.get(name) or "").strip() for name in _NEEDED):
        raise ValueError(f"links, mục (entry) {number}: cần (needs) {', '.join(_NEEDED)}")
    if entry["outcome"] not in OUTCOMES:
        raise ValueError(f"links, mục (entry) {number}: outcome phải là một trong (is one of) {', '.join(OUTCOMES)}")
    try:
        day = datetime.date.fromisoformat(str(entry["date"]))
    except ValueError as error:
        raise ValueError(f"links, mục (entry) {number}: date: {error}") from error
    thing, record = str(entry["thing"]), str(entry["record"])
    return Decision(thing if "://" in thing else BASE + thing, record, entry["outcome"], str(entry["by"]), day, str(entry["why"]))
