"""Every IRI the graph mints, at its own path: a page for people, RDF for programs (by Accept, `?format=` or a suffix).

Paths are decoded once: an IRI that holds `%2F` is asked for with `%2F`. Registered last: it takes what no other route took.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from fastapi import APIRouter, Request
from starlette.datastructures import State
from starlette.responses import RedirectResponse, Response

from phahe.exports.standards import legislation
from phahe.lineage import trace
from phahe.lineage.facts import hops
from phahe.namespaces import BASE
from phahe.questions import catalogue
from phahe.store import Store
from phahe_server import negotiation, protocol, render
from phahe_server.graph import exists, named, rows
from phahe_server.links import address
from phahe_server.problems import Problem
from phahe_server.routes import labels
from phahe_server.views import documents, facts, lineage, reader, tasks, things

router = APIRouter()
ROOTS: Final = (
    "doc",
    "agency",
    "place",
    "measure",
    "vocab",
    "graph",
    "theme",
    "ns",
    "dataset",
    "count",
    "restatement",
    "observed",
    "linkset",
)
#: What was read from a document, or found wrong in it: shown with its words first.
FACTS: Final = frozenset({"Assignment", "Citation", "Finding", "Funding", "Output", "Provision", "Target", "Timing"})
_SUFFIXES: Final = {**negotiation.RDF_FORMATS, "json-ld": "application/ld+json", "html": negotiation.HTML}
_MAX_IRI: Final = 2_000


async def _thing(request: Request) -> Response:
    raw = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").split("?")[0]
    iri, wanted = await request.app.state.executor.run(resolve, raw.lstrip("/"))
    if iri is None:
        raise Problem(404, f"The graph holds nothing called {BASE}{unquote(raw).lstrip('/')[:300]}.")
    return await _show(request, iri, wanted)


ONTOLOGIES: Final = ("alignments", "counts", "observed")


def _patterns() -> Iterator[str]:
    yield from (f"/{root}/{{rest:path}}" for root in ROOTS)
    for name in ONTOLOGIES:
        yield from (f"/{name}", f"/{name}.{{suffix}}")


for pattern in _patterns():
    router.add_api_route(pattern, _thing, methods=["GET", "HEAD"], include_in_schema=False)


@router.api_route("/resource", methods=["GET", "HEAD"], include_in_schema=False)
async def resource(request: Request) -> Response:
    """What the graph says of any IRI, minted elsewhere too; an IRI of ours is answered at its own path."""
    values = [text for name, text in protocol.parse_fields(request.scope["query_string"]) if name == "iri"]
    if len(values) != 1 or len(values[0]) > _MAX_IRI or named(values[0]) is None:
        raise Problem(400, "The parameter iri must be one absolute IRI.")
    if values[0].startswith(BASE):
        return RedirectResponse(address(values[0]), 303)
    if not await request.app.state.executor.run(exists, values[0]):
        raise Problem(404, "The graph holds nothing of that name.", {"iri": values[0]})
    return await _show(request, values[0], None)


def resolve(store: Store, path: str) -> tuple[str | None, str | None]:
    """The IRI a raw path names and the media type its suffix asks for; the IRI as written comes first, then decoded once."""
    stem, _, suffix = path.rpartition(".")
    options: list[tuple[str, str | None]] = [(path, None)]
    if suffix in _SUFFIXES and stem:
        options.append((stem, _SUFFIXES[suffix]))
    for written, media_type in options:
        for iri in dict.fromkeys((BASE + written, BASE + unquote(written))):
            if exists(store, iri) or (iri.startswith(f"{BASE}graph/") and any(graph.value == iri for graph in store.graphs())):
                return iri, media_type
    return None, None


def media_type(request: Request, suffix: str | None) -> str:
    """HTML or an RDF format: the suffix decides, then `?format=`, then Accept. Problem 406 where none suits."""
    asked = request.query_params.get("format")
    if suffix or asked:
        chosen = suffix or _SUFFIXES.get(asked or "", asked if asked in _SUFFIXES.values() else None)
        if chosen is None:
            raise Problem(406, "That format is not offered.", {"offered": sorted(_SUFFIXES)})
        return chosen
    accept = request.headers.get("accept")
    found = negotiation.best(accept, [negotiation.HTML, *negotiation.RDF_FORMATS.values()])
    if found is None:
        raise Problem(406, "Offered are HTML and RDF.", {"offered": [negotiation.HTML, *negotiation.RDF_FORMATS.values()]})
    return found


async def _show(request: Request, iri: str, suffix: str | None) -> Response:
    wanted = media_type(request, suffix)
    if wanted != negotiation.HTML:
        body = await request.app.state.executor.run(things.quads, iri, wanted)
        return Response(body, media_type=wanted, headers={"Vary": "Accept", "Link": f'<{iri}>; rel="canonical"'})
    await labels.ensure(request.app.state)
    state = request.app.state
    if request.query_params.get("part") == "1":
        return render.page(request, "fact.html", iri=iri, fact=await state.executor.run(facts.fact, iri))
    template, context = await kept_page(state, iri)
    if template == "document.html":
        context = {**context, "beside": request.query_params.get("original") == "1", "questions": catalogue()}
    response = render.page(request, template, iri=iri, **context)
    if iri.startswith(BASE):
        response.headers["Link"] = f'<{address(iri)}.ttl>; rel="alternate"; type="text/turtle"'
    return response


async def kept_page(state: State, iri: str) -> tuple[str, dict[str, Any]]:
    """What `page` gives, kept while this version of the data is served."""
    found: tuple[str, dict[str, Any]] = await state.pages.get(
        f"{state.pool.version} {iri}", lambda: state.executor.run(page, iri, state.sources)
    )
    return found


def page(store: Store, iri: str, folder: Any) -> tuple[str, dict[str, Any]]:
    """The template that suits a thing, and what it shows."""
    classes = set(things.types(store, iri))
    if classes & {"Document", "LegalDocument", "PartyDocument"}:
        above = trace(store, iri).hops
        below = hops(store, [iri], "down")
        shown = {
            "document": documents.some(store, [iri])[iri],
            "above": above,
            "below": below,
            "facts": things.thing(store, iri),
            "restored": lineage.restored(store, above),
            "legislation": legislation.embedded(legislation.describe(store, iri)),
        }
        return "document.html", {**shown, "reader": reader.read(store, iri, folder)}
    if "Task" in classes:
        return "task.html", {"page": tasks.task(store, iri)}
    if "Evidence" in classes and (found := things.evidence(store, iri, folder)):
        return "evidence.html", {"evidence": found, "facts": things.thing(store, iri)}
    if "ConceptScheme" in classes:
        concepts = things.by_language(rows(store, "concepts", scheme=named(iri)), "concept")  # type: ignore[arg-type]
        return "scheme.html", {"concepts": concepts, "facts": things.thing(store, iri)}
    if iri.startswith(f"{BASE}graph/"):
        return "graph.html", {"graph": things.graph_card(store, iri)}
    if classes & FACTS:
        return "fact_page.html", {"fact": facts.fact(store, iri)}
    return "resource.html", {"facts": things.thing(store, iri)}
