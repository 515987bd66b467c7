"""What belongs to one engine only."""

from __future__ import annotations

import json
from pathlib import Path

import loopback
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from phahe.store import EmbeddedStore, QueryError, RemoteStore, Solutions, StoreError, open_store
from phahe.store.dataset import graph
from phahe.store.engines import EVERYDAY_GRAPH, STANDARD, adapted, engine_of
from phahe.store.remote import _refusal

A_FACT = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("a"), graph("reference"))


@pytest.mark.parametrize(
    ("setting", "kind"), [(None, EmbeddedStore), ("", EmbeddedStore), ("memory", EmbeddedStore), ("http://127.0.0.1:9/x", RemoteStore)]
)
def test_the_setting_chooses_the_engine(setting: str | None, kind: type) -> None:
    assert type(open_store(setting)) is kind


def test_a_directory_keeps_its_graph(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "kept")) as store:
        store.add([A_FACT])
    with open_store(str(tmp_path / "kept"), read_only=True) as store:
        assert store.query("ASK { ?s ?p 'a' }")


def test_a_directory_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no store", encoding="utf-8")
    with pytest.raises(StoreError, match=r"file: cannot be opened"):
        open_store(str(tmp_path / "file"))


def test_queries_go_into_the_everyday_graph_and_no_graphs_are_listed() -> None:
    with loopback.sparql_server() as (address, seen), open_store(address) as store:
        store.add([A_FACT])
        assert store.query("ASK { ?s ?p ?o }")
        before = len(seen)
        assert store.query("ASK { GRAPH ?g { ?s ?p ?o } }")
        assert not store.query(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = {EVERYDAY_GRAPH}) }}")
        assert len(seen) == before + 2, "one request a query"
        assert seen[-1].keys() == {"query"}
        assert store.graphs() == (graph("reference"),)


def test_a_server_filled_by_other_means_is_told_its_dataset() -> None:
    with loopback.sparql_server() as (address, seen), open_store(address) as store:
        store.update(f"INSERT DATA {{ GRAPH {graph('reference')} {{ {A_FACT.subject} {A_FACT.predicate} {A_FACT.object} }} }}")
        store._ask(f"CLEAR GRAPH {EVERYDAY_GRAPH}", "UPDATE", {})  # type: ignore[attr-defined]
        with open_store(address) as again:
            assert again.query("ASK { GRAPH ?g { ?s ?p ?o } }")
            assert seen[-1]["default-graph-uri"] == seen[-1]["named-graph-uri"] == [graph("reference").value]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("ASK { ?s ?p ?o }", "ASK { GRAPH <E> { ?s ?p ?o } }"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 1", "SELECT ?s { GRAPH <E> { ?s ?p ?o } } LIMIT 1"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) WHERE {}", "SELECT (EXISTS { ?a ?b ?c } AS ?x) WHERE { GRAPH <E> {} }"),
        ("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p 1 } WHERE { GRAPH <E> { ?s ?p ?o } }"),
        ("ASK { GRAPH ?g { ?s ?p '}' } }", "ASK { GRAPH <E> { GRAPH ?g { FILTER(?g != <E>) ?s ?p '}' } } }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None),
        ("ASK FROM <urn:x> { ?s ?p ?o }", None),
    ],
)
def test_a_query_is_moved_as_text(text: str, moved: str | None) -> None:
    found = adapted(text, STANDARD, everyday=True)
    assert (found and found.text) == (moved and moved.replace("<E>", str(EVERYDAY_GRAPH)))


def test_what_virtuoso_leaves_undone_is_done_here() -> None:
    text = "SELECT ?label (BOUND(?x) AS ?there) WHERE { ?s ?p ?label } GROUP BY ?label ?order ORDER BY ?order DESC(?label)"
    plan = adapted(text, engine_of("Virtuoso/07.20"), everyday=False)
    assert plan is not None
    assert plan.text.split() == [
        "SELECT",
        "?label",
        "(BOUND(?x)",
        "AS",
        "?there)",
        "?order",
        "WHERE",
        "{",
        "?s",
        "?p",
        "?label",
        "}",
        "GROUP",
        "BY",
        "?label",
        "?order",
    ]
    one, zero = (Literal(number) for number in ("1", "0"))
    rows = (
        (Literal("a", language="vi"), one, Literal(2)),
        (Literal("b", language="vi"), zero, Literal(1)),
        (Literal("đ"), zero, Literal(1)),
    )
    found = plan.finish(Solutions(("label", "there", "order"), rows))
    assert found == Solutions(
        ("label", "there"),
        ((Literal("đ"), Literal(False)), (Literal("b", language="vi"), Literal(False)), (Literal("a", language="vi"), Literal(True))),
    )


def test_updates_may_go_to_another_address() -> None:
    with loopback.sparql_server() as (reads, read), loopback.sparql_server() as (writes, written), open_store(f"{reads} {writes}") as store:
        store.add([A_FACT])
        assert store.count() == 0
        assert [list(form) for form in written] == [["update"]]
        assert all("query" in form for form in read)


def test_many_facts_go_in_batches() -> None:
    quads = [Quad(NamedNode(f"urn:{number}"), NamedNode("urn:p"), Literal("a"), graph("reference")) for number in range(4500)]
    with loopback.sparql_server() as (address, seen), open_store(address) as store:
        store.add(quads)
        assert sum("update" in form for form in seen) == 3
        assert store.count() == 4500


def test_no_server_is_said_without_the_password() -> None:
    with open_store("http://someone:secret@127.0.0.1:9/sparql") as store, pytest.raises(StoreError, match="no answer") as caught:
        store.query("ASK {}")
    assert "secret" not in str(caught.value)
    assert "127.0.0.1:9/sparql" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (json.dumps({"title": "Bad", "detail": "unknown prefix", "line": 3, "column": 7}).encode(), ("unknown prefix", 3, 7)),
        (b"error at 2:8: expected FILTER", ("syntax error: expected FILTER", 2, 8)),
        (
            b"Virtuoso 37000 Error SP030: SPARQL compiler, line 4: syntax error at 'x'",
            ("Virtuoso 37000 Error SP030: SPARQL compiler, line 4: syntax error at 'x'", 4, 1),
        ),
        ("lỗi".encode(), ("lỗi", None, None)),
    ],
)
def test_a_servers_refusal_becomes_a_query_error(body: bytes, expected: tuple[str, int | None, int | None]) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed  # noqa: PLC0415

    error = _refusal(QueryBadFormed(body))
    assert isinstance(error, QueryError)
    assert (error.message, error.line, error.column) == expected


def test_the_embedded_engine_meets_a_triple_of_two_graphs_once() -> None:
    with open_store() as store:
        store.add([A_FACT, Quad(A_FACT.subject, A_FACT.predicate, A_FACT.object, graph("brief"))])
        assert len(store.select("SELECT * { ?s ?p ?o }")) == 1
        assert store.count() == 2
