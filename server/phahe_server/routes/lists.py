"""Lists with filters: what they share. The address of a page holds all that was chosen, so it can be sent to somebody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Generic, TypeVar

from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from phahe.namespaces import BASE
from phahe.store import Store
from phahe_server import download, language, protocol, render
from phahe_server.facets import Facet, address, facet
from phahe_server.listing import Kind, Listing, Selection
from phahe_server.routes import labels
from phahe_server.views.citation_list import SOUND
from phahe_server.views.task_list import NONE, quarter_label

_MAX_VALUE = 500
#: Bytes of an answer that are held back, and that are sent at once.
_HOLD: Final = 256 << 10
R = TypeVar("R")


def asked(request: Request, names: Sequence[str]) -> dict[str, str]:
    """The parameters of the request that `names` holds, empty ones left out; the last of a repeated one counts."""
    given = dict(protocol.parse_fields(request.scope["query_string"]))
    return {name: given[name].strip()[:_MAX_VALUE] for name in names if given.get(name, "").strip()}


async def kept(request: Request, view: Callable[[Store], Any]) -> Any:
    """As `known`, for a request."""
    return await known(request.app.state, view)


async def known(state: State, view: Callable[[Store], Any]) -> Any:
    """What `view` finds in the store, kept while this version of the data is served, with the names of concepts at hand."""
    await labels.ensure(state)
    return await state.lasting.get(f"{state.pool.version} {view.__module__}.{view.__name__}", lambda: state.executor.run(view))


async def listing(state: State, name: str, kind: Kind[R]) -> Listing[R]:
    """A list of this version of the data, with the names of concepts at hand. `Problem` 503 while that of a large graph is made."""
    await labels.ensure(state)
    found: Listing[R] = await state.downloads.listing(name, kind, state.pool.version)
    return found


def offered(selection: Selection[Any], facets_of: Kind[Any], given: Mapping[str, str], name: Callable[[str], str]) -> list[Facet]:
    """The filters of a list."""
    return [facet(one, selection.offered(one), given.get(one, ""), name) for one in facets_of.facets]


async def as_json(known: Listing[R], given: dict[str, str], name: str, plain: Callable[[R], Any]) -> Response:
    """Every row the filters leave, as JSON."""

    def pieces() -> Iterator[bytes]:
        with known.selected(given) as found:
            yield from json_pieces({"filters": given, "count": found.total}, name, map(plain, found.rows()))

    return await _streamed(pieces(), "application/json", {})


@dataclass(frozen=True)
class Cells(Generic[R]):
    """A list as a table: its headings, and the rows of cells of each row that the filters `given` leave."""

    headings: Sequence[str]
    known: Listing[R]
    given: Mapping[str, str]
    rows_of: Callable[[R], Iterable[Sequence[str]]]

    def pieces(self) -> Iterator[bytes]:
        """The table as CSV."""
        with self.known.selected(self.given) as found:
            yield from download.csv_pieces(self.headings, (cells for row in found.rows() for cells in self.rows_of(row)))


async def as_csv(table: Cells[Any], file_name: str) -> Response:
    """Every row the filters leave, for spreadsheets."""
    return await _streamed(table.pieces(), download.CSV, {"Content-Disposition": download.disposition(file_name)})


async def _streamed(pieces: Iterator[bytes], media_type: str, headers: Mapping[str, str]) -> Response:
    """The pieces as an answer, made while it is sent where it is long. What fails before `_HOLD` bytes is an error, and no half an answer."""

    def first() -> tuple[bytes, bool]:
        held = bytearray()
        for piece in pieces:
            held += piece
            if len(held) > _HOLD:
                return bytes(held), False
        return bytes(held), True

    start, whole = await asyncio.to_thread(first)
    if whole:
        return Response(start, media_type=media_type, headers=headers)
    return StreamingResponse(chain([start], _gathered(pieces)), media_type=media_type, headers=headers)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces as larger ones: each crosses from a thread of its own."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > _HOLD:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def json_pieces(head: Mapping[str, Any], name: str, rows: Iterable[Any]) -> Iterator[bytes]:
    """An object of JSON whose last member `name` is an array made while it is read.

    >>> b"".join(json_pieces({"count": 2}, "rows", ["a", {"b": 1}]))
    b'{"count":2,"rows":["a",{"b":1}]}'
    """
    yield f"{_json(head)[:-1]},{_json(name)}:[".encode()
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}{_json(row)}".encode()
    yield b"]}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def namer(request: Request, lang: str) -> Callable[[str], str]:
    """Names the keys of facets: concepts by the graph, quarters as they are written, "none" in words."""
    label, translate = render.labeller(request, lang), language.translator(lang)

    def name(key: str) -> str:
        if key in (NONE, SOUND):
            return translate("filter.none" if key == NONE else "citations.sound")
        return quarter_label(key) if not key.startswith(("vocab/", "doc/", "measure/")) else str(label(BASE + key))

    return name


def without_page(given: Mapping[str, str], **changed: str) -> str:
    """The query string of a list from its first page, with some choices changed."""
    return address({name: text for name, text in given.items() if name != "page"}, **changed)
