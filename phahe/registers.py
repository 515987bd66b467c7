"""Loads what is known beforehand from the shipped Turtle: places, agencies, cited documents, document types, measures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import RDFS, SKOS, Graph

from phahe.agencies import Register as AgencyRegister
from phahe.graph import Registers
from phahe.measures import Measures
from phahe.places import Places
from phahe.register import DocumentRegister
from phahe.resources import folder


@cache
def load_registers(reference: Path | None = None, vocabularies: Path | None = None) -> Registers:
    """The registers of `data/ttl/reference` and `ontology/vocab`, or of other folders with the same files."""
    reference = reference or folder("data/ttl/reference")
    vocabularies = vocabularies or folder("ontology/vocab")
    agencies = (reference / "agencies.ttl").read_text(encoding="utf-8")
    places = (reference / "places.ttl").read_text(encoding="utf-8")
    documents = Graph().parse(reference / "documents.ttl")
    types = Graph().parse(vocabularies / "doctype.ttl")
    labels = {str(s): str(o) for s, o in Graph().parse(data=agencies, format="turtle").subject_objects(RDFS.label) if o.language == "vi"}  # type: ignore[union-attr]
    return Registers(
        Places.from_turtle(places),
        AgencyRegister.from_turtle(agencies, places),
        DocumentRegister.from_graph(documents),
        frozenset(str(code) for code in types.objects(None, SKOS.notation)),
        labels,
    )


@cache
def load_measures(vocabularies: Path | None = None) -> Measures:
    """The measures of `ontology/vocab/measure.ttl`."""
    return Measures.from_turtle(((vocabularies or folder("ontology/vocab")) / "measure.ttl").read_text(encoding="utf-8"))
