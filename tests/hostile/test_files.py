"""Hostile files through `phahe ingest`, `reference add`, `validate`: each gets a line, in bounded time and memory, and the batch goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from phahe.reading import ReadingError, ocr, read

from .files import EXPECTED, lists, make_all, rdf, scan

SECONDS = 20
MEMORY = 2 * 2**30

#: Reads a folder in a process of its own and tells, for each file, how long it took and what came of it.
_INGEST = """
import json, resource, sys, time
from pathlib import Path
from phahe.pipeline import ingest, sources
times, last = {}, time.monotonic()
def tick(name):
    global last
    times[name] = time.monotonic() - last
    last = time.monotonic()
reports = ingest(sources([Path(sys.argv[1])]), Path(sys.argv[2]), tick)
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024
print(json.dumps({"peak": peak, "files": [[r.name, r.error, times[r.name], r.notes, r.output and r.output.name] for r in reports]}))
"""


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder, output = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("out")
    make_all(folder)
    done = subprocess.run(
        [sys.executable, "-c", _INGEST, str(folder), str(output)], capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr[-1000:]
    return {"folder": folder, "output": output, **json.loads(done.stdout)}


def _of(batch: dict[str, Any], name: str) -> list[Any]:
    shown = {made.name: told for made, told in zip(sorted(batch["folder"].iterdir()), batch["files"], strict=True)}
    return shown[name]


@pytest.mark.parametrize(("name", "cause"), EXPECTED.items(), ids=map(ascii, EXPECTED))
def test_each_file_gets_its_line(batch: dict[str, Any], name: str, cause: str | None) -> None:
    _, error, seconds, _, _ = _of(batch, name)
    assert seconds < SECONDS
    if cause is None:
        assert error is None
        return
    assert error is not None
    assert cause in error
    assert error.isprintable()
    assert "program error" not in error
    assert "/etc" not in error


def test_the_batch_stays_within_memory(batch: dict[str, Any]) -> None:
    assert batch["peak"] < MEMORY
    assert len(batch["files"]) == len(EXPECTED)


def test_only_the_output_folder_is_written(batch: dict[str, Any]) -> None:
    read_ones = sum(cause is None for cause in EXPECTED.values())
    assert len(list(batch["output"].glob("*.ttl"))) == read_ones
    assert sorted(path.name for path in batch["folder"].iterdir()) == sorted(EXPECTED)
    assert not Path("/tmp/phahe-evil").exists()
    assert not (batch["output"].parent.parent / "evil").exists()


def test_what_is_left_out_is_noted(batch: dict[str, Any]) -> None:
    assert "not run, not read" in _of(batch, "script.pdf")[3][0]


@pytest.mark.skipif(ocr.missing() is not None, reason="run `make system-packages`")
def test_a_scan_of_nothing_is_given_up_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(scan(40))
    started = time.monotonic()
    with pytest.raises(ReadingError, match=r"Vietnamese|text"):
        read(path, ocr_seconds=3)
    assert time.monotonic() - started < SECONDS


#: Runs commands one after the other in a process of 2 GB; tells code, seconds and what was printed on standard error by each.
_COMMANDS = """
import contextlib, io, json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from phahe.cli import main
told = []
for arguments in json.loads(sys.stdin.read()):
    sys.argv, started, printed, code = ["phahe", *arguments], time.monotonic(), io.StringIO(), 0
    with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(io.StringIO()):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    told.append([code, time.monotonic() - started, printed.getvalue()])
print(json.dumps(told))
"""
VALIDATE, ADD = ["validate"], ["reference", "add", "--register", "r.sqlite"]
CALLS = [*((ADD, name) for name in lists()), *((command, name) for command in (VALIDATE, ADD) for name in rdf())]


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[int, float, str]]:
    folder = tmp_path_factory.mktemp("lists")
    for name, content in {**lists(), **rdf()}.items():
        (folder / name).write_bytes(content)
    asked = json.dumps([[*command, name] for command, name in CALLS])
    done = subprocess.run(
        [sys.executable, "-c", _COMMANDS], input=asked, cwd=folder, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr[-1000:]
    answers = [tuple(told) for told in json.loads(done.stdout)]
    return {(command[0], name): told for (command, name), told in zip(CALLS, answers, strict=True)}


@pytest.mark.parametrize(
    ("name", "code", "said"), [("line.csv", 2, "too long"), ("nul.csv", 0, "nul.csv:3"), ("columns.csv", 0, ""), ("quotes.csv", 0, "")]
)
def test_lists_of_documents(commands: dict[tuple[str, str], tuple[int, float, str]], name: str, code: int, said: str) -> None:
    found, seconds, printed = commands["reference", name]
    assert seconds < SECONDS
    assert found == code, printed[-300:]
    assert said in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("command", ["validate", "reference"])
@pytest.mark.parametrize("name", rdf())
def test_rdf(commands: dict[tuple[str, str], tuple[int, float, str]], command: str, name: str) -> None:
    """A cause naming the file, for what is not Turtle or nests without reason; an import is read as a triple and not followed."""
    code, seconds, printed = commands[command, name]
    assert seconds < SECONDS
    assert "Traceback" not in printed
    if name == "import.ttl" and command == "validate":
        assert code in (0, 1)
    else:
        assert code == 2
        assert name in printed
