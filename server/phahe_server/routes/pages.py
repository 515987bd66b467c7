"""The pages that are not one thing: home, documents, the ontology, the vocabularies, the design system."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.datastructures import State
from starlette.responses import Response

from phahe.store import Store
from phahe_server import facets, negotiation, render
from phahe_server.facets import Facet, Option
from phahe_server.graph import rows
from phahe_server.problems import Problem
from phahe_server.routes import labels, lists, search
from phahe_server.routes.lineage import overview
from phahe_server.routes.things import kept_page, media_type
from phahe_server.views import (
    citation_list,
    documents,
    examples,
    finding_list,
    lineage,
    lineage_graph,
    lineage_picture,
    target_list,
    task_list,
    things,
)

router = APIRouter()
_WARMED: Final = 16
#: Seconds the first page waits for the numbers of its examples.
_COUNTING: Final = 4.0
#: Documents a page of the list shows.
_DOCUMENTS: Final = 120
#: The lists with filters.
LISTS: Final[dict[str, Any]] = {
    "tasks": task_list.LIST,
    "targets": target_list.LIST,
    "citations": citation_list.LIST,
    "findings": finding_list.LIST,
}
#: What the filter bar of the design page offers.
_FACETS: Final = tuple(
    Facet(name, (Option("a", "Nghị quyết của Hội đồng nhân dân xã", 32), Option("b", "Kế hoạch của Ủy ban nhân dân tỉnh", 54)), chosen)
    for name, chosen in (("document", "a"), ("theme", ""), ("place", ""))
)


async def _page(request: Request, template: str, view: Any) -> Response:
    await labels.ensure(request.app.state)
    return render.page(request, template, **await _view(request.app.state, view))


async def _view(state: State, view: Any) -> dict[str, Any]:
    """What `view` finds in the store, kept for a while."""
    found: dict[str, Any] = await state.lasting.get(f"{state.pool.version} {view.__name__}", lambda: state.executor.run(view))
    return found


async def warm(state: State) -> None:
    """Ask for the first page's facts the lists and the first texts before anybody comes. A store that fails will say so when somebody does."""
    with contextlib.suppress(Exception):
        await asyncio.gather(labels.ensure(state), _home(state))
        for name, kind in LISTS.items():
            await lists.listing(state, name, kind)
        for node in [node for node in (await overview(state)).nodes if node.held][:_WARMED]:
            await kept_page(state, lineage_graph.iri_of(node.id))
        await search.index(state)


async def _home(state: State) -> dict[str, Any]:
    """What the first page shows, kept for a while."""
    whole, told, answers = await asyncio.gather(overview(state), _view(state, home_view), _examples(state))
    version = state.pool.version
    picture = await state.lasting.get(f"{version} home picture", lambda: state.executor.run(home_picture, whole))
    return {"picture": picture, "examples": answers, **told}


async def _examples(state: State) -> list[examples.Example]:
    """The examples with their numbers; without, where these take longer than anybody waits for a first page. They are counted on meanwhile."""
    key = f"{state.pool.version} examples"
    counting = asyncio.ensure_future(state.lasting.get(key, lambda: state.downloads.executor.run(examples.answered)))
    counting.add_done_callback(lambda done: done.cancelled() or done.exception())  # heard, also where nobody waits any more
    done, _ = await asyncio.wait({counting}, timeout=_COUNTING)
    return counting.result() if done else examples.asked()


def home_picture(store: Store, whole: lineage_graph.Graph) -> lineage_picture.LineagePicture:
    """The picture of the documents held and what leads from one to the other."""
    return lineage_picture.picture(store, lineage.proved(store, whole, lineage.drawable(whole, held_only=True)))


def home_view(store: Store) -> dict[str, Any]:
    """The size of the graph."""
    return {"totals": {row["what"]: int(row["count"] or 0) for row in rows(store, "totals")}}


def ontology_view(store: Store) -> dict[str, Any]:
    """The terms of the ontology by kind, the schemes of the vocabulary, the named graphs."""
    terms = things.by_language(rows(store, "terms"), "term")
    kinds = {kind: [term for term in terms if term["type"].endswith(kind)] for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    schemes = things.by_language(rows(store, "schemes"), "scheme")
    return {"kinds": kinds, "schemes": schemes, "graphs": rows(store, "graphs")}


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
async def home(request: Request) -> Response:
    """The first page."""
    _, found = await asyncio.gather(labels.ensure(request.app.state), _home(request.app.state))
    return render.page(request, "home.html", **found)


@router.api_route("/documents", methods=["GET", "HEAD"], include_in_schema=False)
async def document_list(request: Request) -> Response:
    """Every document of the graph, so many to a page."""
    state = request.app.state
    await labels.ensure(state)
    version = state.pool.version
    held, cited = await state.lasting.get(f"{version} documents", lambda: state.executor.run(documents.in_order))
    page = facets.paged(len(held) + len(cited), request.query_params.get("page", ""), _DOCUMENTS)
    iris = [*held, *cited][page.offset : page.offset + page.size]
    found = await state.pages.get(f"{version} documents {page.number}", lambda: state.executor.run(documents.some, iris))
    shown = [found[iri] for iri in iris if iri in found]  # another version may be served since
    return render.page(
        request, "documents.html", held=[one for one in shown if one.held], cited=[one for one in shown if not one.held],
        numbers=(len(held), len(cited)), page=page, given={}, link=lists.without_page,
    )  # fmt: skip


@router.api_route("/ns", methods=["GET", "HEAD"], include_in_schema=False)
async def ontology(request: Request) -> Response:
    """The ontology: a page, or its RDF."""
    wanted = media_type(request, None)
    if wanted == negotiation.HTML:
        return await _page(request, "ontology.html", ontology_view)
    body = await request.app.state.executor.run(things.ontology, wanted)
    return Response(body, media_type=wanted, headers={"Vary": "Accept"})


@router.api_route("/ns.{suffix}", methods=["GET", "HEAD"], include_in_schema=False)
async def ontology_file(request: Request, suffix: str) -> Response:
    """The ontology in the format of the suffix."""
    wanted = negotiation.RDF_FORMATS.get(suffix)
    if wanted is None:
        raise Problem(404, "The ontology is not offered in that format.", {"offered": sorted(negotiation.RDF_FORMATS)})
    return Response(await request.app.state.executor.run(things.ontology, wanted), media_type=wanted)


def vocabularies_view(store: Store) -> dict[str, Any]:
    """The schemes of the vocabulary."""
    return {"schemes": things.by_language(rows(store, "schemes"), "scheme")}


@router.api_route("/vocab", methods=["GET", "HEAD"], include_in_schema=False)
async def vocabularies(request: Request) -> Response:
    """The list of vocabularies."""
    return await _page(request, "vocabularies.html", vocabularies_view)


@router.api_route("/design", methods=["GET", "HEAD"], include_in_schema=False)
async def design(request: Request) -> Response:
    """The design system: tokens and components."""
    await labels.ensure(request.app.state)
    return render.page(request, "design.html", facets=_FACETS, link=lists.without_page)
