"""New data is taken without a failed request; a store on disk is served by workers that can open nothing but it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from phahe_server.execution import Executor
from phahe_server.querying import sealing
from phahe_server.querying.limits import Limits
from phahe_server.querying.pool import Pool
from phahe_server.querying.source import Source
from pyoxigraph import Literal, NamedNode, Quad

from phahe.store import EmbeddedStore, Store, StoreError
from phahe.store.versions import make_version

GRAPH = NamedNode("https://w3id.org/phahe/graph/document/tried")


def made(root: Path, count: int) -> str:
    def fill(store: EmbeddedStore) -> dict[str, Any]:
        store.add(Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal(n), GRAPH) for n in range(count))
        return {}

    return make_version(root, fill, f"digest {count}").id


def held(store: Store) -> int:
    return len(store.select("SELECT ?s { ?s ?p ?o }"))


def reach(_: Store, what: str, target: str) -> str:
    if what == "socket":
        socket.socket().close()
    elif what == "write":
        Path(target).write_text("x", encoding="utf-8")
    elif what == "run":
        os.execv("/bin/true", ["true"])
    elif what == "kill":
        os.kill(os.getppid(), 0)
    return "done"


def test_a_new_version_is_taken_while_requests_go_on(tmp_path: Path) -> None:
    first = made(tmp_path, 10)
    pool = Pool(Source(str(tmp_path)))
    swapped: list[str] = []
    pool.swapped.append(swapped.append)

    async def scene() -> None:
        executor = Executor(pool, Limits(sealed=True))
        watching = asyncio.create_task(pool.watch())
        assert await executor.run(held) == 10
        assert pool.version == first
        second = made(tmp_path, 20)
        found = []
        while not swapped:
            found.append(await executor.run(held))
        for _ in range(5):
            found.append(await executor.run(held))
        assert set(found) <= {10, 20}
        assert found[-1] == 20
        assert found == sorted(found)
        assert (swapped, pool.version) == ([second], second)
        watching.cancel()

    try:
        asyncio.run(asyncio.wait_for(scene(), 60))
    finally:
        pool.close()


@pytest.mark.parametrize("what", ["socket", "write", "run", "kill"])
def test_a_worker_on_disk_reaches_nobody(tmp_path: Path, what: str) -> None:
    if sealing.platform.machine() not in sealing._MACHINES or sealing.sys.platform != "linux":
        pytest.skip("seccomp is for Linux on x86-64 and ARM64")
    made(tmp_path, 10)
    pool = Pool(Source(str(tmp_path)))
    target = tmp_path / "written"

    async def scene() -> None:
        executor = Executor(pool, Limits(sealed=True))
        with pytest.raises(PermissionError):
            await executor.run(reach, what, str(target))
        assert await executor.run(held) == 10, "reading goes on"

    try:
        asyncio.run(asyncio.wait_for(scene(), 60))
    finally:
        pool.close()
    assert not target.exists()


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    pool = Pool(Source(str(tmp_path / "none")))
    with pytest.raises(StoreError, match="none"):
        pool.start().wait(20)
    pool.close()


def test_a_source_crosses_as_text() -> None:
    source = Source("kho lưu", "dữ liệu")
    assert Source.decoded(source.encoded()) == source
    assert json.loads(source.encoded())[0] == "kho lưu"
