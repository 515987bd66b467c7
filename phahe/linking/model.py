"""What passes between the stages of linking."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from phahe.delimited import Trouble


@dataclass(frozen=True, slots=True)
class Record:
    """One record of another dataset. `iri` names it, `row` is its line or number in the file, `name` the words that may name a thing.

    `within` is a province said beside it, `code` an official code. `title` is true where the name only stands somewhere in the words.
    """

    iri: str
    row: int
    name: str
    within: str = ""
    code: str = ""
    title: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record and the thing it seems to mean. `relation` is the local name of a SKOS mapping property, `confidence` from 0 to 1."""

    record: Record
    thing: str
    label: str
    relation: str
    confidence: Decimal
    method: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that is not linked: `reason`, and the things it may mean as (IRI, label)."""

    record: Record
    reason: str
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """What became of the records: candidates, doubts, and the rows that could not be read."""

    candidates: tuple[Candidate, ...]
    doubts: tuple[Doubt, ...]
    troubles: tuple[Trouble, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many records were linked, fit several things, mean nothing known, or could not be read."""
        ambiguous = sum(doubt.reason == "ambiguous" for doubt in self.doubts)
        return {
            "linked": len(self.candidates),
            "ambiguous": ambiguous,
            "unmatched": len(self.doubts) - ambiguous,
            "unreadable": len(self.troubles),
        }
