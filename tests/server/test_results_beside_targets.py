"""`/targets` with results: the example of docs/linking.md, from the table to the page. The figures are made up and say so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from phahe_server.app import create_app
from phahe_server.views.documents import Document
from phahe_server.views.observed_values import Result, beside
from phahe_server.views.target_matrix import Figure, Line
from typer.testing import CliRunner

from phahe.cli import app
from phahe.store import open_store
from phahe.store.dataset import graph, load_all

ROOT = Path(__file__).parents[2]


def result(place: str, within: str, value: str, year: str = "2026", level: str = "") -> Result:
    return Result("urn:o", place, place, within, year, level, Decimal(value), value, "unit/percent", "", "", "2")


def line(direction: str = "higher-better", year: str = "2030", **figures: str) -> Line:
    found = {name: (Figure(f"{name}/t", name, text, "", Decimal(text), Decimal(text), "", "", ()),) for name, text in figures.items()}
    return Line("m", "", direction, "unit/percent", ("mầm non",), "", year, found)


def document(iri: str) -> Document:
    return Document(iri, iri, "", "", "", "", "", "", iri, iri, "", True, iri, False)


DOCUMENTS = {name: document(name) for name in ("xa", "tinh")}


@pytest.mark.parametrize(
    ("targets", "actual", "expected", "why"),
    [
        (line(xa="58", tinh="48.5"), result("xa", "tinh", "50"), ("xa", "-8", False), "the target of the place itself"),
        (line(tinh="48.5"), result("xa", "tinh", "50"), ("tinh", "1.5", True), "else that of the wider place"),
        (line(tinh="48.5"), result("khac", "noi-khac", "50"), ("", "None", False), "never that of another place"),
        (line("lower-better", xa="8"), result("xa", "tinh", "9"), ("xa", "1", False), "less is better"),
        (line("", xa="8"), result("xa", "tinh", "9"), ("", "None", False), "no direction, no judgement"),
    ],
)
def test_a_result_is_held_against_the_nearest_target(targets: Line, actual: Result, expected: tuple[str, str, bool], why: str) -> None:
    (found,) = beside(targets, {"m": [actual]}, DOCUMENTS)
    assert (found.against, str(found.gap), found.reached) == expected, why


@pytest.mark.parametrize(
    "actual",
    [result("xa", "", "50", year="2031"), result("xa", "", "50", level="tiểu học")],
    ids=["after the target's year", "other level"],
)
def test_what_cannot_be_compared_is_not_shown(actual: Result) -> None:
    assert beside(line(xa="58"), {"m": [actual]}, DOCUMENTS) == ()


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV of docs/linking.md, imported."""
    folder = tmp_path_factory.mktemp("observed")
    text = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    tables = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    assert tables
    assert "bịa" in tables[0], "the example says that it is made up"
    (folder / "vi-du.csv").write_text(tables[0], encoding="utf-8-sig")
    result = CliRunner().invoke(app, ["observe", str(folder / "vi-du.csv"), "-o", str(folder / "observed")])
    printed = re.findall(r"```console\n\$ phahe observe [^\n]*\n(.*?)```", text, re.DOTALL)[0]
    said = (result.stdout + result.stderr).replace(str(folder / "observed"), "ket-qua/observed")
    assert said.strip() == printed.strip(), said
    return folder


@pytest.fixture(scope="module")
def client(observed: Path) -> Iterator[TestClient]:
    store = open_store()
    load_all(store)
    store.load(observed / "observed" / "vi-du.ttl", graph("observed"))
    with TestClient(create_app(store), raise_server_exceptions=False) as found:
        yield found


def test_the_page_shows_actual_against_target(client: TestClient) -> None:
    page = client.get("/targets?measure=measure/huy-dong-tre-nha-tre", headers={"accept": "text/html"}).text
    assert "Kết quả" in page
    shown = re.findall(r'<bdi lang="vi">([\d,]+)%</bdi></a> <span class="change change--(\w+)">([^<]+)</span>', page)
    assert ("46,2", "weaker", "chưa đạt −11,8") in shown or ("46,2", "weaker", "chưa đạt −2,3") in shown, shown
    assert any(mark == "stronger" for _, mark, _ in shown)
    link = re.search(r'href="(/observed/[^"]+/06529/2026)"', page)
    assert link
    assert "vi-du.csv" in client.get(link[1], headers={"accept": "text/html"}).text, "the value leads to the row it is from"


def test_the_list_says_which_row_a_result_is_from(client: TestClient) -> None:
    lines = client.get("/api/targets?measure=measure/huy-dong-tre-nha-tre").json()["lines"]
    results = [one for line in lines for one in line["results"]]
    assert {one["row"] for one in results} == {2, 3, 5}
    assert all(one["file"] == "vi-du.csv" and one["source"] for one in results)


def test_what_is_written_is_what_build_reads(observed: Path) -> None:
    data = observed / "data"
    shutil.copytree(observed / "observed", data / "observed")
    store = open_store()
    load_all(store, data=data)
    assert store.count(graph("observed")) > 0
