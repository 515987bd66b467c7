"""The parts of the OWL 2 DL profile that a hand can break: declarations, kinds of property, datatypes, simple properties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from phahe.namespaces import PH
from phahe.reasoning import DATATYPES
from phahe.resources import folder
from phahe.turtle.canonical import read_turtle

KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = tuple(map(str, (RDF, RDFS, OWL)))
#: Characteristics that OWL 2 DL allows on simple properties only.
SIMPLE_ONLY = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)


def ontology() -> Graph:
    graph = Graph()
    for path in sorted(folder("ontology").rglob("*.ttl")):
        graph += read_turtle(path)
    return graph


def breaches(graph: Graph) -> Iterator[str]:
    kinds = {one: [kind for kind in KINDS if (one, RDF.type, kind) in graph] for one in set(graph.predicates())}
    for one, found in kinds.items():
        if not str(one).startswith(BUILT_IN) and len(found) != 1:
            yield f"{one}: declared as {len(found)} kinds of property"
    for one in {node for kind in KINDS for node in graph.subjects(RDF.type, kind)}:
        if sum((one, RDF.type, kind) in graph for kind in KINDS) != 1:
            yield f"{one}: declared as several kinds of property"
    yield from _misused(graph)
    yield from _undeclared_classes(graph)
    yield from _composite(graph)


def _misused(graph: Graph) -> Iterator[str]:
    for subject, predicate, value in graph:
        if (predicate, RDF.type, OWL.ObjectProperty) in graph and isinstance(value, Literal):
            yield f"{subject} {predicate}: a literal where a thing is due"
        if (predicate, RDF.type, OWL.DatatypeProperty) in graph and not isinstance(value, Literal):
            yield f"{subject} {predicate}: a thing where a literal is due"
        data = (subject, RDF.type, OWL.DatatypeProperty) in graph
        if predicate == RDFS.range and data and value not in DATATYPES:
            yield f"{subject}: range {value} is not in the datatype map"


def _undeclared_classes(graph: Graph) -> Iterator[str]:
    used = set(graph.objects(None, RDFS.subClassOf)) | set(graph.objects(None, RDFS.domain)) | set(graph.objects(None, RDF.type))
    used |= {value for one, value in graph.subject_objects(RDFS.range) if (one, RDF.type, OWL.ObjectProperty) in graph}
    for one in used:
        if isinstance(one, URIRef) and not str(one).startswith(BUILT_IN) and (one, RDF.type, OWL.Class) not in graph:
            yield f"{one}: used as a class and not declared"


def _composite(graph: Graph) -> Iterator[str]:
    """A property above a transitive one is not simple."""
    composite = {
        above for one in graph.subjects(RDF.type, OWL.TransitiveProperty) for above in graph.transitive_objects(one, RDFS.subPropertyOf)
    }
    composite |= set(graph.subjects(OWL.propertyChainAxiom))
    for one in composite:
        if any((one, RDF.type, characteristic) in graph for characteristic in SIMPLE_ONLY):
            yield f"{one}: not simple, yet functional, irreflexive or asymmetric"
        if any((node, OWL.onProperty, one) in graph and isinstance(node, BNode) for node in graph.subjects(OWL.maxCardinality)):
            yield f"{one}: not simple, yet counted"


def test_the_ontology_keeps_to_owl_2_dl() -> None:
    assert sorted(breaches(ontology())) == []


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        ((PH.tracesTo, RDF.type, OWL.IrreflexiveProperty), "transitive and irreflexive"),
        ((PH.derivesFrom, RDF.type, OWL.TransitiveProperty), "its irreflexivity would not be on a simple property"),
        ((PH.number, RDF.type, OWL.ObjectProperty), "two kinds"),
        ((URIRef("urn:x"), URIRef("urn:undeclared"), Literal("x")), "undeclared property"),
        ((URIRef("urn:x"), RDF.type, URIRef("urn:Undeclared")), "undeclared class"),
        ((URIRef("urn:x"), PH.carriesOut, Literal("47/NQ-HĐND")), "a literal is no document"),
        ((PH.dateIssued, RDFS.range, URIRef("http://www.w3.org/2001/XMLSchema#date")), "xsd:date is not in the datatype map"),
    ],
)
def test_a_breach_is_seen(extension: tuple[URIRef, URIRef, URIRef], why: str) -> None:
    graph = ontology()
    graph.add(extension)
    assert list(breaches(graph)), why
