"""Writes what a reader should look at: defects the text alone shows, and names no register knows. Nothing is dropped silently.

What a verdict means, how grave it is and what would mend it stands in `ontology/vocab/verdict.ttl`; a finding adds the words in question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from phahe import iris
from phahe.analysis import Analysis
from phahe.graph.builder import Builder, vi
from phahe.graph.facts import path_key
from phahe.graph.identity import Context, Identity
from phahe.namespaces import PH
from phahe.text import Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict of the vocabulary: its code, its severity, and what it says in Vietnamese and English."""

    code: str
    severity: str
    vi: str
    en: str


class FindingWriter:
    """Writes the findings of one document."""

    def __init__(self, builder: Builder, verdicts: Mapping[str, Verdict]) -> None:
        self.builder, self.verdicts = builder, verdicts

    def write(self, analysis: Analysis, identity: Identity, mentions: Sequence[URIRef], context: Context) -> None:
        """All findings: of the header, of citations, of bodies, of targets."""
        self._header(analysis, identity)
        for item, mention in zip(analysis.citations, mentions, strict=True):
            for code in item.citation.problems:
                self._finding(code, mention, item.citation.span)
        for task in analysis.tasks:
            for placed in task.assignments:
                if not context.agency(placed.assignment.body).registered:
                    about = iris.part(self.builder.own, "task", path_key(task.task.provision.path))
                    self._finding("UNKNOWN_AGENCY", about, placed.span)
        for target in analysis.targets:
            if target.target.measure is None:
                value = target.target.value_span.shifted(target.offset)
                about = iris.part(self.builder.own, "target", self.builder.key(value))
                self._finding("NOT_UNDERSTOOD", about, target.target.span.shifted(target.offset))

    def _header(self, analysis: Analysis, identity: Identity) -> None:
        """What the document does not print of itself, at the line where it should stand, else at the title."""
        header = analysis.outline.header
        title = header.fields.get("title")
        if header.annex or title is None:
            return
        for missing, field, code in (
            (header.number is None, "number", "OWN_NUMBER_MISSING"),
            (header.date is None, "place_date", "OWN_DATE_MISSING"),
            ("place" not in header.fields, "place_date", "OWN_PLACE_MISSING"),
            (not identity.issuer_known, "issuer", "UNKNOWN_AGENCY"),
        ):
            if missing:
                self._finding(code, self.builder.own, header.fields.get(field, title).span)

    def _finding(self, code: str, about: URIRef, span: Span) -> None:
        verdict = self.verdicts[code]
        words = self.builder.words((span,))
        iri = self.builder.fact(PH.Finding, f"{code}/{self.builder.key(span)}", "finding", (span,))
        self.builder.add(iri, PH.verdict, iris.concept("verdict", code))
        self.builder.add(iri, PH.severity, iris.concept("severity", verdict.severity))
        self.builder.add(iri, PH.about, about)
        self.builder.add(iri, PH.message, vi(f"“{words}”: {verdict.vi}"))
        self.builder.add(iri, PH.message, Literal(f"“{words}”: {verdict.en}", lang="en"))
