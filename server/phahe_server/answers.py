"""Answers that need not be made again: an ETag for whatever depends on nothing but the request and the version of the data, and a store of recent ones.

The ETag is a digest of the version and the request, so it is known before anything is run: who has the answer gets 304 at once. Stands
outside all other middleware: what it keeps is the finished response, compressed as this client takes it. The same request of many at
once is answered once, failures too. A query by POST is kept as one by GET is, but has no ETag.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phahe_server import compressing, language
from phahe_server.body import SECONDS

#: Bytes kept in all, the longest answer kept, and the longest body of a POST that is looked at.
CAPACITY: Final = 256 << 20
LONGEST: Final = 64 << 20
LONGEST_QUERY: Final = 64 << 10
_PATHS: Final = ("/sparql", "/api/questions/", "/questions/", "/graph-store")
_QUERIES: Final = (b"application/sparql-query", b"application/x-www-form-urlencoded")
#: Bytes of answers that are being made and might be kept; an answer that would take more is nobody else's.
UNDER_WAY: Final = 128 << 20
#: Who waits for an answer that is made for somebody else waits so many seconds, and no longer, for a client that does not read.
STUCK: Final = 1.0
#: A piece that long may have to wait for its client.
_LONG_PIECE: Final = 1 << 14
#: Bytes an entry takes beside its body.
_BESIDE: Final = 2048
#: Headers of a request an answer may depend on as they are.
_VARYING: Final = (b"accept", b"host", b"authorization", b"content-type", b"content-encoding")
_LANGUAGE: Final = re.compile(rb"(?:^|;)\s*%s=(\w*)" % language.COOKIE.encode())

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class _Flight:
    """An answer that is being made from a version of the data. Who waits gets it, or makes his own where it is nobody else's business."""

    version: str
    landed: asyncio.Event = field(default_factory=asyncio.Event)
    answer: _Answer | None = None
    private: bool = False


@dataclass(slots=True)
class _Room:
    """Bytes held of answers that are being made."""

    taken: int = 0


class Answers:
    """Middleware that answers again from memory, for the paths of data."""

    def __init__(self, app: ASGIApp, version: Callable[[], str]) -> None:
        self._app, self._version = app, version
        self._kept: OrderedDict[bytes, _Answer] = OrderedDict()
        self._size = 0
        self._flights: dict[bytes, _Flight] = {}
        self._room = _Room()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on and remember."""
        if scope["type"] != "http" or not scope["path"].startswith(_PATHS) or not (version := self._version()):
            await self._app(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            await self._get(scope, receive, send, version)
        elif scope["method"] == "POST" and _short_query(scope):
            body, receive = await _read(receive)
            if body is not None and b"update" not in body + scope["query_string"]:
                await self._shared(_key(scope, version, body)[0], b"", scope, receive, send)
            else:
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _get(self, scope: Scope, receive: Receive, send: Send, version: str) -> None:
        key, matches = _key(scope, version)
        tag = b'W/"' + key.hex().encode() + b'"'
        if matches and (b"*" in matches or tag in matches):
            await _respond(send, _Answer(304, _unchanged(tag), b""))
        elif scope["method"] == "GET":
            await self._shared(key, tag, scope, receive, send)
        elif (found := self._kept.get(key)) is not None:
            await _respond(send, _Answer(200, found.headers, b""))
        else:
            await self._app(scope, receive, _Recorder(None, send, tag).send)

    async def _shared(self, key: bytes, tag: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer from memory, or the one that is being made for somebody else, or a new one."""
        while (found := self._kept.get(key)) is None:
            flight = self._flights.get(key)
            if flight is None or (flight.answer is None and flight.landed.is_set()):
                await self._made(key, _Recorder(_Flight(self._version()), send, tag, self._room), scope, receive)
                return
            await flight.landed.wait()
            if flight.private:
                await self._app(scope, receive, _Recorder(None, send, tag).send)
                return
            if flight.answer is not None:
                found = flight.answer
                break
        else:
            self._kept.move_to_end(key)
        await _respond(send, found)

    async def _made(self, key: bytes, recorder: _Recorder, scope: Scope, receive: Receive) -> None:
        assert recorder.flight is not None
        flight = self._flights[key] = recorder.flight
        try:
            await self._app(scope, receive, recorder.send)
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]
            flight.landed.set()
            recorder.end()
        if flight.answer is not None and flight.answer.status == 200 and flight.version == self._version():
            self._keep(key, flight.answer)

    def _keep(self, key: bytes, answer: _Answer) -> None:
        """Remember an answer; the ones not asked for longest are forgotten for it."""
        if (before := self._kept.pop(key, None)) is not None:
            self._size -= len(before.body) + _BESIDE
        self._kept[key] = answer
        self._size += len(answer.body) + _BESIDE
        while self._size > CAPACITY:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body) + _BESIDE


class _Recorder:
    """Passes a response on, adds the ETag where one is given, and gives the response to the flight where it is whole, short and anybody's."""

    def __init__(self, flight: _Flight | None, send: Send, tag: bytes, room: _Room | None = None) -> None:
        self.flight, self._send, self._tag = flight, send, tag
        self._room = room or _Room()
        self._status, self._size = 0, 0
        self._headers: Headers = []
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        """Take a message of the response."""
        if message["type"] == "http.response.start":
            message = self._started(message)
        elif self.flight is not None and not self.flight.private and message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            self._room.taken += len(self._parts[-1])
            if self._size > LONGEST or self._room.taken > UNDER_WAY:
                self._leave_alone()
            elif not message.get("more_body", False):
                self.flight.answer = self._answer(b"".join(self._parts))
                self.flight.landed.set()
            elif len(self._parts[-1]) >= _LONG_PIECE:
                await self._watched(message, self.flight)
                return
        await self._send(message)

    async def _watched(self, message: Message, flight: _Flight) -> None:
        """Send a piece; where the client does not take it, whoever waits makes the answer anew."""
        timer = asyncio.get_running_loop().call_later(STUCK, flight.landed.set)
        try:
            await self._send(message)
        finally:
            timer.cancel()

    def _started(self, message: Message) -> Message:
        self._status, headers = message["status"], message["headers"]
        if any((name == b"cache-control" and b"no-store" in text) or name == b"set-cookie" for name, text in headers):
            self._leave_alone()
        elif self._status == 200 and self._tag:
            message = {**message, "headers": [*((name, text) for name, text in headers if name != b"etag"), (b"etag", self._tag)]}
        self._headers = message["headers"]
        return message

    def _answer(self, body: bytes) -> _Answer:
        length = [] if any(name == b"content-length" for name, _ in self._headers) else [(b"content-length", str(len(body)).encode())]
        return _Answer(self._status, [*self._headers, *length], body)

    def end(self) -> None:
        """The response is over, or given up."""
        self._room.taken -= self._size
        self._size = 0

    def _leave_alone(self) -> None:
        self._parts.clear()
        self.end()
        if self.flight is not None:
            self.flight.private = True
            self.flight.landed.set()


def _unchanged(tag: bytes) -> Headers:
    return [
        (b"etag", tag),
        (b"vary", b"Accept, Accept-Encoding"),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-cache"),
    ]


def _key(scope: Scope, version: str, body: bytes = b"") -> tuple[bytes, bytes]:
    """A digest of the version and of all that an answer depends on, and the If-None-Match of the request."""
    parts = [version.encode(), scope.get("raw_path") or scope["path"].encode(), scope["query_string"], scope["scheme"].encode(), body]
    encoding, matches, lang = "", b"", b""
    for name, text in scope["headers"]:
        if name in _VARYING:
            parts += (name, text)
        elif name == b"accept-encoding":
            encoding = _encoding(text)
        elif name == b"cookie":
            lang = found[1] if (found := _LANGUAGE.search(text)) else b""
        elif name == b"if-none-match":
            matches = text
    parts += (encoding.encode(), lang)
    return hashlib.blake2b(b"\0".join(parts), digest_size=16).digest(), matches


@lru_cache(maxsize=256)
def _encoding(header: bytes) -> str:
    return compressing.accepted(header.decode("latin-1"))


def _short_query(scope: Scope) -> bool:
    """Whether a POST is a query short enough to be looked at here."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    return (
        scope["path"] == "/sparql"
        and headers.get(b"content-type", b"").lower().startswith(_QUERIES)
        and length.isdigit()
        and int(length) <= LONGEST_QUERY
    )


async def _read(receive: Receive) -> tuple[bytes | None, Receive]:
    """The body, and a `receive` that gives it again; None for one that does not come."""
    got: list[Message] = []
    try:
        async with asyncio.timeout(SECONDS):
            while not got or (got[-1]["type"] == "http.request" and got[-1].get("more_body", False)):
                got.append(await receive())
        whole = got[-1]["type"] == "http.request"
    except TimeoutError:
        whole = False
    body = b"".join(message.get("body", b"") for message in got) if whole else None

    async def again() -> Message:
        return got.pop(0) if got else await receive()

    return body, again


async def _respond(send: Send, answer: _Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})
