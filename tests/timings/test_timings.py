"""Timings row by row, and against the gold of the sources."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from phahe.layout import lay_out
from phahe.reading import read
from phahe.tasks.timings import Timing, find_timings
from phahe.text import Span

ROOT = Path(__file__).parents[2]
SLUGS = ("lang-son-plan", "loc-binh-resolution", "thien-tan-task-list", "lam-dong-programme")


def rows(path: str) -> list[dict[str, str]]:
    file = ROOT / path
    if not file.exists():
        pytest.skip(f"{path} is not there")
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def brief(timing: Timing) -> str:
    return f"{timing.kind}|{timing.printed}|{timing.begins or ''}|{timing.ends or ''}"


@pytest.mark.parametrize("row", rows("tests/tables/timings.tsv"), ids=lambda row: row["why"])
def test_table(row: dict[str, str]) -> None:
    assert "; ".join(map(brief, find_timings(row["text"]))) == row["expected"]


def test_masked_citations_give_no_timing() -> None:
    text = "Chương trình mục tiêu quốc gia giai đoạn 2026 - 2035; từ năm 2026"
    assert [timing.printed for timing in find_timings(text, masked=[Span(0, 52)])] == ["từ năm 2026"]


@pytest.mark.parametrize("slug", SLUGS)
def test_gold_timings_are_found(slug: str) -> None:
    """Every timing of the gold is found with its days; what else is found is no other day of a task (titles are the caller's to mask)."""
    gold = [row for row in rows(f"tests/gold/{slug}/timings.tsv") if not row["optional"]]
    layout = lay_out(read(ROOT / "data" / "sources" / f"{slug}.txt").text)
    found = Counter(brief(timing) for block in layout.blocks for timing in find_timings(layout.words(block)))
    assert Counter(f"{row['kind']}|{row['printed']}|{row['begins']}|{row['ends']}" for row in gold) - found == Counter()
