"""The two JSON formats networkx defines: node-link (its own, also D3's) and Cytoscape.js. They are held in memory, so they have a limit."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

from phahe.exports.model import ExportError, PropertyGraph, Report, Value, edge_values, node_values
from phahe.labels import Label

if TYPE_CHECKING:
    import networkx as nx

#: Nodes and edges together; about a gigabyte of memory.
LIMIT: Final = 200_000


#: Names Cytoscape's elements have themselves; an attribute of ours so called gets a prefix.
TAKEN: Final = frozenset({"id", "key", "name", "parent", "source", "target", "value"})


def to_networkx(graph: PropertyGraph) -> nx.MultiDiGraph[str]:
    """The graph for networkx: nodes by IRI, edges keyed e1, e2 …; lists stay lists. Raises ExportError past `LIMIT`."""
    import networkx as nx  # noqa: PLC0415

    if sum(graph.size) > LIMIT:
        raise ExportError(_too_large(sum(graph.size)))
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=graph.title)
    for node in graph.nodes():
        found.add_node(node.id, **_plain(node_values(node)))
    for number, edge in enumerate(graph.edges(), 1):
        found.add_edge(edge.source, edge.target, key=f"e{number}", **_plain(edge_values(edge)))
    return found


def _plain(values: dict[str, Value]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value != ""}


def _too_large(size: int) -> Label:
    return Label(
        f"đồ thị có {size} nút và cạnh, định dạng này giữ cả trong bộ nhớ nên chỉ nhận {LIMIT}; hãy dùng graphml, gexf, csv hoặc neo4j",
        f"the graph has {size} nodes and edges, this format is held in memory and takes {LIMIT}; use graphml, gexf, csv or neo4j",
    )


def write_node_link(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write `graph` as node-link JSON; `networkx.node_link_graph(…, edges="edges")` reads it."""
    import networkx as nx  # noqa: PLC0415

    _dump(nx.node_link_data(to_networkx(graph), edges="edges"), out)


def write_cytoscape(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write `graph` as Cytoscape.js elements; `networkx.cytoscape_graph` and Cytoscape Desktop read it. `value` becomes `ph_value`."""
    import networkx as nx  # noqa: PLC0415

    held = to_networkx(graph)
    every: list[dict[str, Any]] = [values for _, values in held.nodes(data=True)]
    every += [values for _, _, values in held.edges(data=True)]
    for values in every:
        for name in TAKEN & set(values):
            values[f"ph_{name}"] = values.pop(name)
    data = nx.cytoscape_data(held)
    for element in data["elements"]["nodes"]:
        # networkx writes the id as the name, and readers show the name.
        element["data"]["name"] = element["data"].get("label_en" if language == "en" else "label", element["data"]["id"])
    for element in data["elements"]["edges"]:
        element["data"]["id"] = element["data"]["key"]
    _dump(data, out)


def _dump(data: Any, out: IO[bytes]) -> None:
    out.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
