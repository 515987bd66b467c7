"""The SPARQL 1.1 Service Description of the endpoint (https://www.w3.org/TR/sparql11-service-description/), with the graphs it holds."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, Triple

from phahe.store import Store
from phahe_server import results

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMATS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_INPUTS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
#: Named graphs told; a nation has thousands.
_MOST: Final = 500


def describe(store: Store, endpoint: str, media_type: str, writable: bool = False) -> bytes:
    """The description of the service at `endpoint`, in an RDF format."""
    node = {name: NamedNode(f"{endpoint}#{name}") for name in ("service", "dataset", "default")}
    facts = [
        (node["service"], _TYPE, NamedNode(_SD + "Service")),
        (node["service"], _sd("endpoint"), NamedNode(endpoint)),
        (node["service"], _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (node["service"], _sd("feature"), _sd("EmptyGraphs")),
        (node["service"], _sd("defaultDataset"), node["dataset"]),
        (node["dataset"], _TYPE, _sd("Dataset")),
        (node["dataset"], _sd("defaultGraph"), node["default"]),
        (node["default"], _TYPE, _sd("Graph")),
        *((node["service"], _sd("resultFormat"), NamedNode(f"http://www.w3.org/ns/formats/{name}")) for name in _FORMATS),
    ]
    if writable:
        facts.append((node["service"], _sd("supportedLanguage"), _sd("SPARQL11Update")))
        facts += [(node["service"], _sd("inputFormat"), NamedNode(f"http://www.w3.org/ns/formats/{name}")) for name in _INPUTS]
    for number, graph in enumerate(store.graphs()[:_MOST], 1):
        entry = NamedNode(f"{endpoint}#graph{number}")
        facts += [(node["dataset"], _sd("namedGraph"), entry), (entry, _TYPE, _sd("NamedGraph")), (entry, _sd("name"), graph)]
    return results.rdf([Triple(*fact) for fact in facts], media_type)


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
