"""Writes what a reader should look at: defects of the document itself and of its citations. Nothing is dropped silently.

What a verdict means, how grave it is and what would mend it stands in `ontology/vocab/verdict.ttl`; a finding adds the words in question
and what is right, where that is known. Which verdict a citation gets is decided by `verdicts`; what needs other documents, by `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from phahe import iris
from phahe.analysis import Analysis
from phahe.graph.builder import Builder
from phahe.graph.facts import path_key
from phahe.graph.identity import Context, Identity
from phahe.labels import Label
from phahe.namespaces import PH
from phahe.text import Span
from phahe.turtle.statements import english, vietnamese
from phahe.verdicts import SILENT, Judgement
from phahe.verdicts.cuts import page_cuts
from phahe.verdicts.spelling import spelling
from phahe.vietnamese import collapse


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict of the vocabulary: its code, its severity (error, warning, info), its name, the rule it rests on and what mends it."""

    code: str
    severity: str
    name: Label
    rule: Label | None = None
    remedy: Label | None = None

    def message(self, words: str, detail: Label | None = None) -> Label:
        """What a finding says: the words in question, the verdict, what is right, what to do.

        >>> Verdict("STYLE", "info", Label("sai thể thức", "wrong form")).message("số: 5", Label("bỏ dấu hai chấm.", "no colon.")).vi
        '“số: 5”: sai thể thức. Bỏ dấu hai chấm.'
        """
        remedies = (self.remedy.vi, self.remedy.en) if self.remedy else ("", "")
        details = (detail.vi, detail.en) if detail else ("", "")
        return Label(*(_joined(words, *said) for said in zip((self.name.vi, self.name.en), details, remedies, strict=True)))


def _joined(words: str, name: str, detail: str, remedy: str) -> str:
    tail = " ".join(part[:1].upper() + part[1:] for part in (detail, remedy) if part)
    return f"“{words}”: {name}" + (f". {tail}" if tail else "")


def own_defects(analysis: Analysis, *, issuer_known: bool) -> Iterator[tuple[str, Span]]:
    """What the document does not print of itself, at the line where it should stand, else at the title; paragraphs that a page cuts.

    Codes with the span of the clean text in question.
    """
    header = analysis.outline.header
    title = header.fields.get("title")
    if title is not None and not header.annex:
        for missing, field, code in (
            (header.number is None, "number", "OWN_NUMBER_MISSING"),
            (header.date is None, "place_date", "OWN_DATE_MISSING"),
            ("place" not in header.fields, "place_date", "OWN_PLACE_MISSING"),
            (not issuer_known, "issuer", "UNKNOWN_AGENCY"),
        ):
            if missing:
                yield code, header.fields.get(field, title).span


class FindingWriter:
    """Writes the findings of one document."""

    def __init__(self, builder: Builder, verdicts: Mapping[str, Verdict]) -> None:
        self.builder, self.verdicts = builder, verdicts

    def write(self, analysis: Analysis, identity: Identity, judged: Sequence[tuple[URIRef, Judgement]], context: Context) -> None:
        """All findings: of the header, of citations, of bodies, of targets; and on every citation its verdicts."""
        for code, span in own_defects(analysis, issuer_known=identity.issuer_known):
            self._finding(code, self.builder.own, span)
        for mention, judgement in judged:
            self._citation(mention, judgement)
        self._bodies(analysis, context)
        for _, span in page_cuts(analysis):
            self._finding("PROVISION_CUT", self.builder.own, span)
        for span, right in spelling(analysis.text.text, restored=analysis.text.restored):
            self._finding("STYLE", self.builder.own, span, Label(f"{right.vi}.", f"{right.en}."))
        for target in analysis.targets:
            if target.target.measure is None:
                value = target.target.value_span.shifted(target.offset)
                about = self.builder.part("target", self.builder.key(value))
                self._finding("NOT_UNDERSTOOD", about, target.target.span.shifted(target.offset))

    def _bodies(self, analysis: Analysis, context: Context) -> None:
        """Bodies in no register; a misprint that the register knows ("Phòng VHXXH") is told once, where it first stands."""
        misprints: set[str] = set()
        for task in analysis.tasks:
            for placed in task.assignments:
                printed = placed.assignment.body
                agency, misprint = context.agency(printed), context.agencies.misprint(printed)
                if agency.registered and (not misprint or printed in misprints):
                    continue
                about = self.builder.part("task", path_key(task.task.provision.path))
                detail = Label(f"có lẽ là {agency.label}.", f"probably {agency.label}.") if misprint else None
                misprints.add(printed)
                self._finding("UNKNOWN_AGENCY", about, placed.span, detail)

    def _citation(self, mention: URIRef, judgement: Judgement) -> None:
        for code in judgement.codes:
            self.builder.add(mention, PH.verdict, iris.concept("verdict", code))
        said: set[tuple[str, Span]] = set()
        for observation in judgement.observations:
            # A title that differs from one known at second hand is compared between documents (queries/checks/title-variant.rq).
            if observation.code in SILENT or observation.code == "TITLE_VARIANT" or (observation.code, observation.span) in said:
                continue
            said.add((observation.code, observation.span))
            self._finding(observation.code, mention, observation.span, observation.detail)

    def _finding(self, code: str, about: URIRef, span: Span, detail: Label | None = None) -> None:
        verdict = self.verdicts[code]
        message = verdict.message(collapse(self.builder.words((span,))), detail)
        self.builder.fact(PH.Finding, f"{code}/{self.builder.key(span)}", "finding", (span,), {
            PH.verdict: iris.concept("verdict", code),
            PH.severity: iris.concept("severity", verdict.severity),
            PH.about: about,
            PH.message: [vietnamese(message.vi), english(message.en)],
        })  # fmt: skip
