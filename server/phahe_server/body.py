"""The body of a request, read up to a limit."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from phahe_server.problems import Problem

MAX_BYTES: Final = 2_000_000


async def read_body(request: Request, most: int = MAX_BYTES) -> bytes:
    """The whole body. Problem 413 past the limit, 415 for a compressed one (it could unfold to anything)."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "A compressed request body is not accepted.")
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most:
        raise Problem(413, f"The body is longer than {most} bytes.")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Problem(413, f"The body is longer than {most} bytes.")
        parts.append(part)
    return b"".join(parts)
