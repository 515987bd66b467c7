"""The question page in a browser: choosing by typing without diacritics, copying the call; the program that is copied runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from phahe.vietnamese import fold


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: message.type == "error" and said.append(message.text))
    opened.goto(f"{address}/questions/tasks-by-agency")
    yield opened
    context.close()
    assert said == []


def test_a_choice_is_found_without_diacritics(page: Any) -> None:
    wanted = page.evaluate("[...document.querySelector('form.ask select').options].at(-1).label")
    field = page.get_by_role("combobox").first
    field.click()
    field.fill(fold(wanted).upper())
    page.keyboard.press("Enter")
    chosen = field.input_value()
    assert chosen == wanted != fold(wanted)
    page.locator("form.ask button[type=submit]").click()
    page.locator(".answer-table, .empty").first.wait_for()
    assert "agency=" in page.url
    assert page.get_by_role("combobox").first.input_value() == chosen


def test_escape_gives_back_what_was_chosen(page: Any) -> None:
    field = page.get_by_role("combobox").first
    before = field.input_value()
    field.fill("không có cơ quan nào tên như thế")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert field.input_value() == before


def test_the_copied_program_runs(page: Any) -> None:
    page.get_by_text("Gọi từ chương trình").click()
    page.get_by_role("button", name="Sao chép").nth(1).click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    program = page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip()
