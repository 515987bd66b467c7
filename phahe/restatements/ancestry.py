"""The nearest documents that two documents both come from, by the lineage edges stated in the graph.

Two texts that share wording and carry out one resolution may both repeat it: that is said, not concluded. Which edges there are is
decided elsewhere; wording adds none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rdflib import Graph, URIRef

from phahe.namespaces import PH

#: The lineage edges, child to parent (sub-properties of ph:derivesFrom, docs/model.md).
_EDGES: Final = (PH.carriesOut, PH["continues"], PH.annexOf)


def parents(graph: Graph) -> dict[str, frozenset[str]]:
    """The documents that each document carries out, continues or is annexed to."""
    found: dict[str, set[str]] = {}
    for edge in _EDGES:
        for child, parent in graph.subject_objects(edge):
            if isinstance(child, URIRef) and isinstance(parent, URIRef):
                found.setdefault(str(child), set()).add(str(parent))
    return {child: frozenset(of) for child, of in found.items()}


def common_sources(first: str, second: str, parents_of: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The nearest common ancestors of two documents: those from which no other common ancestor descends, sorted.

    None where one of the two is an ancestor of the other: then lineage itself says where the wording may come from.

    >>> lineage = {"xã": frozenset({"NQ 47"}), "tỉnh": frozenset({"NQ 47"}), "NQ 47": frozenset({"QĐ 1705"})}
    >>> common_sources("xã", "tỉnh", lineage), common_sources("xã", "NQ 47", lineage)
    (('NQ 47',), ())
    """
    above_first, above_second = _ancestors(first, parents_of), _ancestors(second, parents_of)
    if first in above_second or second in above_first:
        return ()
    common = above_first & above_second
    return tuple(sorted(common.difference(*(_ancestors(one, parents_of) - {one} for one in common))))


def _ancestors(document: str, parents_of: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [*parents_of.get(document, ())]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(parents_of.get(one, ()))
    return found
