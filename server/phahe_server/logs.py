"""Log lines in JSON, one a request and one a failure, on standard error. Each carries the id of its request, which the answer carries too.

What people ask is nobody's business: the query string is not written unless PHAHE_LOG_QUERIES says so, addresses of clients never are.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phahe_server.metrics import route_of

#: The id of the request that is being answered.
REQUEST: ContextVar[str] = ContextVar("request", default="")
_LOG: Final = logging.getLogger("phahe.requests")
_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        if request := REQUEST.get():
            line["request"] = request
        line |= getattr(record, "fields", None) or {"message": record.getMessage()}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def config(log: str) -> dict[str, Any]:
    """The logging of a process that serves: `log` is `requests`, `errors` or `off`."""
    level = {"requests": "INFO", "errors": "ERROR", "off": "CRITICAL"}[log]
    handler = {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "phahe_server.logs.JsonFormatter"}},
        "handlers": {"json": handler},
        "loggers": {
            "phahe": {"handlers": ["json"], "level": level, "propagate": False},
            "uvicorn": {"handlers": ["json"], "level": "CRITICAL" if log == "off" else "WARNING", "propagate": False},
        },
    }


class LogMiddleware:
    """Gives each request an id (its own X-Request-ID where that is a plain word) and writes a line when it ended."""

    def __init__(self, app: ASGIApp, *, queries: bool = False) -> None:
        self._app, self._queries = app, queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = (
            next((text.decode() for name, text in scope["headers"] if name == b"x-request-id" and _ID.fullmatch(text)), "")
            or os.urandom(8).hex()
        )
        token = REQUEST.set(request)
        started, status, size = time.perf_counter(), 499, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", request.encode())]}
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            level = logging.ERROR if status >= 500 and status not in (503, 504) else logging.INFO
            if _LOG.isEnabledFor(level):
                fields = {"fields": self._fields(scope, status, size, time.perf_counter() - started)}
                _LOG.handle(_LOG.makeRecord(_LOG.name, level, "", 0, "", (), None, extra=fields))  # log() would look for its caller
            REQUEST.reset(token)

    def _fields(self, scope: Scope, status: int, size: int, seconds: float) -> dict[str, Any]:
        fields = {"method": scope["method"], "path": scope["path"], "route": route_of(scope, status), "status": status}
        if self._queries and scope["query_string"]:
            fields["query"] = scope["query_string"].decode("ascii", "replace")
        return {**fields, "ms": round(seconds * 1000, 1), "bytes": size}
