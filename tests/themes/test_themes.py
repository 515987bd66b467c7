"""Which theme a heading names; and the vocabulary holds themes apart, so that the threshold means something."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rdflib import SKOS, URIRef

from phahe.namespaces import VOCAB
from phahe.resources import folder
from phahe.tasks.themes import ALIKE, DUTIES, OTHER, Themes
from phahe.turtle.canonical import read_turtle

FILE = folder("ontology") / "vocab" / "theme.ttl"
THEMES = Themes.from_turtle(FILE.read_text(encoding="utf-8"))
with (Path(__file__).parent / "headings.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_theme_of_a_task(row: dict[str, str]) -> None:
    headings = [heading for heading in row["headings"].split(" | ") if heading]
    assert THEMES.of_task(row["kind"], headings) == row["theme"], row["why"]


def test_the_opening_clause_serves_where_no_heading_does() -> None:
    text = "Phát triển đội ngũ nhà giáo và cán bộ quản lý giáo dục: rà soát, sắp xếp giáo viên. Bảo đảm nguồn lực tài chính."
    assert THEMES.theme_of([], text) == "teachers"
    assert THEMES.theme_of(["Chuyển đổi số trong giáo dục"], text) == "science-digital", "a heading comes first"


def test_every_label_names_its_own_theme() -> None:
    for code, labels in THEMES.labels.items():
        for label in labels:
            assert THEMES.theme_of([" ".join(label)]) == code, label


def test_labels_of_unrelated_themes_stay_below_the_threshold() -> None:
    graph = read_turtle(FILE)
    related = {frozenset((str(one), str(other))) for one, other in graph.subject_objects(SKOS.related)}
    iri = {code: str(URIRef(f"{VOCAB}theme/{code}")) for code in THEMES.labels}
    alike = {
        (one, other): max(THEMES.likeness(first, second) for first in THEMES.labels[one] for second in THEMES.labels[other])
        for one in THEMES.labels
        for other in THEMES.labels
        if one < other and frozenset((iri[one], iri[other])) not in related
    }
    assert max(alike.values()) < ALIKE, max(alike, key=lambda pair: alike[pair])


@pytest.mark.parametrize("code", [DUTIES, OTHER])
def test_the_codes_that_python_names_are_in_the_vocabulary(code: str) -> None:
    assert code in THEMES.labels
