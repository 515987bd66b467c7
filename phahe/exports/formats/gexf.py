"""GEXF 1.3 (https://gexf.net/), the format of Gephi, written piece by piece; tiers of edges and levels of documents come coloured.

One declared type an attribute, lists as JSON arrays: attributes of mixed types, lists and nothing are what other writers stumble over
(networkx 1490, 3572, 8527). No date of writing stands in the file, so that the same graph is the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from phahe.exports import palette
from phahe.exports.cleaning import xml_text
from phahe.exports.formats.values import flat
from phahe.exports.model import Edge, Field, FieldType, Node, PropertyGraph, Report, Value, edge_values, node_values

_SPACE: Final = "http://gexf.net/1.3"
_VIZ: Final = "http://gexf.net/1.3/viz"
_TYPES: Final[dict[FieldType, str]] = {"string": "string", "list": "string", "integer": "long", "number": "double", "boolean": "boolean"}


def write(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write `graph` as GEXF; labels in `language`, both kept as attributes."""
    from lxml import etree  # noqa: PLC0415

    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("gexf", {"version": "1.3"}, nsmap={None: _SPACE, "viz": _VIZ}):
            with xml.element("meta"), xml.element("description"):
                xml.write(xml_text(graph.title, report))
            with xml.element("graph", {"defaultedgetype": "directed", "mode": "static"}):
                fields = {"node": _declare(xml, "node", graph.node_fields), "edge": _declare(xml, "edge", graph.edge_fields)}
                with xml.element("nodes"):
                    for node in graph.nodes():
                        _node(xml, node, fields["node"], report, language)
                with xml.element("edges"):
                    for number, edge in enumerate(graph.edges(), 1):
                        _edge(xml, f"e{number}", edge, fields["edge"], report, language)
    out.write(b"\n")


def _declare(xml: Any, what: str, fields: Sequence[Field]) -> frozenset[str]:
    """The attributes of nodes or edges. Their names are their ids too: graphology (Gephi Lite, Sigma) shows the ids."""
    with xml.element("attributes", {"class": what, "mode": "static"}):
        for field in fields:
            with xml.element("attribute", {"id": field.name, "title": field.name, "type": _TYPES[field.type]}):
                pass
    return frozenset(field.name for field in fields)


def _node(xml: Any, node: Node, fields: frozenset[str], report: Report, language: str) -> None:
    with xml.element("node", {"id": xml_text(node.id, report), "label": xml_text(node.label.text(language), report)}):
        _values(xml, fields, node_values(node), report)
        _colour(xml, palette.of_node(node))
    xml.write("\n")


def _edge(xml: Any, number: str, edge: Edge, fields: frozenset[str], report: Report, language: str) -> None:
    ends = {"source": xml_text(edge.source, report), "target": xml_text(edge.target, report)}
    kind = {"kind": xml_text(edge.kind, report), "label": xml_text(edge.label.text(language), report)}
    with xml.element("edge", {"id": number, **ends, **kind}):
        _values(xml, fields, edge_values(edge), report)
        _colour(xml, palette.of_tier(edge.tier))
    xml.write("\n")


def _values(xml: Any, fields: frozenset[str], values: Mapping[str, Value], report: Report) -> None:
    with xml.element("attvalues"):
        for name, value in values.items():
            if value != "" and name in fields:
                with xml.element("attvalue", {"for": name, "value": xml_text(flat(value), report)}):
                    pass


def _colour(xml: Any, colour: str) -> None:
    red, green, blue = (str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    with xml.element(f"{{{_VIZ}}}color", {"r": red, "g": green, "b": blue}):
        pass
