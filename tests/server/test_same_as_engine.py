"""Nothing is lost between the engine and the wire: each query gives over HTTP, in every format, what the engine gives alone.

Cases after the chapters of SPARQL 1.1 Query, written for data that is hard to carry: literals of all kinds, blank nodes, Vietnamese IRIs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph
import pytest
from fastapi.testclient import TestClient
from phahe_server.app import create_app
from pyoxigraph import BlankNode, Dataset, Quad, QueryResultsFormat, QuerySolutions, RdfFormat

import phahe.store
from phahe.store import EmbeddedStore, open_store

DATA = r"""
PREFIX : <https://vi.example/văn-bản/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:kho {
  :a :tên "Nghị quyết số 29-NQ/TW"@vi, "Resolution"@en, "Nghị quyết"@vi-VN ; :số 12.50, 007, 1.5e3, "0.10"^^xsd:decimal, "x"^^<urn:kiểu> ;
     :ngày "2013-11-04"^^xsd:date, "2013-11-04T07:30:00+07:00"^^xsd:dateTime, "2013"^^xsd:gYear ; :đúng true, "1"^^xsd:boolean ;
     :chữ "dấu \" ngoặc, phẩy; và\tthẻ\nxuống dòng\r\nhết", "", " đầu cuối ", "<b>&amp;</b> ]]>", "😀\u202e", "a\\nb", "Ho\u0300a Bình" .
  :b :theo :a ; :phần _:p . _:p :thứ 1 ; :của :b . _:q :thứ 2 ; :của _:p .
  <https://vi.example/x%C3%A3/L%E1%BB%99c> :theo :b . <https://vi.example/xã/Lộc%20Bình?a=1&b=2#đoạn> :theo <https://vi.example/x%C3%A3/L%E1%BB%99c> .
  :c :theo :b ; :bằng "1"^^xsd:integer, "01"^^xsd:integer, 1.0 .
}
"""
P = "PREFIX : <https://vi.example/văn-bản/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
SELECTS = {
    "all": "SELECT * { ?s ?p ?o }",
    "graph names": "SELECT ?g ?s { GRAPH ?g { ?s :theo ?o } }",
    "literals of all kinds": "SELECT ?o (DATATYPE(?o) AS ?d) (LANG(?o) AS ?l) { :a ?p ?o }",
    "language": 'SELECT ?o { ?s ?p ?o FILTER(LANGMATCHES(LANG(?o), "vi")) }',
    "unbound": "SELECT ?s ?x ?y { ?s :theo ?o OPTIONAL { ?s :phần ?x } OPTIONAL { ?s :không ?y } }",
    "blank nodes": "SELECT ?x ?y { ?x :của ?y }",
    "paths": "SELECT ?s ?o { ?s :theo+ ?o }",
    "inverse and alternative": "SELECT ?s ?o { ?s (^:theo|:của/:thứ)* ?o FILTER(ISIRI(?s)) }",
    "aggregates": "SELECT ?p (COUNT(*) AS ?n) (SUM(?o) AS ?sum) (AVG(?o) AS ?avg) { ?s ?p ?o FILTER(ISNUMERIC(?o)) } GROUP BY ?p",
    "having": "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > 3)",
    "arithmetic": 'SELECT (1/3 AS ?a) (2*1.10 AS ?b) (1e0/0 AS ?c) (xsd:decimal("1.50") AS ?d) (STRLEN("Bình") AS ?e) {}',
    "strings": 'SELECT (UCASE("đường") AS ?a) (SUBSTR("tỉnh Lạng Sơn", 6) AS ?b) (ENCODE_FOR_URI("xã Lộc Bình") AS ?c) (REPLACE("a.b", "[.]", "…") AS ?d) {}',
    "minus and exists": "SELECT ?s { ?s :theo ?o MINUS { ?s :phần ?x } FILTER NOT EXISTS { ?s :bằng ?y } }",
    "values": 'SELECT ?x ?y { VALUES (?x ?y) { (:a UNDEF) (UNDEF "xã"@vi) ("" 1.0) } }',
    "no rows": "SELECT ?s { ?s :không ?o }",
    "no variables": "SELECT * { :b :theo :a }",
    "sub-select": "SELECT ?s ?n { ?s :theo ?o { SELECT ?o (COUNT(*) AS ?n) { ?x :theo ?o } GROUP BY ?o } }",
    "iri made": 'SELECT (IRI("https://vi.example/huyện/Cao Lộc") AS ?bad) (IRI("https://vi.example/huyện/Cao%20Lộc") AS ?good) {}',
}
ASKS = {"yes": "ASK { :b :theo :a }", "no": "ASK { :a :theo :b }"}
CONSTRUCTS = {
    "whole": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "blank nodes made": "CONSTRUCT { ?s :x [ :y ?o ] } { ?s :theo ?o }",
    "describe": "DESCRIBE :a",
    "nothing": "CONSTRUCT { ?s ?p ?o } { ?s :không ?o . ?s ?p ?o }",
}
TABLES = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV, "csv": QueryResultsFormat.CSV}
GRAPHS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
Kept = tuple[EmbeddedStore, TestClient]


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    store = open_store()
    assert isinstance(store, EmbeddedStore)
    store.add(pyoxigraph.parse(DATA, format=RdfFormat.TRIG))
    with TestClient(create_app(store)) as client:
        yield store, client


def asked(client: TestClient, text: str, form: str, way: str) -> bytes:
    if way == "get":
        response = client.get("/sparql", params={"query": text, "format": form})
    elif way == "form":
        response = client.post("/sparql", data={"query": text}, params={"format": form})
    else:
        response = client.post(
            "/sparql", content=text.encode(), params={"format": form}, headers={"content-type": "application/sparql-query"}
        )
    assert response.status_code == 200, response.text
    return response.content


def rows(found: Any) -> list[list[str]]:
    """Rows as text, blank nodes numbered as they come, in an order of their own."""
    assert isinstance(found, QuerySolutions)
    variables = list(found.variables)
    every = [[row[name] for name in variables] for row in found]
    every.sort(key=lambda row: [("_" if isinstance(term, BlankNode) else str(term)) for term in row])
    names: dict[BlankNode, str] = {}
    return [[variable.value for variable in variables]] + [
        [names.setdefault(term, f"_:{len(names)}") if isinstance(term, BlankNode) else str(term) for term in row] for row in every
    ]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
@pytest.mark.parametrize("name", SELECTS)
def test_select(kept: Kept, name: str, form: str, way: str) -> None:
    store, client = kept
    text = P + SELECTS[name]
    alone = store.evaluate(text, phahe.store.Dataset(), None)
    over_http = pyoxigraph.parse_query_results(asked(client, text, form, way), format=TABLES[form])
    assert rows(over_http) == rows(alone)


@pytest.mark.parametrize("name", SELECTS)
def test_select_as_csv(kept: Kept, name: str) -> None:
    """CSV keeps no datatypes; it is the bytes that must be those of the engine."""
    store, client = kept
    text = P + SELECTS[name]
    alone = store.evaluate(text, phahe.store.Dataset(), None).serialize(format=TABLES["csv"])
    assert sorted(asked(client, text, "csv", "get").split(b"\r\n")) == sorted(alone.split(b"\r\n"))


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("name", ASKS)
def test_ask(kept: Kept, name: str, form: str) -> None:
    found = pyoxigraph.parse_query_results(asked(kept[1], P + ASKS[name], form, "get"), format=TABLES[form])
    assert bool(found) is (name == "yes")


@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.parametrize("name", CONSTRUCTS)
def test_construct(kept: Kept, name: str, form: str) -> None:
    store, client = kept
    text = P + CONSTRUCTS[name]
    alone = {Quad(*triple) for triple in store.evaluate(text, phahe.store.Dataset(), None)}
    found = set(pyoxigraph.parse(asked(client, text, form, "get"), format=GRAPHS[form]))
    assert canonical(found) == canonical(alone)


def canonical(quads: set[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def test_a_vietnamese_iri_is_encoded_once(kept: Kept) -> None:
    """Percent signs and letters come back as they are in the data, in the answer and when asked for by address."""
    _, client = kept
    iri = "https://vi.example/xã/Lộc%20Bình?a=1&b=2#đoạn"
    found = client.get("/sparql", params={"query": "SELECT ?o { ?s ?p ?o }", "$s": f"<{iri}>", "format": "json"}).json()
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == ["https://vi.example/x%C3%A3/L%E1%BB%99c"]
    again = client.get("/sparql", params={"query": f"SELECT ?s {{ ?s ?p ?o FILTER(?s = <{iri}>) }}", "format": "json"}).json()
    assert [row["s"]["value"] for row in again["results"]["bindings"]] == [iri]
