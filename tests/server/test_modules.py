"""The examples in the server's docstrings are true, and the web layer is not imported by the library."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import phahe_server
import pytest

import phahe

MODULES = [name for _, name, _ in pkgutil.walk_packages(phahe_server.__path__, "phahe_server.")]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_library_knows_no_web() -> None:
    for path in Path(phahe.__file__).parent.rglob("*.py"):
        if path.parent.name != "cli":
            assert "phahe_server" not in path.read_text(encoding="utf-8"), path
