"""What one mention of a document says, as printed and normalised. No logic here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from phahe.text import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention. Spans are code points of the text it was found in; every other value is what the words there say, never a guess.

    `span` runs from the type word to the end of the printed title, or else of the issuer, date or number; `surface` from the type word
    to the end of the number, or is the name of the law. `form` is numbered, named, anaphoric or self. `nested_in` and `antecedent`
    are indexes into the tuple the citation came in.
    """

    span: Span
    surface: Span
    form: str
    doc_type: str | None = None
    type_printed: str | None = None
    number: str | None = None
    number_printed: str | None = None
    date: datetime.date | None = None
    year: int | None = None
    date_printed: str | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    term: str | None = None
    title: str | None = None
    title_span: Span | None = None
    pinpoint: str | None = None
    nested_in: int | None = None
    antecedent: int | None = None
    problems: tuple[str, ...] = ()
