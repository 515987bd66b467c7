"""`/citations` and `/findings`: filters, verdicts with their rule, every piece of a quote."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient
from phahe_server.views.finding_list import merged

PAGE = {"accept": "text/html"}
LOC_BINH = "doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"


@pytest.mark.parametrize(
    ("query", "name", "ending"),
    [
        ("role=vocab/role/legal-basis", "role", "/legal-basis"),
        ("form=vocab/form/anaphoric", "form", "/anaphoric"),
        (f"document={LOC_BINH}", "document", LOC_BINH),
        ("cited=doc/hdnd-tinh-lang-son/2025/47-nq-hdnd", "cited", "/47-nq-hdnd"),
    ],
)
def test_citations_are_filtered(client: TestClient, query: str, name: str, ending: str) -> None:
    every, left = (client.get(f"/api/citations?{asked}").json()["citations"] for asked in ("", query))
    assert 0 < len(left) < len(every)
    assert left == [one for one in every if (one[name] or "").endswith(ending)]
    assert all(one["evidence"] for one in every), "each citation leads to its words"


def test_a_verdict_leads_from_the_citation_to_the_rule(client: TestClient) -> None:
    page = client.get("/citations?verdict=vocab/verdict/IMPOSSIBLE_DATE", headers=PAGE).text
    assert "29/02/2025" in page
    address = re.search(r'href="(/findings\?verdict=[^"]+IMPOSSIBLE_DATE)"', page)
    assert address
    findings = client.get(html.unescape(address[1]), headers=PAGE).text
    assert "tháng 2 có 29 ngày chỉ trong năm nhuận" in findings
    assert "Tra lại ngày ban hành trên bản gốc" in findings


def test_findings_agree_with_their_json_and_stand_gravest_first(client: TestClient) -> None:
    answer = client.get("/api/findings").json()
    order = [("error", "warning", "info").index(one["severity"]) for one in answer["findings"]]
    assert order == sorted(order)
    only = client.get("/api/findings?severity=vocab/severity/error").json()
    assert only["count"] == order.count(0) > 0
    assert f"{answer['count']} phát hiện" in client.get("/findings", headers=PAGE).text


def test_every_piece_of_a_quote_is_kept() -> None:
    row = dict.fromkeys(
        ("verdict", "severity", "about", "vi", "en", "restored", "documentLabel", "evidenceRestored", "stored", "start"), ""
    )
    rows = [{**row, "finding": "f", "document": "d", "evidence": f"e{n}", "exact": f"đoạn {n}"} for n in (1, 2, 2)]
    (found,) = merged(rows)
    assert [piece["exact"] for piece in found.pieces] == ["đoạn 1", "đoạn 2"]


def test_pieces_are_on_the_pages(hostile: TestClient) -> None:
    (found,) = hostile.get("/api/findings").json()["findings"]
    assert len(found["quotes"]) == 2
    for address in ("/findings", "/doc/x/2025/h"):
        page = hostile.get(address, headers=PAGE).text
        findings = page[page.index('class="findings"') :]
        for quote in found["quotes"]:
            assert f'href="{quote["evidence"].removeprefix("https://w3id.org/phahe")}"' in findings, address


def test_csv_of_both(client: TestClient) -> None:
    for name in ("citations", "findings"):
        text = client.get(f"/api/{name}.csv").content
        assert text.startswith(b"\xef\xbb\xbf")
        assert b"29/02/2025" in text
        assert text.count(b"\n") > client.get(f"/api/{name}").json()["count"] - 1
