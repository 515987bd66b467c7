"""`/sparql`: the SPARQL 1.1 Protocol; a form for people; the service description for programs that ask for nothing.

Updates are the business of `app.state.writer`, which is there where an administrator's token is configured; without it they are refused.
"""

from __future__ import annotations

import re
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from phahe.namespaces import PREFIXES, SCHEMES
from phahe.questions import UnknownQuestionError, catalogue, get
from phahe.store import with_prefixes
from phahe_server import answering, language, links, negotiation, protocol, render, service, streaming
from phahe_server.body import read_body
from phahe_server.problems import Problem, respond
from phahe_server.routes import labels

router = APIRouter()
_ALLOW: Final = "GET, HEAD, POST, OPTIONS"
#: Functions that give another value each time; \\u: a query that hides its letters may call them too.
_VOLATILE: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b|\\u", re.IGNORECASE)


def preflight_headers(methods: str) -> dict[str, str]:
    """What a browser asks before it lets a page of another origin send its request: any origin may read."""
    return {
        "Allow": methods,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After",
        "Access-Control-Max-Age": "86400",
    }


@router.options("/sparql", include_in_schema=False)
async def preflight() -> Response:
    """Any origin may query."""
    return Response(status_code=204, headers=preflight_headers(_ALLOW))


@router.get("/sparql", tags=["sparql"], summary="Run a SPARQL query, or describe the service")
@router.head("/sparql", include_in_schema=False)
@router.post("/sparql", tags=["sparql"], summary="Run a SPARQL query sent as a form or as application/sparql-query")
async def sparql(request: Request) -> Response:
    """Answer a protocol request; errors are problem documents with line and column."""
    accept = request.headers.get("accept")
    endpoint = str(request.url.replace(query="", fragment=""))
    html = negotiation.wants_html(accept)
    try:
        body = await read_body(request) if request.method == "POST" else b""
        content_type = request.headers.get("content-type", "")
        asked = protocol.read_request(request.method, request.scope["query_string"], content_type, body, endpoint)
        if isinstance(asked, protocol.Update):
            return await _updated(request, asked)
        if asked is None:
            if html:
                example = example_text(request.query_params.get("example", ""))
                return _page(request, query=example, answer=None, problem=None)
            return await _description(request, accept, endpoint)
        if html and asked.format is None:
            found = await request.app.state.strangers.run(answering.table, asked)
            return _page(request, query=asked.text, answer=found, problem=None)
        return await streaming.respond(request.app.state.strangers, answering.answer, asked, accept, headers=_headers(asked))
    except Problem as problem:
        if html and request.method != "POST" and problem.status not in (404, 405, 406):
            text = next((text for name, text in protocol.parse_fields(request.scope["query_string"]) if name == "query"), "")
            return _page(request, problem.status, problem.headers, query=text, answer=None, problem=problem)
        return respond(request, problem)


def _page(request: Request, status: int = 200, headers: dict[str, str] | None = None, **shown: Any) -> Response:
    """The form, with the questions of the catalogue as examples."""
    return render.page(request, "sparql.html", status, headers, examples=catalogue(), **shown)


def example_text(slug: str) -> str:
    """The SPARQL of the catalogue question `slug`, "" where there is none."""
    try:
        return with_prefixes(get(slug).query)
    except UnknownQuestionError:
        return ""


@router.get("/api/terms", tags=["sparql"], summary="The terms of the graph and their prefixes, for editors that complete what one types")
async def terms(request: Request) -> Response:
    """`terms`: name with prefix, kind (class, property, constant), label in the reader's language. `prefixes`: prefix to namespace."""
    await labels.ensure(request.app.state)
    lang = language.language(request)
    found = [
        {"name": name, "kind": _kind(name), "label": words.get(lang) or words.get("vi") or words.get("en") or ""}
        for iri, words in sorted(request.app.state.labels.items())
        if ":" in (name := links.shorten(iri)) and not name.startswith("http")
    ]
    return JSONResponse({"terms": found, "prefixes": PREFIXES}, headers={"Vary": "Accept, Cookie"})


def _kind(name: str) -> str:
    """How an editor marks a term: by the conventions of the ontology, classes begin with a capital, vocabularies have prefixes of their own."""
    prefix, _, local = name.partition(":")
    return "constant" if prefix in SCHEMES or prefix == "measure" else "class" if local[:1].isupper() else "property"


def _headers(asked: protocol.Query) -> dict[str, str]:
    volatile = _VOLATILE.search(asked.text)
    return {"Vary": "Accept", "Cache-Control": "no-store" if volatile else "no-cache"}


async def _updated(request: Request, update: protocol.Update) -> Response:
    writer = getattr(request.app.state, "writer", None)
    if writer is None:
        raise Problem(403, "Updates are refused: this endpoint is read-only.")
    response: Response = await writer.update(request, update)
    return response


async def _description(request: Request, accept: str | None, endpoint: str) -> Response:
    media_type = negotiation.best(accept, tuple(negotiation.RDF_FORMATS.values()))
    if media_type is None:
        raise Problem(400, "The request carries no query.")
    writable = getattr(request.app.state, "writer", None) is not None
    body = await request.app.state.executor.run(service.describe, endpoint, media_type, writable)
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(body, media_type=media_type + charset, headers={"Vary": "Accept"})
