"""RDF straight from the statements: Turtle, N-Triples, TriG, N-Quads, JSON-LD. Nothing is folded; sorted, so the same graph is the same bytes.

Turtle, N-Triples and RDF/XML have no place for the named graph a statement stands in, which is its tier: counted in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from phahe.exports.cleaning import xml_text
from phahe.exports.model import ExportError, Report
from phahe.labels import Label
from phahe.namespaces import PREFIXES

FORMATS: Final[dict[str, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}
#: Formats that hold named graphs.
QUADS: Final = frozenset({"trig", "nquads", "jsonld"})


def write(name: str, quads: Iterable[Quad], out: IO[bytes], report: Report) -> None:
    """Write `quads`, sorted by subject (by graph first for TriG and JSON-LD), in the format `name`."""
    form: Any = FORMATS[name]
    found: Iterable[Quad] | Iterable[Triple] = _counted(quads, report) if name in QUADS else _merged(quads, report)
    if name == "rdfxml":
        found = fit_for_xml(found, report)
    if name == "nquads":
        out.writelines(f"{quad} .\n".encode() for quad in found)
    elif name == "ntriples":
        out.writelines(f"{triple} .\n".encode() for triple in found)
    else:
        pyoxigraph.serialize(found, output=out, format=form, prefixes=PREFIXES)


def fit_for_xml(triples: Iterable[Any], report: Report) -> Iterator[Triple]:
    """Triples that the engine's RDF/XML writer puts down well formed. ExportError for a property that XML cannot name."""
    for triple in triples:
        yield Triple(triple.subject, _named(triple.predicate), _xml(triple.object, report))


def _named(predicate: NamedNode) -> NamedNode:
    """A property XML can name, which is one that ends in a name; ExportError for others."""
    if not re.search(r"[^\W\d][\w.-]*$", predicate.value):
        raise ExportError(
            Label(
                f"RDF/XML không viết được thuộc tính {predicate.value}; hãy dùng Turtle",
                f"RDF/XML cannot name {predicate.value}; use Turtle",
            )
        )
    return predicate


def _xml(term: Any, report: Report) -> Any:
    """A term that XML can write: characters it forbids replaced and counted. The serialiser would write them as they are."""
    if not isinstance(term, Literal) or (text := xml_text(term.value, report)) == term.value:
        return term
    return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)


def _counted(quads: Iterable[Quad], report: Report) -> Iterator[Quad]:
    for quad in quads:
        report.statements += 1
        yield quad


def _merged(quads: Iterable[Quad], report: Report) -> Iterator[Triple]:
    """Each triple once, its graph left out and counted."""
    before = None
    for quad in quads:
        triple = Triple(quad.subject, quad.predicate, quad.object)
        report.note("graphs", int(not isinstance(quad.graph_name, DefaultGraph)))
        if triple != before:
            report.statements += 1
            yield triple
        before = triple
