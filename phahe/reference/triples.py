"""Reads an office's list from Turtle or N-Triples as a stream: a file of any length takes the memory of a few thousand documents.

The triples of one document must stand together, as every writer of Turtle puts them. What replaced a document (`ph:replaces`) is known
where both stand near each other, or where the older one says it itself (`ph:validTo`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef

from phahe.agencies.register import Register as AgencyRegister
from phahe.register import KnownDocument, documents_of
from phahe.turtle.canonical import TurtleError, read_turtle

#: A file up to this size is read whole: then it does not matter in which order its triples stand.
_READ_WHOLE: Final = 4_000_000
#: Documents that are held in memory at a time.
_BATCH: Final = 2_000


def from_turtle(file: Path, agencies: AgencyRegister) -> Iterator[KnownDocument]:
    """The documents of a Turtle or N-Triples file. Raises ValueError naming file, line and cause where it does not parse."""
    labels = {agency.iri: agency.label for agency, _, _ in agencies.entries}
    for graph in _batches(file):
        for document in documents_of(graph):
            yield replace(document, issuer_name=labels.get(str(document.issuer)))


def _batches(file: Path) -> Iterator[Graph]:
    if file.stat().st_size <= _READ_WHOLE:
        try:
            yield read_turtle(file)
        except TurtleError as error:
            raise ValueError(f"{file.name}: không phải Turtle (not Turtle): {str(error).splitlines()[0]}") from error
        return
    import pyoxigraph  # noqa: PLC0415

    form = pyoxigraph.RdfFormat.N_TRIPLES if file.suffix.lower() == ".nt" else pyoxigraph.RdfFormat.TURTLE
    graph, subject, subjects = Graph(), None, 0
    try:
        for quad in pyoxigraph.parse(path=str(file), format=form):
            if quad.subject != subject:
                subject, subjects = quad.subject, subjects + 1
                if subjects > _BATCH:
                    yield graph
                    graph, subjects = Graph(), 1
            graph.add((_term(quad.subject), URIRef(quad.predicate.value), _term(quad.object)))
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise ValueError(f"{file.name}{line}: không phải Turtle (not Turtle): {error.msg}") from error
    yield graph


def _term(term: object) -> URIRef | BNode | Literal:
    import pyoxigraph  # noqa: PLC0415

    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, lang=term.language) if term.language else Literal(term.value, datatype=URIRef(term.datatype.value))
    return BNode(str(term).removeprefix("_:"))
