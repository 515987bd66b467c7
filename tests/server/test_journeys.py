"""Ten things people come for, done in a real browser: on a desktop in Vietnamese and on a phone in English."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from openpyxl import load_workbook

LOC_BINH = "doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
BANG_MAC = "doc/hdnd-xa-bang-mac/2025/bang-mac-resolution"
PLAN = "doc/ubnd-tinh-lang-son/khong-ngay/lang-son-plan"
NQ29 = "doc/bch-trung-uong/2013/29-nq-tw"


@pytest.fixture(params=[("vi", 1280), ("en", 360)], ids=["vi-1280", "en-360"])
def visit(request: Any, browser: Any, address: str) -> Iterator[Any]:
    """A page of the site whose reader has chosen a language; ends with a look for errors and for strangers."""
    lang, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address, has_touch=width < 500)
    context.add_cookies([{"name": "lang", "value": lang, "url": address}])
    page = context.new_page()
    page.lang, page.problems = lang, []
    page.on("console", lambda message: page.problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("request", lambda sent: page.problems.append(sent.url) if not sent.url.startswith((address, "data:", "blob:")) else None)
    yield page
    assert page.problems == []
    assert page.get_attribute("html", "lang") == lang
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def choose(page: Any, selector: str, beginning: str) -> None:
    """Choose the option of a select whose words begin so."""
    value = page.eval_on_selector(
        selector, "(box, words) => [...box.options].find(one => one.text.trim().startsWith(words))?.value", beginning
    )
    assert value, f"{selector} does not offer {beginning}"
    page.select_option(selector, value)


def saved(page: Any, click: str, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.click(click)
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_tasks_of_an_office_due_in_a_quarter_are_found_and_downloaded(visit: Any, tmp_path: Path) -> None:
    visit.goto("/tasks")
    choose(visit, "#f-agency", "Phòng Văn hóa - Xã hội xã Thiện Tân")
    choose(visit, "#f-quarter", "Quý I/2026")
    visit.click(".filters button")
    given = parse_qs(urlsplit(visit.url).query)
    assert given["quarter"] == ["2026-Q1"]
    assert given["agency"][0].startswith("agency/phong-van-hoa")
    count = visit.locator(".task-item").count()
    assert count >= 1
    assert "Quý I/2026" in visit.locator(".task-item__facts").first.inner_text()
    visit.click(".exports summary")
    path = saved(visit, ".exports a[href*='.xlsx']", tmp_path)
    sheet = load_workbook(path, read_only=True).worksheets[0]
    assert sum(any(cell is not None for cell in row) for row in sheet.iter_rows(values_only=True)) == count + 1


def test_the_proof_of_a_hop_is_opened(visit: Any) -> None:
    visit.goto(f"/lineage/path?from={LOC_BINH}&to={NQ29}")
    step = visit.locator(".way__step", has_text="1705/QĐ-TTg").first
    assert "Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025" in step.locator(".quote").first.inner_text()
    step.locator(".quote footer a").first.click()
    visit.wait_for_selector(".sheet mark")
    assert "47/NQ-HĐND" in visit.locator(".sheet mark").inner_text()


def test_a_draft_with_a_wrong_date_comes_back_with_comments(visit: Any, tmp_path: Path) -> None:
    draft = Document()
    draft.add_paragraph("Căn cứ Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn;")
    draft.save(str(tmp_path / "draft.docx"))
    visit.goto("/")
    visit.click(".invite a")
    visit.set_input_files("#file", str(tmp_path / "draft.docx"))
    visit.click(".check__form button[type=submit]")
    assert "29/02/2025" in visit.locator("a.under.severity--error").first.inner_text()
    path = saved(visit, ".check__downloads button[value=docx]", tmp_path)
    assert len(list(Document(str(path)).comments)) == 1


def test_what_a_commune_left_out(visit: Any) -> None:
    visit.goto("/questions")
    visit.click("a[href='/questions/dropped-tasks']")
    choose(visit, "#p-document", "Nghị quyết của Hội đồng nhân dân xã Bằng Mạc")
    visit.click("form.ask button[type=submit]")
    rows = visit.locator(".answer-table tbody tr")
    assert rows.count() > 0
    rows.first.locator("a[href*='/evidence/'], a[href*='/task/']").first.click()
    visit.wait_for_selector(".sheet mark, .task__words .quote")


def test_one_measure_on_three_levels(visit: Any) -> None:
    visit.goto("/targets")
    visit.select_option("#f-measure", "measure/huy-dong-tre-nha-tre")
    visit.click(".filters button")
    words = visit.inner_text(".chart")
    assert [number in words for number in ("48,5%", "55,7%", "58%")] == [True] * 3
    stronger = {"vi": "mạnh hơn +9,5", "en": "stronger +9.5"}[visit.lang]
    assert stronger in visit.locator(".matrix .change--stronger").last.inner_text()
    visit.click(".matrix .figure a >> nth=0")
    visit.wait_for_selector(".sheet mark")


def test_search_without_diacritics_by_the_slash(visit: Any) -> None:
    visit.goto("/documents")
    visit.keyboard.press("/")
    visit.keyboard.type("trung tam hoc tap cong dong")
    visit.keyboard.press("Enter")
    visit.wait_for_selector(".hit")
    assert "trung tâm học tập cộng đồng" in visit.locator(".hit").first.inner_text().lower()
    assert visit.locator(".hit mark").count() > 0
    visit.locator(".hit__words a").first.click()
    visit.wait_for_url(re.compile("/doc/"))


def test_a_provision_by_its_permalink(visit: Any) -> None:
    visit.goto(f"/{LOC_BINH}")
    visit.locator(".part[id='II.1.p4'] .permalink").click()
    visit.wait_for_url(f"**/{LOC_BINH}/provision/II.1.p4")
    assert "Thực hiện đối thoại định kỳ" in visit.inner_text("main")
    visit.goto(f"/{LOC_BINH}#II.1.p4")
    visit.wait_for_function("() => Math.abs(document.querySelector(':target').getBoundingClientRect().top) < 800")


def test_a_mark_in_the_text_opens_its_fact(visit: Any) -> None:
    visit.goto(f"/{BANG_MAC}")
    mark = visit.locator(".reader__text a.mark--citation", has_text="1705/QĐ-TTg").first
    mark.click()
    visit.wait_for_selector("#panel .side__title")
    assert visit.locator("#panel .quote").count() >= 1
    assert visit.locator("#panel .tier--document").count() >= 1
    assert visit.locator("#panel dd a[href='/doc/thu-tuong-chinh-phu/2024/1705-qd-ttg']").count() == 1
    before = visit.inner_text("#panel .panel__fact")
    visit.click("#panel [data-step='1']")
    visit.wait_for_function("words => document.querySelector('#panel .panel__fact').innerText !== words", arg=before)
    visit.keyboard.press("Escape")
    assert not visit.locator("#panel").is_visible()
    assert visit.evaluate("document.activeElement.className").startswith("mark")
    visit.click(".reader__head .tabs a:last-child")
    visit.wait_for_selector(".reader--beside .part__print")


def test_a_way_between_two_documents_is_found(visit: Any) -> None:
    visit.goto("/lineage/path")
    visit.select_option("#path-from", LOC_BINH)
    visit.select_option("#path-to", PLAN)
    visit.click(".path-form button")
    assert "47/NQ-HĐND" in visit.inner_text(".between")
    assert visit.locator(".way__step").count() == 2


def test_a_question_is_asked_and_the_answer_kept(visit: Any, tmp_path: Path) -> None:
    visit.goto("/questions/tasks-from-resolution?resolution=29-NQ/TW&place=xa-loc-binh")
    rows = visit.locator(".answer-table tbody tr").count()
    assert rows > 20
    path = saved(visit, ".formats a[href*='.csv']", tmp_path)
    kept = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(kept) == rows + 1
    visit.click(".exports summary")
    book = load_workbook(saved(visit, ".exports a[href*='.xlsx']", tmp_path), read_only=True)
    assert sum(any(cell is not None for cell in row) for row in book.worksheets[0].iter_rows(values_only=True)) >= rows


def test_another_language_and_another_light(visit: Any) -> None:
    visit.goto("/tasks?theme=vocab/theme/institutions")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visit.evaluate(ground)
    visit.emulate_media(color_scheme="dark")
    assert visit.evaluate(ground) != light
    heading = visit.inner_text("h1")
    visit.click(".site__language")
    assert visit.inner_text("h1") != heading
    assert parse_qs(urlsplit(visit.url).query)["theme"] == ["vocab/theme/institutions"]
    visit.goto("/tasks")
    assert visit.inner_text("h1") != heading, "the choice is remembered"
    visit.goto(f"/?lang={visit.lang}")
