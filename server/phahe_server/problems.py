"""Errors as RFC 9457 problem documents for programs and as a plain page for people.

Every refusal of the server is a `Problem`; nothing else reaches the client, least of all a traceback.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from phahe_server import negotiation, render

_TITLES: Final[dict[int, str]] = {
    400: "Bad request",
    401: "Not authorised",
    403: "Refused",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Request timed out",
    409: "Conflict",
    413: "Content too large",
    415: "Unsupported media type",
    422: "Unusable parameters",
    500: "Internal error",
    501: "Not implemented",
    503: "Busy",
    504: "Timed out",
}


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818  # the word of RFC 9457
    """What went wrong, for the client: HTTP status, a sentence, and fields of its own (line, column, parameter …)."""

    status: int
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Short name of the status."""
        return _TITLES.get(self.status, "Error")

    def document(self) -> dict[str, Any]:
        """The problem as the JSON object RFC 9457 describes."""
        return {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail, **self.extra}


def respond(request: Request, problem: Problem) -> Response:
    """The problem as a page where the client asked for one, as problem+json otherwise."""
    if negotiation.wants_html(request.headers.get("accept")) and not request.url.path.startswith("/api/"):
        return render.page(request, "error.html", status=problem.status, headers=problem.headers, problem=problem)
    body = json.dumps(problem.document(), ensure_ascii=False, indent=1) + "\n"
    return Response(body, problem.status, problem.headers, media_type=negotiation.PROBLEM)


def install(app: FastAPI) -> None:
    """Make `app` answer every error this way."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return respond(request, error)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = "Nothing is served at this address." if error.status_code == 404 else str(error.detail)
        return respond(request, Problem(error.status_code, detail, headers=dict(error.headers or {})))

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        wrong = [{"parameter": str(item["loc"][-1]), "message": item["msg"]} for item in error.errors()]
        return respond(request, Problem(422, "Some parameters cannot be used.", {"errors": wrong}))

    async def on_anything(request: Request, error: Exception) -> Response:
        return respond(request, Problem(500, "The server failed on this request; the error is in its log."))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(Exception, on_anything)
