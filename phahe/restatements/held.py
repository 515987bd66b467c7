"""Reads held documents back from their Turtle: the parts to compare and, for each, where its words stand in the stored text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from phahe.namespaces import OA, PH
from phahe.restatements.model import Document, Part, What
from phahe.text import Quote

#: Class and the property that holds the words to compare. A provision is compared by its heading only.
_KINDS: Final[tuple[tuple[What, URIRef], ...]] = (("task", PH.Task), ("heading", PH.Provision), ("target", PH.Target))


@dataclass(frozen=True, slots=True)
class Held:
    """A held document: what to compare, the file of its stored text with its sha256, and the printed words of each part by IRI."""

    document: Document
    file: str | None
    sha256: str | None
    printed: dict[str, str]
    quotes: dict[str, tuple[Quote, ...]]


def held_documents(graph: Graph) -> tuple[Held, ...]:
    """The held documents of `graph` in the order of their IRIs."""
    return tuple(_held(graph, iri, text) for iri, text in sorted(graph.subject_objects(PH.hasText)) if isinstance(text, URIRef))


def _held(graph: Graph, iri: Node, text: URIRef) -> Held:
    facts = sorted((fact for fact in graph.subjects(PH.document, iri)), key=lambda fact: (_order(graph, fact), str(fact)))
    parts = {str(fact): part for fact in facts if (part := _part(graph, fact)) is not None}
    return Held(
        Document(str(iri), tuple(parts.values()), ocr=any(graph.subjects(OA.hasSource, text)) and _restored(graph, facts)),
        _text(graph, text, PH.file),
        _text(graph, text, PH.sha256),
        {name: _text(graph, URIRef(name), PH.text) or "" for name in parts},
        {name: tuple(_quotes(graph, URIRef(name))) for name in parts},
    )


def _restored(graph: Graph, facts: Iterable[Node]) -> bool:
    return any((fact, PH.restoredText, None) in graph for fact in facts)


def _part(graph: Graph, fact: Node) -> Part | None:
    what = next((what for what, kind in _KINDS if (fact, RDF.type, kind) in graph), None)
    if what is None:
        return None
    words = _text(graph, fact, PH.heading) if what == "heading" else _text(graph, fact, PH.restoredText) or _text(graph, fact, PH.text)
    theme = graph.value(fact, PH.theme)
    return Part(str(fact), words, what, str(theme).rpartition("/")[2] if theme is not None else None) if words else None


def _quotes(graph: Graph, fact: URIRef) -> Iterable[Quote]:
    found = []
    for evidence in graph.objects(fact, PROV.wasQuotedFrom):
        selectors = list(graph.objects(evidence, OA.hasSelector))
        exact = next((str(value) for one in selectors for value in graph.objects(one, OA.exact)), None)
        start = next((int(str(value)) for one in selectors for value in graph.objects(one, OA.start)), None)
        end = next((int(str(value)) for one in selectors for value in graph.objects(one, OA.end)), None)
        if exact is not None and start is not None and end is not None:
            found.append(Quote(start, end, exact))
    return sorted(found, key=lambda quote: quote.start)


def _order(graph: Graph, fact: Node) -> int:
    order = graph.value(fact, PH.order)
    return int(str(order)) if isinstance(order, Literal) else 0


def _text(graph: Graph, fact: Node, predicate: URIRef) -> str | None:
    value = graph.value(fact, predicate)
    return str(value) if value is not None else None
