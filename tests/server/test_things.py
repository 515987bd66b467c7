"""Every IRI the graph mints answers at its own path, as a page and as RDF."""

from __future__ import annotations

import re

import pytest
import rdflib
from fastapi.testclient import TestClient
from phahe_server.links import address
from phahe_server.routes.things import ONTOLOGIES, ROOTS, resolve

from phahe.namespaces import BASE
from phahe.store import Store

PAGE = {"accept": "text/html"}
CLASSES = """SELECT ?class (SAMPLE(?thing) AS ?one) (MAX(?thing) AS ?last)
WHERE { ?thing a ?class FILTER(STRSTARTS(STR(?thing), "https://w3id.org/phahe/") && !CONTAINS(STR(?thing), "#")) }
GROUP BY ?class ORDER BY ?class"""


def test_a_sample_of_each_class_answers(client: TestClient, shipped: Store) -> None:
    rows = list(shipped.select(CLASSES))
    assert len(rows) > 15
    for row in rows:
        for name in ("one", "last"):
            iri = str(row[name].value)
            page = client.get(address(iri), headers=PAGE)
            data = client.get(address(iri), headers={"accept": "text/turtle"})
            assert (page.status_code, data.status_code) == (200, 200), iri
            assert "text/html" in page.headers["content-type"]
            graph = rdflib.Graph().parse(data=data.text, format="turtle")
            assert (rdflib.URIRef(iri), None, None) in graph, iri


def test_every_thing_that_is_subject_or_object_is_found(shipped: Store) -> None:
    """The look-up behind each address, without HTTP: all of them, not a sample."""
    query = """SELECT DISTINCT ?thing WHERE {{ ?thing ?p ?o }} UNION {{ ?s ?q ?thing }}
    FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{base}") && !CONTAINS(STR(?thing), "#")) }}"""
    things = [str(row["thing"].value) for row in shipped.select(query.format(base=BASE).replace("WHERE {", "WHERE { {", 1))]
    assert len(things) > 2000
    known = (*(f"{root}/" for root in ROOTS), "ns", *ONTOLOGIES)
    assert [iri for iri in things if not iri.removeprefix(BASE).startswith(known)] == []
    assert [iri for iri in things if resolve(shipped, iri.removeprefix(BASE))[0] != iri] == []


def test_every_named_graph_answers_with_its_triples(client: TestClient, shipped: Store) -> None:
    for graph in shipped.graphs():
        data = client.get(address(graph.value), headers={"accept": "application/n-triples"})
        assert len(data.text.splitlines()) == shipped.count(graph)


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("place/20.ttl", "*/*", "text/turtle"),
        ("place/20.jsonld", "text/html", "application/ld+json"),
        ("place/20.json-ld", "text/html", "application/ld+json"),
        ("place/20?format=trig", "*/*", "application/trig"),
        ("sparql", "application/trig", "application/trig"),
        ("place/20", "application/n-quads", "application/n-quads"),
        ("place/20", "application/rdf+xml;q=0.9, text/turtle;q=0.1", "application/rdf+xml"),
        ("ns", "text/turtle", "text/turtle"),
        ("ns.ttl", "*/*", "text/turtle"),
        ("vocab/relation", "text/turtle", "text/turtle"),
    ],
)
def test_formats(client: TestClient, path: str, accept: str, expected: str) -> None:
    response = client.get(f"/{path}", headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == expected


def test_quads_say_the_tier(client: TestClient) -> None:
    assert "graph/reference" in client.get("/place/20.nq").text


def test_a_selector_is_described_with_its_evidence(client: TestClient, shipped: Store) -> None:
    row = next(iter(shipped.select("SELECT ?e { ?e a ph:Evidence } ORDER BY ?e LIMIT 1".replace("ph:Evidence", f"<{BASE}ns#Evidence>"))))
    assert "#quote" in client.get(address(str(row["e"].value)), headers={"accept": "application/n-triples"}).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/doc/x/2025/Lu%E1%BA%ADt", 200),
        ("/doc/khong/co", 404),
        ("/doc/x/%00", 404),
        ("/doc/x/%3Cscript%3E", 404),
        ("/resource?iri=javascript:alert(4)", 200),
        ("/resource?iri=not%20an%20iri%3E", 400),
        ("/resource?iri=http%3A%2F%2Fa%0Ab", 400),
        ("/resource?iri=" + "a:" + "x" * 8000, 400),
        ("/resource", 400),
        ("/resource?iri=http://example.org/unknown", 404),
    ],
)
def test_odd_addresses(hostile: TestClient, path: str, status: int) -> None:
    for accept in ("text/html", "application/json"):
        response = hostile.get(path, headers={"accept": accept if status != 200 else "text/html"})
        assert response.status_code == status
        if status >= 400 and accept == "application/json":
            assert response.headers["content-type"] == "application/problem+json"


def test_our_own_iri_is_sent_to_its_path(client: TestClient) -> None:
    response = client.get("/resource", params={"iri": BASE + "place/20"}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/place/20")


def test_things_are_called_by_words_and_not_by_addresses(client: TestClient) -> None:
    """Counts, relations, assignments and pieces of evidence have no label; a reader sees what they join or quote."""
    place = client.get("/place/20", headers=PAGE).text
    assert "/count/" not in re.sub(r'href="[^"]*"', "", place)
    assert "nhiệm vụ · " in place
    task = client.get("/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution/provision/II.1.p4", headers=PAGE).text
    assert "Đọc trong văn bản" in task
    assert "provision/II.1<" not in task
