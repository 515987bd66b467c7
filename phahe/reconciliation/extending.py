"""Values of properties for things that were matched, and which properties a kind of thing has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from phahe.reconciliation.index import Index
from phahe.reconciliation.kinds import Property, kinds
from phahe.reconciliation.model import Value


def propose(kind: str) -> list[Property]:
    """The properties that can be fetched for a kind, or for a finer kind of it ("place-kind/xa"); a day is given, not fetched.

    >>> [one.id for one in propose("place")][:3]
    ['province', 'within', 'code']
    """
    name = (
        kind
        if kind in kinds()
        else next((one.id for one in kinds().values() if one.subtype and _scheme(one.id) == kind.partition("/")[0]), "")
    )
    return [one for one in kinds()[name].properties.values() if one.derived != "date"] if name else []


def _scheme(kind: str) -> str:
    return {"document": "doctype"}.get(kind, f"{kind}-kind")


def extend(index: Index, ids: Iterable[str], properties: Iterable[str]) -> Mapping[str, Mapping[str, tuple[Value, ...]]]:
    """The values of properties by thing and property; nothing for things and properties that are not known."""
    wanted = list(properties)
    found = {}
    for iri in ids:
        entity = index.named(iri)
        found[iri] = {name: entity.facts.get(name, ()) if entity else () for name in wanted}
    return found
