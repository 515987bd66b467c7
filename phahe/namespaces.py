"""The namespaces of the graph, once. IRIs of single things are minted in `iris`.

A namespace is its text; rdflib is imported when the first term of one is asked for, so that what only needs prefixes starts without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rdflib import URIRef


class Vocabulary(str):
    """A namespace that makes each of its terms once: `PH.text` is a look-up, where an rdflib namespace builds and checks an IRI each time.

    >>> Vocabulary("https://w3id.org/phahe/ns#").Task
    rdflib.term.URIRef('https://w3id.org/phahe/ns#Task')
    >>> Vocabulary("https://w3id.org/phahe/graph/")["document/x"]
    rdflib.term.URIRef('https://w3id.org/phahe/graph/document/x')
    """

    def __getattr__(self, name: str) -> URIRef:
        if name.startswith("__"):  # Python asks for what a type can do
            raise AttributeError(name)
        self.__dict__[name] = term = self[name]
        return term

    def __getitem__(self, name: str) -> URIRef:  # type: ignore[override]  # as rdflib's namespaces; nobody slices one
        from rdflib import URIRef  # noqa: PLC0415

        return URIRef(str(self) + name)

    def __contains__(self, iri: object) -> bool:
        """Whether an IRI is in this namespace."""
        return isinstance(iri, str) and iri.startswith(str(self))


BASE: Final = "https://w3id.org/phahe/"
PH: Final = Vocabulary(BASE + "ns#")
GRAPH: Final = Vocabulary(BASE + "graph/")
VOCAB: Final = Vocabulary(BASE + "vocab/")
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
    "dcterms": "http://purl.org/dc/terms/",
    "eli": str(ELI),
    "oa": str(OA),
    "org": str(ORG),
    "owl": "http://www.w3.org/2002/07/owl#",
    "ph": str(PH),
    "prov": "http://www.w3.org/ns/prov#",
    "qb": str(QB),
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": str(SCHEMA),
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": str(TIME),
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{scheme: f"{VOCAB}{scheme}/" for scheme in SCHEMES},
}
