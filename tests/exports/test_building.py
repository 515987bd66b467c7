"""What the property graph holds: proof on edges, evidence folded, nothing lost without a note."""

from __future__ import annotations

import io

import pytest

from phahe import exports
from phahe.exports.building import build
from phahe.exports.model import Edge, Report
from phahe.exports.selecting import of_triples
from phahe.store import Graph, Store, with_prefixes


def _edges(store: Store, selection: exports.Selection) -> list[Edge]:
    with build(store, selection, Report()) as graph:
        return list(graph.edges())


def test_every_hop_of_a_lineage_has_its_proof(shipped: Store) -> None:
    edges = _edges(shipped, exports.of_lineage(shipped, "loc-binh-resolution"))
    assert edges
    for edge in edges:
        assert edge.tier
        assert edge.quote or edge.tier in ("brief", "reference")
        assert bool(edge.attributes.get("evidence")) == (edge.tier == "document")


def test_quotes_are_what_the_store_quotes(shipped: Store, graph: object) -> None:
    exact = {str(row["exact"].value) for row in shipped.select(with_prefixes("SELECT DISTINCT ?exact { ?s oa:exact ?exact }"))}
    quoted = [node for node in graph.nodes() if node.attributes.get("quote")]  # type: ignore[attr-defined]
    assert quoted
    for node in quoted:
        pieces = str(node.attributes["quote"]).split(" […] ")
        assert len(pieces) >= len(node.attributes["evidence"])
        assert str(node.attributes["quote"]) in exact or len(pieces) > 1


def test_whole_graph_keeps_every_thing_or_counts_it(shipped: Store) -> None:
    report = Report()
    with build(shipped, exports.whole(shipped), report) as graph:
        known = {node.id for node in graph.nodes()} | {edge.id for edge in graph.edges()}
        ends = {end for edge in graph.edges() for end in (edge.source, edge.target)}
        assert ends <= {node.id for node in graph.nodes()}
    query = "SELECT DISTINCT ?s { GRAPH ?g { ?s a ?c } FILTER(?g != <https://w3id.org/phahe/graph/ontology>) }"
    subjects = {str(row["s"].value) for row in shipped.select(query)}
    lost = subjects - known
    assert len(lost) == report.counts["folded"]
    assert all("/evidence/" in iri for iri in lost)


def test_an_edge_with_proof_stands_once(shipped: Store) -> None:
    edges = _edges(shipped, exports.whole(shipped))
    assert not [edge for edge in edges if edge.kind in ("carriesOut", "leadAgency", "hasAssignment")]
    assert {"carries-out", "lead", "coordinate", "verbatim"} <= {edge.kind for edge in edges}


def test_depth_and_direction(shipped: Store) -> None:
    near, far = (exports.of_lineage(shipped, "loc-binh-resolution", "up", depth) for depth in (1, None))
    assert set(near.subjects or ()) < set(far.subjects or ())
    down = exports.of_lineage(shipped, "29-NQ/TW", "down")
    assert any("loc-binh" in iri for iri in down.subjects or ())


def test_lineage_of_a_task_has_the_task(shipped: Store) -> None:
    task = next(str(row["t"].value) for row in shipped.select(with_prefixes("SELECT ?t { ?t a ph:Task } ORDER BY ?t LIMIT 1")))
    edges = _edges(shipped, exports.of_lineage(shipped, task))
    assert any(edge.source == task and edge.kind == "document" for edge in edges)


def test_result_of_a_construct_keeps_all_its_edges_and_gets_names(shipped: Store) -> None:
    result = shipped.query(with_prefixes("CONSTRUCT { ?a ph:carriesOut ?b } WHERE { ?a ph:carriesOut ?b }"))
    assert isinstance(result, Graph)
    with build(shipped, of_triples(result.triples), Report()) as graph:
        assert graph.size[1] == len(result)
        assert all("/" not in node.label.vi or " " in node.label.vi for node in graph.nodes())


def test_one_type_for_each_attribute(small: Store) -> None:
    with build(small, exports.whole(small), Report()) as graph:
        types = {field.name: field.type for field in graph.node_fields}
        values = {node.id[-1]: node.attributes for node in graph.nodes()}
    assert types["order"] == "string"
    assert types["value"] == "number"
    assert types["recipient"] == "list"
    assert types["held"] == "boolean"
    assert values["a"]["order"] == "3"
    assert values["b"]["value"] == 7.0
    assert values["a"]["recipient"] == ("=Sở C", "Sở A; Sở B")


@pytest.mark.parametrize("form", ["table", "png", "svg"])
def test_what_a_format_cannot_hold_is_refused_with_an_alternative(shipped: Store, form: str) -> None:
    tasks = [str(row["t"].value) for row in shipped.select(with_prefixes("SELECT ?t { ?t a ph:Provision }"))]
    chosen = exports.of_things(shipped, "x", exports.whole(shipped).title, tasks, within=False)
    with pytest.raises(exports.ExportError, match=r"graphml|edges"):
        exports.export(shipped, chosen, exports.get(form), io.BytesIO())


def test_a_graph_too_large_for_memory_formats_is_refused(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe.exports.formats.networkx_json.LIMIT", 3)
    with pytest.raises(exports.ExportError, match="graphml"):
        exports.export(shipped, exports.of_lineage(shipped, "loc-binh-resolution"), exports.get("node-link"), io.BytesIO())
