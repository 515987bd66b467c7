"""RDF that somebody sends: parsed in a worker under limits, never in the web process; nothing it names is fetched.

The engine's parsers fetch nothing. What kills them (entities that unfold, nesting without end) is refused here where it can be seen
and otherwise ends the worker, not the server.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from typing import Final

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat

from phahe_server.problems import Problem

FORMATS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "text/n3": RdfFormat.N3,
}
#: How deep lists and blank nodes of Turtle may stand in each other.
DEPTH: Final = 500
_PARTS: Final = 100
_BRACKET: Final = re.compile(
    rb'[][()]|<[^<>"{}|^`\\\x00-\x20]*>|#[^\n\r]*'
    rb'|"""(?:"{0,2}(?:[^"\\]|\\.))*"""|"(?:[^"\\\n\r]|\\.)*"' + rb"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|'(?:[^'\\\n\r]|\\.)*'",
    re.DOTALL,
)
_ENTITY: Final = re.compile(rb"<!ENTITY\s+(?:%\s*)?[^\s>]+\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def parse(content_type: str, body: bytes, base: str) -> list[Quad]:
    """The triples of a request body. Problem 415 for a type that is none of `FORMATS` or multipart of them, 400 with the place of an error."""
    message = Message()
    message["Content-Type"] = content_type or "application/octet-stream"
    if message.get_content_type() == "multipart/form-data":
        return [quad for part, raw in _parts(content_type, body) for quad in _document(part, raw, base)]
    return _document(message, body, base)


def _parts(content_type: str, body: bytes) -> list[tuple[Message, bytes]]:
    if "\n" in content_type or "\r" in content_type or body.count(b"\n--") > 2 * _PARTS:
        raise Problem(400, f"The body has more than {_PARTS} parts.")
    whole = message_from_bytes(f"Content-Type: {content_type}\n\n".encode("latin-1", "replace") + body)
    if not whole.is_multipart():
        raise Problem(400, "The body is not the multipart document it is said to be.")
    return [(part, bytes(part.get_payload(decode=True) or b"")) for part in whole.walk() if not part.is_multipart()]


def _document(message: Message, raw: bytes, base: str) -> list[Quad]:
    kind = message.get_content_type()
    form = FORMATS.get(kind)
    if form is None:
        offered = ", ".join(FORMATS)
        raise Problem(415, f"A graph is not read from {kind}.", {"offered": list(FORMATS)}, headers={"Accept-Post": offered})
    charset = str(message.get_param("charset") or "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "RDF must be sent as UTF-8.")
    if form == RdfFormat.RDF_XML:
        _refuse_entities(raw)
    elif form in (RdfFormat.TURTLE, RdfFormat.N3):
        _refuse_depth(raw)
    try:
        quads = list(pyoxigraph.parse(raw, format=form, base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        place = {"line": error.lineno, "column": error.offset or 1} if error.lineno else {}
        raise Problem(400, f"{kind} does not parse: {error.msg}", place) from None
    except (ValueError, OSError) as error:
        raise Problem(400, f"{kind} does not parse: {error}") from None
    if any(not isinstance(quad.graph_name, DefaultGraph) for quad in quads):
        raise Problem(400, "The document names graphs of its own; the request names the graph.")
    return quads


def _refuse_depth(raw: bytes) -> None:
    """The engine's time grows with the square of the depth."""
    if raw.count(b"(") + raw.count(b"[") <= DEPTH:
        return
    depth = 0
    for match in _BRACKET.finditer(raw):
        depth += (match[0] in (b"(", b"[")) - (match[0] in (b")", b"]"))
        if depth > DEPTH:
            raise Problem(400, f"The document nests brackets more than {DEPTH} deep.")


def _refuse_entities(raw: bytes) -> None:
    """Entities are only for short names of namespaces: none from outside, none that unfolds into others."""
    for match in _ENTITY.finditer(raw):
        if match[1] or b"&" in (match[2] or match[3] or b"") or b"%" in (match[2] or match[3] or b""):
            raise Problem(400, "An entity of the document comes from outside or unfolds into others; that is not read.")
