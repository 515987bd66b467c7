"""From an analysed document to its graph. One verb, `document_graph`; the model is told in docs/model.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from phahe.agencies.register import Register as AgencyRegister
from phahe.analysis import Analysis
from phahe.graph import document as document_part
from phahe.graph import facts, means
from phahe.graph.builder import Builder
from phahe.graph.findings import FindingWriter, Verdict
from phahe.graph.identity import Identity, identify
from phahe.graph.relations import relations
from phahe.graph.reviewing import chosen
from phahe.places import Places
from phahe.reading import Reading
from phahe.register import Register
from phahe.resolve import Setting, resolve
from phahe.reviews import FactReview
from phahe.tasks.themes import Themes
from phahe.turtle.statements import Statements
from phahe.verdicts import Bench, judge


@dataclass(frozen=True)
class Registers:
    """What is known beforehand: places, agencies, documents, codes of document types, labels of agencies by IRI, verdicts by code,
    themes."""

    places: Places
    agencies: AgencyRegister
    documents: Register
    document_types: frozenset[str]
    labels: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    themes: Themes


def document_graph(
    analysis: Analysis, reading: Reading, slug: str, registers: Registers, said: Sequence[FactReview] = ()
) -> tuple[Identity, Statements]:
    """The identity and the statements of one held document; deterministic, without blank nodes.

    Of the judgements `said` by a person only those that say which document a citation means count here; the others are `reviewing`'s.
    """
    identity, context = identify(analysis, slug, registers.places, registers.agencies, registers.document_types)
    builder = Builder(identity.iri, analysis.text, reading.page if reading.pages else None)
    title = next((p.spans[0] for p in analysis.outline.provisions if p.kind == "title"), None)
    setting = Setting(identity.iri, analysis.text.text, title, context.issuer_of, context.on)
    resolved = resolve([item.citation for item in analysis.citations], registers.documents, setting)
    resolved = chosen(resolved, [f"citation/{builder.key(item.citation.span)}" for item in analysis.citations], said)
    issuers = [context.known(item.citation.issuer) if item.citation.issuer else None for item in analysis.citations]
    document_part.document(builder, analysis, identity, slug, dict(registers.labels))
    document_part.stored_text(builder, reading)
    facts.provisions(builder, analysis)
    mentions = facts.citations(builder, analysis, resolved)
    document_part.cited(builder, analysis, resolved, issuers)
    document_part.related(builder, relations(analysis, identity.iri, resolved), mentions)
    for item, task in zip(analysis.tasks, facts.tasks(builder, analysis, context.agency, registers.themes), strict=True):
        means.outputs(builder, item, task)
    means.funding(builder, analysis)
    facts.targets(builder, analysis, URIRef(identity.place.iri) if identity.place else None)
    judged = judge(analysis.citations, resolved, analysis.text, registers.documents, Bench(context.issuer_of, registers.labels, context.on))
    FindingWriter(builder, registers.verdicts).write(analysis, identity, list(zip(mentions, judged, strict=True)), context)
    return identity, builder.statements


__all__ = ["Identity", "Registers", "Verdict", "document_graph"]
