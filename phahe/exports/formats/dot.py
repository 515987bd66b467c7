"""DOT, the language of Graphviz: boxes with labels, children below parents; every attribute of nodes and edges is kept.

All names and values are quoted strings, so that no label can end its statement. Attributes Graphviz gives a meaning of its own to
(`label`, `color`, …) are ours only where the meaning is the same; the others bear our names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Final

from phahe.exports import palette
from phahe.exports.cleaning import plain_text
from phahe.exports.formats.values import flat
from phahe.exports.model import PropertyGraph, Report, Value, edge_values, node_values

#: Attributes Graphviz reads that would change the drawing or mean something else; ours are written with a prefix.
_TAKEN: Final = frozenset({
    "area", "class", "color", "comment", "dim", "height", "id", "image", "key", "label", "layer", "level", "levels", "len", "margin", "mode", "model",
    "nodes", "order", "page", "pos", "quote", "rank", "ratio", "scale", "shape", "size", "start", "style", "weight", "width", "URL", "href", "tooltip",
})  # fmt: skip
_OURS: Final = frozenset({"comment", "quote"})


def write(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write `graph` as a DOT digraph; labels in `language`."""
    _line(out, f"digraph {quoted(graph.title, report)} {{")
    _line(out, "  rankdir=BT;\n  node [shape=box, style=rounded, fontname=sans];\n  edge [fontname=sans, fontsize=10];")
    for node in graph.nodes():
        shown = {"label": node.label.text(language), "color": palette.of_node(node), "URL": node.id}
        _line(out, f"  {quoted(node.id, report)} [{_attributes(shown, node_values(node), report)}];")
    for edge in graph.edges():
        shown = {"label": edge.label.text(language), "color": palette.of_tier(edge.tier), "tooltip": edge.quote}
        _line(out, f"  {quoted(edge.source, report)} -> {quoted(edge.target, report)} [{_attributes(shown, edge_values(edge), report)}];")
    _line(out, "}")


def _line(out: IO[bytes], text: str) -> None:
    out.write(text.encode() + b"\n")


def _attributes(shown: Mapping[str, str], values: Mapping[str, Value], report: Report) -> str:
    ours = {f"ph_{name}" if name in _TAKEN - _OURS else name: flat(value) for name, value in values.items() if value != ""}
    return ", ".join(f"{name}={quoted(text, report)}" for name, text in {**shown, **ours}.items())


def quoted(text: str, report: Report) -> str:
    r"""`text` as a DOT string.

    >>> print(quoted('"]; evil [shape=box', Report()), quoted("a\\", Report()))
    "\"]; evil [shape=box" "a\\"
    """
    escaped = plain_text(text, report).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n") + '"'
