"""Completing what a person types: things, kinds of things and properties whose names begin with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from phahe.labels import Label
from phahe.reconciliation.index import Index
from phahe.reconciliation.kinds import Property, kinds
from phahe.reconciliation.model import Entity
from phahe.reconciliation.words import plain

T = TypeVar("T")
#: How many are suggested at a time.
PAGE = 20


def suggest(index: Index, prefix: str, cursor: int = 0) -> list[Entity]:
    """Things with a name that begins with `prefix`, then those with a word that does; units that exist before those that ended.

    >>> suggest(Index([Entity("place/1", "place", "xã Bằng Mạc", ("xã Bằng Mạc",))]), "bang m")[0].name
    'xã Bằng Mạc'
    """
    chosen = index.named(prefix.strip())
    if chosen is not None:
        return [chosen] if cursor == 0 else []
    wanted = plain(prefix)
    if not wanted:
        return []
    found: dict[str, tuple[int, bool, int, str]] = {}
    for key, known in index.keys.items():
        place = 0 if key == wanted else 1 if key.startswith(wanted) else 2 if f" {wanted}" in key else None
        if place is None:
            continue
        for iri, _, _ in known:
            rank = (place, bool(index.entities[iri].valid_to), len(key), iri)
            found[iri] = min(found.get(iri, rank), rank)
    return [index.entities[iri] for iri in sorted(found, key=found.__getitem__)[cursor : cursor + PAGE]]


def among(items: Iterable[tuple[str, Label, T]], prefix: str) -> list[T]:
    """The items whose id, or a word of whose name in either language, begins with `prefix`; all for an empty one."""
    wanted = plain(prefix)
    return [
        item
        for name, label, item in items
        if name.casefold().startswith(prefix.strip().casefold()) or _begins(wanted, (label.vi, label.en))
    ]


def _begins(wanted: str, names: Sequence[str]) -> bool:
    return not wanted or any(f" {plain(name)}".find(f" {wanted}") >= 0 for name in names)


def properties(prefix: str = "") -> list[Property]:
    """The properties of all kinds, each once.

    >>> [one.id for one in properties("mã")]
    ['code']
    """
    every = {one.id: one for kind in reversed(list(kinds().values())) for one in kind.properties.values()}
    return among(((one.id, one.label, one) for one in reversed(every.values())), prefix)
