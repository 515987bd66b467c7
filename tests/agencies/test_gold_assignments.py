"""Leads and coordinating bodies against the gold of the sources, read by hand by somebody else than the finder's author."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from phahe.tasks.assignments import Assignment, body_of_heading, column_assignments, find_assignments
from phahe.vietnamese import collapse

ROOT = Path(__file__).parents[2]
SLUGS = ("lang-son-plan", "loc-binh-resolution", "lam-dong-programme", "thien-tan-task-list", "bang-mac-resolution")
Fact = tuple[str, str, str]


def rows(slug: str, table: str) -> list[dict[str, str]]:
    path = ROOT / "tests" / "gold" / slug / table
    if not path.exists():
        pytest.skip(f"no gold for {slug}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def source(slug: str) -> str:
    restored = ROOT / "tests" / "gold" / slug / "text.txt"  # of an OCR source, written by reading
    stored = restored if restored.exists() else ROOT / "data" / "sources" / f"{slug}.txt"
    lines = stored.read_text(encoding="utf-8").split("\n")
    return collapse(" ".join(line for line in lines if not re.fullmatch(r"\s*\d{1,3}\s*", line)))


def blocks(slug: str) -> Iterator[tuple[str, str, str | None]]:
    """Path, text and body of the heading of every task of the gold, in reading order."""
    text, at, bodies = source(slug), 0, dict[str, str | None]()
    headings = {row["path"]: row["heading_or_first_words"] for row in rows(slug, "provisions.tsv")}
    for task in rows(slug, "tasks.tsv"):
        start = text.index(task["first_words"], at)
        parent = task["path"].rpartition(".")[0]
        if parent not in bodies:
            opening = text.rfind(headings.get(parent, "\0"), 0, start)
            bodies[parent] = body_of_heading(text[opening:start].removesuffix("- ")) if opening >= 0 else None
        at = text.index(task["last_words"], start) + len(task["last_words"])
        yield task["path"], text[start:at], bodies[parent]


def table_rows(slug: str) -> Iterator[tuple[str, tuple[Assignment, ...]]]:
    """Path and assignments of every row of a table, its lead in the second cell and its partners in the third."""
    paths = iter(rows(slug, "tasks.tsv"))
    for line in (ROOT / "data" / "sources" / f"{slug}.txt").read_text(encoding="utf-8").split("\n"):
        cells = [cell for cell in line.split("\t") if cell.strip()]
        if len(cells) >= 4 and not cells[0].startswith("NHÓM NHIỆM VỤ"):
            yield next(paths)["path"], column_assignments(cells[-3], "lead") + column_assignments(cells[-2], "coordinate")


def found(slug: str) -> Iterator[Fact]:
    if slug == "thien-tan-task-list":
        read = table_rows(slug)
    else:
        read = ((path, find_assignments(text, heading)) for path, text, heading in blocks(slug))
    for path, assignments in read:
        yield from ((path, item.role, item.name) for item in assignments)


@pytest.mark.parametrize("slug", SLUGS)
def test_leads_and_coordinating_bodies_of_a_source(slug: str) -> None:
    gold = {(row["path"], row["role"], row["body"]): row["optional"] for row in rows(slug, "assignments.tsv")}
    got = {fact for fact in found(slug) if fact not in gold or not gold[fact]}
    wanted = {fact for fact, optional in gold.items() if not optional}
    for role in ("lead", "coordinate"):
        mine, theirs = ({fact for fact in facts if fact[1] == role} for facts in (got, wanted))
        score = 2 * len(mine & theirs) / max(len(mine) + len(theirs), 1) if mine or theirs else 1.0
        assert score >= 0.97, f"{role}: F1 {score:.3f}; extra {sorted(mine - theirs)}; missing {sorted(theirs - mine)}"


@pytest.mark.parametrize("slug", SLUGS)
def test_reports_and_supervision_of_a_source(slug: str) -> None:
    gold = {(row["path"], row["role"], row["body"]): row["optional"] for row in rows(slug, "assignments.tsv")}
    roles = {"report", "supervise"}
    got = {fact for fact in found(slug) if fact[1] in roles}
    assert got - gold.keys() == set()
    assert {fact for fact, optional in gold.items() if fact[1] in roles and not optional} - got == set()
