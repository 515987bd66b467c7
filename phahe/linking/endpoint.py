"""Records of a SPARQL endpoint, through SPARQLWrapper. The address is the caller's; nothing else is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.error import URLError

from phahe.linking.model import Record
from phahe.vietnamese import collapse, nfc

#: Asked unless the caller has a query of its own: it selects ?item and ?label, and may select ?within and ?code.
QUERY: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?item ?label WHERE {
  { ?item rdfs:label ?label } UNION { ?item skos:prefLabel ?label }
  FILTER(LANG(?label) = "vi" || LANG(?label) = "")
} ORDER BY ?item ?label LIMIT 50000"""


class EndpointError(ValueError):
    """An endpoint that does not answer, or not with what was asked."""


def records_of_endpoint(address: str, query: str = "", timeout: int = 60) -> Iterator[Record]:
    """The rows an endpoint answers `query` with. Raises EndpointError, saying why."""
    from SPARQLWrapper import JSON, POST, SPARQLWrapper  # noqa: PLC0415
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException  # noqa: PLC0415

    asked = SPARQLWrapper(address)
    asked.setTimeout(timeout)
    asked.setMethod(POST)
    asked.setReturnFormat(JSON)
    asked.setQuery(query or QUERY)
    try:
        answer: Any = asked.queryAndConvert()
        rows = answer["results"]["bindings"]
    except (SPARQLWrapperException, URLError, OSError, ValueError, KeyError, TypeError) as error:
        raise EndpointError(f"{address}: không trả lời được (no usable answer): {' '.join(str(error).split())[:200]}") from error
    for number, row in enumerate(rows, 1):
        cells = {name: collapse(nfc(str(term.get("value", "")))) for name, term in row.items() if isinstance(term, dict)}
        if cells.get("item", "").startswith(("http://", "https://")) and cells.get("label"):
            yield Record(cells["item"], number, cells["label"], cells.get("within", ""), cells.get("code", ""))
