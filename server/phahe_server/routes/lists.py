"""Lists with filters: what they share. The address of a page holds all that was chosen, so it can be sent to somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.datastructures import State
from starlette.requests import Request

from phahe.namespaces import BASE
from phahe.store import Store
from phahe_server import language, protocol, render
from phahe_server.facets import address
from phahe_server.routes import labels
from phahe_server.views.citation_list import SOUND
from phahe_server.views.task_list import NONE, quarter_label

_MAX_VALUE = 500


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
