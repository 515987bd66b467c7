"""Streams of N-Quads into a store on disk."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from phahe.store import Dataset, EmbeddedStore, LoadError
from phahe.store.bulk import bulk_load
from phahe.store.dataset import graph

G, H, ALIGNED = graph("document", "one"), graph("document", "two"), graph("aligned")
LINES = [
    f"<urn:s> <urn:p> <urn:o> {G} .",
    f'<urn:s> <urn:p> "a quote \\" <urn:x> . and spaces"@vi {G} .',
    f'_:b <urn:p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> {H} .',
    f'<urn:s> <urn:p> "only aligned" {ALIGNED} .',
    f"<urn:s> <urn:p> <urn:o> {H} .",
]


@pytest.mark.parametrize("name", ["x.nq", "x.nq.gz"])
def test_each_line_stands_in_its_graph_and_once_in_the_merge(tmp_path: Path, name: str) -> None:
    text = "".join(line + "\n" for line in LINES).encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    with EmbeddedStore(tmp_path / "store") as store:
        assert store.bulk_load(tmp_path / name) == {G.value: 2, H.value: 2, ALIGNED.value: 1}
        assert store.count() == 5
        assert store.counts() == {ALIGNED.value: 1, G.value: 2, H.value: 2}
        assert len(store.select("SELECT * { ?s ?p ?o }")) == 3
        assert len(store.select("SELECT * { ?s ?p ?o }", Dataset(aligned=True))) == 4


@pytest.mark.parametrize(
    "line",
    [
        f"  <urn:s>\t<urn:p>   <urn:o> {G}.",
        f"<urn:s> <urn:p> <urn:o> {G} . # a remark",
        f"<urn:s> <urn:p> <urn:o> {G} .\r",
        f"# a remark\n\n<urn:s> <urn:p> <urn:o> {G} .",
        f"<urn:s> <urn:p> <urn:o> {G} .",
    ],
)
def test_spacing_and_remarks_are_free(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.nq").write_bytes(line.encode())
    with EmbeddedStore() as store:
        assert store.bulk_load(tmp_path / "x.nq") == {G.value: 1}
        assert store.query("ASK { <urn:s> <urn:p> <urn:o> }")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<urn:s> <urn:p> <urn:o> .", "no graph was named"),
        ('<urn:s> <urn:p> "o" .', "no graph was named"),
        ("no quad at all", "3"),
        (f"<urn:s> <urn:p>  {G} .", "3"),
        (f"<urn:s> <urn:p> <no iri> {G} .", "3"),
        (f"<urn:s> <urn:p> <urn:\\u0020> {G} .", "3"),
        (f'<urn:s> <urn:p> "x"@{"z" * 20} {G} .', "3"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "x.nq").write_text("\n".join([*LINES[:2], line, LINES[2]]), encoding="utf-8")
    with EmbeddedStore() as store, pytest.raises(LoadError, match=message) as caught:
        store.bulk_load(tmp_path / "x.nq")
    assert caught.value.line == 3


def test_a_file_that_is_not_there_or_cut_short_is_said_so(tmp_path: Path) -> None:
    packed = gzip.compress("".join(line + "\n" for line in LINES * 2000).encode())
    (tmp_path / "cut.nq.gz").write_bytes(packed[: len(packed) // 2])
    for name in ("absent.nq", "cut.nq.gz"):
        with EmbeddedStore() as store, pytest.raises(LoadError, match=name):
            store.bulk_load(tmp_path / name)


class _Engine:
    """Stands for the engine: notes how many cores it sees, and reads the pipe or not."""

    def __init__(self, *, reads: bool) -> None:
        self.reads, self.cores = reads, 0

    def bulk_load(self, path: str, format: object) -> None:
        self.cores = len(os.sched_getaffinity(0))
        if self.reads:
            Path(path).read_bytes()


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores of a thread are counted on Linux only")
def test_the_engine_is_shown_three_cores_since_it_cannot_share_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [set(range(16))]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _thread: shown[-1])
    monkeypatch.setattr(os, "sched_setaffinity", lambda _thread, cores: shown.append(set(cores)))
    (tmp_path / "x.nq").write_text(LINES[0] + "\n", encoding="utf-8")
    engine = _Engine(reads=True)
    bulk_load(engine, tmp_path / "x.nq")  # type: ignore[arg-type]
    assert engine.cores == 3
    assert shown[-1] == set(range(16))


def test_where_cores_cannot_be_hidden_the_load_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    (tmp_path / "x.nq").write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    with EmbeddedStore(tmp_path / "store") as store:
        assert store.bulk_load(tmp_path / "x.nq") == {G.value: 2, H.value: 2, ALIGNED.value: 1}
        assert store.count() == 5


def test_what_the_engine_leaves_unread_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text(LINES[0] + "\n", encoding="utf-8")
    with pytest.raises(LoadError, match="did not read"):
        bulk_load(_Engine(reads=False), tmp_path / "x.nq")  # type: ignore[arg-type]
