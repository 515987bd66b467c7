"""No violation of WCAG 2.2 AA that axe-core can see, on any kind of page; the explorer opened too.

Each page is read once here, light or dark and wide or narrow by turns; `python -m tests.bench.axe` reads every page in all four looks, and a
thing of each class.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.server import axe
from tests.server.addresses import EMPTY, LOC_BINH, PAGES, REFUSALS, THINGS

EXPLORED = [f"/lineage?node={LOC_BINH[1:]}", f"/lineage?open={LOC_BINH[1:]}%20tasks"]

pytestmark = pytest.mark.skipif(not axe.SCRIPT.exists(), reason="no axe-core: run `make check` once, it installs web/")


@pytest.mark.parametrize("turn", range(len(axe.LOOKS)))
def test_pages(browser: Any, address: str, turn: int) -> None:
    every = [*PAGES, *REFUSALS, *EMPTY, *THINGS]
    assert axe.read(browser, address, every[turn :: len(axe.LOOKS)], [axe.LOOKS[turn]]) == {}


def test_a_checked_draft(browser: Any, address: str) -> None:
    assert axe.read(browser, address, [axe.CHECKED], [("dark", 360), ("light", 1280)]) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_explorer(browser: Any, address: str, scheme: str) -> None:
    assert axe.read(browser, address, EXPLORED, [(scheme, 1280)], ready="#explorer[data-ready]") == {}
