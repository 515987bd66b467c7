"""`/graph-store`: the SPARQL 1.1 Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/), a graph named by `?graph=`, `?default`
or by the address itself.

Writes are the business of `app.state.writer`; without it they are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph
from fastapi import APIRouter, Request
from pyoxigraph import NamedNode, Quad, Triple
from starlette.responses import Response

from phahe.namespaces import PREFIXES
from phahe.store import Dataset, Store
from phahe.store.updates import UNNAMED
from phahe_server import negotiation, protocol, results, streaming
from phahe_server.graph import named
from phahe_server.problems import Problem
from phahe_server.querying.limits import Limits
from phahe_server.querying.worker import Out
from phahe_server.routes.sparql import preflight_headers

router = APIRouter()
PATH: Final = "/graph-store"
_READ: Final = ("GET", "HEAD")
_WRITE: Final = ("PUT", "POST", "DELETE", "PATCH")
_FORMATS: Final = [name for name in negotiation.RDF_FORMATS.values() if name not in negotiation.QUAD_FORMATS]
#: A graph may be taken away whole: longer and more than a query.
LIMITS: Final = Limits(seconds=120.0, rows=10_000_000, bytes=4 << 30)


def graph_name(request: Request) -> NamedNode | None:
    """The graph a request is about, None for the default graph. Problem 400 where it names none, or two."""
    fields = protocol.parse_fields(request.scope["query_string"])
    graphs = [text for name, text in fields if name == "graph"]
    defaults = [name for name, _ in fields if name == "default"]
    raw = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").split("?")[0]
    direct = raw.removeprefix(PATH).strip("/")
    if direct and not graphs and not defaults:
        graphs = [f"{request.url.scheme}://{request.url.netloc}{raw}"]
    if len(graphs) + len(defaults) != 1 or (direct and graphs[0:1] != [f"{request.url.scheme}://{request.url.netloc}{raw}"]):
        raise Problem(400, "Name one graph: ?graph=<IRI>, ?default, or its own address below this one.")
    node = named(graphs[0]) if graphs else None
    if graphs and node is None:
        raise Problem(400, "A graph is named by something that is no absolute IRI.", {"graph": graphs[0][:500]})
    return node


def held(store: Store, graph: NamedNode) -> bool:
    """Whether the store holds a graph of that name."""
    return next(iter(store.quads(graph)), None) is not None


def written(store: Store, out: Out, graph: NamedNode | None, media_type: str) -> None:
    """A graph as an RDF document. The default graph is what a query sees that names none."""
    out.start(media_type)
    pyoxigraph.serialize(_triples(store, graph), out, format=results.RDF[media_type], prefixes=PREFIXES)


def _triples(store: Store, graph: NamedNode | None) -> Iterator[Triple]:
    if graph is None:
        evaluate = getattr(store, "evaluate", store.query)
        yield from evaluate("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Dataset())
        return
    for quad in store.quads(graph):
        yield Triple(quad.subject, quad.predicate, quad.object) if isinstance(quad, Quad) else quad


@router.options(PATH, include_in_schema=False)
@router.options(PATH + "/{rest:path}", include_in_schema=False)
async def preflight(request: Request) -> Response:
    """Any origin may read; who may write is decided by the token."""
    writable = getattr(request.app.state, "writer", None) is not None
    return Response(status_code=204, headers=preflight_headers(", ".join((*_READ, *(_WRITE[:3] if writable else ()), "OPTIONS"))))


@router.get(PATH, tags=["sparql"], summary="A named graph (?graph=…) or the default graph (?default) as RDF")
@router.api_route(PATH, methods=["HEAD", *_WRITE], include_in_schema=False)
@router.api_route(PATH + "/{rest:path}", methods=[*_READ, *_WRITE], include_in_schema=False)
async def graph_store(request: Request) -> Response:
    """Read a graph; a write goes to whoever may write."""
    if request.method in _WRITE:
        writer = getattr(request.app.state, "writer", None)
        if writer is None or request.method == "PATCH":
            raise Problem(403 if writer is None else 501, "Graphs are not written here: this endpoint is read-only.")
        response: Response = await writer.graph_store(request, graph_name)
        return response
    graph = graph_name(request)
    if graph is None and getattr(request.app.state, "writer", None) is not None:
        graph = UNNAMED  # what is put into the default graph is what is got from it
    media_type = negotiation.best(request.headers.get("accept"), _FORMATS)
    if media_type is None:
        raise Problem(406, "A graph is offered in none of the formats of the Accept header.", {"offered": _FORMATS})
    executor = request.app.state.graphs
    if graph not in (None, UNNAMED) and not await executor.run(held, graph):
        raise Problem(404, "The store holds no graph of that name.", {"graph": graph.value})
    return await streaming.respond(executor, written, graph, media_type, headers={"Vary": "Accept"})
