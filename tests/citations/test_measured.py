"""The numbers to reach: on passages annotated by others, on the project's own gold, and in time."""

from __future__ import annotations

import csv
import doctest
import re
import time
from pathlib import Path

import pytest

from phahe.citations import find_citations
from phahe.evaluation.citation_gold import evaluate_citations
from phahe.layout import lay_out
from phahe.reading import read
from phahe.vietnamese import collapse

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
CLEAN = ["lam-dong-programme", "lang-son-plan", "loc-binh-resolution", "thien-tan-task-list"]


@pytest.mark.skipif(not CORPUS.exists(), reason="the annotated corpus is not beside the project")
def test_the_annotated_corpus() -> None:
    scores = evaluate_citations(CORPUS / "citations_gold.jsonl")
    assert scores.spans.f1 >= 0.97, scores.errors
    assert scores.identity >= 0.98, scores.errors


def plain(words: str) -> str:
    return re.sub(r"-\s", "-", collapse(re.sub(r"[“”\"]", "", words)))


@pytest.mark.parametrize("slug", CLEAN)
def test_the_projects_own_gold(slug: str) -> None:
    text = lay_out(read(ROOT / "data" / "sources" / f"{slug}.txt").text).text.text
    with (ROOT / "tests" / "gold" / slug / "citations.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["form"] in ("numbered", "named")]
    wanted = sorted(plain(row["surface"]) for row in rows if not row["optional"])
    allowed = [plain(row["surface"]) for row in rows if row["optional"]]
    found = sorted(plain(text[c.surface.start : c.surface.end]) for c in find_citations(text) if c.form in ("numbered", "named"))
    missed = [surface for surface in set(wanted) if found.count(surface) < wanted.count(surface)]
    extra = [surface for surface in set(found) if found.count(surface) > wanted.count(surface) + allowed.count(surface)]
    ours = [
        surface for surface in extra if not surface.startswith("Kế hoạch triển khai")
    ]  # the document's own plan: optional, self in the gold
    assert (missed, ours) == ([], [])


def test_a_thousand_pages_a_second() -> None:
    """Four hundred pages of 3,000 characters of clean text; the bound leaves room for a busy machine."""
    text = lay_out(read(ROOT / "data" / "sources" / "loc-binh-resolution.txt").text).text.text
    find_citations(text)
    begin = time.process_time()
    pages = 0.0
    while pages < 400:
        find_citations(text)
        pages += len(text) / 3000
    assert pages / (time.process_time() - begin) >= 500


def test_the_documentation_shows_what_happens() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "citations.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0
