"""What the first view of a page costs: bytes over the wire with an empty cache, and when its largest piece is painted.

`python -m tests.bench.pages` prints both for every kind of page.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.bench.pages import MOST_BYTES, MOST_MILLISECONDS, first_view

#: Views in a row that must all be slow before a page is called slow: others may have the processor for a moment.
_GOES = 5
LOC_BINH = "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
PAGES = [
    "/", "/documents", "/lineage", "/questions", "/questions/tasks-from-resolution?resolution=29-NQ/TW&place=xa-loc-binh", "/ns", "/vocab/relation",
    "/design", "/tasks", "/tasks?view=table", "/check", "/search?q=giao+duc", "/citations", "/findings", "/targets", LOC_BINH, f"{LOC_BINH}/task/II.1.p4",
]  # fmt: skip


@pytest.fixture(scope="module")
def warmed(browser: Any, address: str) -> str:
    """The address, every page asked for once: what is measured is the page, not the first reading of the graph."""
    context = browser.new_context()
    for path in PAGES:
        context.request.get(address + path, headers={"accept": "text/html"})
    context.close()
    return address


@pytest.mark.parametrize("path", PAGES)
def test_a_first_view_is_light_and_quick(browser: Any, warmed: str, path: str) -> None:
    for _ in range(_GOES):
        weight, largest = first_view(browser, warmed, path)
        assert weight < MOST_BYTES
        most = MOST_MILLISECONDS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        if largest < most:
            return
    pytest.fail(f"painted after {largest:.0f} ms in the last of {_GOES} views, {most:.0f} at most")
