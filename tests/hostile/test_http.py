"""Requests that are no good as HTTP, and values that want to be more than values."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote, urlencode

import pytest

from tests.hostile.conftest import PROBLEM, Server, soon

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


@pytest.mark.parametrize(
    ("name", "data", "statuses"),
    [
        ("H01 a header of 100 KB", b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n", (400, 413, 431)),
        (
            "many headers",
            b"GET /sparql HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(20_000)) + b"\r\n",
            (400, 413, 431),
        ),
        (
            "an address of 200 KB",
            b"GET /sparql?query=" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            (400, 413, 414, 431),
        ),
        (
            "H05 markup as host",
            b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: <script>alert(1)</script>\r\nConnection: close\r\n\r\n",
            (200, 400),
        ),
        (
            "a host with a quotation mark",
            b'GET /sparql HTTP/1.1\r\nHost: a"b<c>\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n',
            (200, 400),
        ),
        ("no host", b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n", (200, 400)),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100 + b"\r\n\r\n", (400, 0)),
        ("two lengths", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK {}", (400, 0, 415)),
        (
            "length and chunks",
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            (400, 0, 415),
        ),
        ("a chunk size that is no number", b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", (400, 0, 415)),
        ("bad percent signs", b"GET /sparql?query=%zz%f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (400,)),
        ("a path that climbs", b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (404, 400)),
        (
            "a path that climbs encoded",
            b"GET /static/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            (404, 400),
        ),
        ("NUL in the path", b"GET /doc/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (404, 400)),
    ],
)
def test_raw(server: Server, name: str, data: bytes, statuses: tuple[int, ...]) -> None:
    answer = server.raw(data, timeout=3)
    assert status(answer) in statuses, f"{name}: {answer[:300]!r}"
    assert b"root:" not in answer
    assert b"<script>alert(1)" not in answer
    server.lives()


def test_an_accept_header_of_five_thousand_entries(server: Server) -> None:
    header = ",".join(f"a/b{n};q=0.{n % 10}" for n in range(5000))
    reply = soon(lambda: server.request("GET", "/sparql?query=ASK%7B%7D", {"Accept": header}), 1)
    assert reply.status in (200, 400, 406, 431)
    assert reply.seconds < 1


@pytest.mark.parametrize("path", ["/sparql", "/check"])
def test_a_compressed_body_is_not_unfolded(server: Server, path: str) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    for body in (bomb, bomb * 100):
        reply = server.request("POST", path, {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}, body)
        assert reply.status == 415
        assert reply.headers["content-type"] == PROBLEM
    server.lives()


def test_a_body_that_does_not_come_holds_nobody_up(server: Server) -> None:
    data = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK"
    assert status(server.raw(data, timeout=1)) in (0, 400, 408)
    server.lives()


def test_line_ends_in_a_parameter_stay_out_of_the_headers(server: Server) -> None:
    for address in (
        "/sparql?query=ASK%7B%7D%0d%0aX-Evil:%201", "/resource?iri=urn:a%0d%0aX-Evil:%201", "/questions?lang=vi%0d%0aX-Evil:%201",
        "/sparql?query=ASK%7B%7D&format=json%0d%0aX-Evil:1", "/doc/a%0d%0aX-Evil:%201", "/check?next=//evil.example",
    ):  # fmt: skip
        reply = server.request("GET", address, {"Accept": "*/*", "Referer": "http://evil.example/", "X-Forwarded-Host": "evil.example"})
        assert "x-evil" not in reply.headers, address
        assert reply.status < 500, address
        assert "evil.example" not in reply.headers.get("location", "")


def test_twenty_thousand_parts(server: Server) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'
    body = part * 20_000 + b"--b--\r\n"
    reply = soon(lambda: server.request("POST", "/check", {"Content-Type": "multipart/form-data; boundary=b"}, body), 3)
    assert 400 <= reply.status < 500
    assert reply.headers["content-type"] == PROBLEM
    assert reply.seconds < 3


def test_two_hundred_thousand_fields(server: Server) -> None:
    body = b"&".join(b"a%d=1" % n for n in range(200_000))
    reply = soon(lambda: server.request("POST", "/sparql", FORM, body), 3)
    assert reply.status in {400, 413}
    assert reply.seconds < 3
    server.lives()


INJECTIONS = [
    'x" } } DROP ALL #',
    "> . ?s ?p ?o",
    "'''",
    "\\",
    '"""',
    "x\ny",
    "?s",
    "{",
    "urn:a> ?p ?o } #",
    '"x"@vi" } #',
    "<urn:a> <urn:b>",
    "\u202e",
    "",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_parameter_is_bound_as_a_term(server: Server, value: str) -> None:
    """X07."""
    for query in ("SELECT ?x { BIND(1 AS ?y) FILTER(BOUND(?x)) }", "SELECT ?x { VALUES ?x { UNDEF } }"):
        reply = server.request("GET", "/sparql?" + urlencode({"query": query, "$x": value}))
        assert reply.status in (200, 400), reply.body
        if reply.status == 200:
            assert [row["x"]["value"] for row in json.loads(reply.body)["results"]["bindings"]] == [value]
        else:
            assert value.startswith(('"', "<")), reply.body
    assert b"6000" in server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body


@pytest.mark.parametrize(
    "iri",
    ["a b", "<>", "http://a/<b>", "urn:a\nb", "urn:" + "x" * 8192, "", "javascript:alert(1)", "//evil.example", "urn:\x00", "http://["],
)
def test_an_iri_that_is_none(server: Server, iri: str) -> None:
    """X08, X10."""
    for accept in ("application/json", "text/html"):
        reply = server.request("GET", "/resource?iri=" + quote(iri, safe=""), {"Accept": accept})
        assert 400 <= reply.status < 500, reply.body[:200]
        assert b"<script" not in reply.body or accept == "text/html"
        if accept == "application/json":
            assert reply.headers["content-type"] == PROBLEM
