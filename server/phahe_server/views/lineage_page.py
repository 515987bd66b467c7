"""The lineage page: what is chosen, the choices on offer with their numbers, and the picture of what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from phahe import tiers
from phahe.lineage import Hop
from phahe.store import Store
from phahe_server.views import lineage, lineage_graph, lineage_picture
from phahe_server.views.documents import LEVELS
from phahe_server.views.lineage_graph import Arc, Graph, Vertex

#: The filters in the order they are shown. A filter that is not given lets its standard choices through; "none" lets nothing through.
FILTERS: Final = ("relation", "tier", "level", "held", "kind")
Chosen = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Choice:
    """One box to tick: its key in addresses, how many edges or documents have it, whether it is ticked."""

    key: str
    count: int
    on: bool


@dataclass(frozen=True)
class LineagePage:
    """What the page shows. `left_out`: documents of lineages that the picture has no room for."""

    picture: lineage_picture.LineagePicture
    hops: tuple[Hop, ...]
    restored: Mapping[str, str]
    choices: Mapping[str, tuple[Choice, ...]]
    nodes: tuple[Vertex, ...]
    lineage: tuple[str, ...]
    left_out: int
    hubs: tuple[lineage_graph.Hub, ...]


def page(store: Store, whole: Graph, given: Mapping[str, tuple[str, ...]]) -> LineagePage:
    """The page over the graph that `lineage_graph.overview` gave, with these filters."""
    choices = offered(whole, given)
    chosen = {name: {choice.key for choice in group if choice.on} for name, group in choices.items()}
    left = filtered(whole, chosen)
    edges = lineage.drawable(left)
    hops = lineage.proved(store, whole, edges)
    shown = {end for edge in edges for end in (edge.child, edge.parent)}
    wanted = {end for edge in left.edges if edge.relation in whole.lineage for end in (edge.child, edge.parent)}
    return LineagePage(
        lineage_picture.picture(store, hops), tuple(hops), lineage.restored(store, hops), choices, whole.nodes, whole.lineage, len(wanted - shown), whole.hubs
    )  # fmt: skip


def offered(whole: Graph, given: Mapping[str, Collection[str]]) -> dict[str, tuple[Choice, ...]]:
    """The choices of every filter. By standard all are on, but of relations only those that make lineage, of tiers only what is stated."""
    counts = {
        "relation": Counter(edge.relation for edge in whole.edges),
        "tier": Counter({**dict.fromkeys(("document", "reference", "brief"), 0), **Counter(edge.tier for edge in whole.edges)}),
        "level": Counter(node.level for node in whole.nodes if node.level in LEVELS),
        "held": Counter("yes" if node.held else "no" for node in whole.nodes),
        "kind": Counter(node.type for node in whole.nodes if node.type),
    }
    order = {
        "relation": lambda key: (key not in whole.lineage, -counts["relation"][key], key),
        "tier": tiers.rank,
        "level": LEVELS.index,
        "held": ("yes", "no").index,
        "kind": lambda key: (-counts["kind"][key], key),
    }
    standard = {**{name: set(counted) for name, counted in counts.items()}, "relation": set(whole.lineage)}
    return {
        name: tuple(
            Choice(key, counts[name][key], key in set(given.get(name) or standard[name])) for key in sorted(counts[name], key=order[name])
        )  # type: ignore[arg-type]
        for name in FILTERS
    }


def filtered(whole: Graph, chosen: Chosen) -> Graph:
    """The graph without the edges and documents that the filters take out; what a filter knows nothing of stays."""
    nodes = tuple(node for node in whole.nodes if _stays(node, chosen))
    ids = {node.id for node in nodes}
    edges = tuple(edge for edge in whole.edges if {edge.child, edge.parent} <= ids and _edge_stays(edge, chosen))
    return Graph(nodes, edges, whole.hubs, whole.lineage)


def _stays(node: Vertex, chosen: Chosen) -> bool:
    return (
        (not node.level or node.level in chosen["level"])
        and (not node.type or node.type in chosen["kind"])
        and ("yes" if node.held else "no") in chosen["held"]
    )


def _edge_stays(edge: Arc, chosen: Chosen) -> bool:
    return edge.relation in chosen["relation"] and edge.tier in chosen["tier"]


def asked(fields: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The filters among the fields of a query string, bounded.

    >>> asked([("tier", "brief"), ("tier", "document"), ("x", "y")])
    {'tier': ('brief', 'document')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, text in fields:
        if name in FILTERS and len(found.get(name, ())) < 60:
            found[name] = (*found.get(name, ()), text[:80])
    return found
