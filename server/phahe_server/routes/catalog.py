"""`/catalog` (DCAT 3), `/catalog/download/…` and `/.well-known/void`: what data there is, and the files of it.

A page for people, RDF for programs, by Accept, `?format=` or an extension. The addresses of files are of the server that was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Final
from urllib.parse import unquote

import pyoxigraph
from fastapi import APIRouter, Query, Request
from pyoxigraph import Triple
from starlette.responses import FileResponse, RedirectResponse, Response

from phahe.catalogue import FORMATS, Dataset, FileFormat, Kept, Made, Page, describe, describe_void, read_settings
from phahe.catalogue.describing import PAGE, describe_dataset
from phahe.catalogue.terms import ALL_PREFIXES, VOCABULARIES
from phahe_server import download, downloads, negotiation, render
from phahe_server.problems import Problem
from phahe_server.results import RDF
from phahe_server.routes.reconciliation import root
from phahe_server.routes.things import media_type

router = APIRouter()
#: Formats of the catalogue by extension.
_OFFERED: Final = {**negotiation.RDF_FORMATS, "xml": "application/rdf+xml"}
#: So many seconds a description waits for files that are being made; it then says nothing of their size.
PATIENCE: Final = 25.0
_PACKED: Final = "nq.gz"
Number = Annotated[int, Query(ge=1, le=100_000, description="Page of data sets")]


async def _datasets(request: Request) -> list[Dataset]:
    state = request.app.state
    found: list[Dataset] = await state.lasting.get("catalogue", lambda: state.downloads.executor.run(downloads.planned))
    return found


def _current(request: Request) -> tuple[str, Sequence[Kept], str]:
    """The version of the data, those kept, and when the current one was made."""
    version = request.app.state.pool.version
    kept = request.app.state.downloads.kept()
    return version, kept, next((one.made for one in kept if one.id == version), "")


async def _page(request: Request, number: int, address: str) -> tuple[Page, dict[tuple[str, str], Made]]:
    """A page of the catalogue, and the files of it that are there."""
    datasets = await _datasets(request)
    version, kept, made = _current(request)
    shown = datasets[(number - 1) * PAGE : number * PAGE]
    if not shown and number > 1:
        raise Problem(404, "The catalogue has no such page.", {"pages": max(1, -(-len(datasets) // PAGE))})
    store: downloads.Downloads = request.app.state.downloads
    wanted = [(dataset, extension, version) for dataset in shown for extension in dataset.formats]
    await store.all(wanted, PATIENCE)
    files = {(dataset.slug, extension): found for dataset, extension, _ in wanted if (found := store.known(dataset, extension, version))}
    for dataset in (one for one in shown if one.of == "graph"):
        for one in kept:
            if found := store.known(dataset, _PACKED, one.id):
                files[f"{dataset.slug}@{one.id}", _PACKED] = found
    return Page(root(request), version, made, kept, shown, len(datasets), number, address), files


def serialised(triples: list[Triple], wanted: str) -> Response:
    """Statements in an RDF format, sorted by subject."""
    once = sorted(dict.fromkeys(triples), key=lambda one: (str(one.subject), str(one.predicate), str(one.object)))
    used = {prefix: space for prefix, space in ALL_PREFIXES.items() if prefix in VOCABULARIES or prefix == "ph"}
    body = pyoxigraph.serialize(once, format=RDF[wanted], prefixes=used) or b""
    charset = "; charset=utf-8" if wanted.startswith("text/") else ""
    return Response(body, media_type=wanted + charset, headers={"Vary": "Accept"})


@router.api_route("/catalog", methods=["GET", "HEAD"], tags=["catalogue"], summary="The catalogue: a page, or DCAT 3")
async def catalogue(request: Request, page: Number = 1) -> Response:
    """A hundred data sets at a time; hydra:next leads on."""
    wanted = media_type(request, None)
    if wanted == negotiation.HTML:
        return await _shown(request, page)
    return await _described(request, wanted, page, f"{root(request)}/catalog")


@router.api_route("/catalog.{suffix}", methods=["GET", "HEAD"], tags=["catalogue"], summary="The catalogue in the format of the extension")
async def catalogue_file(request: Request, suffix: str, page: Number = 1) -> Response:
    """ttl, rdf, xml, jsonld, nt, trig, nq."""
    if suffix not in _OFFERED:
        raise Problem(404, "The catalogue is not offered in that format.", {"offered": sorted(_OFFERED)})
    return await _described(request, _OFFERED[suffix], page, f"{root(request)}/catalog.{suffix}")


async def _described(request: Request, wanted: str, number: int, address: str) -> Response:
    page, files = await _page(request, number, address)
    return serialised(describe(page, read_settings(), files), wanted)


async def _shown(request: Request, number: int) -> Response:
    """The page for people does not wait for files."""
    datasets = await _datasets(request)
    version, kept, made = _current(request)
    store: downloads.Downloads = request.app.state.downloads
    shown = datasets[(number - 1) * PAGE : number * PAGE]
    if not shown and number > 1:
        raise Problem(404, "The catalogue has no such page.", {"pages": max(1, -(-len(datasets) // PAGE))})
    rows = [
        (
            dataset,
            [(FORMATS[one], f"/catalog/download/{dataset.slug}.{one}", store.known(dataset, one, version)) for one in dataset.formats],
        )
        for dataset in shown
    ]
    return render.page(
        request, "catalog.html", rows=rows, settings=read_settings(), version=version, made=made, kept=[one for one in reversed(kept) if one.id < version],
        number=number, last=max(1, -(-len(datasets) // PAGE)), root=root(request),
    )  # fmt: skip


@router.api_route("/catalog/dataset/{rest:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def dataset(request: Request, rest: str) -> Response:
    """What identifies a data set leads to its description, what identifies a file to the file."""
    slug, _, extension = rest.partition("/distribution/")
    slug, _, version = slug.partition("/version/")
    found = await _named(request, slug)
    if extension:
        return RedirectResponse(f"/catalog/download/{slug}{'@' + version if version else ''}.{extension}", 303)
    wanted = media_type(request, None)
    if wanted == negotiation.HTML:
        return RedirectResponse(f"/catalog#{slug.replace('/', '-')}", 303)
    current, kept, made = _current(request)
    store: downloads.Downloads = request.app.state.downloads
    files = {(slug, one): known for one in found.formats if (known := store.known(found, one, current))}
    page = Page(root(request), current, made, kept, [found], 1)
    return serialised(list(describe_dataset(found, page, read_settings(), files)), wanted)


async def _named(request: Request, slug: str) -> Dataset:
    found = next((one for one in await _datasets(request) if one.slug == slug), None)
    if found is None:
        raise Problem(404, "There is no such data set.", {"dataset": slug[:300]})
    return found


def _parted(rest: str) -> tuple[str, str, FileFormat]:
    """Data set, version ("" for the current one) and format of `slug[@version].extension`."""
    form = max((one for name, one in FORMATS.items() if rest.endswith(f".{name}")), key=lambda one: len(one.extension), default=None)
    if form is None:
        raise Problem(404, "There is no such file.", {"offered": sorted(FORMATS)})
    slug, _, version = rest[: -len(form.extension) - 1].partition("@")
    return slug, version, form


@router.api_route("/catalog/download/{rest:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def download_file(request: Request, rest: str) -> Response:
    """A file of a data set, whole or in part (Range), or its checksum (`.sha256`)."""
    name = unquote(rest)
    asked = name.removesuffix(".sha256")
    slug, version, form = _parted(asked)
    found = await _named(request, slug)
    allowed = ("nq.gz",) if version else found.formats
    if form.extension not in allowed or (version and found.of != "graph"):
        raise Problem(404, "The data set has no such file.", {"offered": list(allowed)})
    made = await request.app.state.downloads.file(found, form.extension, version or request.app.state.pool.version)
    saved = f"phahe-{asked.replace('/', '-')}"
    if name != asked:
        return Response(f"{made.sha256}  {saved}\n", media_type="text/plain; charset=utf-8")
    tag = f'"{made.sha256[:32]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    charset = "; charset=utf-8" if form.served_as.startswith("text/") else ""
    return FileResponse(made.path, media_type=form.served_as + charset, headers={
        "ETag": tag, "Content-Disposition": download.disposition(saved), "Link": f'<{root(request)}/catalog>; rel="collection"',
    })  # fmt: skip


@router.api_route("/.well-known/void", methods=["GET", "HEAD"], tags=["catalogue"], summary="The graph as VoID")
async def void(request: Request) -> Response:
    """Counts by class and property, links to other data, dumps, endpoint. Made once for a version of the data."""
    state = request.app.state
    wanted = media_type(request, None)
    if wanted == negotiation.HTML:
        wanted = "text/turtle"
    counted: Any = await state.lasting.get("void", lambda: state.downloads.executor.run(downloads.counted))
    made = _current(request)[2]
    triples = await asyncio.to_thread(describe_void, root(request), read_settings(), counted, made)
    return serialised(triples, wanted)
