"""What the rows of a table of results may name, read from the shipped vocabularies; and what a value is judged against."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from phahe.namespaces import PH
from phahe.observing import KnownMeasure, Vocabulary, measure_key
from phahe.places.names import load_place_names
from phahe.resources import folder
from phahe.turtle.canonical import parse_turtle, read_turtle
from phahe.vietnamese import comparison_key

_PERCENT: Final = ("%", "phần trăm")


@cache
def load_vocabulary(vocabularies: Path | None = None, reference: Path | None = None) -> Vocabulary:
    """The measures and units of `ontology/vocab` and the places of `data/ttl/reference`, or of other folders.

    >>> load_vocabulary().units["%"]
    'percent'
    """
    where = vocabularies or folder("ontology/vocab")
    measures: dict[str, KnownMeasure] = {}
    graph = read_turtle(where / "measure.ttl")
    for node in sorted(graph.subjects(RDF.type, PH.Measure), key=str):
        code = str(graph.value(node, SKOS.notation))
        unit = str(graph.value(node, PH.unit)).rpartition("/")[2]
        names = frozenset(filter(None, (measure_key(code), *(measure_key(key) for key in _labels(graph, node)))))
        for name in names:
            measures.setdefault(name, KnownMeasure(code, unit, names))
    units = read_turtle(where / "unit.ttl")
    words = {key: str(units.value(node, SKOS.notation)) for node in units.subjects(RDF.type, SKOS.Concept) for key in
             (str(units.value(node, SKOS.notation)), *_labels(units, node))}  # fmt: skip
    return Vocabulary(measures, {**words, **{(comparison_key(word) or word): "percent" for word in _PERCENT}}, load_place_names(reference))


def background(values: Graph, reference: Path | None = None) -> Graph:
    """The places the values name and those that hold them, in full: the shapes want to see them."""
    known = load_place_names(reference).places
    wanted = {unit.iri for place in values.objects(None, PH.observedPlace) for unit in known.chain(str(place))}
    lines = [
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for path in sorted((reference or folder("data/ttl/reference")).glob("places*.ttl"))
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)
        if isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value in wanted
    ]
    return parse_turtle("\n".join(lines))


def _labels(graph: Graph, node: object) -> list[str]:
    found = [label for predicate in (SKOS.prefLabel, SKOS.altLabel) for label in graph.objects(URIRef(str(node)), predicate)]
    return [comparison_key(str(label)) for label in found if isinstance(label, Literal)]
