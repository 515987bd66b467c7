"""Lineage: from a task or document up to where it comes from, or down to what carries it out, each hop with its proof.

Public face: `trace` for one name, `traces` for many documents, `graph` for analysts (networkx), `lineage_properties` for those who ask the
graph themselves, and the ways to show a trace. What one may type for a document is in `phahe.names`.
"""

from __future__ import annotations

from phahe.lineage.facts import lineage_properties
from phahe.lineage.model import Direction, Hop, Node, Proof, Quotation, Trace
from phahe.lineage.rendering import to_dot, to_json, to_mermaid, to_text
from phahe.lineage.ways import graph, trace, traces

__all__ = [
    "Direction", "Hop", "Node", "Proof", "Quotation", "Trace", "graph", "lineage_properties", "to_dot", "to_json", "to_mermaid", "to_text",
    "trace", "traces",
]  # fmt: skip
