"""What a SPARQL 1.1 Protocol request asks (https://www.w3.org/TR/sparql11-protocol/).

Pure: the parts of an HTTP request in, a `Query`, an `Update` or a `Problem` out; nothing here reads a socket or runs anything (see `answering`).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from phahe.store import Dataset
from phahe_server import binding, guard
from phahe_server.graph import named
from phahe_server.negotiation import RDF_FORMATS, TABLE_FORMATS, best
from phahe_server.problems import Problem

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
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
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """An update, and the dataset of its WHERE parts where the request names one."""

    text: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()
    base: str | None = None


def parse_fields(encoded: bytes) -> Fields:
    """The fields of a query string or a form, decoded once. Problem 400 for too many of them or bytes that are no UTF-8."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
    except UnicodeDecodeError:
        raise Problem(400, "The parameters are not percent-encoded UTF-8.") from None
    except ValueError:
        raise Problem(400, f"The request has more than {_MAX_FIELDS} parameters.") from None


def read_request(method: str, query_string: bytes, content_type: str, body: bytes, base: str | None = None) -> Query | Update | None:
    """The query or update of a request; None where a GET carries none. Raises `Problem` for a request the protocol does not allow."""
    fields = parse_fields(query_string)
    media, _, parameters = content_type.lower().partition(";")
    media = media.strip()
    base = base if base and named(base) else None
    if method == "POST":
        if "charset=" in parameters and "utf-8" not in parameters.replace('"', "").replace("utf8", "utf-8"):
            raise Problem(415, "The query must be sent as UTF-8.")
        if media == _FORM:
            fields = fields + parse_fields(body.strip())
        elif media == _DIRECT:
            fields = [*fields, ("query", _text(body))]
        elif media == _UPDATE:
            fields = [*fields, ("update", _text(body))]
        else:
            kinds = f"{_FORM}, {_DIRECT}, {_UPDATE}"
            raise Problem(415, f"A POST must be one of {kinds}.", headers={"Accept-Post": kinds})
    updates = [text for name, text in fields if name == "update"]
    return _update(method, updates, fields, base) if updates else _query(method, fields, base)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The query is not UTF-8 (byte {error.start}).") from None


def _all(fields: Fields, wanted: str) -> tuple[str, ...]:
    return tuple(text for name, text in fields if name == wanted)


def _update(method: str, texts: list[str], fields: Fields, base: str | None) -> Update:
    if method != "POST":
        raise Problem(400, "An update must be sent by POST.")
    if len(texts) > 1 or _all(fields, "query"):
        raise Problem(400, "The request carries more than one query or update.")
    guard.check_size(texts[0])
    return Update(texts[0], _all(fields, "using-graph-uri"), _all(fields, "using-named-graph-uri"), base)


def _query(method: str, fields: Fields, base: str | None) -> Query | None:
    texts = _all(fields, "query")
    if len(texts) > 1:
        raise Problem(400, "The request carries more than one query.")
    if not texts:
        if method == "POST":
            raise Problem(400, "The request carries no query.")
        return None
    if not texts[0].strip():
        raise Problem(400, "The query is empty.", {"line": 1, "column": 1})
    guard.check_size(texts[0])
    formats = [text for text in _all(fields, "format") if text]
    return Query(
        texts[0], _all(fields, "default-graph-uri"), _all(fields, "named-graph-uri"), base, formats[-1] if formats else None,
        binding.parameters(fields),
    )  # fmt: skip


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


def choose(offered: tuple[str, ...], wanted: str | None, accept: str | None) -> str:
    """The media type of an answer: what `format` asks for, else what Accept likes best. Problem 406 where none suits."""
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
