"""`/admin`: what was changed by hand, and going back by one step. Needs the administrator's token; the writes themselves go to
`/sparql` and `/graph-store`."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from phahe_server.problems import Problem
from phahe_server.writing import Writer

router = APIRouter(prefix="/admin", tags=["admin"])


def _writer(request: Request) -> Writer:
    writer: Writer | None = getattr(request.app.state, "writer", None)
    if writer is None:
        raise Problem(403, "This endpoint is read-only: no administrator's token is configured.")
    return writer


@router.get("/changes", summary="The changes made by hand, newest first (needs the token)")
async def changes(request: Request) -> Response:
    """Each with who, when, what and how much."""
    return await _writer(request).log(request)


@router.post("/undo", summary="Go back to the dataset version before the current one (needs the token)")
async def undo(request: Request) -> Response:
    """The line that this adds to the log."""
    return await _writer(request).undo(request)
