"""What every store does alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from phahe.store import Dataset, Graph, LoadError, QueryError, Solutions, Store, StoreError, Truth, bind, open_store
from phahe.store.dataset import graph

SUBJECT, PREDICATE = NamedNode("urn:s"), NamedNode("urn:p")
ONE, TWO, ALIGNED = graph("document", "one"), graph("document", "two"), graph("aligned")


def fact(value: str, where: NamedNode = ONE) -> Quad:
    return Quad(SUBJECT, PREDICATE, Literal(value), where)


def values(store: Store, text: str = "SELECT ?o { ?s ?p ?o } ORDER BY ?o", dataset: Dataset = Dataset()) -> list[str]:  # noqa: B008
    return [str(row["o"].value) for row in store.select(text, dataset)]


def test_default_graph_is_every_named_graph_but_aligned(store: Store) -> None:
    store.add([fact("a"), fact("b", TWO), fact("c", ALIGNED)])
    assert values(store) == ["a", "b"]
    assert values(store, dataset=Dataset(aligned=True)) == ["a", "b", "c"]


def test_graph_keyword_meets_every_named_graph(store: Store) -> None:
    store.add([fact("a"), fact("c", ALIGNED)])
    assert values(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o") == ["a", "c"]


def test_dataset_can_be_named_in_the_call_or_in_the_query(store: Store) -> None:
    store.add([fact("a"), fact("b", TWO)])
    assert values(store, dataset=Dataset(default=(TWO,))) == ["b"]
    assert values(store, f"SELECT ?o FROM {ONE} {{ ?s ?p ?o }}") == ["a"]
    in_graph = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
    assert values(store, in_graph, Dataset(named=(TWO,))) == ["b"]


def test_from_an_address_fetches_nothing(store: Store) -> None:
    store.add([fact("a")])
    assert values(store, "SELECT ?o FROM <http://127.0.0.1:9/never> FROM <file:///etc/passwd> { ?s ?p ?o }") == []


def test_each_form_has_its_kind_of_result(store: Store) -> None:
    store.add([fact("a")])
    assert isinstance(store.query("SELECT * { ?s ?p ?o }"), Solutions)
    assert store.query("ASK { ?s ?p 'a' }") == Truth(True)
    assert store.query("ASK { ?s ?p 'z' }") == Truth(False)
    built = store.query("CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s ?p ?o }")
    assert isinstance(built, Graph)
    assert [(triple.predicate, triple.object) for triple in built] == [(NamedNode("urn:q"), Literal("a"))]


def test_terms_come_back_as_they_went(store: Store) -> None:
    words = [Literal("chữ", language="vi"), Literal("5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))]
    words += [Literal('“"\\\n\t\u202e'), NamedNode("https://w3id.org/phahe/doc/Luật%20x")]
    store.add(Quad(SUBJECT, PREDICATE, word, ONE) for word in words)
    assert set(store.select("SELECT ?o { ?s ?p ?o }").column("o")) == set(words)


def test_unbound_is_none_and_left_out_of_row(store: Store) -> None:
    store.add([fact("a")])
    answer = store.select("SELECT ?o ?x { ?s ?p ?o OPTIONAL { ?s <urn:none> ?x } }")
    assert answer.rows == ((Literal("a"), None),)
    assert [set(row) for row in answer] == [{"o"}]


@pytest.mark.parametrize("value", ['x" } } DROP ALL #', "> . ?s ?p ?o", "\\", "'''\n\"\"\"", "}", "UNDEF } VALUES ?s { <urn:s>"])
def test_a_bound_value_is_data_whatever_it_holds(store: Store, value: str) -> None:
    store.add([fact("kept"), fact(value)])
    text = "SELECT ?s ?o { VALUES ?o { UNDEF } ?s ?p ?o } ORDER BY ?o"
    assert values(store, bind(text, {"o": Literal(value)})) == [value]
    assert store.count() == 2


def test_binding_reaches_into_subselects_and_several_values_fit(store: Store) -> None:
    store.add([fact("a"), fact("b"), fact("c")])
    text = "SELECT ?n { { SELECT (COUNT(*) AS ?n) { VALUES ?o { UNDEF } ?s ?p ?o } } }"
    assert [row["n"].value for row in store.select(bind(text, {"o": Literal("a")}))] == ["1"]
    assert [row["n"].value for row in store.select(bind(text, {"o": [Literal("a"), Literal("b")]}))] == ["2"]
    assert [row["n"].value for row in store.select(bind(text, {}))] == ["3"]


def test_binding_an_unknown_parameter_is_an_error() -> None:
    with pytest.raises(KeyError, match="no parameter other"):
        bind("SELECT * { VALUES ?o { UNDEF } }", {"other": Literal("x")})


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("SELECT * {\n ?s ?p", "syntax error", 2),
        ("SELECT * { ?s no:prefix ?o }", "no PREFIX line declares", 1),
        ("", "no SPARQL query", 1),
        ("DROP ALL", "updates are not accepted", None),
        ("PREFIX x: <urn:x>\nINSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }", "updates are not accepted", None),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed", 1),
        ("SELECT *\n{ SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed", 2),
        ("SELECT * { BIND(<http://127.0.0.1:9/> AS ?x) sErViCe ?x { ?s ?p ?o } }", "SERVICE is not allowed", 1),
        ("SELECT * { S\\u0045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed", 1),
        ("SELECT * { FILTER(?a<?b)SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }", "SERVICE is not allowed", 1),
    ],
)
def test_a_refused_query_says_what_and_where(store: Store, text: str, message: str, line: int | None) -> None:
    store.add([fact("a")])
    with pytest.raises(QueryError, match=message) as caught:
        store.query(text)
    assert caught.value.line == line
    assert store.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ('SERVICE' AS ?x) {}",
        "SELECT ?service { ?service <urn:SERVICE> 1 } # SERVICE <urn:x> {}",
        "PREFIX service: <urn:>\nASK { service:service ?p ?o }",
    ],
)
def test_the_word_service_elsewhere_is_no_service(store: Store, text: str) -> None:
    store.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "LOAD <file:///etc/passwd> INTO GRAPH <urn:g>",
        "INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_updates_call_nobody(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="is not allowed"):
        store.update(text)


def test_update_is_seen_by_queries_at_once(store: Store) -> None:
    store.update(f"INSERT DATA {{ GRAPH {ONE} {{ <urn:s> <urn:p> 'a', 'b' }} }}")
    assert values(store) == ["a", "b"]
    store.update(f"DELETE DATA {{ GRAPH {ONE} {{ <urn:s> <urn:p> 'a' }} }}")
    assert values(store) == ["b"]


def test_clearing_a_graph_keeps_what_another_says(store: Store) -> None:
    store.add([fact("both"), fact("both", TWO), fact("one"), fact("same", ALIGNED), fact("same")])
    store.clear(ONE)
    assert values(store) == ["both"]
    assert store.graphs() == (ALIGNED, TWO)
    store.clear()
    assert store.count() == 0
    assert values(store) == []


def test_a_fact_without_a_graph_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no tier"):
        store.add([Quad(SUBJECT, PREDICATE, Literal("a"))])


def test_load_and_export_round_trip(store: Store, tmp_path: Path) -> None:
    turtle = tmp_path / "one.ttl"
    turtle.write_text("<urn:s> <urn:p> 'b', 'a' .", encoding="utf-8")
    store.load(turtle, ONE)
    store.add([fact("c", TWO)])
    assert store.export(tmp_path / "all.nq") == 3
    lines = (tmp_path / "all.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert store.export(tmp_path / "two.nq", TWO) == 1
    with open_store() as copy:
        copy.load(tmp_path / "all.nq")
        assert set(copy.quads()) == set(store.quads())
        assert values(copy) == ["a", "b", "c"]


def test_a_broken_file_names_its_place_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<urn:s> <urn:p> 'a' .\n<urn:s> <urn:p> .\n", encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        store.load(broken, ONE)
    assert str(caught.value).startswith(f"{broken}:2:")
    assert store.count() == 0


@pytest.mark.parametrize(("name", "message"), [("absent.ttl", "No such file"), ("table.csv", "not a kind of RDF file")])
def test_what_is_no_rdf_file_is_said_so(store: Store, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "table.csv").write_text("a,b", encoding="utf-8")
    with pytest.raises(LoadError, match=message):
        store.load(tmp_path / name, ONE)


def test_triples_outside_any_graph_need_one(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text("<urn:s> <urn:p> 'a' .", encoding="utf-8")
    with pytest.raises(LoadError, match="no graph was named"):
        store.load(path)
