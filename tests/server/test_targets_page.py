"""`/targets`: what may be compared, which way is weaker, and the proof of each value."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from phahe_server.views.target_matrix import Figure, Line, marked

PAGE = {"accept": "text/html"}


def figure(document: str, low: str, high: str = "", population: str = "trẻ") -> Figure:
    return Figure(f"{document}/t", document, low, "", Decimal(low), Decimal(high or low), "", population, ())


def line(direction: str, *figures: Figure) -> Line:
    return Line("m", "", direction, "unit/percent", (), "", "2030", {one.document: (one,) for one in figures})


@pytest.mark.parametrize(
    ("direction", "mine", "theirs", "mark"),
    [
        ("higher-better", figure("xã", "75"), figure("tỉnh", "99.6"), "weaker"),
        ("higher-better", figure("xã", "58"), figure("tỉnh", "48.5"), "stronger"),
        ("lower-better", figure("xã", "1.1"), figure("tỉnh", "8"), "stronger"),
        ("lower-better", figure("xã", "9"), figure("tỉnh", "8"), "weaker"),
        ("higher-better", figure("xã", "100"), figure("tỉnh", "100.0"), "equal"),
        ("higher-better", figure("xã", "41", "43"), figure("tỉnh", "35", "40"), "stronger"),
        ("higher-better", figure("xã", "30", "50"), figure("tỉnh", "35", "40"), "weaker"),
        ("higher-better", figure("xã", "75", population="nữ"), figure("tỉnh", "99.6"), ""),
        ("", figure("xã", "75"), figure("tỉnh", "99.6"), ""),
    ],
)
def test_mark(direction: str, mine: Figure, theirs: Figure, mark: str) -> None:
    found = marked(line(direction, mine, theirs), {"xã": ["tỉnh"]})
    assert found.figures["xã"][0].mark == mark
    assert found.figures["tỉnh"][0].mark == "", "what stands above is measured by nothing below it"


def test_no_mark_between_documents_of_which_neither_binds_the_other() -> None:
    assert marked(line("higher-better", figure("xã", "75"), figure("tỉnh khác", "99.6")), {}).marks == set()


def test_lines_hold_like_with_like(client: TestClient) -> None:
    lines = client.get("/api/targets").json()["lines"]
    keys = [(one["measure"] or one["targets"][0]["iri"], one["unit"], tuple(one["levels"]), one["condition"], one["year"]) for one in lines]
    assert len(set(keys)) >= len(keys) - 2, "a rate a year stands apart"
    assert sum(len(one["targets"]) for one in lines) > 100
    assert all(target["evidence"] for one in lines for target in one["targets"])


def test_the_page_shows_values_marks_and_a_chart(client: TestClient) -> None:
    page = client.get("/targets?measure=measure/huy-dong-tre-nha-tre", headers=PAGE).text
    assert re.search(r'class="figure"><a href="/doc/[^"]+/evidence/[^"]+"><bdi lang="vi">48,5%', page)
    assert re.search(r'change--stronger">mạnh hơn \+9,5', page)
    assert re.search(r'<svg class="bars"[^>]+role="img" aria-label="[^"]*48,5%', page)
    assert "<blockquote" in page


def test_csv(client: TestClient) -> None:
    text = client.get("/api/targets.csv?lang=en").content.decode("utf-8-sig")
    assert text.startswith("Measure,Document,Value,")
    assert ",stronger," in text


def test_words_of_a_target_are_no_formula(hostile: TestClient) -> None:
    assert ",'=cmd|" in hostile.get("/api/targets.csv").text
