"""The document reader: what is marked, one fact for the panel, the print beside restored words, what a task brings forth and costs."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

PAGE = {"accept": "text/html"}
LOC_BINH = "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
BANG_MAC = "/doc/hdnd-xa-bang-mac/2025/bang-mac-resolution"


@pytest.mark.parametrize("kind", ["agency", "timing", "target", "citation", "output", "funding"])
def test_every_kind_of_fact_is_marked_and_named_in_the_key(client: TestClient, kind: str) -> None:
    page = client.get(LOC_BINH, headers=PAGE).text
    assert f'<span class="mark mark--{kind}">' in page
    marked = re.findall(rf'<a class="mark mark--{kind}" href="([^"]+)">', page)
    assert marked
    assert client.get(marked[0], headers=PAGE).status_code == 200, "without scripts a mark leads to the page of its fact"


def test_one_fact_for_the_panel(client: TestClient) -> None:
    page = client.get(LOC_BINH, headers=PAGE).text
    mark = re.search(r'class="mark mark--citation" href="([^"]+)">[^<]*91-KL/TW', page)
    assert mark
    fact = client.get(f"{mark[1]}?part=1", headers=PAGE).text
    assert "<html" not in fact
    assert 'class="quote"' in fact
    assert "tier--document" in fact
    assert 'href="/doc/bo-chinh-tri/2024/91-kl-tw"' in fact


def test_the_print_beside_restored_words(client: TestClient) -> None:
    plain, beside = (client.get(f"{BANG_MAC}{query}", headers=PAGE).text for query in ("", "?original=1"))
    assert "part__print" not in plain
    assert beside.count('class="part__print"') > 50
    assert "as-printed" not in beside
    assert "?original=1" not in client.get(LOC_BINH, headers=PAGE).text, "clean print needs no second column"


def test_a_task_names_its_outputs_and_funding(client: TestClient) -> None:
    page = client.get(f"{LOC_BINH}/task/II.5.p2", headers=PAGE).text
    assert "quỹ khuyến học" in page
    assert "phân bổ ngân sách" in page


def test_a_hostile_fact_stays_text(hostile: TestClient) -> None:
    page = hostile.get("/documents", headers=PAGE).text
    for path in re.findall(r'href="(/doc/[^"]+)"', page)[:3]:
        assert "<script>alert" not in hostile.get(f"{path}?part=1", headers=PAGE).text
