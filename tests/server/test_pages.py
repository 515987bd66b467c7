"""What the pages over the shipped graph must show."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from phahe_server.kept import Kept
from phahe_server.routes import pages

PAGE = {"accept": "text/html"}
LOC_BINH = "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
BANG_MAC = "/doc/hdnd-xa-bang-mac/2025/bang-mac-resolution"
THIEN_TAN = "/doc/ubnd-xa-thien-tan/2026/thien-tan-task-list"
ADDRESSES = ["/", "/documents", "/lineage", "/questions", "/questions/tasks-from-resolution", "/sparql", "/ns", "/vocab", "/vocab/relation", "/design", "/tasks", "/tasks?view=table", "/targets", "/citations", "/findings", "/check", "/search", "/search?q=giao+duc", LOC_BINH, "/place/20", "/graph/brief"]  # fmt: skip


def get(client: TestClient, address: str, lang: str = "vi") -> str:
    response = client.get(address, headers={**PAGE, "cookie": f"lang={lang}"})
    assert response.status_code == 200, address
    return response.text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_frame(client: TestClient, address: str, lang: str) -> None:
    page = get(client, address, lang)
    assert f'<html lang="{lang}">' in page
    assert page.count("<h1") == 1
    assert 'class="skip" href="#main"' in page
    assert '<main id="main"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "an id twice"
    assert page.count("<table") == page.count("<caption")


#: Files to save, made when asked for: `test_exports` and `tests/catalogue` ask for them.
FILES = ("/static/", "/export/", "/catalog/download/")


def test_every_link_of_the_main_pages_leads_somewhere(client: TestClient) -> None:
    links = {
        link.split("#")[0]
        for address in ("/", "/documents", "/lineage", THIEN_TAN)
        for link in re.findall(r'href="(/[^"]*)"', get(client, address))
    }
    links = {link.replace("&amp;", "&") for link in links if link and not link.startswith(FILES)}
    assert len(links) > 100
    broken = [link for link in sorted(links) if client.get(link, headers=PAGE).status_code != 200]
    assert broken == []


def test_home_answers_three_questions_with_numbers(client: TestClient) -> None:
    page = get(client, "/")
    assert len(re.findall(r'class="answer__number"><strong>[1-9]\d*</strong>', page)) == 3


def test_home_does_not_wait_for_its_numbers(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_COUNTING", 0)
    client.app.state.lasting.clear()  # type: ignore[attr-defined]
    page = get(client, "/")
    assert re.findall(r'class="answer__number">([^<]*)</span>', page) == ["", ""]
    assert "/questions/targets-below-parent" in page
    assert "xa-loc-binh" not in page.split('id="examples"')[1].split("</section>")[0]


def test_the_picture_keeps_the_two_lineages_apart(client: TestClient) -> None:
    page = get(client, "/")
    hops = re.findall(r'class="tag tag--\w+" href="[^"]+" aria-label="([^"]+)"', page)
    for words in (
        "xã Lộc Bình (30/9/2025) thực hiện Nghị quyết 47",
        "xã Bằng Mạc (16/10/2025) thực hiện Nghị quyết 47",
        "91-KL/TW Bộ Chính trị tiếp tục thực hiện Nghị quyết 29",
    ):
        assert any(words in hop for hop in hops), words
    assert not [hop for hop in hops if "Thiện Tân" in hop and "Lâm Đồng" in hop]
    assert 'class="line line--brief"' in page, "the hop that only the brief states is drawn as such"
    boxes = re.findall(r'class="box box--(held|cited)', page)
    assert boxes.count("held") == 5


def test_a_document_page_shows_text_facts_and_proof(client: TestClient) -> None:
    page = get(client, LOC_BINH)
    assert re.search(r'<a class="mark mark--citation" href="[^"]+/citation/[^"]+">', page)
    assert re.search(r'<a class="mark mark--target"', page)
    assert 'id="II.1.p4"' in page
    assert 'href="#II.1"' in page, "outline"
    assert "29/02/2025" in page
    assert "Căn cứ Nghị quyết số 47/NQ-HĐND" in page


def test_restored_words_stand_beside_the_printed_ones(client: TestClient) -> None:
    page = get(client, BANG_MAC)
    assert 'class="as-printed"' in page
    assert "HOI PONG NHAN DAN" in page


def test_a_document_not_held_says_so(client: TestClient) -> None:
    page = get(client, "/doc/hdnd-tinh-lang-son/2025/47-nq-hdnd")
    assert "chưa có toàn văn" in page
    assert LOC_BINH in page, "who carries it out"


def test_a_task_page_has_its_way_up_with_words(client: TestClient) -> None:
    page = get(client, f"{LOC_BINH}/task/II.1.p4")
    places = [page.index(f'/{slug}"') for slug in ("47-nq-hdnd", "1705-qd-ttg", "91-kl-tw", "29-nq-tw")]
    way = page[page.index('class="way"') :]
    assert all(f'/{slug}"' in way for slug in ("47-nq-hdnd", "1705-qd-ttg", "91-kl-tw", "29-nq-tw")), places
    assert way.count("<blockquote") >= 3
    assert "tier--brief" in way


def test_evidence_is_shown_in_its_place(client: TestClient) -> None:
    page = get(client, f"{LOC_BINH}/task/II.1.p4")
    evidence = re.search(r'href="(/doc/[^"]+/evidence/[^"]+)"', page)
    assert evidence
    shown = get(client, evidence[1])
    assert "<mark>Đẩy mạnh công tác phối hợp" in shown


def test_the_list_of_documents_goes_on_to_the_next_page(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    cards, rows = 'class="card level', '<th scope="row">'
    whole = get(client, "/documents")
    assert (whole.count(cards), 'class="pages"' in whole) == (5, False)
    monkeypatch.setattr(pages, "_DOCUMENTS", 7)
    kept: Kept = client.app.state.pages  # type: ignore[attr-defined]
    kept.clear()
    try:
        first, second = get(client, "/documents"), get(client, "/documents?page=2")
    finally:
        kept.clear()
    assert (first.count(cards), first.count(rows)) == (5, 2)
    assert (second.count(cards), second.count(rows)) == (0, 7)
    assert 'rel="next" href="/documents?page=2"' in first
    assert re.findall(r'<th scope="row">.*?href="([^"]+)"', whole, re.DOTALL)[:9] == re.findall(
        r'<th scope="row">.*?href="([^"]+)"', first + second, re.DOTALL
    )
    assert 'id="held"' not in second


def test_the_language_switch_is_remembered(client: TestClient) -> None:
    response = client.get("/documents?lang=en", headers=PAGE)
    assert '<html lang="en">' in response.text
    assert "lang=en" in response.headers["set-cookie"]
    assert 'href="?lang=vi"' in response.text
    assert '<html lang="en">' in client.get("/documents", headers=PAGE).text
    client.cookies.clear()


def test_errors_are_friendly_or_machine_readable(client: TestClient) -> None:
    page = client.get("/khong-co", headers=PAGE)
    assert (page.status_code, "Không có trang này" in page.text) == (404, True)
    assert client.get("/khong-co").headers["content-type"] == "application/problem+json"


def test_health(client: TestClient) -> None:
    assert client.get("/health").json()["status"] == "ok"
