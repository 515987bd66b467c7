"""Routes declared once, served by Starlette, described by FastAPI.

Importing FastAPI and pydantic takes longer than everything else a first page needs. So routes are declared here in FastAPI's own words; one that takes only the
request and parts of its path is served directly, one with parameters to be checked goes through a FastAPI app that is made when the
first such request comes. The same app writes the OpenAPI document. A test holds that starting does not import FastAPI.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, compile_path
from starlette.types import Receive, Scope, Send

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["APIRouter", "App", "Query", "Request"]

Handler = Callable[..., Awaitable[Any]]
#: Annotations of what can be handed over unchecked; handlers are written with postponed annotations, so they are text.
_PLAIN: Final = ("Request", "str")


@dataclass(frozen=True, slots=True)
class _Parameter:
    """What a parameter of the query string must be, in FastAPI's words."""

    default: tuple[Any, ...]
    rules: Mapping[str, Any]


def Query(*default: Any, **rules: Any) -> Any:  # noqa: N802  # FastAPI's name
    """A parameter of the query string, as `fastapi.Query` takes it: `Annotated[int, Query(ge=0)]`, or as the default of a parameter."""
    return _Parameter(default, rules)


@dataclass(frozen=True, slots=True)
class Entry:
    """A route: its path, methods and handler, and what FastAPI shall know of it."""

    path: str
    methods: tuple[str, ...]
    handler: Handler
    options: Mapping[str, Any]

    @property
    def plain(self) -> bool:
        """Whether the handler takes nothing but the request and strings of the path."""
        parts = compile_path(self.path)[2]
        taken = inspect.signature(self.handler).parameters.values()
        return all(one.annotation in _PLAIN and (one.name == "request" or one.name in parts) for one in taken)


@dataclass
class APIRouter:
    """Collects routes. `prefix` stands before every path, `tags` with every route.

    >>> router = APIRouter(prefix="/admin")
    >>> @router.get("/changes", summary="What was changed")
    ... async def changes(request): ...
    >>> router.entries[0].path, router.entries[0].methods
    ('/admin/changes', ('GET',))
    """

    prefix: str = ""
    tags: Sequence[str] = ()
    entries: list[Entry] = field(default_factory=list)

    def api_route(self, path: str, *, methods: Sequence[str], **options: Any) -> Callable[[Handler], Handler]:
        """Serve the function at `path`; the options are those of FastAPI."""

        def declared(handler: Handler) -> Handler:
            self.add_api_route(path, handler, methods=methods, **options)
            return handler

        return declared

    def add_api_route(self, path: str, handler: Handler, *, methods: Sequence[str], **options: Any) -> None:
        """`api_route` as a plain call."""
        tags = [*self.tags, *options.get("tags", ())]
        self.entries.append(Entry(self.prefix + path, tuple(methods), handler, {**options, "tags": tags}))

    def get(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """`api_route` for GET."""
        return self.api_route(path, methods=["GET"], **options)

    def head(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """`api_route` for HEAD."""
        return self.api_route(path, methods=["HEAD"], **options)

    def post(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """`api_route` for POST."""
        return self.api_route(path, methods=["POST"], **options)

    def options(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """`api_route` for OPTIONS."""
        return self.api_route(path, methods=["OPTIONS"], **options)


class App(Starlette):
    """The app: Starlette, and behind it FastAPI for what needs it. `about` is what FastAPI is told of the whole."""

    def __init__(self, title: str, about: Mapping[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self.title, self._about = title, about
        self._entries: list[Entry] = []
        self._inner: FastAPI | None = None
        self._schema: dict[str, Any] | None = None
        self._making = asyncio.Lock()
        #: Told of the FastAPI app once it is made: handlers of errors are installed there too.
        self.installed: list[Callable[[Any], None]] = []
        #: OpenAPI paths beside those of the routes.
        self.more_paths: Callable[[], dict[str, Any]] = dict

    def include_router(self, router: APIRouter) -> None:
        """Serve what a router declares."""
        for entry in router.entries:
            endpoint = _direct(entry.handler) if entry.plain else self._checked
            self._entries.append(entry)
            self.router.routes.append(Route(entry.path, endpoint, methods=list(entry.methods)))

    async def _checked(self, request: Request) -> Response:
        """Hand the request to FastAPI, which checks its parameters."""
        async with self._making:
            if self._inner is None:
                await asyncio.to_thread(self.inner)
        return _Delegated(self.inner())

    def inner(self) -> FastAPI:
        """The FastAPI app with all routes; takes a second when it is made."""
        if self._inner is None:
            from fastapi import FastAPI  # noqa: PLC0415

            made = FastAPI(title=self.title, docs_url=None, redoc_url=None, openapi_url=None, **self._about)
            made.state = self.state
            for entry in self._entries:
                made.add_api_route(entry.path, _translated(entry.handler), methods=list(entry.methods), **entry.options)
            for install in self.installed:
                install(made)
            self._inner = made
        return self._inner

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self._schema is None:
            schema = dict(self.inner().openapi())
            schema["paths"] = dict(sorted({**schema["paths"], **self.more_paths()}.items()))
            self._schema = schema
        return self._schema


class _Delegated(Response):
    """The response that another app gives."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__()
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _direct(handler: Handler) -> Handler:
    """An endpoint for Starlette: parts of the path as arguments, plain data as JSON."""
    taken = frozenset(inspect.signature(handler).parameters)

    async def endpoint(request: Request) -> Response:
        known = {"request": request, **request.path_params}
        found = await handler(**{name: known[name] for name in taken})
        return found if isinstance(found, Response) else JSONResponse(found)

    return endpoint


def _translated(handler: Handler) -> Handler:
    """The handler with our `Query` in FastAPI's."""
    signature = inspect.signature(handler, eval_str=True)

    async def endpoint(**given: Any) -> Any:
        return await handler(**given)

    changed = [
        one.replace(default=_parameter(one.default), annotation=_annotation(one.annotation)) for one in signature.parameters.values()
    ]
    endpoint.__signature__ = signature.replace(parameters=changed)  # type: ignore[attr-defined]
    endpoint.__name__, endpoint.__doc__ = getattr(handler, "__name__", "endpoint"), handler.__doc__
    return endpoint


def _parameter(value: Any) -> Any:
    if not isinstance(value, _Parameter):
        return value
    from fastapi import Query as Real  # noqa: PLC0415

    return Real(*value.default, **value.rules)


def _annotation(annotation: Any) -> Any:
    metadata = getattr(annotation, "__metadata__", None)
    if metadata is None:
        return annotation
    from typing import Annotated  # noqa: PLC0415

    return Annotated[(annotation.__origin__, *map(_parameter, metadata))]
