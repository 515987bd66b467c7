"""Turtle files to a store that answers: every file into the named graph of its tier, then the rules, then the checks.

Building again from the same files gives the same store; of a document whose file is gone no trace stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from phahe.checks import run_checks
from phahe.inference import infer
from phahe.resources import folder
from phahe.store import LoadError, Store
from phahe.store.dataset import load_all


@dataclass(frozen=True, slots=True)
class Built:
    """How many statements each named graph holds, how many facts each rule added, how many findings each check made."""

    graphs: dict[str, int]
    rules: dict[str, int]
    checks: dict[str, int]


def build(store: Store, data: Path | None = None, ontology: Path | None = None) -> Built:
    """Fill `store` anew from the Turtle files, run the rules and the checks.

    Raises LoadError, naming file and line, for a file that cannot be read or a data folder without documents.
    """
    documents = (data or folder("data/ttl")) / "documents"
    if not any(documents.glob("*.ttl")):
        raise LoadError(documents, "không có tệp .ttl nào (no Turtle file); chạy “phahe ingest” trước")
    store.clear()
    load_all(store, ontology, data)
    rules = infer(store)
    found = run_checks(store)
    return Built({graph.value: store.count(graph) for graph in store.graphs()}, rules, found)
