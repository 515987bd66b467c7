"""The web app: `create_app` puts routes, errors and headers together around one store.

Nothing here asks the graph anything; see `routes` for what is served and `execution` for where queries run.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import inf
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

import phahe
from phahe.resources import folder
from phahe.store import Store, open_store
from phahe_server import headers, packaged, problems
from phahe_server import settings as reading_settings
from phahe_server.answers import Answers
from phahe_server.compressing import Compressing
from phahe_server.downloads import Downloads
from phahe_server.execution import Executor
from phahe_server.kept import Kept
from phahe_server.leaving import Leaving
from phahe_server.logs import LogMiddleware
from phahe_server.mcp.serving import OverHttp
from phahe_server.metrics import Metrics, MetricsMiddleware
from phahe_server.querying import limits as limiting
from phahe_server.querying.limits import Limits
from phahe_server.querying.pool import Pool
from phahe_server.querying.source import Source, given
from phahe_server.routes import (
    catalog,
    check,
    checked,
    exports,
    graph_store,
    lineage,
    meta,
    pages,
    questions,
    reconciliation,
    search,
    targets,
    task_list,
    things,
    writing,
)
from phahe_server.routes import sparql as sparql_routes
from phahe_server.writing import Writer

#: What the program's own functions may take: a page, an answer to a catalogue question, the check of a draft.
PAGE_LIMITS: Final = Limits(seconds=20.0, memory=2 << 30)
CHECK_LIMITS: Final = Limits(seconds=45.0, memory=2 << 30)

#: What the OpenAPI document says of the whole.
_ABOUT: Final[dict[str, Any]] = {
    "version": phahe.__version__,
    "summary": "The genealogy of Vietnamese public policy: lineage, tasks, targets and citations, each with the printed words that prove it.",
    "openapi_tags": [
        {"name": "questions", "description": "The question catalogue."},
        {"name": "lineage", "description": "The graph of documents and how they derive from each other."},
        {"name": "lists", "description": "Tasks, targets, citations and findings, with filters."},
        {"name": "exports", "description": "The graph and its parts in the formats of other programs."},
        {"name": "catalogue", "description": "The data sets with their files: DCAT 3 and VoID."},
        {
            "name": "reconciliation",
            "description": "Matching the words of a table with places, agencies, documents and measures (OpenRefine).",
        },
        {"name": "check", "description": "Checking the citations of a draft."},
        {"name": "search", "description": "Full-text search."},
        {"name": "sparql", "description": "SPARQL 1.1 Protocol and Graph Store Protocol; writing needs a token."},
        {"name": "admin", "description": "Changes made by hand; needs a token."},
        {"name": "meta", "description": "Health."},
    ],
}


def create_app(store: Store | Source | None = None, sources: Path | None = None, limits: Limits | None = None) -> FastAPI:
    """The app over `store` (an empty one where none is given), with the stored texts in `sources` and the limits of a stranger's query.

    The store is served by a process of its own (`querying`), forked at the first use; a `Store` that is given must not change afterwards.

    >>> create_app().title
    'Phả hệ'
    """
    app = FastAPI(title="Phả hệ", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan, **_ABOUT)
    pool = Pool(store if isinstance(store, Source) else given(store if store is not None else open_store()))
    app.state.pool = pool
    app.state.executor = Executor(pool, PAGE_LIMITS, places=8, queue=200)
    app.state.queries = Executor(pool, PAGE_LIMITS, places=16, queue=200)
    app.state.strangers = Executor(pool, limits or limiting.from_settings(), places=32)
    app.state.checks = Executor(pool, CHECK_LIMITS, places=3, queue=12)
    app.state.graphs = Executor(pool, graph_store.LIMITS, places=4, queue=16)
    settings = reading_settings.read()
    root = app.state.root = store.root if isinstance(store, Source) else None
    app.state.settings = settings
    app.state.writer = Writer(pool, root, settings) if settings.tokens and root else None
    pool.swapped.append(lambda _: _forget(app))
    app.state.downloads = Downloads(app.state)
    app.state.kept = Kept()
    app.state.lasting = Kept(inf)
    app.state.pages = Kept(inf, most=64)
    app.state.sources = sources or folder("data/sources")
    problems.install(app)
    app.add_middleware(Compressing)
    app.add_middleware(headers.HeadersMiddleware)
    app.add_middleware(Leaving)
    app.add_middleware(Answers, version=lambda: pool.version)
    app.state.metrics = Metrics()
    app.add_middleware(MetricsMiddleware, metrics=app.state.metrics)
    app.add_middleware(LogMiddleware, queries=settings.log_queries)
    app.mount("/static", StaticFiles(directory=packaged.HERE / "static", check_dir=False), name="static")
    app.state.mcp = OverHttp(app.state)
    app.router.routes.append(Route("/mcp", app.state.mcp))
    for module in (  # routes are tried in this order: what is asked most comes first
        sparql_routes,
        questions,
        meta,
        graph_store,
        writing,
        pages,
        lineage,
        task_list,
        targets,
        checked,
        exports,
        search,
        check,
        catalog,
        reconciliation,
        things,
    ):
        app.include_router(module.router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with one path for each question of the catalogue; what HEAD does follows from GET."""
    if not app.openapi_schema:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Duplicate Operation ID")  # a route of several methods: told apart below
            schema = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes, tags=app.openapi_tags)
        for operations in schema["paths"].values():
            operations.pop("head", None)
            for method, operation in operations.items():
                operation["operationId"] = f"{operation['operationId'].removesuffix('_get').removesuffix('_post')}_{method}"
        schema["paths"] = dict(sorted({**schema["paths"], **questions.paths()}.items()))
        app.openapi_schema = schema
    return app.openapi_schema


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    if app.state.writer:
        app.state.writer.workers.start()
    tasks = [asyncio.create_task(app.state.pool.watch()), asyncio.create_task(pages.warm(app.state))]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await app.state.mcp.close()
    app.state.pool.close()
    if app.state.writer:
        app.state.writer.workers.close()


def _forget(app: FastAPI) -> None:
    """Drop what was kept of data that is no longer served."""
    app.state.kept.clear()
    app.state.lasting.clear()
    app.state.pages.clear()
    app.state.labels = None
