"""`/tasks`: filters that narrow, counts that are true, files that are safe."""

from __future__ import annotations

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient

PAGE = {"accept": "text/html"}
VHXH = "agency/phong-van-hoa-xa-hoi-xa-thien-tan"


def found(client: TestClient, query: str) -> list[dict[str, object]]:
    answer = client.get(f"/api/tasks?{query}").json()
    assert answer["count"] == len(answer["tasks"])
    return answer["tasks"]


@pytest.mark.parametrize(
    ("query", "true_of_each"),
    [
        ("origin=doc/bch-trung-uong/2013/29-nq-tw", lambda task: any(o["iri"].endswith("/29-nq-tw") for o in task["origins"])),
        ("place=place/06529", lambda task: task["place"].endswith("/place/06529")),
        ("theme=vocab/theme/cooperation", lambda task: any(theme.endswith("/cooperation") for theme in task["themes"])),
        ("timing=vocab/timing/annual", lambda task: any(timing["kind"].endswith("/annual") for timing in task["timings"])),
        ("timing=none", lambda task: not task["timings"]),
        ("quarter=2026-Q1", lambda task: any("2026-01-01" <= timing["ends"] <= "2026-03-31" for timing in task["timings"])),
        ("agency=none", lambda task: not task["assignments"]),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_it_says(client: TestClient, query: str, true_of_each: object) -> None:
    every, left = found(client, ""), found(client, query)
    assert 0 < len(left) < len(every)
    assert [task["iri"] for task in left] == [task["iri"] for task in every if true_of_each(task)]  # type: ignore[operator]


def test_agency_and_role_are_of_one_assignment(client: TestClient) -> None:
    agency = next(one["agency"] for task in found(client, "") for one in task["assignments"] if one["role"].endswith("/coordinate"))  # type: ignore[attr-defined]
    key = agency.removeprefix("https://w3id.org/phahe/")
    for task in found(client, f"agency={key}&role=vocab/agency-role/coordinate"):
        assert any(one["agency"] == agency and one["role"].endswith("/coordinate") for one in task["assignments"])  # type: ignore[attr-defined]


def test_the_number_beside_a_choice_is_what_it_leaves(client: TestClient) -> None:
    page = client.get("/tasks?theme=vocab/theme/institutions", headers=PAGE).text
    options = re.findall(r'<option value="(doc/[^"]+)">[^<]+ \((\d+)\)', page[page.index('id="f-document"') : page.index('id="f-place"')])
    assert len(options) >= 2
    for document, count in options:
        assert len(found(client, f"theme=vocab/theme/institutions&document={document}")) == int(count)


def test_groups_and_pages_keep_the_filters(client: TestClient) -> None:
    page = client.get("/tasks?group=theme&place=place/20", headers=PAGE).text
    assert re.search(r'rel="next" href="/tasks\?place=place/20&amp;group=theme&amp;page=2"', page)
    last = client.get("/tasks?group=theme&place=place/20&page=999", headers=PAGE).text
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_nothing_found_is_said(client: TestClient) -> None:
    page = client.get("/tasks?theme=vocab/theme/no-such", headers=PAGE)
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert found(client, "theme=vocab/theme/no-such") == []


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(client: TestClient, hostile: TestClient) -> None:
    response = client.get("/api/tasks.csv?place=place/06529")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Văn bản"
    assert len(rows) == 1 + len(found(client, "place=place/06529"))
    every = csv.reader(io.StringIO(client.get("/api/tasks.csv").content.decode("utf-8-sig")))
    assert not [cell for row in every for cell in row if cell.startswith(("=", "+", "-", "@"))], "a bullet's dash is a formula to Excel"
