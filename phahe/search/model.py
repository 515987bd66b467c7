"""What can be found, and what a search gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Kinds in the order they are listed, each with its weight: who types a name wants the thing of that name first.
KINDS: Final[Mapping[str, float]] = {"document": 3.0, "agency": 2.5, "measure": 2.0, "task": 1.2, "provision": 1.0, "citation": 0.8}
#: Kinds that are called by a name; the others are printed words.
NAMED: Final = frozenset({"document", "agency", "measure"})
#: Between the names of one thing: its label, then other names, number, title.
SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its IRI, kind, words (NFC) and, for parts of a document, the document's label and the path."""

    iri: str
    kind: str
    text: str
    document: str = ""
    path: str = ""
    document_iri: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits, its score, how many words it prints with the very diacritics asked for, and where they stand (code points)."""

    entry: Entry
    score: float
    exact: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the best hits, and how many entries of each kind fit."""

    hits: tuple[Hit, ...]
    counts: Mapping[str, int]
