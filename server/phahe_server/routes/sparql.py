"""`/sparql`: the SPARQL 1.1 Protocol, read-only; a form for people; the service description for programs that ask for none."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from starlette.responses import Response

from phahe_server import negotiation, protocol, render, service
from phahe_server.body import read_body
from phahe_server.problems import Problem, respond

router = APIRouter()
_ALLOW = "GET, HEAD, POST, OPTIONS"


@router.options("/sparql", include_in_schema=False)
async def preflight() -> Response:
    """Any origin may query."""
    return Response(
        status_code=204,
        headers={
            "Allow": _ALLOW,
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )


@router.get("/sparql", tags=["sparql"], summary="Run a SPARQL query, or describe the service")
@router.head("/sparql", include_in_schema=False)
@router.post("/sparql", tags=["sparql"], summary="Run a SPARQL query sent as a form or as application/sparql-query")
async def sparql(request: Request) -> Response:
    """Answer a protocol request; errors are problem documents with line and column."""
    accept = request.headers.get("accept")
    endpoint = str(request.url.replace(query="", fragment=""))
    body = await read_body(request) if request.method == "POST" else b""
    html = negotiation.wants_html(accept)
    try:
        asked = protocol.read_request(
            request.method, request.scope["query_string"], request.headers.get("content-type", ""), body, endpoint
        )
        if asked is None:
            return render.page(request, "sparql.html", query="", answer=None, problem=None) if html else _description(accept, endpoint)
        if html and asked.format is None:
            found = await request.app.state.strangers.run(protocol.table, asked)
            return render.page(request, "sparql.html", query=asked.text, answer=found, problem=None)
        answer = await request.app.state.strangers.run(protocol.answer, asked, accept)
    except Problem as problem:
        if html and problem.status == 400:
            text = next((text for name, text in protocol.parse_fields(request.scope["query_string"]) if name == "query"), "")
            return render.page(request, "sparql.html", 400, query=text, answer=None, problem=problem)
        return respond(request, problem)
    return _answer(request, answer)


def _answer(request: Request, answer: protocol.Answer) -> Response:
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Vary": "Accept"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    charset = "; charset=utf-8" if answer.media_type.startswith("text/") else ""
    return Response(answer.body, headers=headers, media_type=answer.media_type + charset)


def _description(accept: str | None, endpoint: str) -> Response:
    media_type = negotiation.best(accept, list(negotiation.RDF_FORMATS.values()))
    if media_type is None:
        raise Problem(400, "The request carries no query.")
    return Response(service.describe(endpoint, media_type), media_type=media_type, headers={"Vary": "Accept"})
