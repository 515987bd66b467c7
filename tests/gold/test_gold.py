"""What the program reads from the five documents is at least as right as `floors.tsv` says, kind by kind.

A floor is the number the project promises (`goal`), or what was last measured, rounded down, with what is `missing`. Who makes the
reading better raises the floor; it never goes down without a word in `docs/evaluation.md`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from phahe.evaluation import Part, Report
from phahe.evaluation.corpus import evaluate_corpus

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "corpus"
with (HERE / "floors.tsv").open(encoding="utf-8", newline="") as file:
    FLOORS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
OWN = [row for row in FLOORS if not row["kind"].startswith("corpus-")]
OF_CORPUS = [row for row in FLOORS if row["kind"].startswith("corpus-")]


def measured(*parts: Part) -> dict[tuple[str, str], float]:
    """Every number of a report by kind and measure."""
    found: dict[tuple[str, str], float] = {}
    for part in parts:
        for score in part.scores:
            found[score.kind, "precision"], found[score.kind, "recall"] = score.precision, score.recall
        found |= {(score.kind, score.field): score.accuracy for score in part.fields}
    return found


def name(row: dict[str, str]) -> str:
    return f"{row['kind']} {row['measure']}"


@pytest.fixture(scope="session")
def corpus() -> tuple[Part, ...]:
    if not CORPUS.is_dir():
        pytest.skip("the collection of real documents (../shared/corpus) is not here")
    return evaluate_corpus(CORPUS)


@pytest.mark.parametrize("row", OWN, ids=name)
def test_reading_is_as_right_as_it_was(row: dict[str, str], report: Report) -> None:
    assert_floor(row, report.total)


@pytest.mark.parametrize("row", OF_CORPUS, ids=name)
def test_reading_of_the_corpus_is_as_right_as_it_was(row: dict[str, str], corpus: tuple[Part, ...]) -> None:
    assert_floor(row, *corpus)


def assert_floor(row: dict[str, str], *parts: Part) -> None:
    value = measured(*parts)[row["kind"], row["measure"]]
    mistakes = [mistake for part in parts for mistake in part.mistakes if mistake.kind == row["kind"]]
    assert value >= float(row["floor"]), f"{name(row)} is {value:.4f}:\n" + "\n".join(map(str, mistakes))


def test_every_measured_number_has_a_floor(report: Report) -> None:
    assert measured(report.total).keys() == {(row["kind"], row["measure"]) for row in OWN}


def test_every_document_is_scored_in_every_kind_it_has(report: Report) -> None:
    assert [part.name for part in report.documents] == sorted(folder.parent.name for folder in HERE.glob("*/provisions.tsv"))
    for part in report.documents:
        assert {"provision", "task", "citation-numbered", "citation-named", "target", "target-strict"} <= {s.kind for s in part.scores}


@pytest.mark.parametrize("row", FLOORS, ids=name)
def test_a_floor_below_its_goal_or_below_one_says_what_is_missing(row: dict[str, str]) -> None:
    floor, goal = float(row["floor"]), float(row["goal"] or 1)
    assert bool(row["missing"]) == (floor < goal)
