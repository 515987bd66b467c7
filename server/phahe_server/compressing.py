"""Responses compressed as the client takes them: Brotli, else gzip, by Accept-Encoding with its weights. Streams stay streams.

Starlette's own middleware knows gzip only and does not read weights.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHORTEST: Final = 1000
_GZIP_LEVEL: Final = 5
_BROTLI_QUALITY: Final = 4
#: Already compressed, or compressed by what they are.
_PACKED: Final = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "font/",
    "application/zip",
    "application/gzip",
    "application/vnd.openxml",
    "application/pdf",
)


def accepted(header: str) -> str:
    """The encoding the client likes best among those offered: "br", "gzip" or "" for none.

    >>> accepted("gzip, deflate, br"), accepted("br;q=0, gzip;q=0.5"), accepted("identity"), accepted("*")
    ('br', 'gzip', '', 'br')
    """
    weights: dict[str, float] = {}
    for entry in header.split(",", 50)[:50]:
        name, _, weight = entry.partition(";")
        try:
            weights[name.strip().lower()] = float(weight.partition("=")[2] or 1)
        except ValueError:
            weights[name.strip().lower()] = 0.0
    offered = [(weights.get(name, weights.get("*", 0.0)), name == "br", name) for name in ("br", "gzip")]
    best = max(offered)
    return best[2] if best[0] > 0 else ""


class Compressing:
    """Compresses what is long enough and not compressed already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; compress the response where the client takes that."""
        encoding = (
            accepted(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" and scope["method"] != "HEAD" else ""
        )
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, _Response(send, encoding).send)


class _Response:
    def __init__(self, send: Send, encoding: str) -> None:
        self._send, self._encoding = send, encoding
        self._start: Message | None = None
        self._compressor: Any = None

    async def send(self, message: Message) -> None:
        """Take a message of the response; the start waits for the first bytes."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            self._begin(self._start, len(body), more)
            await self._send(self._start)
            self._start = None
        if self._compressor is not None:
            body = self._compressor.add(body) + (b"" if more else self._compressor.end())
            if more and not body:
                return
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    def _begin(self, start: Message, size: int, more: bool) -> None:
        headers = MutableHeaders(raw=start["headers"])
        start["headers"] = headers.raw
        kind = headers.get("content-type", "")
        if start["status"] < 200 or start["status"] in (204, 206, 304) or "content-encoding" in headers or kind.startswith(_PACKED):
            return
        if not more and size < SHORTEST:
            return
        headers.add_vary_header("Accept-Encoding")
        if self._encoding:
            self._compressor = _Brotli() if self._encoding == "br" else _Gzip()
            headers["content-encoding"] = self._encoding
            if "content-length" in headers:
                del headers["content-length"]


class _Gzip:
    def __init__(self) -> None:
        self._engine = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)

    def add(self, data: bytes) -> bytes:
        return self._engine.compress(data)

    def end(self) -> bytes:
        return self._engine.flush()


class _Brotli:
    def __init__(self) -> None:
        import brotli  # noqa: PLC0415

        self._engine = brotli.Compressor(quality=_BROTLI_QUALITY)

    def add(self, data: bytes) -> bytes:
        return bytes(self._engine.process(data))

    def end(self) -> bytes:
        return bytes(self._engine.finish())
