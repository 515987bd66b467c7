"""The server that listens: uvicorn, with connections that do not wait for ever for a client.

uvicorn times out nothing but an idle connection. Here a request must have sent its headers in time, and an answer must be read at some
pace, else the connection is closed: who sends or reads a byte a second holds neither a place nor memory. Bodies are the concern of `body`.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from phahe_server import logs

#: Seconds between two looks at a connection; headers have so long, give or take one look.
LOOK: Final = 10.0
#: Bytes a client must have read between two looks while there are some for it.
LEAST: Final = 10_000
#: Looks without progress before the connection is ended.
_PATIENCE: Final = 2
#: Connections at once; who comes then is told 503. Files beside them that the process may have open.
MOST: Final = 2_000
_FILES: Final = 1_000


class Connection(HttpToolsProtocol):
    """One connection, looked at now and then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client came."""
        super().connection_made(transport)
        self._held = self._stuck = 0
        self._late = False
        self._next = self.loop.call_later(LOOK, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._next.cancel()
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        """A request came."""
        self._stuck, self._late = 0, False
        super().on_headers_complete()

    def resume_writing(self) -> None:
        """The client has read most of what there was."""
        self._stuck = 0
        super().resume_writing()

    def _look(self) -> None:
        self._next = self.loop.call_later(LOOK, self._look)
        held = self.transport.get_write_buffer_size()
        reading = held == 0 or self._held - held >= LEAST
        self._stuck = 0 if reading else self._stuck + 1
        self._held = held
        asking = held == 0 and (self.cycle is None or self.cycle.response_complete)
        if self._stuck > _PATIENCE or (asking and self._late):
            self._next.cancel()
            self.transport.abort()
        self._late = asking


def run(app: ASGIApp, host: str, port: int, log: str = "requests", shutdown: int | None = None, **more: Any) -> None:
    """Serve `app` until told to stop; `log` as in `logs.config`, `shutdown`: seconds that requests under way are given then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if pool := getattr(getattr(app, "state", None), "pool", None):
        pool.start()  # while there is no event loop and no thread, and beside what is still to be loaded
    uvicorn.run(
        app, host=host, port=port, http=Connection, ws="none", access_log=False, log_config=logs.config(log),
        limit_concurrency=max(min(MOST, soft - _FILES), soft // 2), timeout_graceful_shutdown=shutdown, **more,
    )  # fmt: skip
