"""Answers that need not be made again: an ETag for whatever depends on nothing but the request and the version of the data, and a store of recent ones.

The ETag is a digest of the version and the request, so it is known before anything is run: who has the answer gets 304 at once. Stands
outside all other middleware: what it keeps is the finished response, compressed as this client takes it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes kept in all, and the longest answer kept.
CAPACITY: Final = 64 << 20
LONGEST: Final = 1 << 20
_PATHS: Final = ("/sparql", "/api/questions/", "/graph-store")
#: Headers of a request an answer may depend on.
_VARYING: Final = (b"accept", b"accept-encoding", b"accept-language", b"cookie", b"host", b"authorization")

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: Headers
    body: bytes


class Answers:
    """Middleware that answers GET and HEAD again from memory, for the paths of data."""

    def __init__(self, app: ASGIApp, version: Callable[[], str]) -> None:
        self._app, self._version = app, version
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self._size = 0
        self._under_way: dict[bytes, asyncio.Event] = {}
        self.hits = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on and remember."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not scope["path"].startswith(_PATHS):
            await self._app(scope, receive, send)
            return
        version = self._version()
        if not version:
            await self._app(scope, receive, send)
            return
        key, matches = _key(scope, version)
        tag = b'W/"' + key.hex().encode() + b'"'
        if matches and (b"*" in matches or tag in matches):
            await _respond(
                send,
                304,
                [
                    (b"etag", tag),
                    (b"vary", b"Accept, Accept-Encoding"),
                    (b"access-control-allow-origin", b"*"),
                    (b"cache-control", b"no-cache"),
                ],
                b"",
            )
            return
        if (found := self._kept.get(key)) is not None:
            self.hits += 1
            self._kept.move_to_end(key)
            await _respond(send, 200, found.headers, b"" if scope["method"] == "HEAD" else found.body)
            return
        if scope["method"] == "GET" and (under_way := self._under_way.get(key)) is not None:
            await under_way.wait()  # the same is being answered: most likely it will be kept
            if (found := self._kept.get(key)) is not None:
                self.hits += 1
                await _respond(send, 200, found.headers, found.body)
                return
        recorder = _Recorder(self, send, key, tag, whole=scope["method"] == "GET")
        mine = self._under_way.setdefault(key, asyncio.Event()) if scope["method"] == "GET" and key not in self._under_way else None
        try:
            await self._app(scope, receive, recorder.send)
        finally:
            if mine is not None:
                del self._under_way[key]
                mine.set()

    def keep(self, key: bytes, headers: Headers, body: bytes) -> None:
        """Remember an answer; the ones not asked for longest are forgotten for it."""
        if key in self._kept:
            return
        self._kept[key] = _Kept(headers, body)
        self._size += len(body)
        while self._size > CAPACITY:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)


class _Recorder:
    """Passes a response on, adds the ETag, and keeps the response where it is whole and short."""

    def __init__(self, answers: Answers, send: Send, key: bytes, tag: bytes, *, whole: bool) -> None:
        self._answers, self._send, self._key, self._tag = answers, send, key, tag
        self._keeping, self._size = whole, 0
        self._headers: Headers = []
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        """Take a message of the response."""
        if message["type"] == "http.response.start":
            lasting = message["status"] == 200 and not any(
                (name == b"cache-control" and b"no-store" in text) or name == b"set-cookie" for name, text in message["headers"]
            )
            self._keeping &= lasting
            if lasting:
                headers = [(name, text) for name, text in message["headers"] if name != b"etag"]
                message = {**message, "headers": [*headers, (b"etag", self._tag)]}
                self._headers = message["headers"]
        elif self._keeping and message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            self._keeping = self._size <= LONGEST
            if self._keeping and not message.get("more_body", False):
                body = b"".join(self._parts)
                named = {name for name, _ in self._headers}
                length = [] if b"content-length" in named else [(b"content-length", str(len(body)).encode())]
                self._answers.keep(self._key, [*self._headers, *length], body)
        await self._send(message)


def _key(scope: Scope, version: str) -> tuple[bytes, bytes]:
    """A digest of the version and of all that an answer depends on, and the If-None-Match of the request."""
    digest = hashlib.blake2b(version.encode(), digest_size=16)
    digest.update(scope.get("raw_path") or scope["path"].encode())
    digest.update(b"?" + scope["query_string"] + scope["scheme"].encode())
    matches = b""
    for name, text in scope["headers"]:
        if name in _VARYING:
            digest.update(name + b":" + text + b"\n")
        elif name == b"if-none-match":
            matches = text
    return digest.digest(), matches


async def _respond(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
