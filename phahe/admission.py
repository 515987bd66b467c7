"""Whether a change may be seen: SHACL over the nodes it touches and those around them, so that the answer is quick whatever the store holds.

A change is refused for a violation it brings, not for one that was there before. What our shapes do not speak of is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from phahe.namespaces import PH
from phahe.resources import folder
from phahe.store import EmbeddedStore, StoreError
from phahe.store.updates import Delta

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from phahe.validation import Result

#: More touched nodes than this are validated in several goes.
_BATCH: Final = 500
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TARGETS: Final = ("http://www.w3.org/ns/shacl#targetClass", "http://www.w3.org/ns/shacl#targetSubjectsOf")


class Refused(StoreError):  # noqa: N818  # the word for what happens to the change
    """A change that would leave the data in a shape it must not have; `results` say where."""

    def __init__(self, results: tuple[Result, ...]) -> None:
        first = results[0]
        super().__init__(f"{first.focus}: {first.message('en')}" + (f" (and {len(results) - 1} more)" if len(results) > 1 else ""))
        self.results = results

    def __reduce__(self) -> tuple[Any, ...]:
        return Refused, (self.results,)


def admit(before: EmbeddedStore, after: EmbeddedStore, delta: Delta) -> int:
    """Raise Refused where `after` has violations, on the nodes of `delta` or on those that point to them, that `before` has not.

    How many nodes were judged.
    """
    touched = sorted({quad.subject for quad in (*delta.added, *delta.removed)}, key=str)
    judged = 0
    for start in range(0, len(touched), _BATCH):
        nodes = dict.fromkeys(touched[start : start + _BATCH])
        nodes |= dict.fromkeys(quad.subject for node in list(nodes) for quad in _about(after, None, node))
        if not _spoken_of(after, nodes):
            continue
        judged += len(nodes)
        found = _violations(after, nodes)
        if found and (new := tuple(sorted(set(found) - set(_violations(before, nodes))))):
            raise Refused(new)
    return judged


def _about(store: EmbeddedStore, subject: Any = None, value: Any = None) -> Iterator[Quad]:
    return store.matching(subject, None, value)


def _spoken_of(store: EmbeddedStore, nodes: Iterable[Any]) -> bool:
    """Whether any of the nodes is of a class, or has a property, that shapes are about."""
    own, targets = str(PH), _targets()
    for node in nodes:
        for quad in _about(store, node):
            if quad.predicate.value.startswith(own) or quad.predicate.value in targets:
                return True
            if quad.predicate == _TYPE and isinstance(quad.object, NamedNode) and quad.object.value.startswith((own, *targets)):
                return True
    return False


@cache
def _targets() -> frozenset[str]:
    found = set()
    for path in folder("shapes").glob("*.ttl"):
        for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE):
            if quad.predicate.value in _TARGETS and isinstance(quad.object, NamedNode):
                found.add(quad.object.value)
    return frozenset(found)


def _violations(store: EmbeddedStore, nodes: Iterable[Any]) -> list[Result]:
    from phahe.validation import validate  # noqa: PLC0415  # rdflib and pySHACL, needed only where shapes speak

    focus = {str(_rdflib(node)) for node in nodes}
    return [one for one in validate(_neighbourhood(store, nodes)).results if one.severity == "Violation" and one.focus in focus]


def _neighbourhood(store: EmbeddedStore, nodes: Iterable[Any]) -> Graph:
    """All that is said of the nodes and of what they point to."""
    from rdflib import Graph  # noqa: PLC0415

    graph = Graph()
    around: dict[Any, None] = dict.fromkeys(nodes)
    for node in list(around):
        around |= dict.fromkeys(quad.object for quad in _about(store, node) if not isinstance(quad.object, Literal))
    for node in around:
        for quad in _about(store, node):
            graph.add((_rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object)))
    return graph


def _rdflib(term: Any) -> Node:
    from rdflib import BNode, URIRef  # noqa: PLC0415
    from rdflib import Literal as Words  # noqa: PLC0415

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    return Words(term.value, lang=term.language) if term.language else Words(term.value, datatype=URIRef(term.datatype.value))
