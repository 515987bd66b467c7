"""`/check` in a real browser: a text pasted, a file dropped, the reason by mouse and by keyboard, reports saved, without scripts, on a phone."""

from __future__ import annotations

import io
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from docx import Document
from phahe_server.app import create_app

from phahe.store import Store

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: make system-packages")
DRAFT = (
    "Căn cứ Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn;\n"
    "Căn cứ Nghị quyết số 57- NQ/TW, ngày 22/12/2024 của Bộ Chính trị;\n"
    "Căn cứ Luật Giáo dục ngày 14/6/2019;\n"
)
#: What a browser does when a file is let go over an element.
DROP = """([words, name]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(words)], name));
  const target = document.querySelector(".drop");
  for (const kind of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def address(shipped: Store) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(shipped), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(f"{address}/check")
    yield opened
    context.close()


def _word(text: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for paragraph in text.splitlines():
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def _sent(page: Any) -> None:
    page.click(".check__form button[type=submit]")
    page.wait_for_selector(".check__remarks")


def test_the_reason_by_mouse_and_by_keyboard(page: Any) -> None:
    page.fill("#text", DRAFT)
    _sent(page)
    words = page.locator("a.under.severity--error").first
    tip = page.locator(f"#{words.get_attribute('aria-describedby')}")
    assert "29/02/2025" in words.inner_text()
    assert not tip.is_visible()
    words.hover()
    assert tip.is_visible()
    assert "không có thật" in tip.inner_text()
    page.mouse.move(1, 1)
    assert not tip.is_visible()
    words.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    words.click()
    assert page.evaluate("location.hash") == words.get_attribute("href")


def test_a_file_is_dropped_and_comes_back_with_comments(page: Any, tmp_path: Path) -> None:
    page.evaluate(DROP, [list(_word(DRAFT)), "Dự thảo.docx"])
    assert "Dự thảo.docx" in page.locator(".drop__name").inner_text()
    _sent(page)
    assert page.locator("#words").inner_text() == "Dự thảo.docx"
    for form in ("docx", "sarif", "html"):
        with page.expect_download() as coming:
            page.click(f".check__downloads button[value={form}]")
        coming.value.save_as(tmp_path / f"saved.{form}")
    assert len(list(Document(str(tmp_path / "saved.docx")).comments)) == 2
    assert "IMPOSSIBLE_DATE" in (tmp_path / "saved.sarif").read_text(encoding="utf-8")


def test_a_file_too_large_is_not_even_sent(page: Any) -> None:
    page.evaluate(DROP.replace("Uint8Array.from(words)", "new Uint8Array(9_000_000)"), [[], "dài.txt"])
    assert "8 MB" in page.locator(".drop__name").inner_text()
    page.click(".check__form button[type=submit]")
    assert page.locator(".check__remarks").count() == 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("a.pdf", b"%PDF-1.7 broken", "a.pdf"), ("a.docx", b"PK\x03\x04not a zip", "a.docx"), ("50-mb.txt", b"a" * 50_000_000, "8 MB")],
    ids=["broken PDF", "no Word file", "50 MB"],
)
def test_what_cannot_be_checked_is_a_page(page: Any, address: str, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}/check")
    plain.set_input_files("#file", str(tmp_path / name))
    plain.click(".check__form button[type=submit]")
    assert says in plain.locator("main").inner_text()
    assert "Traceback" not in plain.content()
    context.close()


def test_without_scripts_on_a_phone(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/check")
    page.fill("#text", DRAFT)
    _sent(page)
    words = page.locator("a.under.severity--error").first
    words.hover()
    tip = page.locator(f"#{words.get_attribute('aria-describedby')}")
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    with page.expect_download() as coming:
        page.click(".check__downloads button[value=json]")
    assert coming.value.suggested_filename.endswith(".json")
    context.close()
