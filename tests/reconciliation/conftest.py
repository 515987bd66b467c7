"""The things of the shipped data, without rules or checks."""

from __future__ import annotations

import pytest

from phahe.reconciliation import Index, entities
from phahe.store import Store, open_store
from phahe.store.dataset import load_all


@pytest.fixture(scope="session")
def loaded() -> Store:
    store = open_store()
    load_all(store)
    return store


@pytest.fixture(scope="session")
def known(loaded: Store) -> Index:
    return Index(entities(loaded))
