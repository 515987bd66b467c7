from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from phahe.targets.measures import Measures


@pytest.fixture(scope="session")
def documents() -> ModuleType:
    spec = importlib.util.spec_from_file_location("documents", Path(__file__).with_name("documents.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def measures(documents: ModuleType) -> Measures:
    return documents.measures()
