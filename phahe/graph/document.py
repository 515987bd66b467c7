"""Writes the document itself: what it says of itself, its stored text, the documents it cites that are known from it alone."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, RDFS, URIRef
from rdflib.namespace import DCTERMS

from phahe import iris
from phahe.agencies.register import Agency
from phahe.analysis import Analysis, PlacedCitation
from phahe.graph.builder import Builder
from phahe.graph.identity import Identity, annex_citation
from phahe.graph.relations import PROPERTY, Relation
from phahe.namespaces import PH
from phahe.reading import Reading
from phahe.resolve import Resolution, name_of
from phahe.text import Span
from phahe.turtle.statements import vietnamese
from phahe.vietnamese import slug

#: Header field to property; the words stay as printed.
_FIELDS = {
    "signer": PH.signer, "position": PH.signerPosition, "authority": PH.signingAuthority, "term": PH["term"], "session": PH.session,
    "number": PH.numberAsPrinted, "place_date": PH.dateAsPrinted, "issuer": PH.issuerAsPrinted, "type": PH.typeAsPrinted,
}  # fmt: skip


def document(builder: Builder, analysis: Analysis, identity: Identity, source: str, label_of: dict[str, str]) -> None:
    """The held document: type, title, issuer, dates, signer, recipients; each quoted from where it is printed."""
    own, header = builder.own, analysis.outline.header
    builder.add(own, RDF.type, PH.PartyDocument if identity.party else PH.LegalDocument)
    builder.add(own, PH.held, True)
    builder.add(own, PH.slug, source)
    title = header.fields.get("title")
    if title is not None:
        builder.add(own, DCTERMS.title, vietnamese(builder.words((title.span,))))
    builder.add(own, RDFS.label, vietnamese(_label(analysis, identity, label_of)))
    builder.add(own, PH.documentType, iris.concept("doctype", identity.document_type) if identity.document_type else None)
    builder.add(own, PH.issuer, identity.issuer)
    builder.add(own, PH.level, iris.concept("level", identity.level) if identity.level else None)
    builder.add(own, PH.place, URIRef(identity.place.iri) if identity.place else None)
    builder.add(own, PH.number, header.number)
    builder.add(own, PH.dateIssued, header.date)
    builder.add(own, PH.datePassed, header.adopted)
    spans: list[Span] = []
    for name, field in header.fields.items():
        spans.append(field.span)
        if name in _FIELDS:
            builder.add(own, _FIELDS[name], builder.printed(field.span) or field.value)
    for recipient in header.recipients:
        builder.add(own, PH.recipient, vietnamese(recipient.value))
    for quote in builder.quotes(sorted(set(spans))):
        builder.add(own, PH.headerEvidence, builder.evidence(quote))


def stored_text(builder: Builder, reading: Reading) -> None:
    """The file the text was read from, and whether it was restored."""
    iri = builder.stored_text
    builder.add(builder.own, PH.hasText, iri)
    builder.add(iri, RDF.type, PH.StoredText)
    builder.add(iri, DCTERMS.language, "vi")
    builder.add(iri, DCTERMS["format"], reading.media_type)
    builder.add(iri, PH.sha256, reading.sha256)
    builder.add(iri, PH.file, reading.name)
    builder.add(iri, PH.quality, iris.concept("quality", "ocr" if builder.text.restored else "clean"))


def _label(analysis: Analysis, identity: Identity, label_of: dict[str, str]) -> str:
    """A short name for people: type, number or date, issuer."""
    header, parent = analysis.outline.header, annex_citation(analysis)
    kind = (header.document_type or "Văn bản").capitalize()
    issuer = label_of.get(str(identity.issuer), identity.issuer_printed or "")
    day = header.date or header.adopted
    words = [kind, header.number or "", f"của {issuer}" if issuer else ""]
    told = f"kèm {parent.number}" if parent and parent.number else f"{day.day}/{day.month}/{day.year}" if day else ""
    return " ".join(filter(None, [*words, f"({told})" if told else ""]))


def cited(builder: Builder, analysis: Analysis, resolved: Sequence[Resolution], issuers: Sequence[Agency | None]) -> None:
    """Nodes of documents known from this text alone: minted from the fullest mention, marked not held."""
    best: dict[URIRef, tuple[int, PlacedCitation, Agency | None]] = {}
    for item, resolution, issuer in zip(analysis.citations, resolved, issuers, strict=True):
        citation = item.citation
        if resolution.method != "minted" or resolution.iri is None:
            continue
        told = sum(value is not None for value in (citation.number, citation.date, citation.issuer, citation.title))
        if resolution.iri not in best or told > best[resolution.iri][0]:
            best[resolution.iri] = (told, item, issuer)
    for iri, (_, item, issuer) in best.items():
        citation = item.citation
        party = bool(citation.number and "-" in citation.number.split("/")[0])
        builder.add(iri, RDF.type, PH.PartyDocument if party else PH.LegalDocument)
        builder.add(iri, PH.held, False)
        builder.add(iri, PH.factStatus, iris.concept("fact-status", "unverified"))
        builder.add(iri, PH.number, citation.number)
        builder.add(iri, PH.dateIssued, citation.date)
        if issuer is not None:
            builder.add(iri, PH.issuer, URIRef(issuer.iri))
            builder.add(iri, PH.level, iris.concept("level", issuer.level) if issuer.level else None)
            builder.add(iri, PH.place, iris.place(issuer.place) if issuer.place else None)
        builder.add(iri, PH.documentType, iris.concept("doctype", slug(citation.doc_type)) if citation.doc_type else None)
        if citation.year and not citation.date:
            builder.add(iri, PH.year, builder.statements.year(citation.year))
        if citation.title:
            builder.add(iri, DCTERMS.title, vietnamese(citation.title))
        builder.add(iri, RDFS.label, vietnamese(_cited_label(item)))
        builder.tell(iri, builder.quoted((citation.span,)))


def _cited_label(item: PlacedCitation) -> str:
    citation = item.citation
    if citation.number:
        return " ".join(filter(None, (citation.doc_type, citation.number, citation.issuer)))
    return name_of(citation) or citation.type_printed or "?"


def related(builder: Builder, stated: Sequence[Relation], mentions: Sequence[URIRef]) -> None:
    """Plain edges between documents, each with the ph:DocumentRelation that proves it."""
    for relation in stated:
        builder.add(relation.subject, PH[PROPERTY[relation.code]], relation.object)
        about = iris.local(relation.object)
        if relation.subject != builder.own:
            about = f"{iris.local(relation.subject)}/{about}"
        iri = builder.proof(PH.DocumentRelation, f"{relation.code}/{about}", "relation", relation.spans)
        builder.add(iri, PH.statedIn, builder.own)
        builder.add(iri, PH.subjectDocument, relation.subject)
        builder.add(iri, PH.relation, iris.concept("relation", relation.code))
        builder.add(iri, PH.objectDocument, relation.object)
        builder.add(iri, PH.citation, mentions[relation.citation])
