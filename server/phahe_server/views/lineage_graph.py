"""The lineage as a graph for the explorer: documents and the relations between them, and what one document opens into.

Bounded whatever the store holds: a document with more than 200 neighbours gives the first 200 and how many there are; the next
ones come by `around`. Proofs are not here but with the hop (`lineage_ways`). IRIs are given without the project's base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from phahe import tiers
from phahe.lineage import lineage_properties
from phahe.namespaces import BASE
from phahe.store import Store
from phahe_server.filters import excerpt
from phahe_server.graph import Row, rows, several
from phahe_server.links import last_segment

#: How many neighbours a step of `around` gives, and above how many a document is a hub; the queries say the same.
STEP: Final = 200
#: Labels are cut to these many characters: a box holds no more.
LABEL: Final = 160
TITLE: Final = 300
_MOST_HUBS: Final = 40
#: Relations in which two documents may well name each other.
_MENTIONS: Final = ("refers-to", "considers")
What = Literal["tasks", "citations", "below", "above"]


@dataclass(frozen=True)
class Vertex:
    """What the explorer draws as a box: a document, a task or a citation (`kind`). Unknown values are ""."""

    id: str
    label: str
    kind: str = "document"
    title: str = ""
    number: str = ""
    level: str = ""
    type: str = ""
    date: str = ""
    held: bool = False
    tasks: int = 0


@dataclass(frozen=True)
class Arc:
    """What the explorer draws as a line, from the child up to the parent. `proofs`: how many places state it."""

    child: str
    parent: str
    relation: str
    tier: str
    proofs: int = 1
    cycle: bool = False


@dataclass(frozen=True)
class Hub:
    """A document with more neighbours on one side than are shown; `after` is where the next ones begin."""

    id: str
    side: What
    shown: int
    total: int
    after: str


@dataclass(frozen=True)
class Graph:
    """A part of the graph, ready to be written as JSON."""

    nodes: tuple[Vertex, ...] = ()
    edges: tuple[Arc, ...] = ()
    hubs: tuple[Hub, ...] = ()
    lineage: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The same as plain lists and dicts; values that say nothing are left out."""
        return {
            "nodes": [_short(asdict(node)) for node in self.nodes],
            "edges": [_short(asdict(edge)) for edge in self.edges],
            "hubs": [asdict(hub) for hub in self.hubs],
            "lineage": list(self.lineage),
        }


def overview(store: Store) -> Graph:
    """Every document that stands in a relation to another one, and the relations; hubs cut to their first neighbours."""
    crowded = rows(store, "lineage-hubs")[:_MOST_HUBS]
    skipped = {side: [NamedNode(row["document"]) for row in crowded if row["side"] == side] for side in ("in", "out")}
    given = {name: nodes for name, nodes in (("parent", skipped["in"]), ("child", skipped["out"])) if nodes}
    found = several(store, "lineage-relations", **given)
    hubs: list[Hub] = []
    for row in crowded:
        side: What = "below" if row["side"] == "in" else "above"
        near = _neighbours(store, row["document"], side, "")
        found += near
        hubs.append(_hub(row["document"], side, near, int(row["count"])))
    lineage = lineage_kinds(store)
    edges = marked(_arcs(found), lineage)
    return Graph(vertices(store, {end for edge in edges for end in (edge.child, edge.parent)}), edges, tuple(hubs), lineage)


def added(store: Store, whole: Graph, tier: str) -> Graph:
    """The relations nobody states: those a rule concludes ("inferred") among the shown documents, or same wording ("aligned")."""
    if tier == "aligned":
        found = rows(store, "lineage-aligned")
        edges = tuple(
            Arc(path_of(row["child"]), path_of(row["parent"]), "same-wording", tier, int(row["proofs"]))
            for row in found
            if row["child"] != row["parent"]
        )
    else:
        known = {edge.child for edge in whole.edges}
        found = several(store, "lineage-inferred", child=[NamedNode(BASE + path) for path in sorted(known)]) if known else []
        edges = tuple(Arc(path_of(row["child"]), path_of(row["parent"]), "traces-to", tier) for row in found)
    return Graph(vertices(store, {end for edge in edges for end in (edge.child, edge.parent)}), edges)


def around(store: Store, document: str, what: What, after: str = "") -> Graph:
    """The next 200 tasks, citations, documents below or above one document (an IRI), after the one whose IRI is `after`."""
    total = totals(store, document).get(what, 0)
    if what in ("tasks", "citations"):
        return _parts(store, document, what, after, total)
    near = _neighbours(store, document, what, after)
    edges = _arcs(near)
    nodes = vertices(store, {end for edge in edges for end in (edge.child, edge.parent)})
    return Graph(nodes, edges, (_hub(document, what, near, total),))


def totals(store: Store, document: str) -> dict[str, int]:
    """How many tasks, citations, targets, findings, and documents below and above a document has; what it has none of is left out."""
    return {row["what"]: int(row["count"]) for row in rows(store, "lineage-totals", document=NamedNode(document)) if int(row["count"] or 0)}


def lineage_kinds(store: Store) -> tuple[str, ...]:
    """The codes of the relations that make lineage."""
    return tuple(last_segment(row["kind"]) for row in several(store, "lineage-kinds", edge=lineage_properties(store)))


def vertices(store: Store, paths: Iterable[str]) -> tuple[Vertex, ...]:
    """The documents with these paths, in order; one the store says nothing of is labelled by its path."""
    wanted = [NamedNode(iri_of(path)) for path in sorted(set(paths))]
    if not wanted:
        return ()
    counts = {row["document"]: int(row["count"]) for row in several(store, "task-counts", document=wanted)}
    found: dict[str, Vertex] = {}
    for row in several(store, "lineage-nodes", document=wanted):
        path = path_of(row["document"])
        found.setdefault(path, _vertex(path, row, counts.get(row["document"], 0)))
    return tuple(found.values())


def marked(edges: Sequence[Arc], lineage: Sequence[str]) -> tuple[Arc, ...]:
    """The edges, those on a circle of lineage, or of one other relation, marked. Mutual mention is no circle.

    >>> [edge.cycle for edge in marked([Arc("a", "b", "amends", "document"), Arc("b", "a", "amends", "document")], [])]
    [True, True]
    """
    groups: dict[str, list[Arc]] = defaultdict(list)
    for edge in edges:
        groups["" if edge.relation in lineage else edge.relation].append(edge)
    turned = {edge for relation, group in groups.items() if relation not in _MENTIONS for edge in _on_circles(group)}
    return tuple(replace(edge, cycle=True) if edge in turned else edge for edge in edges)


def _on_circles(edges: Sequence[Arc]) -> list[Arc]:
    """Those of the edges that lead back to where they start."""
    above: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        above[edge.child].append(edge.parent)
    try:
        TopologicalSorter(above).prepare()
    except CycleError:
        import networkx as nx  # noqa: PLC0415  # takes a quarter second to import, and circles are rare

        graph: nx.DiGraph[str] = nx.DiGraph((edge.child, edge.parent) for edge in edges)
        group_of = {node: index for index, group in enumerate(nx.strongly_connected_components(graph)) for node in group}
        return [edge for edge in edges if group_of[edge.child] == group_of[edge.parent]]
    return []


def _neighbours(store: Store, document: str, side: What, after: str) -> list[Row]:
    name, given = ("lineage-below", "parent") if side == "below" else ("lineage-above", "child")
    return rows(store, name, **{given: NamedNode(document), **({"after": RdfLiteral(after)} if after else {})})


def _hub(document: str, side: What, near: Sequence[Row], total: int) -> Hub:
    others = sorted({row["child" if side == "below" else "parent"] for row in near})
    return Hub(path_of(document), side, len(others), total, others[-1] if others else "")


def _arcs(found: Iterable[Row]) -> tuple[Arc, ...]:
    """One edge for child, parent and relation, of the best tier that states it."""
    best: dict[tuple[str, str, str], Arc] = {}
    for row in found:
        edge = Arc(path_of(row["child"]), path_of(row["parent"]), last_segment(row["kind"]), tiers.tier(row["graph"]), int(row["proofs"]))
        known = best.get((edge.child, edge.parent, edge.relation))
        if known is None:
            best[edge.child, edge.parent, edge.relation] = edge
        elif row["graph"]:
            tier = min(known.tier, edge.tier, key=tiers.rank)
            best[edge.child, edge.parent, edge.relation] = replace(known, tier=tier, proofs=known.proofs + edge.proofs)
    return tuple(best.values())


def _parts(store: Store, document: str, what: What, after: str, total: int) -> Graph:
    """The tasks or citations of a document, each with an edge to it, and the documents that the citations mean."""
    name, key = ("lineage-tasks", "task") if what == "tasks" else ("lineage-citations", "citation")
    found = rows(store, name, document=NamedNode(document), **({"after": RdfLiteral(after)} if after else {}))
    nodes: dict[str, Vertex] = {}
    edges: dict[Arc, None] = {}
    for row in sorted(found, key=lambda row: int(row["order"] or 0)):
        path = path_of(row[key])
        words = excerpt(row["restored"] or row["text"], LABEL)
        nodes[path] = Vertex(path, words, key, number=row.get("path", ""))
        edges[Arc(path, path_of(document), "part-of", "document")] = None
        if row.get("cited"):
            edges[Arc(path, path_of(row["cited"]), last_segment(row["role"]) or "refers-to", "document")] = None
    cited = vertices(store, {edge.parent for edge in edges} - {path_of(document)})
    last = max((row[key] for row in found), default="")
    return Graph((*nodes.values(), *cited), tuple(edges), (Hub(path_of(document), what, len(nodes), total, last),))


def _vertex(path: str, row: Row, tasks: int) -> Vertex:
    return Vertex(
        path,
        excerpt(row["label"] or row["title"] or path, LABEL),
        "document",
        excerpt(row["title"], TITLE),
        excerpt(row["number"], LABEL),
        last_segment(row["level"]) if row["level"] else "",
        last_segment(row["type"]) if row["type"] else "",
        row["date"],
        row["held"] == "true",
        tasks,
    )


def path_of(iri: str) -> str:
    """The IRI without the base; one minted elsewhere whole.

    >>> path_of("https://w3id.org/phahe/doc/x/2025/1"), path_of("urn:x")
    ('doc/x/2025/1', 'urn:x')
    """
    return iri.removeprefix(BASE)


def iri_of(path: str) -> str:
    """The IRI that `path_of` shortened."""
    return path if ":" in path.split("/", maxsplit=1)[0] else BASE + path


def _short(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value not in ("", False, 0)}
