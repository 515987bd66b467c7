"""The body of a request, read up to a limit of bytes and of time."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request

from phahe_server.problems import Problem

MAX_BYTES: Final = 2_000_000
#: Seconds a client may take to send a body.
SECONDS: Final = 30.0
#: Bytes of a refused body that are read and thrown away.
DRAINED: Final = 64_000_000
#: What is left of such a body is not waited for.
_CLOSE: Final = {"Connection": "close"}


async def read_body(request: Request, most: int = MAX_BYTES) -> bytes:
    """The whole body. Problem 413 past the limit, 415 for a compressed one (it could unfold to anything), 408 for one that does not come.

    A refused body is read to its end where that is near, because a client that is still sending does not hear the refusal.
    """
    declared = request.headers.get("content-length", "0")
    refusal = None
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        refusal = Problem(415, "A compressed request body is not accepted.", headers=_CLOSE)
    elif declared.isdigit() and int(declared) > most:
        refusal = Problem(413, f"The body is longer than {most} bytes.", headers=_CLOSE)
    if refusal and declared.isdigit() and int(declared) > DRAINED:
        raise refusal
    parts, size = [], 0
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    parts.clear()
                    refusal = refusal or Problem(413, f"The body is longer than {most} bytes.", headers=_CLOSE)
                if size > DRAINED:
                    break
                if refusal is None:
                    parts.append(part)
    except TimeoutError:
        raise Problem(408, f"The body did not come within {SECONDS:g} seconds.", headers=_CLOSE) from None
    if refusal:
        raise refusal
    return b"".join(parts)
