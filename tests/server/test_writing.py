"""Writing over HTTP: who may, what is refused, what is seen afterwards."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from phahe_server.app import create_app
from phahe_server.querying.source import Source

from phahe.store.updates import update
from phahe.store.versions import make_version

TOKEN = {"Authorization": "Bearer mot-mat-khau-dai"}
UPDATE = {"Content-Type": "application/sparql-update"}
GRAPH = "/graph-store?graph=urn:up"


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    root = tmp_path_factory.mktemp("store")
    make_version(root, lambda store: update(store, "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }") and {}, "d" * 64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHAHE_ADMIN_TOKEN", "lan:mot-mat-khau-dai")
        patch.setenv("PHAHE_WRITE_SECONDS", "6")
        patch.setenv("PHAHE_WRITE_MEMORY_MB", "512")
        with TestClient(create_app(Source(str(root)), sources=Path(__file__).parent), raise_server_exceptions=False) as found:
            yield found


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[int]]]:
    """An address nobody may call, and who did."""
    calls: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                calls.append(1)
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", calls
        assert not calls


def ask(client: TestClient, pattern: str) -> bool:
    return bool(client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}, headers={"Accept": "application/json"}).json()["boolean"])


@pytest.mark.parametrize("given", [None, "Bearer wrong", "Bearer", "Basic bm9ib2R5Ondyb25n", "Basic !!!", "Bearer mot-mat-khau-dai-x"])
def test_without_the_token_nothing_is_written(writable: TestClient, given: str | None) -> None:
    headers = {**UPDATE, **({"Authorization": given} if given else {})}
    for answer in (
        writable.post("/sparql", content="DROP ALL", headers=headers),
        writable.put(GRAPH, content="<urn:a> <urn:b> 1 .", headers={**headers, "Content-Type": "text/turtle"}),
        writable.delete("/graph-store?graph=urn:g", headers=headers),
        writable.get("/admin/changes", headers=headers),
        writable.post("/admin/undo", headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert ask(writable, "GRAPH <urn:g> { <urn:s> <urn:p> 1 }")


def test_without_a_token_configured_the_server_is_read_only(client: TestClient) -> None:
    assert client.post("/sparql", content="DROP ALL", headers={**UPDATE, **TOKEN}).status_code == 403
    assert client.put(GRAPH, content="<urn:a> <urn:b> 1 .", headers={"Content-Type": "text/turtle", **TOKEN}).status_code == 403
    assert client.post("/admin/undo", headers=TOKEN).status_code == 403


def test_an_update_is_seen_logged_and_undone(writable: TestClient) -> None:
    done = writable.post(
        "/sparql", content="INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 'chữ'@vi } }".encode(), headers={**UPDATE, **TOKEN}
    )
    assert (done.status_code, done.json()["who"], done.json()["added"]) == (200, "lan", 1)
    assert ask(writable, "<urn:s> <urn:p> 'chữ'@vi")
    assert writable.get("/health/ready").json()["version"] == done.json()["version"]
    assert writable.get("/admin/changes", headers=TOKEN).json()[0]["id"] == done.json()["id"]
    assert writable.post("/admin/undo", headers=TOKEN).status_code == 200
    assert not ask(writable, "<urn:s> <urn:p> 'chữ'@vi")


def test_a_graph_is_put_read_added_to_and_removed(writable: TestClient) -> None:
    turtle = {"Content-Type": "text/turtle", **TOKEN}
    assert writable.put(GRAPH, content="<a> <urn:b> [] .", headers=turtle).status_code == 201
    assert (
        writable.post(GRAPH, content='{"@id":"urn:j","urn:b":"2"}', headers={**turtle, "Content-Type": "application/ld+json"}).status_code
        == 200
    )
    assert writable.get(GRAPH, headers={"Accept": "application/n-triples"}).text.count("\n") == 2
    assert writable.put(GRAPH, content="<urn:a> <urn:b> 3 .", headers=turtle).status_code == 200
    assert writable.get(GRAPH, headers={"Accept": "application/n-triples"}).text.count("\n") == 1
    assert writable.delete(GRAPH, headers=TOKEN).status_code == 200
    assert writable.delete(GRAPH, headers=TOKEN).status_code == 404
    made = writable.post("/graph-store", content="<urn:a> <urn:b> 4 .", headers=turtle)
    assert made.status_code == 201
    assert writable.get("/graph-store", params={"graph": made.headers["Location"]}).status_code == 200


def test_what_shapes_forbid_is_told_and_not_seen(writable: TestClient) -> None:
    text = "INSERT DATA { GRAPH <urn:g> { <urn:bad> a <https://w3id.org/phahe/ns#StoredText> } }"
    answer = writable.post("/sparql", content=text, headers={**UPDATE, **TOKEN})
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["focus"] == "urn:bad"
    assert not ask(writable, "<urn:bad> ?p ?o")


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
VALUES = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6))


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("LOAD <{address}>", {400}),
        ("LOAD <file:///etc/passwd>", {400}),
        ("INSERT {{ <urn:x> ?p ?o }} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", {400}),
        ("INSERT {{ <urn:x> ?p ?o }} WHERE {{ S\\u0045RVICE SILENT <{address}> {{ ?s ?p ?o }} }}", {400}),
        ("INSERT {{ GRAPH <urn:h> {{ ?v0 <urn:p> ?v1 . <urn:s> ?v2 ?v3 . ?v4 ?v5 1 }} }} WHERE {{ " + VALUES.replace("{", "{{").replace("}", "}}") + " }}",
         {400, 413, 503, 504}),
        ("INSERT {{}} WHERE " + "{{" * 3000 + "}}" * 3000, {400}),
        ("nonsense", {400}),
    ],
)  # fmt: skip
def test_updates_that_mean_harm(writable: TestClient, listener: tuple[str, list[int]], text: str, statuses: set[int]) -> None:
    answer = writable.post("/sparql", content=text.format(address=listener[0]), headers={**UPDATE, **TOKEN})
    assert answer.status_code in statuses
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert ask(writable, "")


@pytest.mark.parametrize(
    ("kind", "body", "statuses"),
    [
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', {400}),
        ("application/rdf+xml", f'<!DOCTYPE r [<!ENTITY a0 "lol">{ENTITIES}]><r>&a11;</r>', {400}),
        ("application/rdf+xml", '<!DOCTYPE r SYSTEM "{address}"><r/>', {400}),
        ("application/ld+json", '{"@context": "{address}", "@id": "urn:x", "name": "y"}', {400}),
        ("application/ld+json", '{"@context": "file:///etc/passwd", "@id": "urn:x", "name": "y"}', {400}),
        ("application/ld+json", "[" * 100_000 + "]" * 100_000, {400}),
        ("application/ld+json", '{"a":' * 100_000 + "1" + "}" * 100_000, {400}),
        ("text/turtle", "<urn:a> <urn:b> " + "(" * 200_000 + ")" * 200_000 + " .", {400}),
        ("text/turtle", "<urn:a> <urn:b> " + "[ <urn:c> " * 200_000 + "1" + "]" * 200_000 + " .", {400}),
        ("text/turtle", "no turtle", {400}),
        ("text/turtle; charset=utf-16", "<urn:a> <urn:b> 1 .", {415}),
        ("text/html", "<p>", {415}),
        ("", "x", {415}),
        ("multipart/form-data; boundary=x", "--x\r\n\r\n" * 20_000, {400}),
    ],
)
def test_uploads_that_mean_harm(writable: TestClient, listener: tuple[str, list[int]], kind: str, body: str, statuses: set[int]) -> None:
    answer = writable.put(GRAPH, content=body.replace("{address}", listener[0]), headers={"Content-Type": kind, **TOKEN})
    assert answer.status_code in statuses
    assert ask(writable, "")


def test_entities_for_namespaces_are_read(writable: TestClient) -> None:
    head = '<!DOCTYPE r [<!ENTITY e "urn:e:">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
    body = f'{head}<rdf:Description rdf:about="&e;a"><e:p>1</e:p></rdf:Description></rdf:RDF>'
    assert writable.put(GRAPH, content=body, headers={"Content-Type": "application/rdf+xml", **TOKEN}).status_code == 201
    assert ask(writable, "<urn:e:a> <urn:e:p> '1'")
