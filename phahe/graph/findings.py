"""Writes what a reader should look at: defects the text alone shows, and names no register knows. Nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Literal, URIRef

from phahe import iris
from phahe.analysis import Analysis
from phahe.graph.builder import Builder, vi
from phahe.graph.identity import Context, Identity
from phahe.namespaces import PH
from phahe.text import Span


def findings(builder: Builder, analysis: Analysis, identity: Identity, mentions: Sequence[URIRef], context: Context) -> None:
    """The findings of one document."""
    _header(builder, analysis, identity)
    for item, mention in zip(analysis.citations, mentions, strict=True):
        for code in item.citation.problems:
            words = builder.words((item.citation.span,))
            _finding(builder, code, mention, (item.citation.span,), f"“{words}”: {code}", f"“{words}”: {code}")
    _bodies(builder, analysis, context)
    for target in analysis.targets:
        if target.target.measure is None:
            span = target.target.span.shifted(target.offset)
            about = iris.part(builder.own, "target", builder.key(target.target.value_span.shifted(target.offset)))
            named = target.target.measure_printed
            _finding(
                builder,
                "NOT_UNDERSTOOD",
                about,
                (span,),
                f"chỉ tiêu chưa có trong bộ thước đo: “{named}”",
                f"no measure is known for “{named}”",
            )


def _header(builder: Builder, analysis: Analysis, identity: Identity) -> None:
    header, title = analysis.outline.header, analysis.outline.provisions[0].spans if analysis.outline.provisions else ()
    if header.number is None and not header.annex:
        where = header.fields["number"].span if "number" in header.fields else (title[0] if title else Span(0, 0))
        _finding(
            builder,
            "OWN_NUMBER_MISSING",
            builder.own,
            (where,),
            "văn bản không in số của chính mình",
            "the document prints no number of its own",
        )
    if header.date is None and not header.annex:
        where = header.fields["place_date"].span if "place_date" in header.fields else (title[0] if title else Span(0, 0))
        _finding(
            builder, "OWN_DATE_MISSING", builder.own, (where,), "văn bản không in ngày ban hành", "the document prints no date of issue"
        )
    if not identity.issuer_known and title:
        printed = identity.issuer_printed or "?"
        _finding(
            builder,
            "UNKNOWN_AGENCY",
            builder.own,
            title[:1],
            f"cơ quan ban hành “{printed}” chưa có trong sổ cơ quan",
            f"issuer “{printed}” is in no register",
        )


def _bodies(builder: Builder, analysis: Analysis, context: Context) -> None:
    for task in analysis.tasks:
        for placed in task.assignments:
            if not context.agency(placed.assignment.body).registered:
                about = iris.part(builder.own, "task", task.task.provision.path.replace(" ", "-"))
                name = placed.assignment.name
                _finding(
                    builder,
                    "UNKNOWN_AGENCY",
                    about,
                    (placed.span,),
                    f"cơ quan “{name}” chưa có trong sổ cơ quan",
                    f"body “{name}” is in no register",
                )


def _finding(builder: Builder, code: str, about: URIRef, spans: Sequence[Span], message_vi: str, message_en: str) -> None:
    iri = builder.fact(PH.Finding, f"{code}/{builder.key(spans[0])}", "finding", spans)
    builder.add(iri, PH.verdict, iris.concept("verdict", code))
    builder.add(iri, PH.about, about)
    builder.add(iri, PH.message, vi(message_vi))
    builder.add(iri, PH.message, Literal(message_en, lang="en"))
