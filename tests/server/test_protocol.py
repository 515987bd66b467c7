"""SPARQL 1.1 Protocol over HTTP: what is answered, in which format, and what is refused with which words."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
SELECT = "SELECT ?s { ?s ?p ?o } LIMIT 1"
CONSTRUCT = 'CONSTRUCT { <urn:a> <urn:b> "ô" } {}'


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "text/turtle", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (SELECT, "text/html", "text/html"),
    ],
)
def test_formats(client: TestClient, query: str, accept: str, expected: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == expected
    assert "accept" in response.headers["vary"].lower()


@pytest.mark.parametrize(
    ("method", "address", "headers", "body", "status", "why"),
    [
        ("POST", "/sparql", FORM, "query=ASK%20%7B%7D", 200, "form"),
        ("POST", "/sparql", DIRECT, "ASK {}", 200, "direct"),
        ("POST", "/sparql", {"content-type": "application/sparql-query; charset=utf-8"}, "ASK {}", 200, "charset named"),
        ("HEAD", "/sparql?query=ASK%7B%7D", {}, None, 200, "HEAD"),
        ("PUT", "/sparql?query=ASK%7B%7D", {}, None, 405, "method"),
        ("POST", "/sparql", {"content-type": "text/plain"}, "ASK {}", 415, "media type"),
        ("POST", "/sparql", {}, "ASK {}", 415, "no media type"),
        ("POST", "/sparql", {"content-type": "application/sparql-query; charset=UTF-16"}, "ASK {}", 415, "charset"),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400, "two queries"),
        ("GET", "/sparql?query=", {}, None, 400, "empty"),
        ("GET", "/sparql?query=ASK%20%7B", {}, None, 400, "syntax"),
        ("GET", "/sparql?query=DROP%20ALL", {}, None, 400, "update as query"),
        ("POST", "/sparql", FORM, "update=CLEAR+ALL", 403, "update form"),
        ("POST", "/sparql", {"content-type": "application/sparql-update"}, "CLEAR ALL", 403, "update"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=x", {}, None, 400, "graph name is no IRI"),
        ("POST", "/sparql", {**DIRECT, "content-encoding": "gzip"}, "ASK {}", 415, "compressed body"),
        ("POST", "/sparql", DIRECT, b"ASK { \xff }", 400, "bytes that are no UTF-8"),
        ("POST", "/sparql", DIRECT, "#" * 3_000_000, 413, "too long"),
        ("POST", "/sparql", FORM, "&".join(f"a{n}=1" for n in range(2000)), 400, "too many fields"),
        ("POST", "/sparql", DIRECT, "ASK " + "{" * 3000, 400, "nesting that kills a parser"),
        ("POST", "/sparql", DIRECT, "ASK { FILTER(" + "||".join(["true"] * 20000) + ") }", 400, "twenty thousand ORs"),
        ("GET", "/sparql?query=SELECT%20*%20%7B%20SERVICE%20%3Chttp%3A%2F%2F127.0.0.1%3A9%2F%3E%20%7B%7D%20%7D", {}, None, 400, "SERVICE"),
        ("POST", "/sparql", DIRECT, 'SELECT ("SERVICE" AS ?x) {}', 200, "the word in a string"),
        ("POST", "/sparql", DIRECT, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 200, "a graph not held is empty"),
    ],
)
def test_requests(
    client: TestClient, method: str, address: str, headers: dict[str, str], body: str | bytes | None, status: int, why: str
) -> None:
    response = client.request(method, address, headers=headers, content=body)
    assert response.status_code == status, f"{why}: {response.text[:200]}"
    if status >= 400 and method != "HEAD":
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == status


def test_a_syntax_error_names_its_place(client: TestClient) -> None:
    problem = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p "}).json()
    assert (problem["line"], problem["column"]) == (2, 15)
    assert "line 2" in problem["detail"]


def test_default_and_named_graphs(client: TestClient) -> None:
    brief = "https://w3id.org/phahe/graph/brief"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    one = client.get("/sparql", params={"query": count, "default-graph-uri": brief}).json()
    everything = client.get("/sparql", params={"query": count}).json()
    none = client.get("/sparql", params={"query": count, "named-graph-uri": brief}).json()
    value = [int(found["results"]["bindings"][0]["n"]["value"]) for found in (one, everything, none)]
    assert 0 < value[0] < value[1]
    assert value[2] == 0, "named graphs alone leave the default graph empty"


def test_relative_iris_are_resolved_against_the_endpoint(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": "CONSTRUCT { <s> <p> 1 } {}"}, headers={"accept": "application/n-triples"})
    assert "<http://testserver/s>" in found.text


def test_service_description(client: TestClient) -> None:
    found = client.get("/sparql", headers={"accept": "text/turtle"})
    assert found.headers["content-type"].startswith("text/turtle")
    assert "http://testserver/sparql" in found.text


def test_cross_origin(client: TestClient) -> None:
    found = client.options("/sparql", headers={"origin": "http://example.org", "access-control-request-method": "POST"})
    assert found.headers["access-control-allow-origin"] == "*"
    assert "POST" in found.headers["access-control-allow-methods"]


def test_an_answer_can_be_asked_for_again(client: TestClient) -> None:
    first = client.get("/sparql", params={"query": "ASK {}"})
    again = client.get("/sparql", params={"query": "ASK {}"}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_control_characters_and_direction_marks_come_back_whole(client: TestClient) -> None:
    word = "\u202eđảo\u200b"
    found = client.post("/sparql", headers=FORM, content=urlencode({"query": f'SELECT ("{word}" AS ?x) {{}}'}))
    assert json.loads(found.content)["results"]["bindings"][0]["x"]["value"] == word


def test_a_page_for_a_wrong_query_keeps_the_query(client: TestClient) -> None:
    page = client.get("/sparql", params={"query": "SELECT * { ?s <b>"}, headers={"accept": "text/html"})
    assert page.status_code == 400
    assert "SELECT * { ?s &lt;b&gt;" in page.text
