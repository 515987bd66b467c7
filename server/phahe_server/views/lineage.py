"""Which hops of the lineage a page shows, and their proof. `lineage_picture` draws them; `lineage_graph` is what the explorer reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode

from phahe.lineage import Hop
from phahe.lineage.facts import hops as hops_of
from phahe.store import Store
from phahe_server.graph import several
from phahe_server.views.lineage_graph import Arc, Graph, iri_of

#: A picture with more boxes than this is no picture any more; the explorer takes over.
MOST_BOXES: Final = 60


def restored(store: Store, known: Iterable[Hop]) -> dict[str, str]:
    """The restored words of each proof of the hops whose print is broken (OCR), by the IRI of its relation."""
    wanted = {proof.relation for hop in known for proof in hop.proofs if proof.relation}
    if not wanted:
        return {}
    found = several(store, "restored", thing=[NamedNode(iri) for iri in sorted(wanted)])
    return {row["thing"]: row["restored"] for row in found}


def proved(store: Store, whole: Graph, edges: Iterable[Arc]) -> list[Hop]:
    """The hops of these edges of the graph, with their proofs, in order of child and parent; those on a circle are marked."""
    wanted = {(iri_of(edge.child), iri_of(edge.parent), edge.relation) for edge in edges}
    circles = {(iri_of(edge.child), iri_of(edge.parent), edge.relation) for edge in whole.edges if edge.cycle}
    found = hops_of(store, sorted({child for child, _, _ in wanted}), "up") if wanted else ()
    keys = {hop: (hop.child.iri, hop.parent.iri, hop.relation) for hop in found}
    kept = [replace(hop, in_cycle=key in circles) for hop, key in keys.items() if key in wanted]
    return sorted(kept, key=lambda hop: (hop.child.iri, hop.parent.iri, hop.relation))


def drawable(whole: Graph, most: int = MOST_BOXES, *, held_only: bool = False) -> list[Arc]:
    """The lineage edges for a picture of at most about `most` documents: held ones with all that they trace to come first.

    `held_only` leaves out families without any document in hand.
    """
    held = {node.id for node in whole.nodes if node.held}
    lineage = [edge for edge in whole.edges if edge.relation in whole.lineage and edge.child != edge.parent]
    up: dict[str, list[str]] = defaultdict(list)
    near: dict[str, list[str]] = defaultdict(list)
    for edge in lineage:
        up[edge.child].append(edge.parent)
        near[edge.child].append(edge.parent)
        near[edge.parent].append(edge.child)
    chosen: dict[str, None] = {}
    order = [*sorted(held & near.keys()), *_reached(near, held & near.keys()), *([] if held_only else sorted(near))]
    for start in order:
        family = [key for key in _reached(up, [start]) if key not in chosen]
        if len(chosen) + len(family) <= most:
            chosen.update(dict.fromkeys(family))
    return [edge for edge in lineage if edge.child in chosen and edge.parent in chosen]


def _reached(near: Mapping[str, Sequence[str]], starts: Iterable[str]) -> list[str]:
    """The starts and all that the edges lead to from them."""
    found = dict.fromkeys(starts)
    waiting = list(found)
    while waiting:
        fresh = [key for key in near.get(waiting.pop(), ()) if key not in found]
        found.update(dict.fromkeys(fresh))
        waiting.extend(fresh)
    return list(found)
