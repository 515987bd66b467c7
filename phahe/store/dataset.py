"""Which file goes into which named graph (docs/model.md), and loading them all.

What the files say is decided elsewhere; `graph/inferred` is made by `phahe.inference`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from phahe.namespaces import GRAPH
from phahe.resources import folder
from phahe.store.embedded import EmbeddedStore
from phahe.store.model import Store
from phahe.store.orphans import forget_orphans


def graph(tier: str, name: str | None = None) -> NamedNode:
    """The named graph of a tier.

    >>> graph("document", "lang-son-plan").value
    'https://w3id.org/phahe/graph/document/lang-son-plan'
    """
    return NamedNode(f"{GRAPH}{tier}/{name}" if name else GRAPH + tier)


def files(ontology: Path, data: Path) -> Iterator[tuple[Path, NamedNode]]:
    """Each Turtle file of the ontology and data folders with its graph, in order: the ontology, then what `data/<tier>/` holds."""
    for path in sorted(ontology.rglob("*.ttl")):
        yield path, graph("ontology")
    for path in sorted(data.rglob("*.ttl")):
        tier = path.relative_to(data).parts[0]
        yield path, graph("document", path.stem) if tier == "documents" else graph(tier)


def load_all(store: Store, ontology: Path | None = None, data: Path | None = None, *, streams: bool = True) -> dict[Path, NamedNode]:
    """Load the shipped graph, or that of two other folders, into `store`; the files loaded and their graphs.

    Same wording with documents that are not among them, and reviews of such, are left out (`phahe.store.orphans`).

    With `streams` false the N-Quads files are left to the caller, and orphans with them.

    Raises LoadError at the first file that is no Turtle, and FileNotFoundError for a folder that is not there.
    """
    roots = ontology or folder("ontology"), data or folder("data/ttl")
    for root in roots:
        if not root.is_dir():
            raise FileNotFoundError(f"{root}: no such folder")
    loaded = dict(files(*roots))
    for path, name in loaded.items():
        store.load(path, name)
    if not streams and bulk_files(roots[1]):
        return loaded
    for path in bulk_files(roots[1]):
        if isinstance(store, EmbeddedStore):
            store.bulk_load(path)
        else:
            store.load(path)
    if {graph("aligned"), graph("reviewed")} & set(loaded.values()):
        forget_orphans(store)
    return loaded


def bulk_files(data: Path) -> list[Path]:
    """The N-Quads files of a data folder (.nq, .nq.gz): they name their graphs themselves and are loaded as streams, whatever their size."""
    return sorted([*data.rglob("*.nq"), *data.rglob("*.nq.gz")])
