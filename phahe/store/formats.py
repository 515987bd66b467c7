"""Answers as bytes: SPARQL results in JSON, XML, CSV, TSV; graphs in Turtle, N-Triples, JSON-LD, RDF/XML.

Which of them a client wants is negotiated elsewhere. Nothing is lost on the way: datatypes, language tags and unbound cells stay.
"""

from __future__ import annotations

import json
import re
from typing import Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat

from phahe.namespaces import PREFIXES
from phahe.store.model import Graph, Result, Solutions, Term, Truth

RESULT_FORMATS: Final[dict[str, QueryResultsFormat]] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final[dict[str, RdfFormat]] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def serialize(result: Result, media_type: str) -> bytes:
    """`result` in the format of `media_type`. Raises KeyError for a format this kind of result has not (CSV of a yes, a SELECT in Turtle).

    >>> serialize(Truth(True), "application/sparql-results+json")
    b'{"head":{},"boolean":true}'
    """
    if isinstance(result, Graph):
        form = GRAPH_FORMATS[media_type]
        return pyoxigraph.serialize(result.triples, format=form, prefixes=_used_prefixes(result)) or b""
    answer = json.dumps(to_json(result), ensure_ascii=False, separators=(",", ":")).encode()
    form_of_rows = RESULT_FORMATS[media_type]
    if form_of_rows == QueryResultsFormat.JSON:
        return answer
    if isinstance(result, Truth) and form_of_rows in (QueryResultsFormat.CSV, QueryResultsFormat.TSV):
        raise KeyError(media_type)
    return pyoxigraph.parse_query_results(answer, format=QueryResultsFormat.JSON).serialize(format=form_of_rows) or b""


def _used_prefixes(graph: Graph) -> dict[str, str]:
    """The project's prefixes that the graph has a use for."""
    spaces = {re.sub(r"[^/#]*$", "", term.value) for triple in graph for term in triple if isinstance(term, NamedNode)}
    spaces |= {re.sub(r"[^/#]*$", "", triple.object.datatype.value) for triple in graph if isinstance(triple.object, Literal)}
    return {name: namespace for name, namespace in PREFIXES.items() if namespace in spaces}


def to_json(result: Solutions | Truth) -> dict[str, object]:
    """The SPARQL 1.1 Query Results JSON object.

    >>> to_json(Solutions(("s", "o"), ((NamedNode("urn:x"), None),)))["results"]
    {'bindings': [{'s': {'type': 'uri', 'value': 'urn:x'}}]}
    """
    if isinstance(result, Truth):
        return {"head": {}, "boolean": result.value}
    bindings = [{name: term_json(term) for name, term in row.items()} for row in result]
    return {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}


def term_json(term: Term) -> dict[str, str]:
    """One term as SPARQL results JSON writes it."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": datatype})
