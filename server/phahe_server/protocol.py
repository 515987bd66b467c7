"""What a SPARQL 1.1 Protocol request asks (https://www.w3.org/TR/sparql11-protocol/), and its answer. Query operation only.

Pure: the parts of an HTTP request in, a `Query` or a `Problem` out; nothing here reads a socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from phahe.store import Dataset, QueryError, Result, Store
from phahe_server import guard, results
from phahe_server.graph import named
from phahe_server.negotiation import RDF_FORMATS, TABLE_FORMATS, best
from phahe_server.problems import Problem

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MAX_FIELDS = 500

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the dataset its request names (protocol parameters stand over FROM in the text)."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a response and its media type."""

    media_type: str
    body: bytes


def parse_fields(encoded: bytes) -> Fields:
    """The fields of a query string or a form, decoded once. Problem 400 for too many of them or bytes that are no UTF-8."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
    except UnicodeDecodeError:
        raise Problem(400, "The parameters are not percent-encoded UTF-8.") from None
    except ValueError:
        raise Problem(400, f"The request has more than {_MAX_FIELDS} parameters.") from None


def read_request(method: str, query_string: bytes, content_type: str, body: bytes, base: str | None = None) -> Query | None:
    """The query of a request; None where a GET carries none. Raises `Problem` for a request the protocol does not allow."""
    fields = parse_fields(query_string)
    media, _, parameters = content_type.lower().partition(";")
    media = media.strip()
    if method == "POST":
        if "charset=" in parameters and "utf-8" not in parameters:
            raise Problem(415, "The query must be sent as UTF-8.")
        if media == _FORM:
            fields = fields + parse_fields(body.strip())
        elif media == _DIRECT:
            fields = [*fields, ("query", _text(body))]
        elif media == "application/sparql-update":
            raise Problem(403, "Updates are refused: this endpoint is read-only.")
        else:
            raise Problem(415, f"A POST must be {_FORM} or {_DIRECT}.", headers={"Accept-Post": f"{_FORM}, {_DIRECT}"})
    return _query(method, fields, base)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The query is not UTF-8 (byte {error.start}).") from None


def _query(method: str, fields: Fields, base: str | None) -> Query | None:
    if any(name == "update" for name, _ in fields):
        raise Problem(403, "Updates are refused: this endpoint is read-only.")
    texts = [text for name, text in fields if name == "query"]
    if len(texts) > 1:
        raise Problem(400, "The request carries more than one query.")
    if not texts:
        if method == "POST":
            raise Problem(400, "The request carries no query.")
        return None
    if not texts[0].strip():
        raise Problem(400, "The query is empty.", {"line": 1, "column": 1})
    guard.check(texts[0])
    default = tuple(text for name, text in fields if name == "default-graph-uri")
    graphs = tuple(text for name, text in fields if name == "named-graph-uri")
    formats = [text for name, text in fields if name == "format" and text]
    return Query(texts[0], default, graphs, base, formats[-1] if formats else None)


def run(store: Store, query: Query) -> Result:
    """The result of `query`. Problem 400 with line and column where it cannot be run."""
    preamble = f"BASE <{query.base}> " if query.base and named(query.base) else ""
    try:
        return store.query(preamble + query.text, dataset(query))
    except QueryError as error:
        column = error.column - len(preamble) if error.line == 1 and error.column else error.column
        place = {"line": error.line, "column": max(column or 1, 1)} if error.line else {}
        at = f"line {place['line']}, column {place['column']}: " if place else ""
        raise Problem(400, f"{at}{error.message}", place) from None


def answer(store: Store, query: Query, accept: str | None) -> Answer:
    """Run `query` and write its result in the format the client likes best."""
    result = run(store, query)
    media_type = _media_type(results.offered(result), query.format, accept)
    return Answer(media_type, results.write(result, media_type))


def table(store: Store, query: Query) -> Result:
    """Run `query` for a page: the result itself, at most `PAGE_ROWS` rows of it shown by the template."""
    return run(store, query)


def dataset(query: Query) -> Dataset:
    """The dataset of a request; everyday where it names none. A graph the store does not hold is empty; nothing is fetched."""
    if not query.default_graphs and not query.named_graphs:
        return Dataset()
    return Dataset(_nodes(query.default_graphs), _nodes(query.named_graphs))


def _nodes(iris: tuple[str, ...]) -> tuple[NamedNode, ...]:
    nodes = [named(iri) for iri in iris]
    if None in nodes:
        raise Problem(400, "A graph is named by something that is no absolute IRI.", {"graph": iris[nodes.index(None)]})
    return tuple(node for node in nodes if node)


def _media_type(offered: tuple[str, ...], wanted: str | None, accept: str | None) -> str:
    if wanted:
        media_type = {**RDF_FORMATS, **TABLE_FORMATS}.get(wanted, wanted)
        if media_type in offered:
            return media_type
        raise Problem(406, f"This answer is not offered as {wanted}.", {"offered": list(offered)})
    chosen = best(accept, offered)
    if chosen is None and best(accept, ["text/html", "application/problem+json"]):
        return offered[0]
    if chosen is None:
        raise Problem(406, "The answer is offered in none of the formats of the Accept header.", {"offered": list(offered)})
    return chosen
