"""Every query and update that is known to hurt an endpoint, sent to a real one. Each gets its answer or a problem that names the cause;
the web process stays, nobody is called, and `ASK {}` is answered after each.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from pathlib import Path

import pytest

from tests.hostile.conftest import PROBLEM, ROWS, Reply, Server, soon

OK, BAD, ANY = (200,), (400, 413, 415, 406, 422, 403), (200, 400, 413, 503, 504)
REFUSED = (400, 403, 413, 415, 501)


def nested(count: int, opening: str, closing: str, middle: str = "") -> str:
    return opening * count + middle + closing * count


def values(count: int, size: int) -> str:
    return " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(size)))} }}" for n in range(count))


DOUBLE = " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(40))
EXPAND = nested(12, "REPLACE(", ',"a","aaaaaaaaaa")', '"a"')

CASES = [
    ("Q01", "SELECT * { SERVICE <LISTENER> { ?s ?p ?o } }", BAD),
    ("Q02", "SELECT * { SERVICE SILENT <LISTENER> { ?s ?p ?o } }", BAD),
    ("Q03", "SELECT * { BIND(IRI('LISTENER') AS ?x) SERVICE ?x { ?s ?p ?o } }", BAD),
    ("Q04", "SELECT * FROM <LISTENER> { ?s ?p ?o }", (*OK, *BAD)),
    ("Q05", "SELECT * FROM NAMED <LISTENER> { GRAPH ?g { ?s ?p ?o } }", (*OK, *BAD)),
    ("Q06", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", (*OK, *BAD)),
    ("Q08", "SELECT * { \\u0053ERVICE <LISTENER> { ?s ?p ?o } }", BAD),
    ("Q08 long", "SELECT * { S\\U00000045RVICE <LISTENER> { ?s ?p ?o } }", BAD),
    ("Q09", 'SELECT ("SERVICE <LISTENER>" AS ?x) {}', OK),
    ("Q10", "SELECT * " + nested(3000, "{", "}"), BAD),
    ("Q11", "SELECT (" + nested(20_000, "(", ")", "1") + " AS ?x) {}", BAD),
    ("Q12", "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 10_000) + " }", ANY),
    ("Q13", "SELECT * { ?s ?p ?o " + " ".join(f"OPTIONAL {{ ?s ?p{n} ?o{n} }}" for n in range(3000)) + " }", ANY),
    ("Q14", "SELECT * { ?s ?p ?o FILTER(" + " || ".join(["?o = 1"] * 20_000) + ") }", ANY),
    ("Q15", "SELECT * { ?s " + "/".join(["<urn:after>"] * 2000) + " ?o }", ANY),
    ("Q16", f'SELECT (STRLEN(?v40) AS ?n) {{ BIND("aaaaaaaa" AS ?v0) {DOUBLE} }}', ANY),
    ("Q17", f"SELECT (STRLEN({EXPAND}) AS ?n) {{}}", ANY),
    ("Q18", "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ANY),
    ("Q19", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", ANY),
    ("Q20", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 10", ANY),
    ("Q21", "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 100000000 LIMIT 1", ANY),
    ("Q22", f"SELECT (COUNT(*) AS ?n) {{ {values(6, 100)} }}", ANY),
    ("Q23", "SELECT (COUNT(*) AS ?n) { ?s (<urn:after>|^<urn:after>)* ?o }", ANY),
    ("Q24", "CONSTRUCT { [] <urn:p> ?a, ?d } { ?a ?b ?c . ?d ?e ?f }", (406, *ANY)),
    ("Q25", 'SELECT ?x ("' + "x" * 1000 + f'" AS ?y) {{ {values(4, 100)} BIND(1 AS ?x) }}', ANY),
    ("Q26", 'SELECT * { FILTER(REGEX("' + "a" * 40 + '!", "^(a+)+$")) }', ANY),
    ("Q27", 'SELECT * { FILTER(REGEX("' + "a" * 40 + '!", "((a{1,100}){1,100}){1,100}")) }', ANY),
    ("Q28", "ASK {} #" + "x" * 10_000_000, BAD),
    ("Q29", "SELECT ('a\x00b' AS ?x) {}", (*OK, *BAD)),
    ("Q30", b"SELECT ('\xff\xfe' AS ?x) {}", BAD),
    ("Q31", "SELECT ('\\ud800' AS ?x) {}", (*OK, *BAD)),
    ("Q33", "DROP ALL", BAD),
    ("Q34", "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999", (*OK, *BAD)),
    ("Q35", 'SELECT (1e400 AS ?a) ("INF"^^<http://www.w3.org/2001/XMLSchema#double> AS ?b) (1/0 AS ?c) ("99999999-01-01T00:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> AS ?d) {}', (*OK, *BAD)),
    ("Q36", "SELECT * { ?s ?p ?o " + nested(500, "FILTER EXISTS { ?s ?p ?o ", "}") + " }", ANY),
    ("Q37", nested(1000, "SELECT * { ", "}", "?s ?p ?o"), ANY),
    ("Q38", "SELECT * { " + nested(1000, "(", ")", "1") + " ?p ?o }", ANY),
    ("Q39", "DESCRIBE ?s { ?s ?p ?o }", (406, *ANY)),
    ("a wide VALUES", "SELECT * { VALUES ?x { " + " ".join(map(str, range(90_000))) + " } ?x ?p ?o }", ANY),
    ("a long IRI", "ASK { <urn:" + "a" * 500_000 + "> ?p ?o }", OK),
    ("unclosed strings", "ASK { " + "'" * 50_001, BAD),
    ("half a surrogate pair in UTF-8", b"SELECT ('\xed\xa0\x80' AS ?x) {}", BAD),
    ("deep path groups", "SELECT * { ?s " + nested(3000, "(", ")*", "<urn:after>") + " ?o }", BAD),
    ("negations", "SELECT (" + "!" * 30_000 + "true AS ?x) {}", BAD),
    ("minus signs", "SELECT (" + "- " * 30_000 + "1 AS ?x) {}", ANY),
    ("additions", "SELECT (" + "+".join(["1"] * 30_000) + " AS ?x) {}", ANY),
    ("deep functions", "SELECT (" + nested(5000, "STR(", ")", "1") + " AS ?x) {}", BAD),
    ("many aggregates", "SELECT " + " ".join(f"(COUNT(?s) AS ?c{n})" for n in range(5000)) + " { ?s ?p ?o }", ANY),
    ("a wide graph pattern", "SELECT * { " + " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(3000)) + " }", ANY),
    ("nested quotations of triples", "SELECT * { " + nested(80, "<< ", " ?p ?o >>", "?s") + " ?p ?o }", ANY),
]  # fmt: skip


def check(reply: Reply, statuses: tuple[int, ...], name: str) -> None:
    assert reply.status in statuses, f"{name}: {reply.status} {reply.body[:300]!r}"
    if reply.status >= 400:
        assert reply.headers["content-type"].split(";")[0] == PROBLEM, name
        problem = json.loads(reply.body)
        assert problem["status"] == reply.status
        assert problem["detail"]
        assert b"Traceback" not in reply.body
    if reply.status == 503:
        assert int(reply.headers["retry-after"]) > 0
    assert b"root:" not in reply.body
    assert b"leak" not in reply.body


@pytest.mark.parametrize(("name", "text", "statuses"), CASES, ids=[case[0].replace(" ", "-") for case in CASES])
def test_query(server: Server, listener: tuple[str, list[bytes]], name: str, text: str | bytes, statuses: tuple[int, ...]) -> None:
    address, calls = listener
    reply = soon(lambda: server.query(text.replace("LISTENER", address) if isinstance(text, str) else text), 8)
    check(reply, statuses, name)
    assert reply.seconds < 8
    server.lives()
    assert not calls


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_named_in_the_address_is_not_fetched(server: Server, listener: tuple[str, list[bytes]], name: str) -> None:
    for graph in (listener[0], "file:///etc/passwd"):
        reply = server.query("SELECT * { ?s ?p ?o }", **{name: graph})
        check(reply, (200, 400), "Q07")
        assert json.loads(reply.body)["results"]["bindings"] == []


def test_marks_of_direction_come_back_whole(server: Server) -> None:
    text = "\u202eđảo\u200b\u2066x\u2069\ufeff"
    reply = server.query(f'SELECT ("{text}" AS ?x) {{}}')
    assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("U01", "LOAD <LISTENER>"),
        ("U02", "LOAD <file:///etc/passwd>"),
        ("U03", "DROP ALL"),
        ("U04", "INSERT { ?s ?p ?o } WHERE { SERVICE <LISTENER> { ?s ?p ?o } }"),
        ("U05", "INSERT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ],
)
def test_update(server: Server, listener: tuple[str, list[bytes]], name: str, text: str) -> None:
    text = text.replace("LISTENER", listener[0])
    direct = server.request("POST", "/sparql", {"Content-Type": "application/sparql-update"}, text.encode())
    check(direct, REFUSED, name)
    check(server.query(text), REFUSED, name)
    server.lives()
    assert json.loads(server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body)["results"]["bindings"][0]["n"]["value"] == "6000"
    assert not listener[1]


def test_graph_store_writes_are_refused(server: Server) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        check(server.request(method, "/graph-store?graph=urn:g", {"Content-Type": "text/turtle"}, b"<urn:a> <urn:b> 1 ."), REFUSED, method)


def test_a_flood_of_slow_queries_leaves_room(server: Server) -> None:
    assert any(max(flooded(server)) < 3 for _ in range(3))
    server.lives()


def flooded(server: Server) -> list[float]:
    """Seconds until `ASK {}` was answered, again and again while twenty slow queries are under way."""
    slow = f"SELECT (COUNT(*) AS ?n) {{ {values(6, 100)} }}"
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(server.query(slow))) for _ in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(0.4)
    waits = []
    while any(thread.is_alive() for thread in threads):
        reply = server.query("ASK {}")
        assert reply.status == 200
        waits.append(reply.seconds)
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} <= {503, 504}
    assert waits
    return waits


def test_a_client_that_leaves_takes_its_worker_along(server: Server) -> None:
    slow = f"SELECT (COUNT(*) AS ?n) {{ {values(6, 100)} }}".encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(slow)}\r\n\r\n".encode()
    assert any(ended_soon(server, head + slow) for _ in range(4))
    server.lives()


def ended_soon(server: Server, request: bytes, seconds: float = 1.0) -> bool:
    """Whether no worker is at work soon after a client sent `request` and left: sooner than a limit on time would have ended it."""
    before = busy_workers(server)
    server.raw(request, timeout=0.4)
    until = time.monotonic() + seconds
    while time.monotonic() < until and busy_workers(server) > before:
        time.sleep(0.05)
    return busy_workers(server) <= before


def busy_workers(server: Server) -> int:
    """Descendants of the server that use the processor just now."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:2]
                parents[int(entry.name)] = (int(parent), state)
    mine = {server.process.pid}
    while more := {pid for pid, (parent, _) in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(1 for pid in mine - {server.process.pid} if parents[pid][1] == "R")


@pytest.mark.parametrize(
    "media_type", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
def test_an_answer_past_the_limit_never_looks_complete(server: Server, media_type: str) -> None:
    def asked(limit: int) -> Reply:
        query = f"SELECT * {{ {values(3, 100)} }} LIMIT {limit}"
        return server.request("POST", "/sparql", {"Content-Type": "application/sparql-query", "Accept": media_type}, query.encode())

    over, within = asked(ROWS + 1), asked(ROWS)
    assert over.cut or over.status == 413
    assert (within.status, within.cut) == (200, False)
    small = server.query("SELECT * { VALUES ?x { 1 2 } }")
    assert "content-length" in small.headers, "a short answer is whole before it is sent"


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_a_graph_past_the_limit_never_looks_complete(server: Server, media_type: str) -> None:
    def asked(limit: int) -> Reply:
        query = f"CONSTRUCT {{ <urn:s> <urn:p> ?x }} {{ {values(3, 100)} BIND(?v0 * 10000 + ?v1 * 100 + ?v2 AS ?x) }} LIMIT {limit}"
        return server.request("POST", "/sparql", {"Content-Type": "application/sparql-query", "Accept": media_type}, query.encode())

    over, within = asked(ROWS + 1), asked(ROWS)
    assert over.cut or over.status == 413
    assert (within.status, within.cut) == (200, False)
