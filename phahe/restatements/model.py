"""What is compared and what is found. Spans are code points in the text of a part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from phahe.text import Span

What = Literal["task", "heading", "target"]
Kind = Literal["verbatim", "adapted"]


@dataclass(frozen=True, slots=True)
class Part:
    """A task, heading or target to compare: its IRI, its words (restored where the source is a broken OCR), the code of its theme."""

    iri: str
    text: str
    what: What = "task"
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document and its parts, in reading order. `ocr`: the words were read from a broken OCR and may hold slips."""

    iri: str
    parts: tuple[Part, ...]
    ocr: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Words that stand in both parts one after another: where, in the text of the first and of the second part."""

    first: Span
    second: Span


@dataclass(frozen=True, slots=True)
class Restatement:
    """Two parts of two documents with the same wording; `first` is the part whose IRI sorts first, which says nothing of who copied whom.

    `score`: 0 to 1, three decimals (see `scoring`). `runs`: the longer shared runs, in the order of the first part. `through`: the IRI of the part
    of a third document that shows the two to be a pair, where their own wording does not suffice (see `siblings`).
    """

    first: Part
    second: Part
    kind: Kind
    score: float
    runs: tuple[Run, ...]
    through: str | None = None
