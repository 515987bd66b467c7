"""Pages read by axe-core in a real browser, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

SCRIPT: Final = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS: Final = (("light", 1280), ("dark", 360), ("dark", 1280), ("light", 360))
#: Not an address: the answer of `/check` to a pasted draft.
CHECKED: Final = "/check (a pasted draft)"
DRAFT: Final = "Căn cứ Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn về giáo dục;"
_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN: Final = "tags => axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })"


def read(
    browser: Any, address: str, paths: Iterable[str], looks: Sequence[tuple[str, int]] = LOOKS, ready: str = ""
) -> dict[str, list[str]]:
    """What axe-core finds on each page, by page and look: a line a rule, with how often and the first element; sound pages are left out.

    Each page is loaded once: the scheme and the width are changed under it.
    """
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in paths:
        first = looks[0]
        _look(page, *first)
        _open(page, address, path)
        if ready:
            page.wait_for_selector(ready)
        page.evaluate(SCRIPT.read_text(encoding="utf-8") + "; null")
        for scheme, width in looks:
            _look(page, scheme, width)
            if lines := violations(page):
                found[f"{path} {scheme} {width}"] = lines
    context.close()
    return found


def _open(page: Any, address: str, path: str) -> None:
    if path != CHECKED:
        page.goto(address + path)
        return
    page.goto(f"{address}/check")
    page.fill("#text", DRAFT)
    page.click(".check__form button[type=submit]")
    page.wait_for_selector(".finding")


def _look(page: Any, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})


def violations(page: Any) -> list[str]:
    """What axe-core, already in the page, finds."""
    found = page.evaluate(_RUN, _TAGS)["violations"]
    return [f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]} {one['nodes'][0]['any'][:1]}" for one in found]
