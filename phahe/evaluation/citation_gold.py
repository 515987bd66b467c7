"""Measures the readers against gold made by hand. Knows the gold's rules, prints nothing: `cli` shows what it returns.

The rules of the citation gold (its README): the span runs from the type word to the end of the number, or is the law's name;
entries marked optional count neither way; named documents other than laws are outside what it annotates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from phahe.citations import Citation, find_citations
from phahe.vietnamese import comparison_key

LAW_TYPES: Final = frozenset({"Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh"})


@dataclass(slots=True)
class Count:
    """Found and right, found and wrong, not found."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Count(right=9, extra=1, missed=1).f1
        0.9
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Scores:
    """Spans by tag and in all, and of the spans found exactly, how many have each field right."""

    spans: Count = field(default_factory=Count)
    by_tag: dict[str, Count] = field(default_factory=dict)
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def identity(self) -> float:
        """Share of exactly found spans with type, number and date right."""
        right, total = self.fields.get("identity", (0, 0))
        return right / total if total else 1.0

    def note(self, name: str, right: bool) -> None:
        """Count one field of one found citation."""
        done, total = self.fields.get(name, (0, 0))
        self.fields[name] = (done + right, total + 1)


def evaluate_citations(gold_path: Path | str) -> Scores:
    """Run `find_citations` on every passage of a gold file (JSON lines) and compare. Raises OSError, ValueError on a file that is not one."""
    scores = Scores()
    for passage in _passages(Path(gold_path)):
        _score_passage(passage, find_citations(passage["text"]), scores)
    return scores


def _passages(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _score_passage(passage: dict[str, Any], found: Sequence[Citation], scores: Scores) -> None:
    gold = passage["citations"]
    required = {(entry["start"], entry["end"]): entry for entry in gold if not entry.get("optional")}
    optional = [(entry["start"], entry["end"]) for entry in gold if entry.get("optional")]
    counted = {(c.surface.start, c.surface.end): c for c in found if _is_counted(c)}
    extra = [place for place in counted if place not in required and not _touches(place, optional)]
    missed = [place for place in required if place not in counted]
    right = [place for place in required if place in counted]
    for count in (scores.spans, *(scores.by_tag.setdefault(tag, Count()) for tag in passage["tags"])):
        count.right, count.extra, count.missed = count.right + len(right), count.extra + len(extra), count.missed + len(missed)
    name, text = passage["id"], passage["text"]
    scores.errors += [f"{name} extra: {text[slice(*place)]!r}" for place in extra] + [
        f"{name} missed: {text[slice(*place)]!r}" for place in missed
    ]
    for place in right:
        _score_fields(name, required[place], counted[place], scores)


def _is_counted(citation: Citation) -> bool:
    """Whether the gold's rules ask for this mention: a printed number, or a law's name."""
    if citation.form == "numbered":
        return citation.number is not None
    return citation.form == "named" and citation.doc_type in LAW_TYPES


def _touches(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _score_fields(name: str, gold: dict[str, Any], found: Citation, scores: Scores) -> None:
    date = found.date.isoformat() if found.date else None
    pairs = {
        "type": (gold["type"], found.doc_type),
        "number": (gold["number"], found.number),
        "date": (gold["date_iso"] or gold.get("year"), date or (found.year if gold.get("year") else None)),
        "issuer": (_key(gold["issuer"]), _key(found.issuer)),
        "article": (_key(gold["article"]), _key(found.pinpoint)),
    }
    for field_name, (wanted, got) in pairs.items():
        scores.note(field_name, wanted == got)
        if wanted != got:
            scores.errors.append(f"{name} {field_name} of {gold['surface']!r}: {got!r}, not {wanted!r}")
    scores.note("identity", all(pairs[part][0] == pairs[part][1] for part in ("type", "number", "date")))


def _key(value: str | None) -> str | None:
    return comparison_key(value) if value else None
