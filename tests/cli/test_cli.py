"""The command line: what it prints, and one clear line with exit code 2 for everything wrong."""

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from phahe.cli import app

SOURCES = Path(__file__).parents[2] / "data" / "sources"
runner = CliRunner()


def run(*arguments: str) -> tuple[int, str, str]:
    result = runner.invoke(app, list(arguments), env={"PHAHE_STORE": ""})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_trace_prints_the_chain_with_quotes() -> None:
    code, out, _ = run("trace", "loc-binh-resolution", "--to", "29-NQ/TW")
    assert code == 0
    positions = [out.index(number) for number in ("47/NQ-HĐND", "1705/QĐ-TTg", "91-KL/TW", "29-NQ/TW")]
    assert positions == sorted(positions)
    assert "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025" in out


def test_trace_as_json_is_json() -> None:
    code, out, _ = run("trace", "xã Lộc Bình", "--to", "29-NQ/TW", "--json")
    assert code == 0
    assert len(json.loads(out)["hops"]) == 4


def test_thien_tan_does_not_trace_to_lam_dong() -> None:
    code, out, _ = run("trace", "thien-tan-task-list", "--to", "lam-dong-programme")
    assert code == 1
    assert "không bắt nguồn" in out


def test_query_counts_tasks() -> None:
    code, out, _ = run("query", "SELECT (COUNT(?t) AS ?n) { ?t a ph:Task }", "--json")
    assert (code, json.loads(out)) == (0, [{"n": "193"}])


def test_ask_lists_the_catalogue_and_answers() -> None:
    assert "tasks-from-resolution" in run("ask")[1]
    code, out, _ = run("ask", "tasks-from-resolution", "resolution=29-NQ/TW", "place=xã Lộc Bình")
    assert code == 0
    assert len(out.splitlines()) == 1 + 32


def test_ingest_writes_one_file(tmp_path: Path) -> None:
    code, out, _ = run("ingest", str(SOURCES / "thien-tan-task-list.txt"), "-o", str(tmp_path))
    assert code == 0
    assert "33 Task" in out
    assert [path.name for path in tmp_path.glob("[!.]*")] == ["thien-tan-task-list.ttl"]


def _bad_files(folder: Path) -> dict[str, Path]:
    contents = {
        "empty.txt": b"",
        "blank.txt": b" \n\n ",
        "binary.txt": bytes(range(256)) * 4,
        "english.txt": b"The quick brown fox jumps over the lazy dog. " * 20,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents} | {"missing.txt": folder / "missing.txt"}


@pytest.mark.parametrize("name", ["empty.txt", "blank.txt", "binary.txt", "english.txt", "missing.txt"])
def test_a_bad_file_is_one_clear_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    path = _bad_files(tmp_path / "in")[name]
    code, _, err = run("ingest", str(path), "-o", str(tmp_path / "out"))
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert name in err
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


def test_the_rest_of_a_batch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = run("ingest", str(tmp_path / "empty.txt"), str(SOURCES / "thien-tan-task-list.txt"), "-o", str(tmp_path / "out"))
    assert code == 2
    assert "33 Task" in out
    assert "empty.txt" in err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("trace", "khong-co-van-ban-nay"), "khong-co-van-ban-nay"),
        (("ask", "no-such-question"), "no-such-question"),
        (("ask", "tasks-from-resolution", "resolution=99999-NQ/XX"), "99999-NQ/XX"),
        (("query", "SELECT ?s WHERE { ?s ?p "), "line 1"),
        (("query", "DROP ALL"), "phahe:"),
        (("query", "@/no/such/file.rq"), "/no/such/file.rq"),
        (("build", "--store", "memory", "--data", "/no/such/folder"), "/no/such/folder"),
        (("validate", "/no/such/file.ttl"), "/no/such/file.ttl"),
    ],
)
def test_wrong_use_is_one_clear_line(arguments: tuple[str, ...], named: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert named in err
    assert "Traceback" not in err


def test_a_turtle_file_with_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix ph: <https://w3id.org/phahe/ns#> .\n<urn:x> a ph:Task ;;; oops", encoding="utf-8")
    code, _, err = run("validate", str(bad))
    assert code == 2
    assert "bad.ttl" in err
    assert "2" in err


def test_a_port_in_use_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert str(taken) is not None
    assert "cannot listen" in err


def test_a_store_on_disk_is_built_and_asked(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    assert run("build", "--store", store)[0] == 0
    code, out, _ = run("trace", "loc-binh-resolution", "--to", "29-NQ/TW", "--store", store)
    assert code == 0
    assert "1705/QĐ-TTg" in out
    assert run("query", "ASK { ?s ?p ?o }", "--store", str(tmp_path / "nothing"))[0] == 2
