"""import(export(x)) is x: every format that can be read back is, by a reader that is not ours."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from phahe import exports
from phahe.exports.asking import statements
from phahe.exports.formats.rdf import FORMATS
from phahe.exports.formats.values import flat
from phahe.exports.model import edge_values, node_values
from phahe.exports.spool import Spool
from phahe.store import Store

Export = Callable[..., bytes]
Plain = tuple[dict[str, dict[str, Any]], list[tuple[str, str, dict[str, Any]]]]


def _ours(graph: Spool, *, lists: bool) -> Plain:
    """Nodes and edges as plain values, empty ones left out; lists as such or as JSON arrays."""

    def values(found: dict[str, Any]) -> dict[str, Any]:
        return {
            name: (list(value) if lists else flat(value)) if isinstance(value, tuple) else value
            for name, value in found.items()
            if value != ""
        }

    nodes = {node.id: values(node_values(node)) for node in graph.nodes()}
    edges = [(edge.source, edge.target, values(edge_values(edge))) for edge in graph.edges()]
    return nodes, sorted(edges, key=repr)


def _theirs(found: Any, drop: tuple[str, ...] = ()) -> Plain:
    nodes = {str(node): {k: v for k, v in data.items() if k not in drop} for node, data in found.nodes(data=True)}
    edges = [(str(s), str(t), {k: v for k, v in data.items() if k not in drop}) for s, t, data in found.edges(data=True)]
    return nodes, sorted(edges, key=repr)


def test_graphml(graph: Spool, made: Export) -> None:
    found = nx.read_graphml(io.BytesIO(made("graphml")), force_multigraph=True)
    assert found.is_directed()
    assert _theirs(found) == _ours(graph, lists=False)


def test_gexf(graph: Spool, made: Export) -> None:
    found = nx.read_gexf(io.BytesIO(made("gexf")), version="1.3")
    nodes, edges = _theirs(found, ("viz", "id"))
    ours, theirs = _ours(graph, lists=False)[0], nodes
    assert {key: {**value} for key, value in theirs.items()} == ours
    # networkx overwrites an edge's attributes "kind" and "label" with those of the element, which say the same
    assert [(s, t, d) for s, t, d in edges] == _ours(graph, lists=False)[1]


def test_cytoscape(graph: Spool, made: Export) -> None:
    found = nx.cytoscape_graph(json.loads(made("cytoscape")))
    nodes, edges = _theirs(found, ("name", "value", "id", "key", "source", "target"))
    assert any("ph_value" in values for values in nodes.values())
    assert ({key: {name.removeprefix("ph_"): item for name, item in values.items()} for key, values in nodes.items()}, edges) == _ours(
        graph, lists=True
    )


def test_node_link(graph: Spool, made: Export) -> None:
    found = nx.node_link_graph(json.loads(made("node-link")), edges="edges")
    assert _theirs(found) == _ours(graph, lists=True)


def test_csv(graph: Spool, made: Export) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made("csv")))
    nodes, edges = (
        [
            {name: exports.unsafe_cell(cell) for name, cell in row.items() if cell}
            for row in csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
        ]
        for name in ("nodes.csv", "edges.csv")
    )
    ours = _ours(graph, lists=False)
    assert {row.pop("id"): row for row in nodes} == {key: {k: flat(v) for k, v in value.items()} for key, value in ours[0].items()}
    assert sorted(((row.pop("source"), row.pop("target"), row) for row in edges), key=repr) == sorted(
        ((s, t, {k: flat(v) for k, v in d.items()}) for s, t, d in ours[1]), key=repr
    )


def test_csv_parts_are_the_same_as_in_the_archive(made: Export) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made("csv")))
    assert archive.read("nodes.csv") == made("nodes")
    assert archive.read("edges.csv") == made("edges")


@pytest.mark.parametrize(("form", "parser"), [("nquads", "nquads"), ("jsonld", "json-ld"), ("trig", "trig")])
def test_quads(shipped: Store, selection: exports.Selection, made: Export, form: str, parser: str) -> None:
    expected = {f"{quad}" for quad in statements(shipped, selection.subjects or ())}
    assert {f"{quad}" for quad in ox.parse(made(form), format=FORMATS[form])} == expected
    lineage = exports.of_lineage(shipped, "loc-binh-resolution")
    found = Dataset().parse(data=made(form, lineage), format=parser)
    assert len(list(found.quads((None, None, None, None)))) == len(list(statements(shipped, lineage.subjects or ())))


@pytest.mark.parametrize(("form", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml")])
def test_triples(shipped: Store, made: Export, form: str, parser: str) -> None:
    lineage = exports.of_lineage(shipped, "loc-binh-resolution")
    expected = Graph().parse(
        data="".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in statements(shipped, lineage.subjects or ())), format="nt"
    )
    assert isomorphic(Graph().parse(data=made(form, lineage), format=parser), expected)


@pytest.mark.parametrize("form", [form.name for form in exports.FORMATS if form.family not in ("table", "standard")])
def test_the_same_bytes_again(shipped: Store, made: Export, form: str) -> None:
    lineage = exports.of_lineage(shipped, "loc-binh-resolution")
    assert made(form, lineage) == made(form, lineage)
