"""The names of terms and concepts, read from the graph once and kept with the app."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import State

from phahe.store import Store
from phahe_server import packaged
from phahe_server.graph import terms

Labels = dict[str, dict[str, str]]


def read(store: Store) -> Labels:
    """Term to language to name: terms of other vocabularies from `strings/terms.yaml`, our own from the graph."""
    names: Labels = {iri: dict(words) for iri, words in packaged.data("strings/terms.yaml").items()}
    for row in terms(store, "labels"):
        label: Any = row["label"]
        names.setdefault(row["term"].value, {})[label.language or ""] = label.value
    return names


async def ensure(state: State) -> None:
    """Read the names where the app has none yet."""
    if not getattr(state, "labels", None):
        state.labels = await state.lasting.get(f"{state.pool.version} labels", lambda: state.executor.run(read))
