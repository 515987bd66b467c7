"""The SPARQL 1.1 Service Description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, Triple

from phahe_server import results

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMATS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def describe(endpoint: str, media_type: str) -> bytes:
    """The description of the service at `endpoint`."""
    service = NamedNode(endpoint + "#service")
    triples = [
        Triple(service, _TYPE, NamedNode(_SD + "Service")),
        Triple(service, NamedNode(_SD + "endpoint"), NamedNode(endpoint)),
        Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
        Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + "UnionDefaultGraph")),
        *(Triple(service, NamedNode(_SD + "resultFormat"), NamedNode(f"http://www.w3.org/ns/formats/{name}")) for name in _FORMATS),
    ]
    return results.rdf(triples, media_type)
