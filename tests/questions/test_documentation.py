"""The examples of docs/questions.md are run as they stand."""

from __future__ import annotations

import doctest
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "questions.md"


def test_the_examples_are_true() -> None:
    found = doctest.testfile(str(DOCUMENT), module_relative=False, encoding="utf-8")
    assert found.attempted > 10
    assert not found.failed
