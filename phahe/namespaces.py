"""The namespaces of the graph, once. IRIs of single things are minted in `iris`."""

from __future__ import annotations

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD


class Vocabulary(Namespace):
    """A namespace that makes each of its terms once: `PH.text` is a look-up, where an rdflib namespace builds and checks an IRI each time.

    >>> Vocabulary("https://w3id.org/phahe/ns#").Task
    rdflib.term.URIRef('https://w3id.org/phahe/ns#Task')
    """

    def __getattr__(self, name: str) -> URIRef:
        term: URIRef = super().__getattr__(name)
        self.__dict__[name] = term
        return term


BASE: Final = "https://w3id.org/phahe/"
PH: Final = Vocabulary(BASE + "ns#")
GRAPH: Final = Vocabulary(BASE + "graph/")
VOCAB: Final = Namespace(BASE + "vocab/")
ELI: Final = Vocabulary("http://data.europa.eu/eli/ontology#")
OA: Final = Vocabulary("http://www.w3.org/ns/oa#")
ORG: Final = Vocabulary("http://www.w3.org/ns/org#")
QB: Final = Vocabulary("http://purl.org/linked-data/cube#")
TIME: Final = Vocabulary("http://www.w3.org/2006/time#")
SCHEMA: Final = Vocabulary("https://schema.org/")

#: SKOS schemes that data refers to; each is a prefix of its own in Turtle and SPARQL.
SCHEMES: Final = (
    "agency-kind", "agency-role", "assignment-basis", "comparator", "difference", "doctype", "fact-status", "form", "funding-source", "level",
    "output-kind", "place-kind", "provision-kind", "quality", "relation", "restatement-kind", "review-outcome", "role", "severity", "target-kind", "task-kind", "theme",
    "timing", "unit", "verdict", "year-basis",
)  # fmt: skip

#: Prefix to namespace, the same in every Turtle file, query and page.
PREFIXES: Final[dict[str, str]] = {
    "dcterms": str(DCTERMS),
    "eli": str(ELI),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "ph": str(PH),
    "prov": str(PROV),
    "qb": str(QB),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "time": str(TIME),
    "xsd": str(XSD),
    **{scheme: f"{VOCAB}{scheme}/" for scheme in SCHEMES},
}
