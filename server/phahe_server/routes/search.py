"""`/search` and `/api/search`: one box over documents, agencies, measures, tasks, provisions and citations."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from starlette.datastructures import State
from starlette.responses import JSONResponse, Response

from phahe.search import KINDS, NAMED, Found, Hit, Index, named
from phahe_server import render
from phahe_server.routes import lists

router = APIRouter()
_NAMES: Final = ("q", "kind")
_SHOWN: Final = 40
_MAX_QUERY: Final = 200


async def index(state: State) -> Index:
    """The index over the store as it is served now."""
    found: Index = await state.downloads.index(state.pool.version)
    return found


async def _found(request: Request) -> tuple[dict[str, str], Found]:
    given = lists.asked(request, _NAMES)
    kind = given.get("kind", "")
    known = await index(request.app.state)
    return given, await asyncio.to_thread(known.search, given.get("q", "")[:_MAX_QUERY], kind if kind in KINDS else "", _SHOWN)


def place(hit: Hit) -> str:
    """The IRI a hit leads to: a provision is shown in its document."""
    entry = hit.entry
    return f"{entry.document_iri}#{entry.path}" if entry.kind == "provision" and entry.path else entry.iri


@router.api_route("/search", methods=["GET", "HEAD"], include_in_schema=False)
async def search_page(request: Request) -> Response:
    """The box and what it found."""
    given, found = await _found(request)
    hits = [(hit, place(hit), *named(hit)) for hit in found.hits]
    return render.page(
        request, "search.html", query=given.get("q", ""), kind=given.get("kind", ""), given=given, hits=hits, counts=found.counts,
        total=sum(found.counts.values()), named=NAMED, link=lists.without_page,
    )  # fmt: skip


@router.get("/api/search", tags=["search"], summary="Search by words (q) and kind; diacritics do not matter but decide the order")
async def search_json(request: Request) -> JSONResponse:
    """The best hits as JSON; `spans` are code points of `text`."""
    given, found = await _found(request)
    hits = [
        {
            "iri": hit.entry.iri, "kind": hit.entry.kind, "text": hit.entry.text, "document": hit.entry.document_iri or None,
            "score": hit.score, "spans": [list(span) for span in hit.spans],
        }
        for hit in found.hits
    ]  # fmt: skip
    return JSONResponse({"query": given.get("q", ""), "counts": dict(found.counts), "hits": hits})
