"""The catalogue of the shipped data, served in the process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from phahe_server.app import create_app
from phahe_server.routes import catalog
from rdflib import Graph

from phahe.store import Store, open_store
from phahe.store.dataset import load_all


@pytest.fixture(scope="module")
def store() -> Store:
    found = open_store()
    load_all(found)
    return found


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    patience = catalog.PATIENCE
    catalog.PATIENCE = 240.0
    with TestClient(create_app(store), raise_server_exceptions=False) as found:
        yield found
    catalog.PATIENCE = patience


@pytest.fixture(scope="module")
def turtle(client: TestClient) -> str:
    found = client.get("/catalog.ttl")
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "text/turtle; charset=utf-8"
    return found.text


@pytest.fixture(scope="module")
def graph(turtle: str) -> Graph:
    return Graph().parse(data=turtle, format="turtle")
