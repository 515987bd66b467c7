"""A task with who, when, where it stands, and the way up from its document to the origins."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from phahe.lineage import Hop, trace
from phahe.store import Store
from phahe_server.graph import Row, rows
from phahe_server.views import reader
from phahe_server.views.documents import Document, some
from phahe_server.views.lineage import restored
from phahe_server.views.reader import Task


@dataclass(frozen=True)
class TaskPage:
    """All that the page of a task shows."""

    task: Row
    document: Document
    headings: list[Row]
    quotes: list[Row]
    facts: Task
    restored: dict[str, str]
    hops: list[Hop]
    origins: list[Document]


def task(store: Store, iri: str) -> TaskPage | None:
    """The task `iri`; None where it is no task."""
    node = NamedNode(iri)
    found = rows(store, "task", task=node)
    if not found:
        return None
    row = found[0]
    document = NamedNode(row["document"])
    above = rows(store, "task-ancestors", provision=NamedNode(row["provision"])) if row["provision"] else []
    hops = trace(store, iri).hops
    middle = {hop.child.iri for hop in hops}
    ends = dict.fromkeys(hop.parent.iri for hop in hops if hop.parent.iri not in middle)
    documents = some(store, [document.value, *ends])
    return TaskPage(
        row,
        documents[row["document"]],
        [heading for heading in above if heading["heading"] and heading["above"] != row["provision"]],
        rows(store, "quotes", fact=node),
        next(
            (found for found in reader.tasks(store, document) if found.iri == iri),
            Task(iri, row["path"], row["kind"], row["provision"], row["text"]),
        ),
        restored(store, hops),
        [hop for hop in hops if hop.relation != "part-of"],
        [documents[end] for end in ends],
    )
