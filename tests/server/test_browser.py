"""The pages in a real browser: no error, no request elsewhere, nothing wider than a phone, everything reachable by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

LOC_BINH = "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
ADDRESSES = [
    "/", "/documents", "/lineage", "/questions", "/questions/tasks-from-resolution?resolution=29-NQ/TW&place=xa-loc-binh", "/sparql", "/ns",
    "/vocab/relation", "/design", "/tasks", "/tasks?view=table&group=agency", "/check", "/search?q=giao+duc", "/citations", "/findings", "/targets", "/targets?measure=measure/huy-dong-tre-nha-tre", LOC_BINH, "/doc/hdnd-xa-bang-mac/2025/bang-mac-resolution", f"{LOC_BINH}/task/II.1.p4", "/place/20",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_load_clean_and_fit(browser: Any, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((address, "data:")) else None)
    for path in ADDRESSES:
        assert page.goto(address + path).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than {width}"
    assert errors == []
    assert elsewhere == []
    context.close()


def test_without_scripts_a_question_is_asked_and_its_proof_opened(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/questions/tasks-from-resolution")
    page.select_option("#p-resolution", label="Nghị quyết 29-NQ/TW BCHTW Đảng")
    page.click("form.ask button")
    assert page.locator(".answer-table tbody tr").count() > 20
    page.locator(".answer-table tbody a").first.click()
    assert page.locator(".way__step").count() >= 4
    page.locator(".way .quote footer a").first.click()
    assert page.locator(".sheet mark").count() >= 1
    context.close()


def test_the_picture_can_be_walked_by_keyboard(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".lineage__svg a.box").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/**")
    page.close()


def test_slash_focuses_the_search_box_but_not_while_typing(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/documents")
    page.keyboard.press("/")
    page.keyboard.type("so giao duc/")
    assert page.input_value("#q") == "so giao duc/"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".hit mark").first.inner_text() == "Sở"
    page.close()


def test_without_scripts_tasks_are_filtered_and_downloaded(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/tasks")
    page.select_option("#f-quarter", "2026-Q1")
    page.click(".filters button")
    assert "quarter=2026-Q1" in page.url
    assert 0 < page.locator(".task-item").count() < 30
    with page.expect_download() as download:
        page.click("text=CSV")
    assert download.value.suggested_filename == "nhiem-vu.csv"
    context.close()


def test_without_scripts_a_pasted_draft_is_checked(browser: Any, address: str) -> None:
    for width in (1280, 360):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(address + "/check")
        page.fill("#text", "Căn cứ Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn về giáo dục;")
        page.click(".ask button")
        page.click("a.under.severity--error")
        assert page.locator(".finding:target").count() == 1
        with page.expect_download() as download:
            page.click("button[value=sarif]")
        assert download.value.suggested_filename.endswith(".sarif")
        context.close()
