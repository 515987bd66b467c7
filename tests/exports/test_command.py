"""`phahe export`: what it writes, what it says, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from phahe.cli import app
from phahe.store import Store


@pytest.fixture
def run(small: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.setattr("phahe.cli.exporting.opened", lambda *_: small)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["export", *words])


def test_the_ending_names_the_format_and_losses_are_said(run) -> None:  # type: ignore[no-untyped-def]
    result = run("-o", "x.ttl")
    assert result.exit_code == 0
    assert "17 phát biểu" in result.stderr
    assert "cấp độ tin cậy" in result.stderr
    assert Path("x.ttl").read_text(encoding="utf-8").startswith("@prefix")


def test_longest_ending_counts_and_json_reports(run) -> None:  # type: ignore[no-untyped-def]
    result = run("-o", "x.csv.zip", "--json")
    found = json.loads(result.stdout)
    assert (found["nodes"], found["edges"]) == (2, 2)
    assert found["file"] == "x.csv.zip"


def test_a_query_to_standard_output(run) -> None:  # type: ignore[no-untyped-def]
    result = run("--query", "SELECT (1 AS ?a) {}", "-f", "csv", "-o", "-")
    assert result.stdout_bytes == b"\xef\xbb\xbfa\r\n1\r\n"


@pytest.mark.parametrize(
    "words", [("-o", "x.exe"), ("-o", "x", "-f", "nope"), (), ("-o", "x.csv"), ("--document", "nope", "-o", "x.ttl"), ("--query", "ASK {}", "-o", "x.xlsx"),
              ("--query", "SELECT {", "-o", "x.xlsx"), ("--document", "a", "--lineage", "b", "-o", "x.ttl")],
)  # fmt: skip
def test_wrong_use_is_one_line_and_leaves_no_file(run, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("phahe: ")
    assert result.stderr.count("\n") == 1
    assert not list(Path.cwd().iterdir())
