"""A mention while it is being read: the same facts as a `Citation`, still open to what the rest of the document says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from phahe.citations.model import Citation
from phahe.citations.types import DocType
from phahe.numbers import DocumentNumber
from phahe.text import Span


@dataclass(slots=True, eq=False)
class Draft:
    """Positions are those of the document. `block` is the start of the block, `link` the word before ("va", ",")."""

    block: int
    start: int
    end: int
    surface: Span
    form: str
    kind: DocType | None = None
    type_printed: str | None = None
    number: DocumentNumber | None = None
    short_number: str | None = None
    date: datetime.date | None = None
    impossible_date: bool = False
    blank_date: bool = False
    year: int | None = None
    date_printed: str | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    term: str | None = None
    title: str | None = None
    title_span: Span | None = None
    pinpoint: str | None = None
    link: str = ""
    elided: bool = False
    colon: bool = False
    bare: bool = False
    head_issuer: tuple[DocType, str, Span] | None = None
    nested_in: int | None = None
    antecedent: int | None = None
    said: bool = False
    loose: bool = False
    referent: Draft | None = None

    @property
    def number_value(self) -> str | None:
        """The normalised number, or the figure of a short form ("29" of "Nghị quyết số 29")."""
        return self.number.value if self.number else self.short_number


def frozen(draft: Draft, problems: tuple[str, ...]) -> Citation:
    """The finished citation."""
    return Citation(
        span=Span(draft.start, draft.end), surface=draft.surface, form=draft.form,
        doc_type=draft.kind.name if draft.kind else None, type_printed=draft.type_printed,
        number=draft.number_value, number_printed=draft.number.printed if draft.number else draft.short_number,
        date=draft.date, year=draft.year, date_printed=draft.date_printed,
        issuer=draft.issuer, issuer_span=draft.issuer_span, term=draft.term, title=draft.title, title_span=draft.title_span,
        pinpoint=draft.pinpoint, nested_in=draft.nested_in, antecedent=draft.antecedent, problems=problems,
    )  # fmt: skip
