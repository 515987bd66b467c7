"""The graph of a document that a person has reviewed, as two Turtle texts: what is quoted from the text, what the person said."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Graph

from phahe.analysis import Analysis
from phahe.graph import Identity, document_graph
from phahe.graph.reviewing import fitting, judged, of_words, records
from phahe.reading import Reading
from phahe.registers import load_registers
from phahe.reviews import Review, Stale
from phahe.turtle.canonical import serialize
from phahe.turtle.statements import Statements


@dataclass(frozen=True, slots=True)
class Product:
    """What came of a document. `statements` is all of it, `turtle` what goes to its own graph, `reviewed` what goes to graph/reviewed."""

    identity: Identity
    statements: Statements
    turtle: str
    reviewed: str | None = None
    stale: tuple[Stale, ...] = ()


def product(analysis: Analysis, reading: Reading, slug: str, review: Review) -> Product:
    """The graph of an analysed document and what the judgements of `review` change in it."""
    registers = load_registers()
    identity, statements = document_graph(analysis, reading, slug, registers)
    if not review:
        return Product(identity, statements, statements.turtle())
    as_read = statements.to_rdflib()
    facts, stale = fitting(as_read, identity.iri, review.facts)
    said = records(as_read, identity.iri, facts) + of_words(identity.iri, review.restoration)
    if not facts:
        return Product(identity, statements, statements.turtle(), _turtle(said), tuple(stale))
    _, chosen = document_graph(analysis, reading, slug, registers, facts)
    as_judged = judged(chosen.to_rdflib(), identity.iri, facts)
    return Product(identity, chosen, serialize(as_read * as_judged), _turtle((as_judged - as_read) + said), tuple(stale))


def _turtle(graph: Graph) -> str | None:
    return serialize(graph) if len(graph) else None
