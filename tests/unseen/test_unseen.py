"""Whole documents written for these tests in the manner of other provinces, communes and Party bodies; a file added is a test added.

`<name>.facts` is what a reader accepts of it, line by line: header, parts, citations, tasks with who and when, targets, sums.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENTS = sorted(path for path in (Path(__file__).parent / "documents").iterdir() if path.suffix in (".txt", ".md", ".docx"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_fact_of_the_document(path: Path, read_facts: Callable[[Path], list[str]]) -> None:
    assert read_facts(path) == path.with_suffix(".facts").read_text(encoding="utf-8").splitlines()
