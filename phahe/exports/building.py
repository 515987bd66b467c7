"""From a store to a property graph: statements subject by subject, folded, with the words that prove them.

The whole graph is read once, sorted outside memory; what else is asked of the store is asked in batches. So memory does not grow with
the graph (`docs/exports.md` has the measurements). A part of the graph is asked for by subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from phahe.exports import asking
from phahe.exports.asking import Schema, batches
from phahe.exports.folding import Fold, Thing, evidence_of, fold, is_folded, term_id
from phahe.exports.model import Node, Report
from phahe.exports.selecting import Selection
from phahe.exports.sorting import sorted_lines
from phahe.exports.spool import Spool
from phahe.namespaces import GRAPH
from phahe.store import Store

_ONTOLOGY: Final = GRAPH + "ontology"


def sorted_quads(quads: Iterable[Quad], *, by_graph: bool = False) -> Iterator[Quad]:
    """The distinct quads in a fixed order, those of one subject (of one graph, with `by_graph`) together; memory does not grow with them."""
    lines = (f"{quad.graph_name if by_graph else ''}\t{quad} .\n" for quad in quads)
    for batch in batches(sorted_lines(lines), 5_000):
        yield from pyoxigraph.parse(input="".join(line.partition("\t")[2] for line in batch), format=RdfFormat.N_QUADS)


def quads_of(store: Store, selection: Selection, report: Report, *, ontology: bool, by_graph: bool = False) -> Iterator[Quad]:
    """The statements a selection holds, sorted (by graph first with `by_graph`); the ontology's own with `ontology`."""
    if selection.statements is not None:
        found: Iterable[Quad] = selection.statements
    elif selection.subjects is None:
        found = (quad for graph in store.graphs() if ontology or graph.value != _ONTOLOGY for quad in store.quads(graph))
        if not ontology:
            report.note("ontology", store.count(NamedNode(_ONTOLOGY)))
    else:
        found = asking.statements(store, selection.subjects)
    return sorted_quads(found, by_graph=by_graph)


def things(quads: Iterable[Quad]) -> Iterator[Thing]:
    """Sorted quads, subject by subject."""
    for subject, mine in groupby(quads, key=lambda quad: quad.subject):
        assert not isinstance(subject, pyoxigraph.Triple)
        yield Thing(term_id(subject), tuple(mine))


def build(store: Store, selection: Selection, report: Report) -> Spool:
    """The property graph of a selection. Close it after use."""
    spool = Spool(selection.title.vi, report)
    schema = asking.schema(store)
    try:
        for batch in batches(things(quads_of(store, selection, report, ontology=False))):
            for one in _folded(store, batch, schema, selection, report):
                if one.node is not None:
                    spool.add_node(one.node)
                for edge in one.edges:
                    spool.add_edge(edge)
        for batch_of_ends in batches(_missing(spool)):
            for node in _outside(store, batch_of_ends, schema):
                spool.add_node(node)
                report.note("outside")
    except BaseException:
        spool.close()
        raise
    report.nodes, report.edges = spool.size
    return spool


def _folded(store: Store, batch: list[Thing], schema: Schema, selection: Selection, report: Report) -> Iterator[Fold]:
    """What the things of a batch become, without the edges that stand elsewhere with proof or leave the selection."""
    kept = [thing for thing in batch if not is_folded(thing)]
    if selection.statements is not None:
        kept = _named(store, kept)
    report.note("folded", len(batch) - len(kept))
    quotes = asking.quotes(store, sorted({iri for thing in kept for iri in evidence_of(thing, schema)}))
    ends = frozenset(selection.subjects or ())
    relations = [one for one in asking.relations(store, [thing.iri for thing in kept]) if _holds(selection, ends, one.iri)]
    proved = {(one.source, one.property, one.target) for one in relations}
    itself = {one.iri for one in relations}
    for thing in kept:
        found = fold(thing, schema, quotes, report)
        edges = [
            edge
            for edge in found.edges
            if edge.target not in itself and (edge.source, edge.attributes.get("property"), edge.target) not in proved
        ]
        report.note("proved", len(found.edges) - len(edges))
        inside = [edge for edge in edges if not selection.within or (edge.source in ends and edge.target in ends)]
        inside = [edge for edge in inside if selection.bare or "property" not in edge.attributes]
        report.note("beyond", len(edges) - len(inside))
        yield Fold(found.node, tuple(inside))


def _holds(selection: Selection, subjects: frozenset[str], iri: str) -> bool:
    """Whether a selection describes a thing; given statements are taken to be all there is to say."""
    return selection.statements is None and (selection.subjects is None or iri in subjects)


def _missing(spool: Spool) -> Iterator[str]:
    """The ends of edges that are no nodes yet, sorted."""
    known = sorted_lines(f"{node.id}\n" for node in spool.nodes())
    ends = sorted_lines(f"{end}\n" for edge in spool.edges() for end in (edge.source, edge.target))
    current = next(known, None)
    for end in ends:
        while current is not None and current < end:
            current = next(known, None)
        if current != end:
            yield end.rstrip("\n")


def _named(store: Store, bare: list[Thing]) -> list[Thing]:
    """Things with the names and classes the store has for them, for the result of a query, which seldom holds any."""
    known = {thing.iri: thing.quads for thing in things(sorted_quads(asking.statements(store, [thing.iri for thing in bare], "things")))}
    return [Thing(thing.iri, (*thing.quads, *(quad for quad in known.get(thing.iri, ()) if quad not in thing.quads))) for thing in bare]


def _outside(store: Store, iris: list[str], schema: Schema) -> Iterator[Node]:
    """Nodes for ends of edges that the export does not describe: their name and class, no more."""
    named = {thing.iri: thing for thing in things(sorted_quads(asking.statements(store, iris, "things")))}
    for iri in iris:
        found = fold(named.get(iri, Thing(iri, ())), schema, {}, Report()).node
        if found is not None:
            yield Node(iri, found.kind, found.label, found.kind_label, found.tier, {"outside": True})
