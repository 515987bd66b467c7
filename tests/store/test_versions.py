"""Dataset versions: whole or not at all, whoever dies when."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from phahe.store import EmbeddedStore, LoadError, StoreError, open_store
from phahe.store.backup import backup, restore, verify
from phahe.store.dataset import graph
from phahe.store.versions import current, current_id, make_current, make_version, prepare_change, version, versions, writing
from tests.clock import best_seconds

WHERE = graph("document", "one")


def facts(first: int, number: int) -> list[Quad]:
    return [Quad(NamedNode(f"urn:{first + n}"), NamedNode("urn:p"), Literal(str(first)), WHERE) for n in range(number)]


def made(root: Path, first: int = 0, number: int = 5, keep: int = 5) -> str:
    def fill(store: EmbeddedStore) -> dict[str, object]:
        store.add(facts(first, number))
        return {"graphs": store.counts()}

    return make_version(root, fill, "d" * 64, keep=keep).id


def test_a_version_is_made_named_and_read(tmp_path: Path) -> None:
    assert (current(tmp_path), current_id(tmp_path)) == (None, "")
    name = made(tmp_path)
    assert current_id(tmp_path) == name
    found = current(tmp_path)
    assert found
    assert (found.id, found.digest, found.manifest["graphs"]) == (name, "d" * 64, {WHERE.value: 5})
    with open_store(str(tmp_path)) as store:
        assert store.count() == 5


def test_a_change_leaves_the_old_version_as_it_was(tmp_path: Path) -> None:
    old = version(tmp_path, made(tmp_path))
    with EmbeddedStore(old.path, read_only=True) as reading:
        new = prepare_change(tmp_path, lambda store: store.add(facts(100, 1)) or {})
        assert reading.count() == 5
        with EmbeddedStore(new.path, read_only=True) as changed:
            assert changed.count() == 6
        assert new.digest == old.digest
        assert new.manifest["previous"] == old.id
    make_current(tmp_path, old.id)
    with open_store(str(tmp_path)) as store:
        assert store.count() == 5


def test_what_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    name = made(tmp_path)

    def fail(_: EmbeddedStore) -> dict[str, object]:
        raise ValueError("no")

    for attempt in (lambda: prepare_change(tmp_path, fail), lambda: make_version(tmp_path, fail, "x")):
        with pytest.raises(ValueError, match="no"):
            attempt()
    assert [one.id for one in versions(tmp_path)] == [name]
    assert {path.name for path in (tmp_path / "versions").iterdir()} == {name}


def test_old_versions_go_the_previous_stays(tmp_path: Path) -> None:
    names = [made(tmp_path, number, keep=1) for number in range(4)]
    assert [one.id for one in versions(tmp_path)] == names[-2:]


def test_only_one_writes(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(StoreError, match="another process"), writing(tmp_path, patience=0.05):
        pass


@pytest.mark.parametrize(("text", "message"), [("000009-000000000000", "not whole"), ("../../etc", "not whole"), ("", "not whole")])
def test_a_damaged_root_is_said_so(tmp_path: Path, text: str, message: str) -> None:
    made(tmp_path)
    (tmp_path / "current").write_text(text, encoding="ascii")
    for asked in (current, current_id):
        with pytest.raises(StoreError, match=message):
            asked(tmp_path)


_WRITER = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from phahe.store.dataset import graph
from phahe.store.versions import current, make_version, prepare_change
root, kind, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def fill(store):
    store.add(Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal(str(number)), graph("document", "one")) for n in range(300))
    return {"number": number}
while True:
    number += 1
    make_version(root, fill, "d", keep=2) if kind == "build" else prepare_change(root, fill, keep=2)
    print(number, flush=True)
"""


def opened(path: Path) -> None:
    with EmbeddedStore(path, read_only=True) as store:
        assert store.query("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("kind", ["build", "change"])
def test_ten_kills_leave_a_whole_store(tmp_path: Path, kind: str) -> None:
    made(tmp_path, number=300)
    chance = random.Random(kind)
    for attempt in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path), kind, str(attempt * 1000)], stdout=subprocess.PIPE, env={**os.environ}
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.25))
            writer.send_signal(signal.SIGKILL)
        found = current(tmp_path)
        assert found
        assert best_seconds(partial(opened, found.path), 2) < 2
        with EmbeddedStore(found.path, read_only=True) as store:
            each = Counter(quad.object.value for quad in store.quads())
        assert each[str(found.manifest.get("number", 0))] == 300
        assert set(each.values()) == {300}
    made(tmp_path)
    assert not list((tmp_path / "versions").glob(".*"))


def test_a_backup_comes_back(tmp_path: Path) -> None:
    name = made(tmp_path / "one", number=500)
    found = version(tmp_path / "one", name)
    with EmbeddedStore(found.path, read_only=True) as store:
        seal = backup(store.quads(), tmp_path / "all.nq.gz", found.digest)
    assert verify(tmp_path / "all.nq.gz") == seal
    back = restore(tmp_path / "two", tmp_path / "all.nq.gz")
    assert back.digest == found.digest
    with open_store(str(tmp_path / "one")) as one, open_store(str(tmp_path / "two")) as two:
        assert set(one.quads()) == set(two.quads())
        assert len(two.select("SELECT * { ?s ?p ?o }")) == 500


@pytest.mark.parametrize("harm", ["cut", "flip", "middle", "empty", "other", "unsealed"])
def test_a_damaged_backup_is_refused_and_nothing_changes(tmp_path: Path, harm: str) -> None:
    import gzip  # noqa: PLC0415

    root, path = tmp_path / "store", tmp_path / "all.nq.gz"
    name = made(root)
    backup(facts(0, 500), path)
    raw = path.read_bytes()
    text = gzip.decompress(raw)
    path.write_bytes(
        {
            "cut": raw[: len(raw) // 2],
            "flip": raw[:-5] + bytes([raw[-5] ^ 1]) + raw[-4:],
            "middle": gzip.compress(text.replace(b"urn:7>", b"urn:8>", 1)),
            "empty": b"",
            "other": b"hello",
            "unsealed": gzip.compress(b"".join(text.splitlines(keepends=True)[:-1])),
        }[harm]
    )
    with pytest.raises(LoadError, match=r"all\.nq\.gz"):
        restore(root, path)
    found = current(root)
    assert found
    assert found.id == name
