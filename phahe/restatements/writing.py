"""Restatements as triples: who with whom, how alike, in which words, and where both sources print them (docs/model.md).

Nothing says that one derives from the other. IRIs are made of the IRIs of the two parts; a run's of where the first source prints it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from phahe import iris
from phahe.namespaces import BASE, OA, PH
from phahe.restatements.finding import METHOD, METHOD_THROUGH
from phahe.restatements.model import Part, Restatement, What
from phahe.text import Quote, Span
from phahe.vietnamese import nfc

#: Class, and the properties of the first and the second part.
_TERMS: Final[Mapping[What, tuple[URIRef, URIRef, URIRef]]] = {
    "task": (PH.Restatement, PH.firstTask, PH.secondTask),
    "heading": (PH.HeadingRestatement, PH.firstHeading, PH.secondHeading),
    "target": (PH.TargetRestatement, PH.firstTarget, PH.secondTarget),
}


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """A shared run as both sources print it: evidence in the stored text of either document."""

    words: str
    first: tuple[Quote, ...]
    second: tuple[Quote, ...]


def restatement_iri(first: Part, second: Part) -> URIRef:
    """IRI of the restatement of two parts.

    >>> base = "https://w3id.org/phahe/doc/"
    >>> str(restatement_iri(Part(base + "x/2025/a/task/II.1", ""), Part(base + "y/2025/b/task/III.2", "")))
    'https://w3id.org/phahe/restatement/x.2025.a.task.II.1/y.2025.b.task.III.2'
    """
    return URIRef(f"{BASE}restatement/{iris.local(URIRef(first.iri))}/{iris.local(URIRef(second.iri))}")


def write(graph: Graph, found: Restatement, documents: tuple[str, str], runs: Sequence[PlacedRun], sources: Sequence[str]) -> None:
    """Add one restatement between parts of `documents` to `graph`; `sources` are the nearest documents that both documents come from."""
    kind, first, second = _TERMS[found.first.what]
    iri = restatement_iri(found.first, found.second)
    graph.add((iri, RDF.type, kind))
    graph.add((iri, first, URIRef(found.first.iri)))
    graph.add((iri, second, URIRef(found.second.iri)))
    graph.add((iri, PH.score, Literal(f"{found.score:.3f}", datatype=XSD.decimal)))
    graph.add((iri, PH.method, Literal(METHOD_THROUGH if found.through else METHOD)))
    if found.through:
        graph.add((iri, RDFS.seeAlso, URIRef(found.through)))
    graph.add((iri, PH.restatementKind, iris.concept("restatement-kind", found.kind)))
    for source in sources:
        graph.add((iri, PH.commonSource, URIRef(source)))
    for run in runs:
        graph.add((iri, PH.sharedText, _vi(run.words)))
        if run.first and run.second:
            _write_run(graph, iri, run, documents)


def _write_run(graph: Graph, restatement: URIRef, run: PlacedRun, documents: tuple[str, str]) -> None:
    iri = URIRef(f"{restatement}/run/{run.first[0].start}-{run.first[-1].end}")
    graph.add((restatement, PH.hasSharedRun, iri))
    graph.add((iri, RDF.type, PH.SharedRun))
    printed = " ".join(quote.exact for quote in run.first)
    graph.add((iri, PH.text, _vi(printed)))
    if printed != run.words:
        graph.add((iri, PH.restoredText, _vi(run.words)))
    for predicate, document, quotes in zip((PH.firstEvidence, PH.secondEvidence), documents, (run.first, run.second), strict=True):
        for quote in quotes:
            graph.add((iri, predicate, evidence(graph, URIRef(document), quote)))


def _vi(words: str) -> Literal:
    return Literal(nfc(words), lang="vi")


def placed_words(text: str, span: Span) -> str:
    """The words of a run, one space between."""
    return " ".join(text[span.start : span.end].split())


def evidence(graph: Graph, document: URIRef, quote: Quote) -> URIRef:
    """Add the evidence node of a stored slice, the same as in the document's own graph."""
    iri = iris.part(document, "evidence", f"{quote.start}-{quote.end}")
    exact, position = URIRef(f"{iri}#quote"), URIRef(f"{iri}#position")
    for subject, predicate, value in (
        (iri, RDF.type, PH.Evidence), (iri, RDF.type, OA.SpecificResource), (iri, OA.hasSource, URIRef(f"{document}/text")),
        (iri, OA.hasSelector, exact), (iri, OA.hasSelector, position),
        (exact, RDF.type, OA.TextQuoteSelector), (exact, OA.exact, Literal(quote.exact)), (position, RDF.type, OA.TextPositionSelector),
        (position, OA.start, Literal(str(quote.start), datatype=XSD.nonNegativeInteger)),
        (position, OA.end, Literal(str(quote.end), datatype=XSD.nonNegativeInteger)),
    ):  # fmt: skip
        graph.add((subject, predicate, value))
    return iri
