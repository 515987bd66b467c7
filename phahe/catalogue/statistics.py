"""Counts of a store for VoID: statements, things by class, statements by property, links to other data, an example of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phahe.catalogue.planning import query_text
from phahe.namespaces import BASE
from phahe.store import Store
from phahe.store.versions import manifest_of


@dataclass(frozen=True, slots=True)
class Link:
    """Links by one property into one other data set, told by the beginning of its IRIs."""

    property: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts. `triples` counts statements with their graph; a class or property counts each thing or statement once."""

    triples: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    links: tuple[Link, ...]
    examples: tuple[str, ...]


def statistics(store: Store) -> Statistics:
    """The counts of a store. Reads all of it: seconds for millions of statements."""
    known = manifest_of(store).get("graphs")
    triples = sum(known.values()) if known is not None else store.count()
    links = tuple(Link(row["property"].value, row["target"].value, int(row["count"].value)) for row in store.select(query_text("links")))
    return Statistics(triples, _counts(store, "classes", "class"), _counts(store, "properties", "property"), links, _examples(store))


def _counts(store: Store, name: str, variable: str) -> dict[str, int]:
    return {str(row[variable].value): int(row["count"].value) for row in store.select(query_text(name))}


def _examples(store: Store) -> tuple[str, ...]:
    """The first thing of some classes: a document in hand, a task, a place, an agency."""
    found = []
    for name in ("LegalDocument", "Task", "Target", "Agency"):
        text = f"SELECT ?thing WHERE {{ ?thing a <{BASE}ns#{name}> }} ORDER BY ?thing LIMIT 1"
        found += [str(row["thing"].value) for row in store.select(text)]
    return tuple(found)
