"""Lineage: from a task or document up to where it comes from, or down to what carries it out, each hop with its proof.

A hop is a lineage edge of the graph together with the ph:DocumentRelation that proves it; an edge without its relation, or a
relation without its edge, is no hop. Same wording makes no hop. How a trace is shown is `tracing`'s; what one may type for a
document is `names`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from pyoxigraph import NamedNode

from phahe.labels import Label
from phahe.names import UnknownNameError, resolve_document, resolve_task
from phahe.namespaces import BASE, VOCAB
from phahe.store import Row, Store, bind, with_prefixes
from phahe.tiers import ORDER, tier

if TYPE_CHECKING:
    import networkx as nx

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """Printed words and where they stand: code points in the stored text of a document."""

    start: int
    end: int
    exact: str
    evidence: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A document, or the task a trace starts from. `held`: its text is in hand."""

    iri: str
    label: str
    held: bool = False
    slug: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a hop is believed: the words and the document that prints them, or the source that states it. `tier` is that of its graph."""

    tier: str
    relation: str
    words: str | None = None
    stated_in: Node | None = None
    quotations: tuple[Quotation, ...] = ()
    source: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """`child` derives from `parent`. `relation` is a code of vocab/relation, or "part-of" from a task to its document.

    `name` is the relation in words. `depth` counts hops from the start, 1 for the first. `in_cycle`: the hop leads back to
    where it came from.
    """

    depth: int
    child: Node
    relation: str
    name: Label
    parent: Node
    proofs: tuple[Proof, ...]
    in_cycle: bool = False

    @property
    def tier(self) -> str:
        """The tier of the best proof."""
        return self.proofs[0].tier


@dataclass(frozen=True, slots=True)
class Trace:
    """All hops from `start`, nearest first; with `to`, those on the ways to it. `reached`: `to` was met (true without a `to`)."""

    start: Node
    direction: Direction
    hops: tuple[Hop, ...]
    to: Node | None = None
    reached: bool = True


_PART_OF: Final = Label("thuộc", "is part of")
_HOPS: Final = """SELECT DISTINCT ?child ?parent ?kind ?vi ?en ?relation ?graph ?words ?source ?comment
  ?statedIn ?evidence ?exact ?start ?end ?file
WHERE {
  VALUES ?child { UNDEF }
  VALUES ?parent { UNDEF }
  ?kind ph:edgeProperty ?edge .
  ?edge rdfs:subPropertyOf+ ph:derivesFrom .
  GRAPH ?graph {
    ?relation ph:subjectDocument ?child ;
      ph:objectDocument ?parent ;
      ph:relation ?kind .
    OPTIONAL { ?relation ph:text ?words }
    OPTIONAL { ?relation dcterms:source ?source }
    OPTIONAL { ?relation rdfs:comment ?comment }
    OPTIONAL { ?relation ph:statedIn ?statedIn }
    OPTIONAL {
      ?relation prov:wasQuotedFrom ?evidence .
      OPTIONAL { ?evidence oa:hasSelector ?quote . ?quote oa:exact ?exact }
      OPTIONAL { ?evidence oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end }
      OPTIONAL { ?evidence oa:hasSource ?text . ?text ph:file ?file }
    }
  }
  ?child ?edge ?parent .
  OPTIONAL { ?kind skos:prefLabel ?vi FILTER(LANG(?vi) = "vi") }
  OPTIONAL { ?kind skos:prefLabel ?en FILTER(LANG(?en) = "en") }
}
ORDER BY ?child ?parent ?relation ?graph ?start ?evidence"""
_NODES: Final = """SELECT DISTINCT ?iri ?label ?held ?slug ?level WHERE {
  VALUES ?iri { UNDEF }
  OPTIONAL { ?iri rdfs:label ?label }
  OPTIONAL { ?iri ph:held ?held }
  OPTIONAL { ?iri ph:slug ?slug }
  OPTIONAL { ?iri ph:level ?level }
}
ORDER BY ?iri ?label"""
_TASK: Final = """SELECT DISTINCT ?document ?path ?words ?graph ?evidence ?exact ?start ?end ?file WHERE {
  VALUES ?task { UNDEF }
  GRAPH ?graph {
    ?task ph:document ?document ; ph:path ?path ; ph:text ?words .
    OPTIONAL {
      ?task prov:wasQuotedFrom ?evidence .
      OPTIONAL { ?evidence oa:hasSelector ?quote . ?quote oa:exact ?exact }
      OPTIONAL { ?evidence oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end }
      OPTIONAL { ?evidence oa:hasSource ?text . ?text ph:file ?file }
    }
  }
}
ORDER BY ?start ?evidence"""


def trace(store: Store, start: str, direction: Direction = "up", to: str | None = None, depth: int | None = None) -> Trace:
    """The lineage of the document or task that `start` names, up to its origins or down to what carries it out.

    `to` names a document that the way must end at; `depth` is the greatest number of hops. Raises UnknownNameError or AmbiguousNameError.
    """
    first, task_hops = _start(store, start, direction)
    target = resolve_document(store, to).value if to else None
    root = task_hops[0].parent.iri if task_hops else first
    found = list(_walk(store, root, direction, None if depth is None else depth - len(task_hops)))
    hops = [replace(hop, depth=hop.depth + len(task_hops)) for hop in found]
    reached = target is None or target in {root, *(hop.parent.iri if direction == "up" else hop.child.iri for hop in hops)}
    if target is not None:
        on_the_way = _between(hops, root, target, direction)
        hops = [hop for hop in hops if hop.child.iri in on_the_way and hop.parent.iri in on_the_way]
    known = _nodes(store, {first} | ({target} if target else set()))
    start_node = task_hops[0].child if task_hops else known[first]
    return Trace(start_node, direction, (*task_hops, *hops) if reached else (), known[target] if target else None, reached)


def _start(store: Store, text: str, direction: Direction) -> tuple[str, tuple[Hop, ...]]:
    """The IRI a trace starts from and, for a task, the hop to its document."""
    try:
        return resolve_document(store, text).value, ()
    except UnknownNameError as unknown:
        if direction == "down":
            raise
        try:
            task = resolve_task(store, text)
        except UnknownNameError as no_task:
            raise (no_task if "#" in text or "/task/" in text else unknown) from None
    rows = list(store.select(bind(with_prefixes(_TASK), {"task": task})))
    document = _value(rows[0], "document") or ""
    node = Node(task.value, f"{_nodes(store, {document})[document].label}, {_value(rows[0], 'path')}", True)
    proof = Proof(tier(_value(rows[0], "graph") or ""), "", _value(rows[0], "words"), None, _quotations(rows))
    return task.value, (Hop(1, node, "part-of", _PART_OF, _nodes(store, {document})[document], (proof,)),)


def _walk(store: Store, root: str, direction: Direction, depth: int | None) -> Iterator[Hop]:
    """Hops breadth first, one query a level. Each document is left once, so a circle ends."""
    seen, frontier, level = {root}, [root], 0
    above: dict[str, set[str]] = {}
    while frontier and (depth is None or level < depth):
        level += 1
        hops = _hops(store, frontier, direction)
        for hop in hops:
            above.setdefault(hop.child.iri, set()).add(hop.parent.iri)
        for hop in hops:
            yield replace(hop, depth=level, in_cycle=hop.child.iri in _reachable(above, hop.parent.iri))
        ends = [hop.parent.iri if direction == "up" else hop.child.iri for hop in hops]
        frontier = [iri for iri in dict.fromkeys(ends) if iri not in seen]
        seen.update(frontier)


def _reachable(edges: dict[str, set[str]], start: str) -> set[str]:
    """`start` and all that the edges lead to."""
    seen, rest = {start}, [start]
    while rest:
        for following in edges.get(rest.pop(), ()):
            if following not in seen:
                seen.add(following)
                rest.append(following)
    return seen


def _between(hops: Iterable[Hop], root: str, target: str, direction: Direction) -> set[str]:
    """The documents on any way between root and target."""
    low, high = (root, target) if direction == "up" else (target, root)
    upward: dict[str, set[str]] = {}
    downward: dict[str, set[str]] = {}
    for hop in hops:
        upward.setdefault(hop.child.iri, set()).add(hop.parent.iri)
        downward.setdefault(hop.parent.iri, set()).add(hop.child.iri)
    return _reachable(upward, low) & _reachable(downward, high)


def _hops(store: Store, documents: Iterable[str] | None, direction: Direction) -> tuple[Hop, ...]:
    """The hops that leave `documents` in a direction; all hops of the graph for None. Depth 0."""
    end = "child" if direction == "up" else "parent"
    given = {} if documents is None else {end: [NamedNode(iri) for iri in documents]}
    rows: dict[tuple[str, str, str], dict[str, list[Row]]] = {}
    for row in store.select(bind(with_prefixes(_HOPS), given)):
        key = (_text(row, "child"), _text(row, "parent"), _text(row, "kind"))
        rows.setdefault(key, {}).setdefault(f"{_text(row, 'graph')} {_text(row, 'relation')}", []).append(row)
    mentioned = {iri for child, parent, _ in rows for iri in (child, parent)}
    stating = {_text(row, "statedIn") for proofs in rows.values() for group in proofs.values() for row in group if "statedIn" in row}
    known = _nodes(store, mentioned | stating)
    return tuple(
        Hop(0, known[child], _code(kind), _name(proofs), known[parent], _proofs(proofs.values(), known))
        for (child, parent, kind), proofs in rows.items()
    )


def _name(proofs: dict[str, list[Row]]) -> Label:
    row = next(iter(proofs.values()))[0]
    code = _code(_text(row, "kind"))
    return Label(_value(row, "vi") or code, _value(row, "en") or code)


def _proofs(groups: Iterable[list[Row]], known: dict[str, Node]) -> tuple[Proof, ...]:
    proofs = []
    for rows in groups:
        row = rows[0]
        stated = known[_text(row, "statedIn")] if "statedIn" in row else None
        proofs.append(
            Proof(
                tier(_text(row, "graph")), _text(row, "relation"), _value(row, "words"), stated,
                _quotations(rows), _value(row, "source"), _value(row, "comment"),
            )
        )  # fmt: skip
    return tuple(sorted(proofs, key=lambda proof: (ORDER.index(proof.tier) if proof.tier in ORDER else len(ORDER), proof.relation)))


def _quotations(rows: Iterable[Row]) -> tuple[Quotation, ...]:
    complete = (row for row in rows if "exact" in row and "start" in row)
    found = {
        Quotation(int(_text(row, "start")), int(_text(row, "end")), _text(row, "exact"), _text(row, "evidence"), _value(row, "file"))
        for row in complete
    }
    return tuple(sorted(found, key=lambda quotation: (quotation.start, quotation.end, quotation.evidence)))


def _nodes(store: Store, iris: set[str]) -> dict[str, Node]:
    if not iris:
        return {}
    found: dict[str, Node] = {}
    for row in store.select(bind(with_prefixes(_NODES), {"iri": [NamedNode(iri) for iri in sorted(iris)]})):
        iri = _text(row, "iri")
        label = _value(row, "label") or iri.removeprefix(BASE)
        node = Node(iri, label, _value(row, "held") == "true", _value(row, "slug"), _code(_value(row, "level") or "") or None)
        found.setdefault(iri, node)
    return found


def _code(iri: str) -> str:
    return iri.removeprefix(str(VOCAB)).rpartition("/")[2]


def _text(row: Row, name: str) -> str:
    return str(row[name].value)


def _value(row: Row, name: str) -> str | None:
    return str(row[name].value) if name in row else None


def graph(store: Store) -> nx.DiGraph[str]:
    """The whole lineage as a networkx DiGraph, edges from child to parent.

    Nodes are IRIs with `label`, `held`, `slug`, `level`; edges have `relation` (codes joined by a space where a pair has two),
    `tier` (of the best proof), `words`, `source`, `evidence` (IRIs) and `hops` (the `Hop` objects). Absent values are "".
    """
    import networkx as nx  # noqa: PLC0415  # takes a quarter second to import, and only analysts need it

    lineage: nx.DiGraph[str] = nx.DiGraph()
    for hop in _hops(store, None, "up"):
        for node in (hop.child, hop.parent):
            lineage.add_node(node.iri, label=node.label, held=node.held, slug=node.slug or "", level=node.level or "")
        before = lineage.get_edge_data(hop.child.iri, hop.parent.iri, {"hops": ()})["hops"]
        lineage.add_edge(hop.child.iri, hop.parent.iri, **_edge((*before, hop)))
    return lineage


def _edge(hops: tuple[Hop, ...]) -> dict[str, Any]:
    best = hops[0].proofs[0]
    return {
        "relation": " ".join(hop.relation for hop in hops),
        "tier": best.tier,
        "words": best.words or "",
        "source": best.source or "",
        "evidence": tuple(quotation.evidence for hop in hops for proof in hop.proofs for quotation in proof.quotations),
        "hops": hops,
    }
