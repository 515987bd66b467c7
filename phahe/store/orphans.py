"""Takes out of `graph/aligned` and `graph/reviewed` what was said of documents that are not there any more.

Same wording is computed and reviews are applied before a build, into files of their own; a document whose file was taken away leaves them behind.
What curated references say of a document stays: that is another source. What the rules conclude is made anew anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from pyoxigraph import NamedNode, Quad

from phahe.namespaces import GRAPH
from phahe.store.model import Store
from phahe.store.sparql import with_prefixes

_PAIRS = "ph:firstTask ph:secondTask ph:firstHeading ph:secondHeading ph:firstTarget ph:secondTarget rdfs:seeAlso"
_WITHOUT_PART = f"""SELECT DISTINCT ?thing WHERE {{
  GRAPH <{GRAPH}aligned> {{
    VALUES ?end {{ {_PAIRS} }}
    ?thing ?end ?part .
  }}
  FILTER NOT EXISTS {{ ?part ph:document ?document }}
}}"""
_WITHOUT_TEXT = f"""SELECT DISTINCT ?thing WHERE {{
  GRAPH <{GRAPH}reviewed> {{ ?review ph:document ?thing }}
  FILTER NOT EXISTS {{ ?thing ph:hasText ?text }}
}}"""


def forget_orphans(store: Store) -> int:
    """Take out pairs of which one part is gone, with what only they rest on, and reviews of documents that are gone; how many statements went.

    >>> from phahe.store.embedded import EmbeddedStore
    >>> forget_orphans(EmbeddedStore())
    0
    """
    pairs, documents = (set(store.select(with_prefixes(query)).column("thing")) for query in (_WITHOUT_PART, _WITHOUT_TEXT))
    gone = 0
    if pairs:
        gone += _keep(store, NamedNode(GRAPH + "aligned"), lambda quads: _reached(quads, pairs))
    if documents:
        below = tuple(f"{document.value}/" for document in documents if document is not None)
        gone += _keep(
            store,
            NamedNode(GRAPH + "reviewed"),
            lambda quads: [quad for quad in quads if not f"{str(quad.subject)[1:-1]}/".startswith(below)],
        )
    return gone


def _keep(store: Store, graph: NamedNode, kept: Callable[[list[Quad]], list[Quad]]) -> int:
    before = list(store.quads(graph))
    after = kept(before)
    store.clear(graph)
    store.add(after)
    return len(before) - len(after)


def _reached(quads: list[Quad], orphans: Collection[object]) -> list[Quad]:
    """The quads of pairs that are whole, and of what these lead to."""
    by_subject: dict[object, list[Quad]] = {}
    led_to: set[object] = set()
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
        led_to.add(quad.object)
    rest = [subject for subject in by_subject if subject not in led_to and subject not in orphans]
    seen = set(rest)
    while rest:
        for quad in by_subject[rest.pop()]:
            if quad.object in by_subject and quad.object not in seen and quad.object not in orphans:
                seen.add(quad.object)
                rest.append(quad.object)
    return [quad for quad in quads if quad.subject in seen]
