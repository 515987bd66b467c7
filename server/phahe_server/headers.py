"""Headers every response carries: what a browser may load, where it may send things, how long static files keep."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_FONTS: Final = "/static/vendor/fonts/"


class HeadersMiddleware:
    """Adds the security headers, and a cache rule where the route set none. Data may be read from any origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; touch the start of the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, text in SECURITY.items():
                    found.setdefault(name, text)
                found.setdefault("Cache-Control", _FOR_GOOD if _never_changes(scope) else "no-cache")
                found.setdefault("Access-Control-Allow-Origin", "*")
            await send(message)

        await self._app(scope, receive, with_headers)


def _never_changes(scope: Scope) -> bool:
    """A static file asked for with the digest of its content, or a typeface. Modules that import each other are asked for again."""
    path: str = scope["path"]
    return path.startswith(_FONTS) or (path.startswith("/static/") and b"v=" in scope["query_string"])
