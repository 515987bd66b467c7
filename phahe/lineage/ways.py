"""Follows hops: from a task or document up to its origins, down to what carries it out, or along the ways between two documents."""

from __future__ import annotations

import datetime
import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from phahe.lineage import facts
from phahe.lineage.model import Direction, Hop, Proof, Trace
from phahe.names import UnknownNameError, resolve_document, resolve_task
from phahe.namespaces import BASE
from phahe.store import Store

if TYPE_CHECKING:
    import networkx as nx


def trace(
    store: Store,
    start: str,
    direction: Direction = "up",
    to: str | None = None,
    depth: int | None = None,
    at: datetime.date | None = None,
    *,
    most: int | None = None,
    proofs: int | None = None,
) -> Trace:
    """The lineage of the document, task or target that `start` names, up to its origins or down to what carries it out.

    A task or target has the lineage of its document, with one hop more that says where it stands, in either direction.
    `to` names a document that the way must end at; `depth` is the greatest number of hops on a way; `at` leaves out documents later than that day.
    `most` is how many hops are given at all, nearest first, and `proofs` how many proofs of each; the rest is counted (`Trace.more`,
    `Hop.more_proofs`) and not read. Raises UnknownNameError or AmbiguousNameError.
    """
    first = _start(store, start)
    end = resolve_document(store, to).value if to else None
    if "/task/" not in first.value and "/target/" not in first.value:
        return traces(store, [first.value], direction, end, depth, at, most=most, proofs=proofs)[first.value]
    hop = facts.part_hop(store, first)
    onward = None if depth is None else depth - 1
    rest = traces(store, [hop.parent.iri], direction, end, onward, at, most=most, proofs=proofs)[hop.parent.iri]
    hops = (hop, *(replace(later, depth=later.depth + 1) for later in rest.hops)) if rest.reached else ()
    return replace(rest, start=hop.child, hops=hops if depth != 0 else ())


def _start(store: Store, text: str) -> NamedNode:
    """The document, task or target that a name means; the error speaks of what the name looks like. A target is named by its IRI or path."""
    path = text.strip().removeprefix(BASE)
    if "/target/" in path:
        try:
            return NamedNode(BASE + path)
        except ValueError:
            raise UnknownNameError("target", text) from None
    if "/task/" in path:  # no document is called so, and to look for one reads the names of all
        return resolve_task(store, text)
    try:
        return resolve_document(store, text)
    except UnknownNameError as unknown:
        try:
            return resolve_task(store, text)
        except UnknownNameError as no_task:
            raise (no_task if "#" in text else unknown) from None


def traces(
    store: Store,
    starts: Iterable[str],
    direction: Direction = "up",
    to: str | None = None,
    depth: int | None = None,
    at: datetime.date | None = None,
    *,
    most: int | None = None,
    proofs: int | None = None,
) -> dict[str, Trace]:
    """The lineage of several documents, all given by IRI, with as many queries as the longest takes alone. `most`, `proofs`: as in `trace`."""
    roots = list(dict.fromkeys(starts))
    bare = most is not None or proofs is not None
    edges = _collect(store, roots, direction, depth, at, bare=bare)
    known = facts.nodes(store, {*roots, *([to] if to else [])})
    found = {}
    for root in roots:
        hops = _from(edges, root, direction, depth)
        reached = to is None or to in {root, *(_far(hop, direction) for hop in hops)}
        if to is not None:
            kept = _between(hops, root, to, direction) if reached else set()
            hops = [hop for hop in hops if hop.child.iri in kept and hop.parent.iri in kept]
        shown, more = (hops, 0) if most is None else (hops[:most], max(0, len(hops) - most))
        if bare:
            told = facts.proved(store, shown, roots, sys.maxsize if proofs is None else proofs, at)
            shown = [replace(hop, proofs=_own_first(hop, root)) for hop in told]
        found[root] = Trace(known[root], direction, tuple(shown), known[to] if to else None, reached, more)
    return found


Edges = dict[str, list[Hop]]


def _collect(store: Store, roots: list[str], direction: Direction, depth: int | None, at: datetime.date | None, *, bare: bool) -> Edges:
    """Every hop that can be met, by the document it leaves: all at once by the closure where there is one, else one query a level."""
    edges: Edges = {}
    frontier, level = [*roots, *(facts.closure(store, roots, direction) if depth is None else ())], 0
    while frontier and (depth is None or level < depth):
        edges.update({iri: [] for iri in frontier})
        for hop in (facts.edges if bare else facts.hops)(store, frontier, direction, at):
            edges[_near(hop, direction)].append(hop)
        met = (_far(hop, direction) for iri in frontier for hop in edges[iri])
        frontier, level = [iri for iri in dict.fromkeys(met) if iri not in edges], level + 1
    return edges


def _from(edges: Edges, root: str, direction: Direction, depth: int | None) -> list[Hop]:
    """The hops met from root, breadth first, numbered. Each document is left once, so a circle ends; the hop that closes it is marked."""
    hops: list[Hop] = []
    seen, queue = {root}, deque([(root, 1)])
    above: dict[str, set[str]] = {}
    while queue:
        iri, level = queue.popleft()
        for hop in edges.get(iri, ()) if depth is None or level <= depth else ():
            far = _far(hop, direction)
            hops.append(replace(hop, depth=level, proofs=_own_first(hop, root), in_cycle=iri in _reachable(above, far)))
            above.setdefault(iri, set()).add(far)
            if far not in seen:
                seen.add(far)
                queue.append((far, level + 1))
    return hops


def _own_first(hop: Hop, root: str) -> tuple[Proof, ...]:
    """The proofs of a hop, within each tier those first that the document a trace starts from prints itself."""
    tiers = [proof.tier for proof in hop.proofs]
    return tuple(sorted(hop.proofs, key=lambda proof: (tiers.index(proof.tier), proof.stated_in is None or proof.stated_in.iri != root)))


def _near(hop: Hop, direction: Direction) -> str:
    return hop.child.iri if direction == "up" else hop.parent.iri


def _far(hop: Hop, direction: Direction) -> str:
    return hop.parent.iri if direction == "up" else hop.child.iri


def _reachable(edges: dict[str, set[str]], start: str) -> set[str]:
    """`start` and all that the edges lead to."""
    seen, rest = {start}, [start]
    while rest:
        for following in edges.get(rest.pop(), ()):
            if following not in seen:
                seen.add(following)
                rest.append(following)
    return seen


def _between(hops: Iterable[Hop], root: str, target: str, direction: Direction) -> set[str]:
    """The documents on any way from root to target."""
    onward: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for hop in hops:
        onward.setdefault(_near(hop, direction), set()).add(_far(hop, direction))
        back.setdefault(_far(hop, direction), set()).add(_near(hop, direction))
    return _reachable(onward, root) & _reachable(back, target)


def graph(store: Store, at: datetime.date | None = None) -> nx.DiGraph[str]:
    """The whole lineage as a networkx DiGraph, edges from child to parent.

    Nodes are IRIs with `label`, `held`, `slug`, `level`; edges have `relation` (codes joined by a space where a pair has two),
    `tier` (of the best proof), `words`, `source`, `evidence` (IRIs) and `hops` (the `Hop` objects). Absent values are "".
    """
    import networkx as nx  # noqa: PLC0415  # takes a quarter second to import, and only analysts need it

    lineage: nx.DiGraph[str] = nx.DiGraph()
    for hop in facts.hops(store, None, "up", at):
        for node in (hop.child, hop.parent):
            lineage.add_node(node.iri, label=node.label, held=node.held, slug=node.slug or "", level=node.level or "")
        before = lineage.get_edge_data(hop.child.iri, hop.parent.iri, {"hops": ()})["hops"]
        lineage.add_edge(hop.child.iri, hop.parent.iri, **_edge((*before, hop)))
    return lineage


def _edge(hops: tuple[Hop, ...]) -> dict[str, Any]:
    best = hops[0].proofs[0]
    return {
        "relation": " ".join(hop.relation for hop in hops),
        "tier": best.tier,
        "words": best.words or "",
        "source": best.source or "",
        "evidence": tuple(quotation.evidence for hop in hops for proof in hop.proofs for quotation in proof.quotations),
        "hops": hops,
    }
