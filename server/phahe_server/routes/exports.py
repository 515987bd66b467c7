"""`/export/…`: the graph, a lineage, a document, the answer to a question, a list, a query's result, in every format of `phahe.exports`.

The address says what and the extension says how: `/export/lineage/loc-binh-resolution.graphml?direction=up&depth=2`. Files are written in
a worker to a temporary file and streamed, so neither side holds them in memory.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from phahe.exports import FORMATS, Format, TableColumn, by_extension
from phahe.exports.cleaning import safe_cell
from phahe_server import download, exporting, language, protocol, whole
from phahe_server.execution import Executor
from phahe_server.exporting import Asked, Rows
from phahe_server.problems import Problem
from phahe_server.querying.limits import Limits
from phahe_server.routes import checked, lists, questions, targets, task_list

router = APIRouter()
#: The lists as CSV, and as the headings and cells that are in it.
_LISTS: Final[dict[str, tuple[Callable[[Request], Awaitable[Response]], Callable[[Request], Awaitable[lists.Cells[Any]]]]]] = {
    "tasks": (task_list.tasks_csv, task_list.csv_table), "targets": (targets.targets_csv, targets.csv_table),
    "citations": (checked.citations_csv, checked.citation_table), "findings": (checked.findings_csv, checked.finding_table),
}  # fmt: skip
_FILES: Final = {
    "content": {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in FORMATS},
    "description": "The file",
}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: _FILES,
    404: {"description": "Not known to the graph"},
    422: {"description": "The format cannot hold it; the problem says what can"},
}
_COLUMNS: Final = {"tasks": task_list.COLUMNS, "targets": targets.COLUMNS}
#: What one export may take.
LIMITS: Final = Limits(seconds=300.0, memory=2 << 30, bytes=8 << 30)
_ROWS: Final = 100_000
#: So many notes go into the header.
_NOTES: Final = 6


def wanted(rest: str) -> tuple[str, Format]:
    """The name and the format of `name.extension`; the longest extension counts. Problem 404 naming the extensions there are.

    >>> wanted("loc-binh.csv.zip")[0], wanted("a.b.svg")[1].name
    ('loc-binh', 'svg')
    """
    found = [form for form in FORMATS if rest.lower().endswith(f".{form.extension}")]
    if not found:
        raise Problem(404, "That format is not offered.", {"offered": [form.extension for form in FORMATS]})
    form = max(found, key=lambda one: len(one.extension))
    return rest[: -len(form.extension) - 1], form


@router.get("/api/export/formats", tags=["exports"], summary="The formats of exports and what each carries")
async def format_list(request: Request) -> Response:
    """Name, extension, media type and what each format carries."""
    lang = language.language(request)
    return JSONResponse([
        {"name": form.name, "extension": form.extension, "mediaType": form.media_type, "family": form.family, "label": form.label.text(lang),
         "carries": form.carries.text(lang)}
        for form in FORMATS
    ])  # fmt: skip


@router.get(
    "/export/graph.{extension}", tags=["exports"], summary="The whole graph", response_class=StreamingResponse, responses=_RESPONSES
)
async def graph(request: Request, extension: str) -> Response:
    """The whole graph; pictures show the documents and their lineage."""
    return await _sent(request, Asked("graph"), wanted(f"x.{extension}")[1])


@router.get("/export/lineage/{file:path}", tags=["exports"], summary="The lineage of a document or task", response_class=StreamingResponse,
            responses=_RESPONSES)  # fmt: skip
async def lineage(
    request: Request,
    file: str,
    direction: Literal["up", "down"] = "up",
    depth: Annotated[int | None, Query(ge=1, le=1000)] = None,
) -> Response:
    """The documents above (or below) `name` in `{name}.{extension}` and the relations between them with their proof."""
    name, form = wanted(file)
    return await _sent(request, Asked("lineage", name, direction, depth), form)


@router.get(
    "/export/document/{file:path}", tags=["exports"], summary="One document", response_class=StreamingResponse, responses=_RESPONSES
)
async def document(request: Request, file: str) -> Response:
    """A document with everything read from it; pictures show its lineage."""
    name, form = wanted(file)
    return await _sent(request, Asked("document", name), form)


@router.get(
    "/export/questions/{file}", tags=["exports"], summary="The answer to a question", response_class=StreamingResponse, responses=_RESPONSES
)
async def question(request: Request, file: str) -> Response:
    """The rows of the answer, or the graph of what the rows name; the parameters are those of the question."""
    slug, form = wanted(file)
    questions.find(slug)
    return await _sent(request, Asked("question", slug, values=questions.values(request)), form)


@router.get("/export/sparql.{extension}", tags=["exports"], summary="The result of a SPARQL query", response_class=StreamingResponse,
            responses=_RESPONSES)  # fmt: skip
async def sparql(request: Request, extension: str) -> Response:
    """A SELECT as rows or as the graph of what it names, a CONSTRUCT as a graph. `query` as in the SPARQL protocol."""
    form = wanted(f"x.{extension}")[1]
    asked = protocol.read_request("GET", request.scope["query_string"], "", b"")
    if not isinstance(asked, protocol.Query):
        raise Problem(400, "The request carries no query.")
    strangers = request.app.state.strangers
    rows = min(strangers.limits.rows, _ROWS)
    result = await strangers.run(exporting.query, asked.text, protocol.dataset(asked), rows)
    return await _sent(request, Asked("result", result=result), form)


@router.get("/export/{name}.{extension}", tags=["exports"], summary="A list of tasks, targets, citations or findings, filtered",
            response_class=StreamingResponse, responses=_RESPONSES)  # fmt: skip
async def rows(request: Request, name: str, extension: str) -> Response:
    """What the filters of the page leave, as rows, or as the graph of those things and what they point at."""
    name, _, extension = f"{name}.{extension}".partition(".")  # the route gives `nodes` of `nodes.csv` to the name
    if name not in _LISTS:
        raise Problem(404, "There is no such list.", {"offered": ["graph", *_LISTS]})
    return await _list(request, name, wanted(f"x.{extension}")[1])


@router.api_route("/api/{name}.{extension}", methods=["GET", "HEAD"], include_in_schema=False)
async def list_file(request: Request, name: str, extension: str) -> Response:
    """The same beside the JSON: `/api/tasks.xlsx`."""
    form = by_extension(extension)
    if name not in _LISTS or form is None:
        raise Problem(404, "Nothing is served at this address.")
    return await _list(request, name, form)


async def _list(request: Request, name: str, form: Format) -> Response:
    as_csv, as_table = _LISTS[name]
    if form.name == "table":
        return await as_csv(request)
    cells = await as_table(request)
    with tempfile.TemporaryDirectory(prefix="phahe-list-") as place:
        path = Path(place) / "list.csv"
        await asyncio.to_thread(_written, cells, path)
        if form.of_table:
            return await _sent(request, Rows(name, name, tuple(_columns(name, cells.headings)), str(path)), form)
        things = await asyncio.to_thread(exporting.last_column, path)
    return await _sent(request, Asked("things", name, things=things, title=name), form)


def _written(cells: lists.Cells[Any], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(cells.pieces())


def _columns(name: str, headings: Sequence[str]) -> Iterator[TableColumn]:
    known = _COLUMNS.get(name, {})
    kinds = [*known.values()] if known else [*["text"] * (len(headings) - 1), "iri"]
    for heading, kind in zip(headings, kinds, strict=True):
        yield TableColumn(safe_cell(heading), heading, kind)  # type: ignore[arg-type]


def _executor(request: Request) -> Executor:
    """Where exports are made: a few at once, with more time and room than a page has."""
    state = request.app.state
    if not hasattr(state, "exports"):
        state.exports = Executor(state.pool, LIMITS, places=4, queue=20)
    made: Executor = state.exports
    return made


async def _sent(request: Request, asked: Asked | Rows, form: Format) -> Response:
    """The export as a download. The header `Phahe-Notes` says in English (headers are ASCII) what the format could not carry."""
    lang = language.language(request)
    state = request.app.state
    version = state.pool.version
    whole_graph = isinstance(asked, Asked) and asked.kind == "graph"
    place = state.downloads.place(f"export-{lang}.{form.extension}", version) if whole_graph else None
    if place is not None and (kept := whole.known(place)) is not None:
        return FileResponse(place, headers=_headers(kept, form), media_type=_media_type(form))
    job = _executor(request).stream(exporting.send, asked, form, lang)
    stream = await job.__aenter__()  # it stays open until the last byte is sent
    head: exporting.Head = stream.head

    async def body() -> AsyncIterator[bytes]:
        try:
            # a version swapped while the file was made: nobody knows which of the two it is of
            keep = place is not None and state.pool.version == version
            async for piece in whole.keeping(stream.pieces, head, place) if keep and place is not None else stream.pieces:
                yield piece
        finally:
            await job.__aexit__(*sys.exc_info())

    return StreamingResponse(body(), headers={**_headers(head, form), "Content-Length": str(head.length)}, media_type=_media_type(form))


def _headers(head: exporting.Head, form: Format) -> dict[str, str]:
    headers = {"Content-Disposition": download.disposition(f"{head.name}.{form.extension}")}
    if head.notes:
        headers["Phahe-Notes"] = "; ".join(head.notes[:_NOTES]).encode("ascii", "replace").decode()
    return headers


def _media_type(form: Format) -> str:
    return form.media_type + ("; charset=utf-8" if form.media_type.startswith("text/") else "")
