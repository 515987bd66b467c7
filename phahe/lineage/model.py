"""What a trace is made of: documents, hops between them, and the proof of each hop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from phahe.labels import Label

Direction = Literal["up", "down"]
PART_OF: Final = Label("thuộc", "is part of")


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """Printed words and where they stand: code points in the stored text of a document."""

    start: int
    end: int
    exact: str
    evidence: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A document, or the task a trace starts from. `held`: its text is in hand."""

    iri: str
    label: str
    held: bool = False
    slug: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a hop is believed: the words and the document that prints them, or the source that states it. `tier` is that of its graph.

    `restored` are the words as meant where the OCR broke them. `relation` is the IRI of the ph:DocumentRelation, None for a task in its document.
    """

    tier: str
    relation: str | None
    words: str | None = None
    stated_in: Node | None = None
    quotations: tuple[Quotation, ...] = ()
    source: str | None = None
    comment: str | None = None
    restored: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """`child` derives from `parent`. `relation` is a code of vocab/relation, or "part-of" from a task to its document.

    `name` is the relation in words. `depth` counts hops from the start, 1 for the first. `in_cycle`: the hop leads back to
    where it came from. `more_proofs`: how many places more state it than were asked for.
    """

    depth: int
    child: Node
    relation: str
    name: Label
    parent: Node
    proofs: tuple[Proof, ...]
    in_cycle: bool = False
    more_proofs: int = 0

    @property
    def tier(self) -> str:
        """The tier of the best proof."""
        return self.proofs[0].tier


@dataclass(frozen=True, slots=True)
class Trace:
    """All hops from `start`, nearest first; with `to`, those on the ways to it. `reached`: `to` was met (true without a `to`).

    `more`: how many hops more there are than were asked for.
    """

    start: Node
    direction: Direction
    hops: tuple[Hop, ...]
    to: Node | None = None
    reached: bool = True
    more: int = 0
