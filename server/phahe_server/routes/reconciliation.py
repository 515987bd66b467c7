"""`/reconcile`: the reconciliation service (W3C CG, version 0.2) for places, agencies, documents and measures; see docs/open-data.md.

The index is made in a worker and kept in the web process as plain data, for as long as the version of the data is served: a batch asks
the store nothing.
"""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.datastructures import State
from starlette.responses import Response

from phahe import reconciliation
from phahe.reconciliation import Index, suggesting
from phahe_server import protocol, render
from phahe_server.body import read_body
from phahe_server.headers import CONTENT_SECURITY_POLICY
from phahe_server.problems import Problem
from phahe_server.querying.limits import Limits
from phahe_server.views import reconciling

router = APIRouter(tags=["reconciliation"])
_FORM: Final = "application/x-www-form-urlencoded"
_PREFIX: Final = 200
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "Not a request of the protocol"},
    413: {"description": "Too much at once"},
}
#: Anybody may show a preview in a frame.
FRAMED: Final = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
_PREFLIGHT: Final = {
    "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, POST, HEAD, OPTIONS", "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}  # fmt: skip
#: Reading a nation's places and documents takes longer than a page.
LIMITS: Final = Limits(seconds=120.0, memory=4 << 30)

Prefix = Annotated[str, Query(max_length=_PREFIX, description="What was typed so far")]
Callback = Annotated[str, Query(max_length=420, description="Name of a function, for JSONP")]


async def index(state: State) -> Index:
    """The things that can be found, made once for a version of the data."""

    async def make() -> Index:
        from phahe_server.execution import Executor  # noqa: PLC0415

        found = await Executor(state.pool, LIMITS, places=1).run(reconciliation.entities)
        return await asyncio.to_thread(Index, found)

    made: Index = await state.lasting.get("reconciliation", make)
    return made


def root(request: Request) -> str:
    """The address of this server as the client knows it, without a slash."""
    return str(request.base_url).rstrip("/")


def answer(content: Any, callback: str = "") -> Response:
    """JSON, or a call of the function `callback` with it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if not callback:
        return Response(text, media_type="application/json")
    # U+2028 and U+2029 end a line of a script
    script = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{reconciling.callback(callback)}({script});", media_type="application/javascript")


@router.api_route(
    "/reconcile", methods=["GET", "HEAD"], summary="The manifest; with queries= or extend= their answers", responses=_RESPONSES
)
@router.api_route("/reconcile/", methods=["GET", "HEAD"], include_in_schema=False)
async def reconcile(request: Request) -> Response:
    """What the service offers, or the answers to what the address carries."""
    return await _served(request, protocol.parse_fields(request.scope["query_string"]))


@router.post("/reconcile", summary="Reconcile a batch (form field queries), or fetch values (form field extend)", responses=_RESPONSES)
@router.post("/reconcile/", include_in_schema=False)
async def reconcile_posted(request: Request) -> Response:
    """The answers to a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise Problem(415, f"A POST must be {_FORM}.", headers={"Accept-Post": _FORM})
    posted = protocol.parse_fields((await read_body(request)).strip())
    return await _served(request, [*protocol.parse_fields(request.scope["query_string"]), *posted])


async def _served(request: Request, fields: protocol.Fields) -> Response:
    given = dict(fields)
    callback = given.get("callback", "")
    if "queries" in given:
        batch = reconciling.queries(given["queries"])
        known = await index(request.app.state)
        return answer(await asyncio.to_thread(reconciling.answers, known, batch), callback)
    if "extend" in given:
        ids, wanted = reconciling.extension(given["extend"])
        known = await index(request.app.state)
        return answer(reconciling.extended(known, wanted, reconciliation.extend(known, ids, wanted)), callback)
    if request.method == "POST":
        raise Problem(400, "The form carries neither queries nor extend.")
    return answer(reconciling.manifest(root(request)), callback)


@router.options("/reconcile", include_in_schema=False)
@router.options("/reconcile/{rest:path}", include_in_schema=False)
async def preflight() -> Response:
    """Pages of other servers may ask everything here."""
    return Response(status_code=204, headers=_PREFLIGHT)


@router.get("/reconcile/suggest/entity", summary="Things whose names begin with what was typed", responses=_RESPONSES)
async def suggest_entity(
    request: Request, prefix: Prefix = "", cursor: Annotated[int, Query(ge=0, le=100_000)] = 0, callback: Callback = ""
) -> Response:
    """Twenty at a time."""
    known = await index(request.app.state)
    found = await asyncio.to_thread(reconciliation.suggest, known, prefix, cursor)
    items = [
        {"id": one.id, "name": one.name, "description": reconciling.description(one), "notable": [
            {"id": kind["id"], "name": kind["name"]} for kind in reconciling.types_of(one)]}
        for one in found
    ]  # fmt: skip
    return answer({"result": items}, callback)


@router.get("/reconcile/suggest/property", summary="Properties whose names begin with what was typed", responses=_RESPONSES)
async def suggest_property(prefix: Prefix = "", cursor: Annotated[int, Query(ge=0, le=100_000)] = 0, callback: Callback = "") -> Response:
    """All of them for an empty prefix."""
    found = suggesting.properties(prefix)[cursor:]
    return answer({"result": [{"id": one.id, "name": reconciling.both(one.label)} for one in found]}, callback)


@router.get("/reconcile/suggest/type", summary="Kinds whose names begin with what was typed", responses=_RESPONSES)
async def suggest_type(
    request: Request, prefix: Prefix = "", cursor: Annotated[int, Query(ge=0, le=100_000)] = 0, callback: Callback = ""
) -> Response:
    """The four kinds and the finer ones that something is of."""
    known = await index(request.app.state)
    return answer({"result": reconciling.all_types(known, prefix)[cursor:]}, callback)


@router.get("/reconcile/extend/propose", summary="Properties whose values can be fetched for a kind", responses=_RESPONSES)
async def propose(
    type: Annotated[str, Query(max_length=_PREFIX)] = "", limit: Annotated[int, Query(ge=0, le=1_000)] = 0, callback: Callback = ""
) -> Response:
    """In the order of `kinds.yaml`; for no kind, those of all."""
    found = reconciliation.propose(type) if type else suggesting.properties()
    listed = [{"id": one.id, "name": reconciling.both(one.label)} for one in found][: limit or None]
    return answer({"type": type, "properties": listed, **({"limit": limit} if limit else {})}, callback)


@router.get("/reconcile/preview", include_in_schema=False)
async def preview(request: Request, id: Annotated[str, Query(max_length=2_000)] = "") -> Response:
    """A thing on a small page, for a frame."""
    found = (await index(request.app.state)).named(id)
    if found is None:
        raise Problem(404, "Nothing here has this id.", {"id": id[:300]})
    response = render.page(request, "reconcile_preview.html", entity=found, **reconciling.preview(found))
    response.headers["Content-Security-Policy"] = FRAMED
    return response
