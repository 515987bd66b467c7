"""A client that goes away takes its work along: the handler is cancelled, and the worker it waits for is killed (`execution`).

Also the last word on requests that are no good before anybody reads them: headers past all measure.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes of request headers taken, and of one address.
MAX_HEADERS: Final = 32_768
MAX_ADDRESS: Final = 65_536


class Leaving:
    """Cancels the handling of a request whose client hung up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request, and listen meanwhile."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if sum(len(name) + len(text) for name, text in scope["headers"]) > MAX_HEADERS or len(scope["query_string"]) > MAX_ADDRESS:
            await _refused(send)
            return
        names = {name for name, _ in scope["headers"]}
        request = _Request(receive, empty=not names & {b"content-length", b"transfer-encoding"})
        work = asyncio.ensure_future(self._app(scope, request.receive, send))
        watch = asyncio.ensure_future(request.left())
        try:
            await asyncio.wait((work, watch), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work
        finally:
            for task in (work, watch):
                task.cancel()


class _Request:
    """The messages of a request; whoever listens for the end waits until the body is read, if there is one."""

    def __init__(self, receive: Receive, *, empty: bool) -> None:
        self._receive = receive
        self._first: Message | None = {"type": "http.request", "body": b"", "more_body": False} if empty else None
        self._read, self._gone = asyncio.Event(), asyncio.Event()
        if empty:
            self._read.set()

    async def receive(self) -> Message:
        """The next message of the body; after the last one, the client's leaving."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        if self._read.is_set():
            await self._gone.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._gone.set()
            self._read.set()
        elif not message.get("more_body", False):
            self._read.set()
        return message

    async def left(self) -> None:
        """Return when the client is gone."""
        await self._read.wait()
        while not self._gone.is_set():
            if (await self._receive())["type"] == "http.disconnect":
                self._gone.set()


async def _refused(send: Send) -> None:
    body = b'{"type":"about:blank","title":"Request header fields too large","status":431,"detail":"The headers or the address of the request are too long."}\n'
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 431, "headers": headers})
    await send({"type": "http.response.body", "body": body})
