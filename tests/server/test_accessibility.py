"""No violation of WCAG 2.2 AA that axe-core can see, on any page, light and dark, wide and narrow; the explorer opened too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOC_BINH = "doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
PAGES = [
    "/", "/documents", "/lineage", f"/lineage/path?from={LOC_BINH}&to=doc/bch-trung-uong/2013/29-nq-tw", f"/lineage/document?document={LOC_BINH}",
    "/questions", "/questions/tasks-from-resolution?resolution=29-NQ/TW&place=xa-loc-binh", "/sparql", "/ns", "/vocab", "/vocab/relation", "/design",
    "/tasks", "/tasks?view=table&group=agency", "/check", "/search?q=giao+duc", "/citations", "/findings", "/targets",
    "/targets?measure=measure/huy-dong-tre-nha-tre", f"/{LOC_BINH}", "/doc/hdnd-xa-bang-mac/2025/bang-mac-resolution", f"/{LOC_BINH}/task/II.1.p4",
    "/place/20", "/no-such-page",
]  # fmt: skip
EXPLORED = [f"/lineage?node={LOC_BINH}", f"/lineage?open={LOC_BINH}%20tasks"]

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run `make check` once, it installs web/")


def violations(page: Any) -> list[str]:
    """What axe-core finds, a line each: the rule, how often, the first element."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
    found = page.evaluate("tags => axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", TAGS)["violations"]
    return [f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]} {one['nodes'][0]['any'][:1]}" for one in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_pages(browser: Any, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(address + path)
        if problems := violations(page):
            found[path] = problems
    context.close()
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_explorer(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in EXPLORED:
        page.goto(address + path)
        page.wait_for_selector("#explorer[data-ready]")
        if problems := violations(page):
            found[path] = problems
    context.close()
    assert found == {}
