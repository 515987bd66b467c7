"""What the explorer asks of single things: the way between two documents, one document's card, one hop; each with its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pyoxigraph import NamedNode

from phahe import tiers
from phahe.labels import Label
from phahe.lineage import Hop, Node, Proof, Quotation, traces
from phahe.lineage.facts import hops as hops_of
from phahe.lineage.facts import nodes
from phahe.names import AmbiguousNameError, UnknownNameError, resolve_document
from phahe.namespaces import VOCAB
from phahe.store import Store
from phahe_server.filters import excerpt
from phahe_server.graph import Row, rows
from phahe_server.views import documents, lineage
from phahe_server.views.lineage_graph import lineage_kinds, path_of, totals

_MOST_HOPS = 40
Kind = Literal["up", "down", "common", "none", "same"]


@dataclass(frozen=True)
class Way:
    """How two documents hang together.

    `kind`: "up" (the first comes from the second), "down" (the second from the first), "common" (both come from `meeting`),
    "none", "same". `first` leads up from the one document, `second` from the other where both are needed.
    """

    kind: Kind
    one: Node
    other: Node
    first: tuple[Hop, ...] = ()
    second: tuple[Hop, ...] = ()
    meeting: Node | None = None
    restored: Mapping[str, str] = field(default_factory=dict)

    @property
    def edges(self) -> list[str]:
        """The hops as the explorer names them: child, parent and relation, parted by spaces."""
        return [f"{path_of(hop.child.iri)} {path_of(hop.parent.iri)} {hop.relation}" for hop in (*self.first, *self.second)]


@dataclass(frozen=True)
class Unclear:
    """A name that means no document, or several: (address, label) of what it may mean."""

    text: str
    choices: tuple[tuple[str, str], ...]


def between(store: Store, one: str, other: str) -> Way | Unclear:
    """The way between the documents that two names mean."""
    found = []
    for text in (one, other):
        try:
            found.append(resolve_document(store, text).value)
        except AmbiguousNameError as error:
            return Unclear(text, tuple((path_of(iri), label) for iri, label in error.candidates[:8]))
        except UnknownNameError as error:
            return Unclear(text, tuple((name, name) for name in error.near[:8]))
    return _way(store, *found)


def _way(store: Store, one: str, other: str) -> Way:
    known = nodes(store, {one, other})
    if one == other:
        return Way("same", known[one], known[other])
    up = traces(store, [one, other])
    first, second = list(up[one].hops), list(up[other].hops)
    for kind, hops, goal in (("up", first, other), ("down", second, one)):
        if any(hop.parent.iri == goal for hop in hops):
            way = _shortest(hops, one if kind == "up" else other, goal)
            return _finished(store, Way("up" if kind == "up" else "down", known[one], known[other], way))
    above = {hop.parent.iri: hop.parent for hop in first}
    shared = [hop.parent for hop in second if hop.parent.iri in above]
    if not shared:
        return Way("none", known[one], known[other])
    meeting = shared[0]
    ways = _shortest(first, one, meeting.iri), _shortest(second, other, meeting.iri)
    return _finished(store, Way("common", known[one], known[other], *ways, meeting))


def _shortest(hops: Sequence[Hop], start: str, goal: str) -> tuple[Hop, ...]:
    """One way of fewest hops from start up to goal; of two as short, the one proved better. `hops` come breadth first."""
    into: dict[str, Hop] = {}
    for hop in hops:
        if hop.parent.iri not in into and hop.parent.iri != start:
            into[hop.parent.iri] = hop
    way: list[Hop] = []
    while goal != start:
        way.append(into[goal])
        goal = into[goal].child.iri
    return tuple(reversed(way))


def _finished(store: Store, way: Way) -> Way:
    return Way(way.kind, way.one, way.other, way.first, way.second, way.meeting, lineage.restored(store, (*way.first, *way.second)))


@dataclass(frozen=True)
class Card:
    """A document as the explorer's side panel shows it."""

    document: documents.Document
    totals: Mapping[str, int]
    above: tuple[Hop, ...]
    below: tuple[Hop, ...]
    restored: Mapping[str, str]


def card(store: Store, iri: str) -> Card | None:
    """The card of a document; None where the store knows no document of that IRI."""
    found = documents.some(store, [iri]).get(iri)
    if found is None:
        return None
    counted = totals(store, iri)
    above = hops_of(store, [iri], "up") if counted.get("above", 0) <= _MOST_HOPS * 5 else ()
    below = hops_of(store, [iri], "down") if counted.get("below", 0) <= _MOST_HOPS * 5 else ()
    return Card(found, counted, tuple(above[:_MOST_HOPS]), tuple(below[:_MOST_HOPS]), lineage.restored(store, above[:_MOST_HOPS]))


@dataclass(frozen=True)
class Link:
    """One relation between two documents, whatever its kind, with all that proves it. Same wording has pairs instead of proofs."""

    hop: Hop
    is_lineage: bool
    pairs: tuple[Row, ...] = ()
    restored: Mapping[str, str] = field(default_factory=dict)


def link(store: Store, child: str, parent: str, relation: str) -> Link | None:
    """The relation of that code between two documents (IRIs); None where the store states none."""
    if relation == "same-wording":
        return _wording(store, child, parent)
    if relation in lineage_kinds(store):
        found = next((hop for hop in hops_of(store, [child], "up") if (hop.parent.iri, hop.relation) == (parent, relation)), None)
        return None if found is None else Link(found, True, restored=lineage.restored(store, [found]))
    return _stated(store, child, parent, relation)


def _stated(store: Store, child: str, parent: str, relation: str) -> Link | None:
    given = {"child": NamedNode(child), "parent": NamedNode(parent), "kind": NamedNode(f"{VOCAB}relation/{relation}")}
    groups: dict[str, list[Row]] = {}
    for row in rows(store, "lineage-stated", **given):
        groups.setdefault(row["relation"], []).append(row)
    if not groups:
        return None
    known = nodes(store, {child, parent, *(row["statedIn"] for group in groups.values() for row in group if row["statedIn"])})
    first = next(iter(groups.values()))[0]
    proofs = sorted((_proof(group, known) for group in groups.values()), key=lambda proof: tiers.rank(proof.tier))
    name = Label(first["vi"] or relation, first["en"] or relation)
    hop = Hop(1, known[child], relation, name, known[parent], tuple(proofs))
    return Link(hop, False, restored={iri: group[0]["restored"] for iri, group in groups.items() if group[0]["restored"]})


def _proof(group: Sequence[Row], known: Mapping[str, Node]) -> Proof:
    row = group[0]
    quoted = tuple(Quotation(int(one["start"]), int(one["end"]), one["exact"], one["evidence"], None) for one in group if one["evidence"])
    stated = known.get(row["statedIn"])
    return Proof(
        tiers.tier(row["graph"]), row["relation"], row["text"] or None, stated, quoted, row["source"] or None, row["comment"] or None
    )


def _wording(store: Store, child: str, parent: str) -> Link | None:
    pairs = rows(store, "lineage-wording", child=NamedNode(child), parent=NamedNode(parent))
    if not pairs:
        return None
    known = nodes(store, {child, parent})
    shown = tuple({**row, "oneText": excerpt(row["oneText"], 400), "otherText": excerpt(row["otherText"], 400)} for row in pairs)
    return Link(Hop(1, known[child], "same-wording", tiers.label("aligned"), known[parent], (Proof("aligned", None),)), False, shown)
