"""Each document of the gold is read once a session; every table is compared with that one reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from phahe.evaluation import Report, evaluate_gold

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def report() -> Report:
    return evaluate_gold(ROOT / "tests" / "gold", ROOT / "data" / "sources")
