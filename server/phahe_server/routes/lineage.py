"""The lineage: its page, the way between two documents, single documents and hops, and the graph for programs and the explorer."""

from __future__ import annotations

from typing import Any, Final, get_args

from fastapi import APIRouter, Query, Request
from starlette.datastructures import State
from starlette.responses import JSONResponse, Response

from phahe_server import protocol, render
from phahe_server.graph import named
from phahe_server.problems import Problem
from phahe_server.routes import labels
from phahe_server.views import lineage_graph, lineage_page, lineage_ways
from phahe_server.views.lineage_graph import What, iri_of

router = APIRouter()
_MAX_NAME: Final = 500


@router.api_route("/lineage", methods=["GET", "HEAD"], include_in_schema=False)
async def page(request: Request) -> Response:
    """The lineage of all documents: picture, filters, every hop with its proof."""
    await labels.ensure(request.app.state)
    given = lineage_page.asked(protocol.parse_fields(request.scope["query_string"]))
    state = request.app.state
    whole = await overview(state)
    view = await (
        state.executor.run(lineage_page.page, whole, given) if given else _kept(state, "lineage-page", lineage_page.page, whole, given)
    )
    return render.page(request, "lineage.html", page=view)


@router.api_route("/lineage/path", methods=["GET", "HEAD"], include_in_schema=False)
async def path(request: Request) -> Response:
    """The way between two documents with the quotes at every hop."""
    asked = _fields(request)
    one, other = asked.get("from", ""), asked.get("to", "")
    nodes = (await overview(request.app.state)).nodes
    found = await request.app.state.executor.run(lineage_ways.between, one, other) if one and other else None
    return await _part(request, "lineage_path.html", way=found, one=one, other=other, nodes=nodes)


@router.api_route("/lineage/document", methods=["GET", "HEAD"], include_in_schema=False)
async def document(request: Request) -> Response:
    """One document: what it is, what is above and below it."""
    asked = _fields(request)
    found = await request.app.state.executor.run(lineage_ways.card, _iri(asked.get("document", "")))
    if found is None:
        raise Problem(404, "The graph knows no such document.")
    return await _part(request, "lineage_document.html", card=found)


@router.api_route("/lineage/hop", methods=["GET", "HEAD"], include_in_schema=False)
async def hop(request: Request) -> Response:
    """One relation between two documents with its proof."""
    asked = _fields(request)
    relation = asked.get("relation", "")
    if not relation.replace("-", "").isalnum():
        raise Problem(400, "The parameter relation must be the code of a relation.")
    found = await request.app.state.executor.run(lineage_ways.link, _iri(asked.get("child", "")), _iri(asked.get("parent", "")), relation)
    if found is None:
        raise Problem(404, "The graph states no such relation.")
    return await _part(request, "lineage_hop.html", link=found)


@router.get("/api/lineage/graph", tags=["lineage"], summary="The graph of documents and the relations between them")
async def graph(request: Request, add: str = Query("", description="inferred or aligned: only the relations of that tier")) -> Response:
    """Nodes, edges (child to parent) and hubs; a document with more than 200 neighbours comes with the first 200."""
    if add not in ("", "inferred", "aligned"):
        raise Problem(400, "The parameter add is inferred or aligned.", {"parameter": "add"})
    state = request.app.state
    found = await (_kept(state, f"lineage-added {add}", lineage_graph.added, await overview(state), add) if add else overview(state))
    return JSONResponse(found.as_json())


@router.get("/api/lineage/around", tags=["lineage"], summary="Tasks, citations or neighbours of one document")
async def around(
    request: Request,
    document: str = Query(..., description="IRI of the document, the project's own ones without the base"),
    what: str = Query("below", description="tasks, citations, below or above"),
    after: str = Query("", description="IRI after which to go on; the answer's hubs say it"),
) -> Response:
    """At most 200 of them, with how many there are and where the next ones begin."""
    if what not in get_args(What):
        raise Problem(400, "The parameter what is tasks, citations, below or above.", {"parameter": "what"})
    if after and named(after) is None:
        raise Problem(400, "The parameter after must be an IRI.", {"parameter": "after"})
    found = await request.app.state.executor.run(lineage_graph.around, _iri(document), what, after)
    return JSONResponse(found.as_json())


async def overview(state: State) -> lineage_graph.Graph:
    """The graph of all documents, kept for a while: every page of the lineage starts from it."""
    found: lineage_graph.Graph = await _kept(state, "lineage-overview", lineage_graph.overview)
    return found


async def _kept(state: State, key: str, view: Any, *arguments: Any) -> Any:
    """What the view finds, kept while this version of the data is served."""
    return await state.lasting.get(f"{state.pool.version} {key}", lambda: state.executor.run(view, *arguments))


async def _part(request: Request, template: str, **context: Any) -> Response:
    """The page, or with `?part=1` only what the explorer puts beside the picture."""
    await labels.ensure(request.app.state)
    part = _fields(request).get("part") == "1"
    return render.page(request, template, layout="part.html" if part else "base.html", part=part, **context)


def _fields(request: Request) -> dict[str, str]:
    return {name: text.strip()[:_MAX_NAME] for name, text in protocol.parse_fields(request.scope["query_string"])}


def _iri(text: str) -> str:
    """The IRI that a parameter names, in full or without the base. Problem 400 where it can be none."""
    iri = iri_of(text)
    if not text or named(iri) is None:
        raise Problem(400, "The parameter must be the IRI of a document.")
    return iri
