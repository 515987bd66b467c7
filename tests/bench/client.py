"""A small HTTP client for benchmarks: one connection, one request after the other, little work of its own (httptools, uvloop where it runs).

On a machine of two cores the client takes its time from the server it measures, so it parses heads in C and does not look at bodies.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httptools


@dataclass
class Tally:
    """Seconds of each answer, how each ended, and the bytes of the bodies."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    bytes: int = 0

    def add(self, other: Tally) -> None:
        """Take in what another client saw."""
        self.times += other.times
        self.statuses += other.statuses
        self.bytes += other.bytes


class _Protocol(asyncio.Protocol):
    def __init__(self) -> None:
        self.answered: asyncio.Future[tuple[int, int]] | None = None
        self.closed = False

    def begin(self) -> asyncio.Future[tuple[int, int]]:
        self._parser: Any = httptools.HttpResponseParser(self)
        self._size = 0
        self.answered = asyncio.get_running_loop().create_future()
        return self.answered

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self.connection_lost(error)

    def on_body(self, body: bytes) -> None:
        self._size += len(body)

    def on_message_complete(self) -> None:
        if self.answered and not self.answered.done():
            self.answered.set_result((self._parser.get_status_code(), self._size))

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if self.answered and not self.answered.done():
            self.answered.set_exception(ConnectionResetError("the connection ended before the answer"))


class Client:
    """One client. `ask` sends a GET and waits for the whole answer."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._transport: asyncio.Transport | None = None
        self._protocol = _Protocol()
        self.tally = Tally()

    async def ask(self, path: str, headers: str = "Accept: */*\r\n", seconds: float = 60) -> str:
        """The status of the answer, or the name of what went wrong; both are tallied with the time it took."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(seconds):
                status, size = await self._answer(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\n{headers}\r\n".encode("ascii"))
            found = str(status)
            self.tally.bytes += size
        except (OSError, TimeoutError) as error:
            found = type(error).__name__
            self.close()
        self.tally.times.append(time.perf_counter() - start)
        self.tally.statuses[found] += 1
        return found

    async def _answer(self, request: bytes) -> tuple[int, int]:
        if self._transport is None or self._protocol.closed:
            self._transport, self._protocol = await asyncio.get_running_loop().create_connection(_Protocol, self._host, self._port)
        answered = self._protocol.begin()
        self._transport.write(request)
        return await answered

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.abort()
            self._transport = None


def run(scene: Any) -> Any:
    """Run a coroutine on the fast loop where there is one."""
    try:
        import uvloop  # noqa: PLC0415

        return uvloop.run(scene)
    except ImportError:
        return asyncio.run(scene)
