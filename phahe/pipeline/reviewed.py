"""The graph of a document that a person has reviewed, as two Turtle texts: what is quoted from the text, what the person said."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Graph, URIRef

from phahe.analysis import Analysis
from phahe.graph import Identity, document_graph
from phahe.graph.adding import add_facts
from phahe.graph.builder import Builder
from phahe.graph.reviewing import fitting, judged, of_words, records
from phahe.reading import Reading
from phahe.registers import load_registers
from phahe.reviews import Review, Stale
from phahe.turtle.canonical import serialize
from phahe.turtle.statements import Statements


@dataclass(frozen=True, slots=True)
class Product:
    """What came of a document. `statements` is all that was read, `turtle` what goes to its own graph, `reviewed` what goes to graph/reviewed.

    `added` counts the facts that a person added, `stale` holds what fits no longer.
    """

    identity: Identity
    statements: Statements
    turtle: str
    reviewed: str | None = None
    stale: tuple[Stale, ...] = ()
    added: int = 0


def product(analysis: Analysis, reading: Reading, slug: str, review: Review) -> Product:
    """The graph of an analysed document and what the judgements of `review` change in it. Raises AddingError for an entry that cannot be added."""
    registers = load_registers()
    identity, statements = document_graph(analysis, reading, slug, registers)
    if not review:
        return Product(identity, statements, statements.turtle())
    as_read = statements.to_rdflib()
    facts, stale = fitting(as_read, identity.iri, review.facts)
    said = records(as_read, identity.iri, facts) + of_words(identity.iri, review.restoration)
    if review.added:
        empty = Builder(identity.iri, analysis.text, reading.page if reading.pages else None)
        place = URIRef(identity.place.iri) if identity.place else None
        added, known = add_facts(empty, analysis.outline, as_read, review.added, place)
        said, stale = said + added, [*stale, *known]
    extra = len(review.added) - sum(one.entry.startswith("added ") for one in stale)
    if not facts:
        return Product(identity, statements, statements.turtle(), _turtle(said), tuple(stale), extra)
    _, chosen = document_graph(analysis, reading, slug, registers, facts)
    as_judged = judged(chosen.to_rdflib(), identity.iri, facts)
    return Product(identity, chosen, serialize(as_read * as_judged), _turtle((as_judged - as_read) + said), tuple(stale), extra)


def _turtle(graph: Graph) -> str | None:
    return serialize(graph) if len(graph) else None
