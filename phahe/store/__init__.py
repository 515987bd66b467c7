"""The store of the graph: one interface, an engine in the process or any SPARQL 1.1 endpoint, chosen by one setting.

Public face: `open_store`, the `Store` protocol, the result classes of `model`, the errors of `errors`, and `bind` for parameters.
The limits on time and memory that a public endpoint needs are not here: they belong to the process that runs the queries.
"""

from __future__ import annotations

from pathlib import Path

from phahe.store.embedded import EmbeddedStore
from phahe.store.errors import LoadError, QueryError, StoreError, UnreachableError
from phahe.store.model import Dataset, Graph, Result, Row, Solutions, Store, Term, Truth
from phahe.store.remote import RemoteStore
from phahe.store.sparql import bind, with_prefixes
from phahe.store.versions import current

__all__ = [
    "Dataset", "EmbeddedStore", "Graph", "LoadError", "QueryError", "RemoteStore", "Result", "Row", "Solutions", "Store",
    "StoreError", "Term", "Truth", "UnreachableError", "bind", "open_store", "with_prefixes",
]  # fmt: skip


def open_store(setting: str | None = None, *, read_only: bool = False) -> Store:
    """The store that `setting` (PHAHE_STORE, --store) names: nothing or "memory", a directory, or the http(s) address of an endpoint.

    An endpoint whose updates go to another address is written "http://host/query http://host/update". A directory of dataset versions
    (`phahe.store.versions`) stands for the current one, read-only.
    Raises StoreError for a directory that cannot be opened.

    >>> with open_store() as store:
    ...     store.count()
    0
    """
    if not setting or setting == "memory":
        return EmbeddedStore()
    if setting.startswith(("http://", "https://")):
        query_address, _, update_address = setting.partition(" ")
        return RemoteStore(query_address, update_address or None)
    found = current(Path(setting))
    return EmbeddedStore(found.path, read_only=True) if found else EmbeddedStore(Path(setting), read_only=read_only)
