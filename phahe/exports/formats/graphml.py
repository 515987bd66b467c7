"""GraphML (http://graphml.graphdrawing.org/), written piece by piece: memory does not grow with the graph.

A list is a JSON array in a string attribute whose `desc` says so. Node ids are IRIs. Read by networkx, igraph, yEd, Gephi.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from phahe.exports.cleaning import xml_text
from phahe.exports.formats.values import flat
from phahe.exports.model import Field, FieldType, PropertyGraph, Report, Value, edge_values, node_values

_SPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA: Final = f"{_SPACE} http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
_TYPES: Final[dict[FieldType, str]] = {"string": "string", "list": "string", "integer": "long", "number": "double", "boolean": "boolean"}
LIST: Final = "JSON array"


def write(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write `graph` as GraphML."""
    from lxml import etree  # noqa: PLC0415

    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        location = {"{http://www.w3.org/2001/XMLSchema-instance}schemaLocation": _SCHEMA}
        with xml.element("graphml", location, nsmap={None: _SPACE, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}):
            keys = {what: _keys(xml, what, fields) for what, fields in (("node", graph.node_fields), ("edge", graph.edge_fields))}
            with xml.element("graph", {"id": "phahe", "edgedefault": "directed"}):
                _text(xml, "desc", {}, xml_text(graph.title, report))
                for node in graph.nodes():
                    with xml.element("node", {"id": xml_text(node.id, report)}):
                        _data(xml, keys["node"], node_values(node), report)
                for number, edge in enumerate(graph.edges(), 1):
                    ends = {"source": xml_text(edge.source, report), "target": xml_text(edge.target, report)}
                    with xml.element("edge", {"id": f"e{number}", **ends}):
                        _data(xml, keys["edge"], edge_values(edge), report)
    out.write(b"\n")


def _keys(xml: Any, what: str, fields: Sequence[Field]) -> dict[str, str]:
    found = {}
    for number, field in enumerate(fields):
        found[field.name] = f"{what[0]}{number}"
        declared = {"id": found[field.name], "for": what, "attr.name": field.name, "attr.type": _TYPES[field.type]}
        with xml.element("key", declared):
            if field.type == "list":
                _text(xml, "desc", {}, LIST)
        xml.write("\n")
    return found


def _data(xml: Any, keys: Mapping[str, str], values: Mapping[str, Value], report: Report) -> None:
    for name, value in values.items():
        if value != "":
            _text(xml, "data", {"key": keys[name]}, xml_text(flat(value), report))
    xml.write("\n")


def _text(xml: Any, name: str, attributes: Mapping[str, str], text: str) -> None:
    with xml.element(name, attributes):
        xml.write(text)
