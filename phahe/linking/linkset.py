"""Candidates to a linkset: a `void:Linkset`, a plain SKOS statement for each, and beside it what proves it; reviewed links apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from phahe.linking.decisions import Decision
from phahe.linking.model import Candidate
from phahe.namespaces import BASE, PH
from phahe.vietnamese import slug

VOID: Final = Namespace("http://rdfs.org/ns/void#")
_RELATIONS: Final = {"closeMatch": SKOS.closeMatch, "exactMatch": SKOS.exactMatch, "relatedMatch": SKOS.relatedMatch}


def to_linkset(candidates: Iterable[Candidate], source: str, kind: str, on: datetime.date, decisions: Iterable[Decision] = ()) -> Graph:
    """The candidates as triples; one that a person rejected is left out. `source` names the file or the endpoint."""
    graph = Graph()
    rejected = {(one.thing, one.record) for one in decisions if one.outcome == "rejected"}
    linkset = URIRef(f"{BASE}linkset/{slug(source)}/{kind}")
    kept = [one for one in candidates if (one.thing, one.record.iri) not in rejected]
    graph.add((linkset, RDF.type, VOID.Linkset))
    graph.add((linkset, VOID.subjectsTarget, URIRef(BASE)))
    graph.add((linkset, DCTERMS.title, Literal(f"Liên kết với {source}", lang="vi")))
    graph.add((linkset, DCTERMS.title, Literal(f"Links to {source}", lang="en")))
    graph.add((linkset, DCTERMS.source, Literal(source)))
    graph.add((linkset, DCTERMS.date, Literal(on.isoformat(), datatype=XSD.date)))
    graph.add((linkset, VOID.triples, Literal(len({(one.thing, one.relation, one.record.iri) for one in kept}))))
    for one in kept:
        thing, record, relation = URIRef(one.thing), URIRef(one.record.iri), _RELATIONS[one.relation]
        node = URIRef(f"{linkset}/{one.record.row}/{slug(one.thing.removeprefix(BASE))}")
        graph.add((linkset, VOID.linkPredicate, relation))
        graph.add((thing, relation, record))
        for predicate, value in (
            (RDF.type, PH.LinkCandidate), (PH.linkedThing, thing), (PH.linkedRecord, record), (PH.linkRelation, relation),
            (PH.confidence, Literal(f"{one.confidence.normalize():f}" if one.confidence % 1 else f"{one.confidence:.1f}", datatype=XSD.decimal)),
            (PH.linkMethod, Literal(one.method)), (PH.sourceFile, Literal(source)), (PH.sourceRow, Literal(one.record.row)),
            (RDFS.label, Literal(one.record.name[:300])), (DCTERMS.date, Literal(on.isoformat(), datatype=XSD.date)), (DCTERMS.isPartOf, linkset),
        ):  # fmt: skip
            graph.add((node, predicate, value))
    return graph


def reviewed_links(candidates: Iterable[Candidate], decisions: Iterable[Decision]) -> Graph:
    """What persons decided of these candidates, for `graph/reviewed`: `owl:sameAs` or a close match, with who, when and why."""
    graph = Graph()
    found = {(one.thing, one.record.iri) for one in candidates}
    for one in decisions:
        if one.outcome == "rejected" or (one.thing, one.record) not in found:
            continue
        relation = OWL.sameAs if one.outcome == "same" else SKOS.closeMatch
        node = URIRef(f"{BASE}linkset/reviewed/{slug(one.thing.removeprefix(BASE))}/{slug(one.record)}")
        graph.add((URIRef(one.thing), relation, URIRef(one.record)))
        graph.add((node, PH.linkedThing, URIRef(one.thing)))
        graph.add((node, PH.linkedRecord, URIRef(one.record)))
        graph.add((node, PH.linkRelation, relation))
        graph.add((node, DCTERMS.creator, Literal(one.by)))
        graph.add((node, DCTERMS.date, Literal(one.date.isoformat(), datatype=XSD.date)))
        graph.add((node, RDFS.comment, Literal(one.why, lang="vi")))
    return graph
