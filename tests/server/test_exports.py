"""`/export/…`: addresses, headers, refusals, the menus of pages."""

from __future__ import annotations

import datetime
import io
import json
import re

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import etree

from phahe.exports import FORMATS

LINEAGE = "/export/lineage/loc-binh-resolution"
CONSTRUCT = "CONSTRUCT { ?a <https://w3id.org/phahe/ns#carriesOut> ?b } WHERE { ?a <https://w3id.org/phahe/ns#carriesOut> ?b }"


@pytest.mark.parametrize("form", [form for form in FORMATS if form.family not in ("table", "standard")], ids=lambda form: form.name)
def test_a_lineage_in_every_format(client: TestClient, form) -> None:  # type: ignore[no-untyped-def]
    found = client.get(f"{LINEAGE}.{form.extension}")
    assert found.status_code == 200, found.text[:300]
    assert found.headers["content-type"].split(";")[0] == form.media_type
    assert f".{form.extension}" in found.headers["content-disposition"]
    assert len(found.content) > 100


def test_direction_and_depth(client: TestClient) -> None:
    near, far = (client.get(f"{LINEAGE}.nt?depth={depth}").text for depth in (1, 9))
    assert 0 < near.count("\n") < far.count("\n")
    down = client.get("/export/lineage/29-NQ/TW.svg?direction=down")
    assert "Lộc Bình" in "".join(etree.fromstring(down.content).itertext())


def test_a_document_by_slug_and_by_path(client: TestClient) -> None:
    assert (
        client.get("/export/document/loc-binh-resolution.ttl").content
        == client.get("/export/document/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution.ttl").content
    )


@pytest.mark.parametrize(
    "address", ["/export/tasks.xlsx", "/api/tasks.xlsx", "/export/targets.xlsx", "/export/citations.xlsx", "/export/findings.xlsx"]
)
def test_lists_as_workbooks(client: TestClient, address: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address).content)).active
    assert sheet is not None
    assert sheet.max_row > 10
    last = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert all(str(cell).startswith("https://w3id.org/phahe/") for cell in last)


def test_filters_of_the_page_hold(client: TestClient) -> None:
    every, one = (client.get(f"/export/tasks.xlsx{query}").content for query in ("", "?theme=vocab/theme/cooperation"))
    sizes = [openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].max_row for raw in (every, one)]
    assert 1 < sizes[1] < sizes[0]


def test_a_question_as_rows_and_as_a_graph(client: TestClient) -> None:
    address = "/export/questions/tasks-by-agency"
    rows = client.get(f"{address}.csv?agency=so-tai-chinh")
    assert rows.content.startswith(b"\xef\xbb\xbf")
    graph = etree.fromstring(client.get(f"{address}.graphml?agency=so-tai-chinh").content)
    assert len(list(graph.iter("{*}edge"))) >= 4
    assert client.get(f"{address}.csv?agency=nope").status_code == 400
    assert client.get("/export/questions/nope.csv").status_code == 404


def test_a_query_as_graph_and_rows(client: TestClient) -> None:
    assert "flowchart BT" in client.get("/export/sparql.mmd", params={"query": CONSTRUCT}).text
    rows = client.get("/export/sparql.csv", params={"query": 'SELECT ("=1" AS ?a) (2 AS ?b) {}'})
    assert rows.content.decode("utf-8-sig") == "a,b\r\n'=1,2\r\n"
    assert client.get("/sparql", params={"query": 'SELECT ("=1" AS ?a) {}', "format": "csv"}).text == "a\r\n=1\r\n"
    assert client.get("/export/sparql.csv", params={"query": "SELECT {"}).status_code == 400
    assert client.get("/export/sparql.csv").status_code == 400
    assert client.get("/export/sparql.png", params={"query": "ASK {}"}).status_code == 422


@pytest.mark.parametrize(
    ("address", "status"),
    [("/export/lineage/nope.svg", 404), ("/export/graph.exe", 404), ("/export/nope.svg", 404), ("/export/tasks.svg", 422), ("/api/nope.xlsx", 404),
     (f"{LINEAGE}.svg?depth=0", 422), (f"{LINEAGE}.svg?direction=side", 422), ("/export/document/..%2f..%2fx.csv", 404)],
)  # fmt: skip
def test_refusals_are_problems(client: TestClient, address: str, status: int) -> None:
    found = client.get(address)
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"


def test_what_was_lost_is_in_a_header(client: TestClient) -> None:
    assert "named graph" in client.get(f"{LINEAGE}.ttl").headers["phahe-notes"]
    assert "phahe-notes" not in client.get(f"{LINEAGE}.nq").headers


def test_formats_are_listed_and_in_the_openapi_document(client: TestClient) -> None:
    assert {one["name"] for one in client.get("/api/export/formats").json()} == {form.name for form in FORMATS}
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/export/graph.{extension}", "/export/lineage/{file}", "/export/document/{file}", "/export/questions/{file}"} <= set(paths)


@pytest.mark.parametrize("page", ["/lineage", "/tasks", "/targets?lang=en", "/citations", "/findings", "/questions/tasks-by-agency?agency=so-tai-chinh",
                                  "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"])  # fmt: skip
def test_every_link_of_the_menu_leads_to_a_file(client: TestClient, page: str) -> None:
    html = client.get(page, headers={"Accept": "text/html"}).text
    menu = re.search(r'<details class="exports">.*?</details>', html, re.DOTALL)
    assert menu
    links = re.findall(r'href="([^"]+)"', menu[0])
    assert len(links) >= 18
    svg = next(link for link in links if ".nodes.csv" in link).replace("&amp;", "&")
    assert client.get(svg).status_code == 200


@pytest.mark.parametrize("form", [form for form in FORMATS if form.family == "standard"], ids=lambda form: form.name)
def test_a_document_in_the_shape_of_standards(client: TestClient, form) -> None:  # type: ignore[no-untyped-def]
    found = client.get(f"/export/document/loc-binh-resolution.{form.extension}")
    assert found.status_code == 200, found.text[:300]
    assert found.headers["content-type"].split(";")[0] == form.media_type
    assert f".{form.extension}" in found.headers["content-disposition"]
    refused = client.get(f"{LINEAGE}.{form.extension}")
    assert refused.status_code == 422
    page = client.get("/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution").text
    assert f'href="/export/document/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution.{form.extension}"' in page


@pytest.mark.parametrize("path", ["/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution", "/doc/bch-trung-uong/2013/29-nq-tw"])
def test_every_document_page_says_what_it_is_to_search_engines(client: TestClient, path: str) -> None:
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    assert [json.loads(one)["@id"] for one in data] == [f"https://w3id.org/phahe{path}"]


def test_lists_hold_numbers_and_dates_as_such(client: TestClient) -> None:
    """Excel must be able to sum and sort them."""
    targets, tasks = (
        openpyxl.load_workbook(io.BytesIO(client.get(f"/api/{name}.xlsx?lang=en").content)).worksheets[0] for name in ("targets", "tasks")
    )
    columns = {
        sheet.title + str(head.value): [row[head.column - 1].value for row in sheet.iter_rows(min_row=2)]
        for sheet in (targets, tasks)
        for head in sheet[1]
    }
    cells = {name: {type(cell) for cell in found} - {type(None)} for name, found in columns.items()}
    numbers = next(found for name, found in cells.items() if name.endswith("Lowest value"))
    assert numbers <= {int, float}
    assert numbers
    assert next(found for name, found in cells.items() if name.endswith("Year")) == {int}
    assert next(found for name, found in cells.items() if name.endswith("Due")) == {datetime.datetime}


def test_an_answer_as_a_workbook(client: TestClient) -> None:
    address = "/api/questions/tasks-from-resolution"
    chosen = {"resolution": "29-NQ/TW", "place": "xa-loc-binh"}
    by_ending, by_format = client.get(f"{address}.xlsx", params=chosen), client.get(address, params={**chosen, "format": "xlsx"})
    assert by_ending.headers["content-type"] == by_format.headers["content-type"]
    rows = [openpyxl.load_workbook(io.BytesIO(found.content)).worksheets[0].max_row for found in (by_ending, by_format)]
    assert rows == [client.get(address, params=chosen).json()["count"] + 1] * 2
    assert client.get(address, params={**chosen, "format": "pdf"}).status_code == 406


def test_the_whole_graph_is_made_once_for_a_version(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/export/graph.edges.csv")
    monkeypatch.setattr("phahe_server.exporting.send", None)  # what is asked again is not made again
    second = client.get("/export/graph.edges.csv")
    assert (second.status_code, second.content) == (200, first.content)
    for name in ("content-type", "content-disposition", "content-length", "phahe-notes"):
        assert second.headers.get(name) == first.headers.get(name), name
