"""Writing with a token: SPARQL Update and the Graph Store Protocol, each change in a worker under limits, on a copy, judged before it is seen.

The web process decides who may write and tells what came of it; the work is `phahe.changes`. Functions at the end run in the worker.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from phahe.changes import Change
from phahe.store import QueryError, StoreError
from phahe_server import protocol
from phahe_server.body import read_body
from phahe_server.execution import Executor
from phahe_server.graph import named
from phahe_server.problems import Problem
from phahe_server.querying.launch import QueryServer
from phahe_server.querying.limits import Limits
from phahe_server.querying.pool import Pool
from phahe_server.querying.source import WRITER, Source
from phahe_server.running import busy
from phahe_server.settings import Settings

_WAITING: Final = 16
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="phahe"'}


class _Workers(Pool):
    """Workers that write. Their server is always a program of its own: the engine's threads, once there were any, do not survive a fork."""

    def start(self) -> QueryServer:
        """Start the server, once."""
        if self._server is None:
            self._server = QueryServer(self._source, fork=False)
            self.counts["server"] += 1
        return self._server


class Writer:
    """Takes the writes of one app: `root` is the directory of dataset versions."""

    def __init__(self, pool: Pool, root: Path, settings: Settings) -> None:
        self._root, self._settings, self._pool = str(root.absolute()), settings, pool
        self.workers = _Workers(Source(WRITER))
        self._executor = Executor(
            self.workers, Limits(seconds=settings.write_seconds, memory=settings.write_memory), places=2, queue=_WAITING
        )
        self._turn = asyncio.Lock()
        self._waiting = 0

    @property
    def executor(self) -> Executor:
        """Where writes run."""
        return self._executor

    def who(self, request: Request) -> str:
        """The name of the token's holder. Problem 401 without a token that may write; comparing takes as long for any wrong one."""
        given = _token(request.headers.get("authorization", "")).encode()
        found = [name for token, name in self._settings.tokens.items() if hmac.compare_digest(token.encode(), given)]
        if not found:
            raise Problem(401, "Writing needs the administrator's token (Authorization: Bearer …).", headers=_CHALLENGE)
        return found[0]

    async def update(self, request: Request, update: protocol.Update) -> Response:
        """A SPARQL update."""
        who = self.who(request)
        using = _nodes(update.using_graphs), _nodes(update.using_named_graphs)
        change = await self._change(_update, update.text, *using, update.base, who)
        return _told(change)

    async def graph_store(self, request: Request, graph_name: Callable[[Request], NamedNode | None]) -> Response:
        """PUT, POST or DELETE of a graph. A POST that names none makes one."""
        who = self.who(request)
        fresh = request.method == "POST" and request.url.path.rstrip("/") == "/graph-store" and not _names_graph(request)
        if fresh:
            graph: NamedNode | None = NamedNode(f"{request.url.scheme}://{request.url.netloc}/graph-store/{uuid.uuid4().hex}")
        else:
            graph = graph_name(request)
        body = b"" if request.method == "DELETE" else await read_body(request, self._settings.upload_bytes)
        kind = request.headers.get("content-type", "")
        change, existed = await self._change(_put, request.method, graph and graph.value, kind, body, str(request.url), who)
        headers = {"Location": quote(graph.value, safe=":/?#[]@!$&'()*+,;=%~")} if graph and not existed else {}
        return _told(change, 200 if existed else 201, headers)

    async def undo(self, request: Request) -> Response:
        """Go back by one version."""
        who = self.who(request)
        return _told(await self._change(_undo, who))

    async def log(self, request: Request) -> Response:
        """The changes, newest first."""
        self.who(request)
        found: tuple[Change, ...] = await self._executor.run(_log, self._root)
        return JSONResponse([asdict(change) for change in reversed(found)], headers={"Cache-Control": "no-store"})

    async def _change(self, function: Callable[..., Any], *arguments: Any) -> Any:
        async with self._queued():
            found = await self._executor.run(function, self._root, uuid.uuid4().hex, *arguments)
            await self._seen()
        return found

    async def _seen(self) -> None:
        """Return once queries see the change."""
        try:
            await self._pool.refresh()
        except (StoreError, OSError) as error:
            raise Problem(
                503, f"The change is made but not served yet: {error}", {"cause": "store"}, headers={"Retry-After": "5"}
            ) from None

    @asynccontextmanager
    async def _queued(self) -> AsyncIterator[None]:
        """One write at a time, so many waiting."""
        if self._waiting >= _WAITING:
            raise busy()
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1


def _token(header: str) -> str:
    """The token of an Authorization header: Bearer, or the password of Basic."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2]
        except ValueError:
            return ""
    return ""


def _names_graph(request: Request) -> bool:
    return any(name in ("graph", "default") for name, _ in protocol.parse_fields(request.scope["query_string"]))


def _nodes(iris: tuple[str, ...]) -> tuple[NamedNode, ...]:
    nodes = tuple(named(iri) for iri in iris)
    if None in nodes:
        raise Problem(400, "A graph is named by something that is no absolute IRI.", {"graph": iris[nodes.index(None)][:500]})
    return tuple(node for node in nodes if node)


def _told(change: Change, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(asdict(change), status, {"Cache-Control": "no-store", **(headers or {})})


def _update(
    _: Any, root: str, identifier: str, text: str, default: tuple[NamedNode, ...], names: tuple[NamedNode, ...], base: str | None, who: str
) -> Change:
    from phahe.store.updates import Using, update  # noqa: PLC0415

    return _made(Path(root), lambda store: update(store, text, Using(default, names), base), who, "update", identifier)


def _put(
    _: Any, root: str, identifier: str, method: str, graph: str | None, kind: str, body: bytes, base: str, who: str
) -> tuple[Change, bool]:
    from phahe.store.updates import UNNAMED, replace_graph  # noqa: PLC0415
    from phahe_server.uploading import parse  # noqa: PLC0415

    node = NamedNode(graph) if graph else UNNAMED
    quads = None if method == "DELETE" else parse(kind, body, graph or base)
    existed = graph is None

    def operation(store: Any) -> Any:
        nonlocal existed
        existed = existed or next(store.quads(node), None) is not None
        if method == "DELETE" and not existed:
            raise Problem(404, "The store holds no graph of that name.", {"graph": graph})
        return replace_graph(store, node, quads, keep=method == "POST")

    return _made(Path(root), operation, who, f"{method} {node.value}", identifier), existed


def _made(root: Path, operation: Callable[[Any], Any], who: str, what: str, identifier: str) -> Change:
    from phahe.admission import Refused  # noqa: PLC0415
    from phahe.changes import make_change  # noqa: PLC0415

    try:
        return make_change(root, operation, who=who, what=what, identifier=identifier)
    except QueryError as error:
        place = {"line": error.line, "column": error.column or 1} if error.line else {}
        raise Problem(400, str(error), place) from None
    except Refused as error:
        found = [{"focus": one.focus, "path": one.path, "shape": one.shape, "vi": one.message_vi, "en": one.message_en}
                 for one in error.results[:50]]  # fmt: skip
        raise Problem(422, f"The data would not be in the shape it must have: {error}", {"violations": found}) from None
    except StoreError as error:
        raise Problem(503, str(error), {"cause": "store"}, headers={"Retry-After": "5"}) from None


def _undo(_: Any, root: str, identifier: str, who: str) -> Change:
    from phahe.changes import undo  # noqa: PLC0415

    try:
        return undo(Path(root), who=who, identifier=identifier)
    except StoreError as error:
        raise Problem(409, str(error)) from None


def _log(_: Any, root: str) -> tuple[Change, ...]:
    from phahe.changes import log  # noqa: PLC0415

    return log(Path(root))
