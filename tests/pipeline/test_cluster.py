"""A real Dask scheduler with two worker processes on this machine writes the same bytes as one process."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from phahe.pipeline import IngestError, ingest, sources, to_json
from phahe.pipeline.cluster import _require_same_program

from .conftest import contents

distributed = pytest.importorskip("distributed", reason="needs the group `distributed`")


@pytest.fixture
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_writes_the_same(documents: Path, reviews: Path, tmp_path: Path, scheduler: str) -> None:
    (documents / "a-rong.txt").write_bytes(b"")
    here = ingest(sources([documents]), tmp_path / "here", reviews=reviews)
    there = ingest(sources([documents]), tmp_path / "there", scheduler=scheduler, reviews=reviews)
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    assert len(contents(tmp_path / "there")) == 6
    assert {"ocr.doubts.tsv", "reviewed/ocr.ttl", "reviewed/ke-hoach.ttl"} <= set(contents(tmp_path / "there"))
    assert to_json(here) == to_json(there)
    assert all(report.skipped for report in ingest(sources([documents])[1:], tmp_path / "there", scheduler=scheduler, reviews=reviews))


def test_no_scheduler_is_one_line(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe.pipeline.cluster.PATIENCE", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused at once
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(IngestError, match=address):
            ingest(sources([documents]), tmp_path / "out", scheduler=address)
    assert not (tmp_path / "out").exists()


class _OtherVersion:
    def wait_for_workers(self, count: int, timeout: float) -> None:
        pass

    def run(self, function: object) -> dict[str, str]:
        return {"tcp://192.0.2.1:1": "0.0.0+other"}


def test_a_worker_with_another_program_is_refused() -> None:
    with pytest.raises(IngestError, match=r"tcp://192\.0\.2\.1:1.*0\.0\.0\+other"):
        _require_same_program(_OtherVersion(), "tcp://192.0.2.1:8786")
