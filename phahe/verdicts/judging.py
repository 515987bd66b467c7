"""Judges every citation of a text: finds the known document each is compared with, runs the rules of `rules.RULES`, and says OK or NOT_HELD
where none of them speaks. Pure: text, register and bench in, observations out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from phahe.analysis import PlacedCitation
from phahe.citations import Citation
from phahe.register import KnownDocument, Register
from phahe.resolve import Resolution
from phahe.text import Span, Text
from phahe.verdicts.model import Bench, Case, Observation, Peers
from phahe.verdicts.rules import RULES
from phahe.verdicts.suspects import subject_of
from phahe.verdicts.titles import Likeness, compare_titles

_ORDINAL: Final = re.compile(r"\d+")
#: Verdicts that accuse nobody.
SILENT = frozenset({"OK", "NOT_HELD"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one citation, and the known document it was compared with. For the document itself nothing is said."""

    observations: tuple[Observation, ...]
    subject: KnownDocument | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The verdicts, each once."""
        return tuple(dict.fromkeys(observation.code for observation in self.observations))


def judge(
    citations: Sequence[PlacedCitation],
    resolved: Sequence[Resolution],
    text: Text,
    register: Register,
    bench: Bench,
) -> tuple[Judgement, ...]:
    """One Judgement a citation, in order."""
    issuers = [bench.issuer_of(item.citation.issuer) if item.citation.issuer else None for item in citations]
    subjects = [
        subject_of(item.citation, found, issuer, register, restored=text.restored)
        for item, found, issuer in zip(citations, resolved, issuers, strict=True)
    ]
    _inherit(citations, resolved, subjects)
    peers = _peers([item.citation for item in citations], subjects, restored=text.restored)
    terms = register.of_terms()
    cases = [
        replace(_case(item, found, subject, text, bench, peer), terms=terms)
        for item, found, subject, peer in zip(citations, resolved, subjects, peers, strict=True)
    ]
    return tuple(_judged(case) for case in cases)


def _inherit(citations: Sequence[PlacedCitation], resolved: Sequence[Resolution], subjects: list[KnownDocument | None]) -> None:
    """A short mention of a document that resolves to no known one is compared with what its full mention is compared with."""
    meant = {found.iri: subject for found, subject in zip(resolved, subjects, strict=True) if found.method == "minted" and subject}
    for index, found in enumerate(resolved):
        if subjects[index] is None and found.method == "antecedent" and citations[index].citation.form == "numbered":
            subjects[index] = meant.get(found.iri)


def _peers(citations: Sequence[Citation], subjects: Sequence[KnownDocument | None], *, restored: bool) -> list[Peers]:
    issuers: dict[str | None, bool] = defaultdict(bool)
    titles: dict[object, bool] = defaultdict(bool)
    for citation, subject in zip(citations, subjects, strict=True):
        issuers[citation.number] |= citation.issuer is not None
        if subject and subject.title and citation.title:
            titles[subject.iri] |= compare_titles(citation.title, subject.title, restored=restored) is Likeness.SAME
    full = {(c.doc_type, match[0]) for c in citations if c.number and (match := _ORDINAL.match(c.number)) and match[0] != c.number}
    return [
        Peers(issuers[c.number], titles[s.iri] if s else False, (c.doc_type, c.number) in full)
        for c, s in zip(citations, subjects, strict=True)
    ]


def _case(item: PlacedCitation, found: Resolution, subject: KnownDocument | None, text: Text, bench: Bench, peers: Peers) -> Case:
    citation = item.citation
    words = text.text
    return Case(
        citation, found, subject, bench.issuer_of(citation.issuer) if citation.issuer else None, bench, item.role,
        words[citation.surface.start : citation.surface.end],
        _number_as_stored(citation, text), text.printed(citation.issuer_span.start, citation.issuer_span.end) if citation.issuer_span else "",
        text.restored, peers,
    )  # fmt: skip


def _number_as_stored(citation: Citation, text: Text) -> str:
    """The stored slice behind the number, line ends and all; pieces that a page parts are joined by a line end."""
    if not citation.number_printed:
        return ""
    surface = text.text[citation.surface.start : citation.surface.end]
    at = surface.rfind(citation.number_printed)
    span = Span(citation.surface.start + at, citation.surface.start + at + len(citation.number_printed)) if at >= 0 else citation.surface
    return "\n".join(text.stored[quote.start : quote.end] for quote in text.quotes(span.start, span.end))


def _judged(case: Case) -> Judgement:
    if case.citation.form == "self" or case.resolution.method == "self":
        return Judgement(())
    observations = tuple(observation for rule in RULES for observation in rule.test(case))
    if not observations:
        observations = (Observation("OK" if case.subject else "NOT_HELD", case.citation.span),)
    return Judgement(observations, case.subject)
