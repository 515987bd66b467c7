"""An answer sent while it is computed.

What is shorter than `HOLD` is held back until it is whole, so that a limit met before gives a problem document. A longer one that meets a
limit is cut off: the connection is closed without the last chunk, which every HTTP/1.1 client reports; it never looks complete.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any, Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from phahe_server.execution import Executor, Stream
from phahe_server.problems import Problem

HOLD: Final = 256 << 10
_log = logging.getLogger("phahe.stream")


class Streamed(Response):
    """A response whose first bytes are here and whose rest is still being computed."""

    def __init__(self, first: bytes, stream: Stream, guard: AsyncExitStack, media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(None, headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self._first, self._stream, self._guard = first, stream, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what comes; stop without an end where it meets a limit."""
        async with self._guard:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": self._first, "more_body": True})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            try:
                async for piece in self._stream.pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            except Problem as problem:
                _log.warning("an answer was cut off: %s", problem.detail)
                return
            await send({"type": "http.response.body", "body": b""})


async def respond(executor: Executor, function: Any, *args: Any, headers: Mapping[str, str]) -> Response:
    """The answer of `function(store, out, *args)`, whose `out.start` names the media type. Problem for a limit met in time.

    Where somebody kills the worker before anything was sent, the function is run once more.
    """
    try:
        return await _responded(executor, function, *args, headers=headers)
    except Problem as problem:
        if problem.extra.get("cause") != "killed":
            raise
        return await _responded(executor, function, *args, headers=headers)


async def _responded(executor: Executor, function: Any, *args: Any, headers: Mapping[str, str]) -> Response:
    async with AsyncExitStack() as stack:
        stream = await stack.enter_async_context(executor.stream(function, *args))
        media_type = stream.head + ("; charset=utf-8" if stream.head.startswith("text/") else "")
        parts, size = [], 0
        async for piece in stream.pieces:
            parts.append(piece)
            size += len(piece)
            if size > HOLD:
                return Streamed(b"".join(parts), stream, stack.pop_all(), media_type, headers)
    return Response(b"".join(parts), media_type=media_type, headers=dict(headers))
