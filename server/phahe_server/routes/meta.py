"""Health and metrics, for whoever watches the server."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from phahe.store import Store
from phahe_server import metrics
from phahe_server.graph import size

router = APIRouter(tags=["meta"])


def _size(store: Store) -> tuple[int, int]:
    """Graphs and statements: from the manifest of a dataset version, counted where there is none."""
    from phahe.store.versions import manifest_of  # noqa: PLC0415

    graphs = manifest_of(store).get("graphs")
    return (len(graphs), sum(graphs.values())) if graphs is not None else size(store)


@router.get("/health", summary="Whether the server answers, which dataset version it serves and how much that holds")
async def health(request: Request) -> dict[str, object]:
    """`status` is "ok" where the store answered."""
    graphs, triples = await request.app.state.executor.run(_size)
    return {"status": "ok", "version": request.app.state.pool.version, "graphs": graphs, "triples": triples}


@router.get("/health/live", summary="Whether the web process runs; asks the store nothing")
async def live() -> dict[str, str]:
    """Always "ok": a process that hangs does not answer."""
    return {"status": "ok"}


@router.get("/health/ready", summary="Whether queries can be answered: 503 until the store is open")
async def ready(request: Request) -> Response:
    """With the dataset version."""
    version = request.app.state.pool.version
    if version:
        return JSONResponse({"status": "ok", "version": version})
    return JSONResponse({"status": "starting"}, 503, {"Retry-After": "1"})


@router.get("/metrics", summary="Counts and latencies for Prometheus", response_class=Response)
async def prometheus(request: Request) -> Response:
    """Text format 0.0.4; nothing of what people ask is in it."""
    return Response(metrics.text(request.app.state), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The OpenAPI document, made at the first request."""
    return JSONResponse(await asyncio.to_thread(request.app.openapi))
