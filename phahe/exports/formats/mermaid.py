"""Mermaid flowcharts: nodes with labels and edges with their relation, parents above; tiers and levels by class. Quotes have no place in it."""

from __future__ import annotations

from typing import IO, Final

from phahe.exports import palette
from phahe.exports.cleaning import plain_text
from phahe.exports.model import ExportError, PropertyGraph, Report, node_values
from phahe.labels import Label

#: Mermaid itself refuses more unless it is configured to take them.
LIMIT: Final = 500
_ESCAPES: Final = {
    '"': "#quot;",
    "<": "#lt;",
    ">": "#gt;",
    "#": "#35;",
    "\n": " ",
    "\r": " ",
    "\t": " ",
    "|": "#124;",
    "`": "#96;",
    "\\": "#92;",
    "&": "#amp;",
}


def write(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write `graph` as a flowchart. Raises ExportError where Mermaid would not draw it."""
    if graph.size[1] > LIMIT:
        raise ExportError(_too_many(graph.size[1]))
    shown = {"label", "label_en", "kind", "tier", "level", "held"}
    report.note("attributes", 1, ", ".join(sorted({field.name for field in (*graph.node_fields, *graph.edge_fields)} - shown)))
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes())}
    lines = ["---", f"title: {plain_text(_title(graph.title), report)}", "---", "flowchart BT"]
    for node in graph.nodes():
        style = ":::missing" if node_values(node).get("held") is False else ""
        lines.append(f'  {names[node.id]}["{_text(node.label.text(language), report)}"]{style}')
    tiers: dict[str, list[int]] = {}
    for number, edge in enumerate(graph.edges()):
        lines.append(f'  {names[edge.source]} -->|"{_text(edge.label.text(language), report)}"| {names[edge.target]}')
        tiers.setdefault(palette.of_tier(edge.tier), []).append(number)
    lines += [f"  linkStyle {','.join(map(str, mine))} stroke:{colour}" for colour, mine in sorted(tiers.items())]
    out.write(("\n".join([*lines, "  classDef missing stroke-dasharray: 4 4"]) + "\n").encode())


def _title(text: str) -> str:
    """The title as a YAML string on one line."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str, report: Report) -> str:
    return "".join(_ESCAPES.get(character, character) for character in plain_text(text, report))


def _too_many(count: int) -> Label:
    return Label(
        f"Mermaid không vẽ {count} cạnh (nhiều nhất {LIMIT}); hãy dùng dot, svg hoặc graphml",
        f"Mermaid does not draw {count} edges (at most {LIMIT}); use dot, svg or graphml",
    )
