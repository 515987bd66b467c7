"""What is judged and what a judgement says: plain frozen values. No logic here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import URIRef

from phahe.citations import Citation
from phahe.labels import Label
from phahe.register import KnownDocument
from phahe.resolve import Resolution
from phahe.text import Span


@dataclass(frozen=True, slots=True)
class Bench:
    """What the judge knows beside the text.

    `on` is the date of the citing document, `as_of` the day whose law counts (the document's own date where it is None);
    `issuer_of` tells which body a printed name means in this document; `issuer_names` gives the full name of a body by its IRI.
    """

    issuer_of: Callable[[str], URIRef | None]
    issuer_names: Mapping[str, str] = field(default_factory=dict)
    on: datetime.date | None = None
    as_of: datetime.date | None = None

    @property
    def day(self) -> datetime.date | None:
        """The day on which a cited document must be in force."""
        return self.as_of or self.on


@dataclass(frozen=True, slots=True)
class Peers:
    """What the other mentions of the same document in the text print: whether any names its issuer, its whole title, its number in full."""

    issuer: bool = False
    title: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One citation before the judge.

    `subject` is the known document it is compared with: the one it resolves to, or the one that its other points show it was meant to be.
    `printed` is the stored print of its number, `surface` the clean words up to the number; `restored`: the text is a restored OCR.
    `terms` are the dated documents of central Party bodies whose term is known.
    """

    citation: Citation
    resolution: Resolution
    subject: KnownDocument | None
    issuer: URIRef | None
    bench: Bench
    role: str = "reference"
    surface: str = ""
    printed: str = ""
    printed_issuer: str = ""
    restored: bool = False
    peers: Peers = Peers()
    terms: Sequence[KnownDocument] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """A verdict on a citation: its code of the vocabulary, the span of the clean text in question, and what is right, where known."""

    code: str
    span: Span
    detail: Label | None = None
