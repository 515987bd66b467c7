"""Pages from templates: the environment with its filters, and one function that makes a response.

Everything is autoescaped; there is no `|safe` in the templates but for the lineage picture, which escapes itself.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from phahe import tiers
from phahe.exports import registry as exports
from phahe.namespaces import BASE
from phahe_server import facets, filters, language, links, packaged

#: What the query form starts with.
EXAMPLE_QUERY = """PREFIX ph: <https://w3id.org/phahe/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?document ?label (COUNT(?task) AS ?tasks)
WHERE {
  ?document ph:held true ; rdfs:label ?label .
  ?task a ph:Task ; ph:document ?document .
}
GROUP BY ?document ?label
ORDER BY DESC(?tasks)
"""


@cache
def environment() -> Environment:
    """The template environment, with what every page uses."""
    env = Environment(
        loader=PackageLoader("phahe_server", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        address=links.address,
        shorten=links.shorten,
        date=filters.date,
        number=filters.number,
        signed=filters.signed,
        bytes=filters.size,
        key=facets.key,
        excerpt=filters.excerpt,
        slug=filters.slug,
        unbulleted=filters.unbulleted,
        own_first=filters.own_first,
        number_of=filters.number_of,
    )
    env.globals.update(
        static=static_address,
        export_menu=exports.menu,
        has_fonts=(packaged.HERE / "static" / "vendor" / "fonts.css").is_file,
        is_link=links.is_link,
        is_iri=lambda term: isinstance(term, NamedNode),
        last_segment=links.last_segment,
        label_or_short=lambda iri, label: links.shorten(iri) if label(iri) == links.last_segment(iri) else label(iri),
        tier_label=lambda name, lang: tiers.label(name).text(lang),
        tier_of=tiers.tier,
        choice_is=_is_chosen,
        example_query=EXAMPLE_QUERY,
    )
    return env


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a digest of its content so that it can be cached for good."""
    path = packaged.HERE / "static" / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"
    return f"/static/{name}?v={digest}"


def page(request: Request, template: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> Response:
    """The template as a response, in the reader's language; `?lang=` is remembered in a cookie."""
    lang = language.language(request)
    translate = language.translator(lang)
    body = (
        environment()
        .get_template(template)
        .render(
            t=translate,
            lang=lang,
            label=labeller(request, lang),
            path=request.url.path,
            switch=switch_address(request, "en" if lang == "vi" else "vi"),
            **context,
        )
    )
    response = Response(body, status, headers, media_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept, Cookie"
    if request.query_params.get("lang") == lang:
        response.set_cookie(language.COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def switch_address(request: Request, lang: str) -> str:
    """This very address in the other language; always a path of this server."""
    kept = [(key, text) for key, text in parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=500) if key != "lang"]
    return "?" + urlencode([*kept, ("lang", lang)])


def labeller(request: Request, lang: str) -> Any:
    """`label(iri)`: the name of a term or concept in the reader's language, its last segment where it has none."""
    names = getattr(request.app.state, "labels", {})

    def label(iri: str) -> str:
        known = names.get(iri, {})
        return known.get(lang) or known.get("vi") or known.get("en") or known.get("") or links.last_segment(iri)

    return label


def _is_chosen(choice: Any, answer: Any, name: str) -> bool:
    """Whether a choice of the form is the term the answer was asked with (it may have been typed another way)."""
    term = next((given.term for given in answer.parameters if given.parameter.name == name), None)
    return term is not None and term.value in (choice.value, BASE + choice.value)
