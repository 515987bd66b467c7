"""Links to other data: what is linked and how surely, what is only listed, and that nothing is the same before a person said so."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef
from typer.testing import CliRunner

from phahe.cli import app
from phahe.delimited import Trouble
from phahe.linking import (
    EndpointError,
    Record,
    match_places,
    match_things,
    read_decisions,
    records_of_ckan,
    records_of_csv,
    records_of_endpoint,
)
from phahe.namespaces import BASE, PH
from phahe.places.names import PlaceNames, load_place_names
from phahe.reconciliation import Entity, Index
from phahe.validation import validate

TODAY = datetime.date(2026, 11, 1)
PLACE = BASE + "place/"


@pytest.fixture(scope="module")
def names() -> PlaceNames:
    return load_place_names()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Record("urn:1", 2, "Xã Lộc Bình", "Lạng Sơn", "06529"), ("06529", "exactMatch", "place:name+code")),
        (Record("urn:1", 2, "Xã Lộc Bình", "Lạng Sơn"), ("06529", "closeMatch", "place:name+province")),
        (Record("urn:1", 2, "Xã Lộc Bình"), ("06529", "closeMatch", "place:name")),
        (Record("urn:1", 2, "loc binh"), ("06529", "closeMatch", "place:folded")),
        (Record("urn:1", 2, "", "", "06529"), ("06529", "closeMatch", "place:code")),
        (Record("urn:1", 2, "phường Trúc Bạch", "Hà Nội"), ("00004", "relatedMatch", "place:former")),
        (Record("urn:1", 2, "Kết quả giáo dục xã Lộc Bình năm 2026", title=True), ("06529", "relatedMatch", "place:title")),
        (Record("urn:1", 2, "Trường học ở xã Tân Tiến, tỉnh Lạng Sơn", title=True), ("06019", "relatedMatch", "place:title")),
    ],
)
def test_a_place_is_linked(names: PlaceNames, record: Record, expected: tuple[str, str, str]) -> None:
    found = match_places([record], names, TODAY)
    assert [(one.thing.removeprefix(PLACE), one.relation, one.method) for one in found.candidates] == [expected]


@pytest.mark.parametrize(
    ("record", "day", "reason"),
    [
        (Record("urn:1", 2, "xã Tân Tiến"), TODAY, "ambiguous"),
        (Record("urn:1", 2, "", "", "06475"), None, "code-needs-a-day"),
        (Record("urn:1", 2, "xã Gia Lộc", "", "06475"), TODAY, "code-of-another"),
        (Record("urn:1", 2, "xã Không Có"), TODAY, "unknown"),
        (Record("urn:1", 2, "Trường học ở xã Tân Tiến", title=True), TODAY, "ambiguous"),
        (Record("urn:1", 2, "Danh mục dùng chung", title=True), TODAY, "unknown"),
    ],
)
def test_what_is_not_sure_is_listed_and_not_linked(names: PlaceNames, record: Record, day: datetime.date | None, reason: str) -> None:
    found = match_places([record], names, day)
    (doubt,) = found.doubts
    assert found.candidates == ()
    assert doubt.reason == reason


def test_agencies_and_documents_are_linked_by_the_reconciliation_index() -> None:
    places = [Entity(f"place/{n}", "place", f"tỉnh {n}", (f"tỉnh {n}",), ("place",)) for n in ("A", "B")]
    agencies = [
        Entity(
            f"agency/so-{n}", "agency", f"Sở Tài chính tỉnh {n}", (f"Sở Tài chính tỉnh {n}", "Sở Tài chính"), ("agency",), (f"place/{n}",)
        )
        for n in ("A", "B")
    ]
    index = Index([*places, *agencies])
    found = match_things([Record("urn:1", 2, "Sở Tài chính tỉnh A"), Record("urn:2", 3, "Sở Tài chính")], "agency", index, None)
    assert [(one.record.iri, one.thing) for one in found.candidates] == [("urn:1", f"{BASE}agency/so-A")]
    assert [doubt.record.iri for doubt in found.doubts] == ["urn:2"]


def test_rows_without_an_address_are_named_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "xa.csv"
    path.write_text("Tên xã;Mã xã;Tỉnh;url\nxã A;1;B;https://example.org/a\nxã B;2;B;khong\n", encoding="utf-8")
    assert [(one.iri, one.name, one.code, one.within) for one in records_of_csv(path, "place", print, base="https://x.vn/xa.csv")] == [
        ("https://example.org/a", "xã A", "1", "B"),
        ("https://x.vn/xa.csv#row=3", "xã B", "2", "B"),
    ]


@pytest.mark.parametrize("shape", ["answer", "list", "lines"])
def test_a_ckan_dump_is_read_in_each_form(tmp_path: Path, shape: str) -> None:
    package = {
        "name": "a",
        "title": "Trường học xã Lộc Bình",
        "organization": {"title": "Sở X"},
        "extras": [{"key": "spatial", "value": "xã Lộc Bình"}],
    }
    path = tmp_path / "ckan.json"
    whole = {"answer": {"success": True, "result": {"results": [package]}}, "list": [package], "lines": package}[shape]
    path.write_text(json.dumps(whole, indent=None if shape == "lines" else 1) + ("\nhỏng\n" if shape == "lines" else ""), encoding="utf-8")
    troubles: list[Trouble] = []
    found = list(records_of_ckan(path, "place", troubles.append, "https://data.x.vn"))
    assert [(one.iri, one.name, one.title) for one in found] == [
        ("https://data.x.vn/dataset/a", "xã Lộc Bình", False),
        ("https://data.x.vn/dataset/a", "Trường học xã Lộc Bình", True),
    ]
    assert [one.name for one in records_of_ckan(path, "agency", troubles.append)] == ["Sở X"]
    assert [trouble.line for trouble in troubles] == ([2, 2] if shape == "lines" else [])


class _Endpoint(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"head": {"vars": ["item", "label"]}, "results": {"bindings": [
            {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}, "label": {"type": "literal", "value": "xã Lộc Bình"}},
            {"item": {"type": "bnode", "value": "b0"}, "label": {"type": "literal", "value": "xã Bằng Mạc"}}]}}).encode()  # fmt: skip
        self.send_response(200 if self.path == "/sparql" else 500)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body if self.path == "/sparql" else b"no")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_endpoint_is_asked_through_sparqlwrapper(address: str) -> None:
    assert [(one.iri, one.name) for one in records_of_endpoint(f"{address}/sparql")] == [
        ("http://www.wikidata.org/entity/Q1", "xã Lộc Bình")
    ]
    with pytest.raises(EndpointError, match="no usable answer"):
        list(records_of_endpoint(f"{address}/broken"))


def test_the_command_writes_a_linkset_and_only_a_person_makes_two_things_the_same(tmp_path: Path) -> None:
    table, output, review = tmp_path / "xa.csv", tmp_path / "linkset.ttl", tmp_path / "links-xa.yaml"
    table.write_text(
        "Tên xã;Tỉnh;url\nXã Lộc Bình;Lạng Sơn;https://x.vn/1\nxã Bằng Mạc;;https://x.vn/2\nxã Tân Tiến;;https://x.vn/3\n", encoding="utf-8"
    )
    command = ["link", str(table), "--kind", "place", "--date", "2026-11-01", "-o", str(output)]
    review.write_text("links: []", encoding="utf-8")
    first = CliRunner().invoke(app, [*command, "--review", str(review), "--json"])
    assert first.exit_code == 1, first.output  # one row is ambiguous
    assert json.loads(first.stdout)["counts"] == {"linked": 2, "ambiguous": 1, "unmatched": 0, "unreadable": 0}
    graph = Graph().parse(output)
    loc_binh, record = URIRef(PLACE + "06529"), URIRef("https://x.vn/1")
    assert (loc_binh, SKOS.closeMatch, record) in graph
    assert len(set(graph.subjects(RDF.type, PH.LinkCandidate))) == 2
    assert not list(graph.triples((None, OWL.sameAs, None)))
    assert validate(graph).conforms
    before = output.read_bytes()

    review.write_text("""links:
- {thing: place/06529, record: "https://x.vn/1", outcome: same, by: người duyệt, date: 2026-11-22, why: đối chiếu mã}
- {thing: place/06475, record: "https://x.vn/2", outcome: rejected, by: người duyệt, date: 2026-11-22, why: nơi khác}
""", encoding="utf-8")  # fmt: skip
    CliRunner().invoke(app, [*command, "--review", str(review)])
    reviewed = Graph().parse(tmp_path / "linkset.reviewed.ttl")
    assert list(reviewed.subject_objects(OWL.sameAs)) == [(loc_binh, record)]
    again = Graph().parse(output)
    assert (URIRef(PLACE + "06475"), SKOS.closeMatch, URIRef("https://x.vn/2")) not in again
    assert not list(again.triples((None, OWL.sameAs, None)))
    review.write_text("links: []", encoding="utf-8")
    CliRunner().invoke(app, [*command, "--review", str(review)])
    assert output.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["links: [{thing: a}]", "x", "links: [{thing: a, record: b, outcome: maybe, by: c, date: 2026-01-01, why: d}]", ": ["]
)
def test_a_decision_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"links|YAML"):
        read_decisions(text)
