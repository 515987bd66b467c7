"""The same sources give the same bytes: in this process, in another with another hash seed, and in what is committed.

Graphs of the documents, lists of doubtful words, what reviewers said.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from phahe.pipeline import ingest, sources

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "data" / "ttl"
WRITTEN = ("documents", "reviewed")
_AGAIN = """
import sys
from pathlib import Path
from phahe.pipeline import ingest, sources
ingest(sources([Path(sys.argv[1])]), Path(sys.argv[2], "documents"), jobs=2)
"""


def files(folder: Path) -> dict[str, bytes]:
    """What ingest writes, by its place in the data folder."""
    found = [path for name in WRITTEN for path in (folder / name).iterdir() if path.suffix in {".ttl", ".tsv"}]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(found)}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files written here, and at the same time by two processes with another hash seed."""
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    seed = "4711" if os.environ.get("PYTHONHASHSEED") != "4711" else "4712"
    command = [sys.executable, "-c", _AGAIN, str(ROOT / "data" / "sources"), str(there)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}) as other:
        reports = ingest(sources([ROOT / "data" / "sources"]), here / "documents")
        assert other.wait(timeout=180) == 0
    assert [report.error for report in reports] == [None] * len(reports)
    return files(here), files(there)


@pytest.fixture
def written(twice: tuple[dict[str, bytes], dict[str, bytes]]) -> dict[str, bytes]:
    return twice[0]


def test_two_processes_with_another_hash_seed_write_the_same(twice: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    assert differing(*twice) == {}


def test_every_kind_of_file_is_compared(written: dict[str, bytes]) -> None:
    assert {"documents/bang-mac-resolution.doubts.tsv", "reviewed/bang-mac-resolution.ttl", "documents/lang-son-plan.ttl"} <= set(written)


def test_the_committed_files_are_what_the_program_writes(written: dict[str, bytes]) -> None:
    assert differing(files(COMMITTED), written) == {}, "run: phahe ingest data/sources"


def test_no_path_of_this_machine_and_one_line_ending(written: dict[str, bytes]) -> None:
    for name, content in written.items():
        assert str(ROOT).encode() not in content, name
        assert b"\r" not in content, name
        assert content.endswith(b"\n"), name


def differing(expected: dict[str, bytes], found: dict[str, bytes]) -> dict[str, str]:
    """The first differing line of each file that is not the same in both."""
    assert expected
    return {
        name: first_difference(expected.get(name, b""), found.get(name, b""))
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    }


def first_difference(one: bytes, other: bytes) -> str:
    lines, others = one.decode().splitlines(), other.decode().splitlines()
    at = next((i for i, (a, b) in enumerate(zip(lines, others, strict=False)) if a != b), min(len(lines), len(others)))
    return f"line {at + 1}: {lines[at : at + 1]} / {others[at : at + 1]}"
