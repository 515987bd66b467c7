"""The app over the shipped graph, and over a small graph full of hostile text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from phahe_server.app import create_app

from phahe.build import build
from phahe.store import Store, open_store

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def shipped() -> Store:
    store = open_store()
    build(store)
    return store


@pytest.fixture(scope="session")
def client(shipped: Store) -> Iterator[TestClient]:
    with TestClient(create_app(shipped), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(autouse=True)
def _nobody_chose_a_language(request: pytest.FixtureRequest) -> None:
    """The client is shared: a language that one test chose stays in its cookies otherwise."""
    if "client" in request.fixturenames:
        request.getfixturevalue("client").cookies.clear()


@pytest.fixture(scope="session")
def address(shipped: Store, serving: Callable[[Any], str]) -> str:
    """Where the shipped graph is served for a browser."""
    return serving(create_app(shipped))


@pytest.fixture(scope="session")
def hostile() -> Iterator[TestClient]:
    store = open_store()
    for path in sorted(HERE.glob("*.trig")):
        store.load(path)
    with TestClient(create_app(store, sources=HERE), raise_server_exceptions=False) as found:
        yield found
