"""Health, for whoever watches the server."""

from __future__ import annotations

from fastapi import APIRouter, Request

from phahe_server.graph import size

router = APIRouter()


@router.get("/health", tags=["meta"], summary="Whether the server answers, and how much its store holds")
async def health(request: Request) -> dict[str, object]:
    """`status` is "ok" where the store answered."""
    graphs, triples = await request.app.state.executor.run(size)
    return {"status": "ok", "graphs": graphs, "triples": triples}
