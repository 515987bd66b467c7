"""Building again gives the same statements; of a document whose file is gone no trace stays."""

from __future__ import annotations

import shutil
from pathlib import Path

from pyoxigraph import BlankNode

from phahe.build import build
from phahe.resources import folder
from phahe.store import Store, open_store


def statements(store: Store) -> list[str]:
    """All quads, sorted; those of the ontology's blank nodes left out, whose labels are the engine's."""
    return sorted(str(quad) for quad in store.quads() if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode))


def test_a_second_build_is_the_same_and_a_removed_document_is_gone(tmp_path: Path) -> None:
    data = tmp_path / "ttl"
    shutil.copytree(folder("data/ttl"), data)
    store = open_store()
    build(store, data)
    first = statements(store)
    again = open_store()
    build(again, data)
    assert statements(again) == first
    (data / "documents" / "thien-tan-task-list.ttl").unlink()
    shutil.rmtree(data / "aligned")
    build(store, data)
    # The reference may go on naming the file it was curated from; no thing and no count of the document is left.
    assert not [line for line in statements(store) if "/thien-tan-task-list" in line]
