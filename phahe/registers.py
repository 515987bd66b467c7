"""Loads what is known beforehand from the shipped Turtle: places, agencies, cited documents, document types, measures, themes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from phahe.agencies.register import Register as AgencyRegister
from phahe.graph import Registers, Verdict
from phahe.labels import Label
from phahe.means.glossary import Glossaries, Glossary
from phahe.namespaces import PH
from phahe.places import Places
from phahe.register import DocumentRegister, documents_of
from phahe.resources import folder
from phahe.targets.measures import Measures
from phahe.tasks.themes import Themes


@cache
def load_registers(reference: Path | None = None, vocabularies: Path | None = None) -> Registers:
    """The registers of `data/ttl/reference` and `ontology/vocab`, or of other folders with the same files."""
    reference = reference or folder("data/ttl/reference")
    vocabularies = vocabularies or folder("ontology/vocab")
    agencies = (reference / "agencies.ttl").read_text(encoding="utf-8")
    places = (reference / "places.ttl").read_text(encoding="utf-8")
    documents = Graph().parse(reference / "documents.ttl")
    types = Graph().parse(vocabularies / "doctype.ttl")
    named = Graph().parse(data=agencies, format="turtle").subject_objects(RDFS.label)
    labels = {str(body): str(name) for body, name in named if isinstance(name, Literal) and name.language == "vi"}
    return Registers(
        Places.from_turtle(places),
        AgencyRegister.from_turtle(agencies, places),
        DocumentRegister.of(replace(item, issuer_name=labels.get(str(item.issuer))) for item in documents_of(documents)),
        frozenset(str(code) for code in types.objects(None, SKOS.notation)),
        labels,
        _verdicts(Graph().parse(vocabularies / "verdict.ttl")),
        Themes.from_turtle((vocabularies / "theme.ttl").read_text(encoding="utf-8")),
    )


def _verdicts(graph: Graph) -> dict[str, Verdict]:
    def label(concept: Node, predicate: URIRef) -> Label | None:
        said = {str(name.language): str(name) for name in graph.objects(concept, predicate) if isinstance(name, Literal)}
        return Label(said["vi"], said["en"]) if {"vi", "en"} <= said.keys() else None

    found = {}
    for concept, code in graph.subject_objects(SKOS.notation):
        severity = str(graph.value(concept, PH.severity)).rsplit("/", 1)[-1]
        name = label(concept, SKOS.prefLabel) or Label(str(code), str(code))
        found[str(code)] = Verdict(str(code), severity, name, label(concept, PH.rule), label(concept, PH.remedy))
    return found


@cache
def load_measures(vocabularies: Path | None = None) -> Measures:
    """The measures of `ontology/vocab/measure.ttl`."""
    return Measures.from_turtle(((vocabularies or folder("ontology/vocab")) / "measure.ttl").read_text(encoding="utf-8"))


@cache
def load_glossaries(vocabularies: Path | None = None) -> Glossaries:
    """The printed words of `ontology/vocab/funding-source.ttl` and `output-kind.ttl`."""
    where = vocabularies or folder("ontology/vocab")
    funding, outputs = ((where / f"{name}.ttl").read_text(encoding="utf-8") for name in ("funding-source", "output-kind"))
    return Glossaries(Glossary.from_turtle(funding), Glossary.from_turtle(outputs))
