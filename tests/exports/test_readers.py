"""A second reader for each format: igraph, graphology, lxml, pydot, openpyxl, what Neo4j's import asks of a header."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import igraph
import openpyxl
import pydot
import pytest
from lxml import etree

from phahe import exports
from phahe.exports.formats.tables import ARRAY_DELIMITER
from phahe.exports.spool import Spool
from phahe.store import Store

Export = Callable[..., bytes]
WEB = Path(__file__).parents[2] / "web"
GRAPHOLOGY = WEB / "node_modules" / "graphology-gexf"
GEXF = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}


def test_igraph_reads_graphml(graph: Spool, made: Export, tmp_path: Path) -> None:
    path = tmp_path / "x.graphml"
    path.write_bytes(made("graphml"))
    found = igraph.Graph.Read_GraphML(str(path))
    assert (found.vcount(), found.ecount()) == graph.size
    assert set(found.vs["id"]) == {node.id for node in graph.nodes()}
    assert sorted(found.es["quote"]) == sorted(edge.quote for edge in graph.edges())
    assert all(found.vs[edge.source]["id"] for edge in found.es)


def test_gexf_is_what_its_schema_says(graph: Spool, made: Export) -> None:
    root = etree.fromstring(made("gexf"))
    for kind in ("node", "edge"):
        declared = {a.get("id"): a.get("type") for a in root.iterfind(f".//g:attributes[@class='{kind}']/g:attribute", GEXF)}
        assert len({a.get("title") for a in root.iterfind(f".//g:attributes[@class='{kind}']/g:attribute", GEXF)}) == len(declared)
        for value in root.iterfind(f".//g:{kind}//g:attvalue", GEXF):
            text, form = value.get("value"), declared[value.get("for")]
            assert {"long": re.fullmatch(r"-?\d+", text), "boolean": text in ("true", "false")}.get(form, True)
            if form == "double":
                float(text)
    nodes = {node.get("id") for node in root.iterfind(".//g:nodes/g:node", GEXF)}
    edges = list(root.iterfind(".//g:edges/g:edge", GEXF))
    assert (len(nodes), len(edges)) == graph.size
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= nodes
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert root.find("g:meta", GEXF).get("lastmodifieddate") is None


@pytest.mark.skipif(not GRAPHOLOGY.exists() or not shutil.which("node"), reason="no graphology: run `make check` once, it installs web/")
def test_graphology_reads_gexf(graph: Spool, made: Export, tmp_path: Path) -> None:
    """The library under Gephi Lite and Sigma; it shares no code with networkx."""
    path = tmp_path / "x.gexf"
    path.write_bytes(made("gexf"))
    read = subprocess.run(
        ["node", str(WEB / "read-gexf.mjs"), str(path)], capture_output=True, text=True, encoding="utf-8", check=True, timeout=60
    )
    found = json.loads(read.stdout)
    assert (found["type"], len(found["nodes"]), len(found["edges"])) == ("directed", *graph.size)
    for node in graph.nodes():
        one = found["nodes"][node.id]
        assert (one["label"], one["kind"], one["tier"]) == (node.label.vi, node.kind, node.tier)
    assert sorted(one.get("quote", "") for one in found["edges"]) == sorted(edge.quote for edge in graph.edges())
    assert {(one["source"], one["target"]) for one in found["edges"]} == {(edge.source, edge.target) for edge in graph.edges()}


def test_dot_parses_with_every_node_and_edge(shipped: Store, made: Export) -> None:
    (found,) = pydot.graph_from_dot_data(made("dot", exports.of_lineage(shipped, "loc-binh-resolution")).decode())
    nodes = [node for node in found.get_nodes() if node.get_name() not in ("node", "edge")]
    assert (len(nodes), len(found.get_edges())) == (5, 8)
    assert all("iri" in edge.get_attributes() for edge in found.get_edges())
    assert any("Căn cứ" in edge.get_attributes().get("quote", "") for edge in found.get_edges())


def test_neo4j_headers(graph: Spool, made: Export) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made("neo4j")))
    nodes, edges = (list(csv.reader(io.StringIO(archive.read(f"{name}.csv").decode(), newline=""))) for name in ("nodes", "relationships"))
    assert nodes[0][0] == "iri:ID"
    assert nodes[0][-1] == ":LABEL"
    assert edges[0][:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert (len(nodes) - 1, len(edges) - 1) == graph.size
    assert {row[at] for row in edges[1:] for at in (0, 1)} <= {row[0] for row in nodes[1:]}
    assert all(re.fullmatch(r"[A-Z_0-9]+", row[2]) for row in edges[1:])
    assert "Task" in {label for row in nodes[1:] for label in row[-1].split(ARRAY_DELIMITER)}
    assert {name.partition(":")[2] for name in nodes[0]} <= {"", "ID", "LABEL", "string[]", "long", "double", "boolean"}
    assert "--array-delimiter=U+001F" in archive.read("import.txt").decode()


def test_xlsx_reopens(graph: Spool, made: Export) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    assert book.sheetnames == ["Nút", "Cạnh"]
    header, *rows = book["Nút"].iter_rows()
    names = [cell.value for cell in header]
    assert len(rows) == graph.size[0]
    orders = [row[names.index("order")] for row in rows if row[names.index("order")].value is not None]
    assert orders
    assert all(cell.data_type == "n" for cell in orders)
    labels = [row[names.index("label")] for row in rows]
    assert all(cell.data_type == "s" for cell in labels)
    assert any("Lộc Bình" in cell.value for cell in labels)
    dates = [row[names.index("dateIssued")] for row in rows if row[names.index("dateIssued")].value]
    assert all(cell.is_date for cell in dates)


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "neo4j", "node-link", "cytoscape", "dot"])
def test_labels_kinds_tiers_and_quotes_stay(made: Export, shipped: Store, form: str) -> None:
    raw = made(form, exports.of_lineage(shipped, "loc-binh-resolution"))
    if raw[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(raw))
        raw = b"".join(archive.read(name) for name in archive.namelist())
    text = raw.decode()
    for words in ("thực hiện", "carries out", "LegalDocument", "carries-out", "document", "brief", "Căn cứ Nghị quyết số 47/NQ-HĐND"):
        assert words in text, words
