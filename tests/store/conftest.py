"""The same tests run on the engine in the process, on one in a directory, and on a server."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from phahe.store import Store, open_store

_spec = importlib.util.spec_from_file_location("loopback", Path(__file__).parent / "loopback.py")
assert _spec is not None
assert _spec.loader is not None
loopback = importlib.util.module_from_spec(_spec)
sys.modules["loopback"] = loopback
_spec.loader.exec_module(loopback)


@pytest.fixture(params=["memory", "directory", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "server":
        with loopback.sparql_server() as (address, _), open_store(address) as opened:
            yield opened
    else:
        with open_store(str(tmp_path / "store") if request.param == "directory" else None) as opened:
            yield opened
