"""Reads hops, tasks and documents from a store. A hop is a lineage edge together with the ph:DocumentRelation that proves it.

An edge without its relation, or a relation without its edge, is no hop; same wording makes none.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode

from phahe.as_of import restricted
from phahe.labels import Label
from phahe.lineage.model import PART_OF, Direction, Hop, Node, Proof, Quotation
from phahe.names import UnknownNameError
from phahe.namespaces import BASE, PH, VOCAB
from phahe.store import Row, Store, bind, with_prefixes
from phahe.tiers import ORDER, rank, tier

# An OPTIONAL of several triples inside GRAPH ?variable makes some engines join the whole graph first: each stands alone here, and
# what the evidence says is asked by IRI.
#: A statement is a hop where the edge it speaks of stands in the graph.
_CONCLUDED: Final = """  VALUES ?edge { UNDEF }
  ?kind ph:edgeProperty ?edge .
  ?child ?edge ?parent .
  # as of: ?child ?parent
"""
_PROPERTIES: Final = "SELECT DISTINCT ?one ?above WHERE { ?one rdfs:subPropertyOf ?above } ORDER BY ?one ?above"
_HOPS: Final = (
    """SELECT DISTINCT ?child ?parent ?kind ?vi ?en ?relation ?graph ?words ?restored ?source ?comment ?statedIn ?evidence
WHERE {
  VALUES ?relation { UNDEF }
  VALUES ?child { UNDEF }
  VALUES ?parent { UNDEF }
  GRAPH ?graph {
    ?relation ph:subjectDocument ?child ;
      ph:objectDocument ?parent ;
      ph:relation ?kind .
  }
"""
    + _CONCLUDED
    + """  OPTIONAL { GRAPH ?graph { ?relation ph:text ?words } }
  OPTIONAL { GRAPH ?graph { ?relation ph:restoredText ?restored } }
  OPTIONAL { GRAPH ?graph { ?relation dcterms:source ?source } }
  OPTIONAL { GRAPH ?graph { ?relation rdfs:comment ?comment } }
  OPTIONAL { GRAPH ?graph { ?relation ph:statedIn ?statedIn } }
  OPTIONAL { GRAPH ?graph { ?relation prov:wasQuotedFrom ?evidence } }
  OPTIONAL { ?kind skos:prefLabel ?vi FILTER(LANG(?vi) = "vi") }
  OPTIONAL { ?kind skos:prefLabel ?en FILTER(LANG(?en) = "en") }
}
ORDER BY ?child ?parent ?relation ?graph ?evidence"""
)
_EDGES: Final = (
    """SELECT ?child ?parent ?kind (COUNT(DISTINCT ?relation) AS ?proofs)
WHERE {
  VALUES ?child { UNDEF }
  VALUES ?parent { UNDEF }
  ?relation ph:subjectDocument ?child ;
    ph:objectDocument ?parent ;
    ph:relation ?kind .
"""
    + _CONCLUDED
    + """}
GROUP BY ?child ?parent ?kind
ORDER BY ?child ?parent ?kind"""
)
_STATED: Final = """SELECT DISTINCT ?child ?parent ?kind ?relation ?graph ?statedIn
WHERE {
  VALUES ?child { UNDEF }
  VALUES ?parent { UNDEF }
  GRAPH ?graph {
    ?relation ph:subjectDocument ?child ;
      ph:objectDocument ?parent ;
      ph:relation ?kind .
  }
  OPTIONAL { ?relation ph:statedIn ?statedIn }
}"""
_EVIDENCE: Final = """SELECT DISTINCT ?evidence ?exact ?start ?end ?file WHERE {
  VALUES ?evidence { UNDEF }
  ?evidence oa:hasSelector ?quote , ?position ;
    oa:hasSource ?text .
  ?quote oa:exact ?exact .
  ?position oa:start ?start ;
    oa:end ?end .
  OPTIONAL { ?text ph:file ?file }
}
ORDER BY ?evidence"""
_CLOSURE: Final = """SELECT DISTINCT ?far WHERE {
  VALUES ?child { UNDEF }
  VALUES ?parent { UNDEF }
  ?child ph:tracesTo ?parent .
  BIND(?%s AS ?far)
}
ORDER BY ?far"""
_NODES: Final = """SELECT DISTINCT ?iri ?label ?held ?slug ?level WHERE {
  VALUES ?iri { UNDEF }
  OPTIONAL { ?iri rdfs:label ?label }
  OPTIONAL { ?iri ph:held ?held }
  OPTIONAL { ?iri ph:slug ?slug }
  OPTIONAL { ?iri ph:level ?level }
}
ORDER BY ?iri ?label"""
_PART: Final = """SELECT DISTINCT ?document ?path ?words ?restored ?graph ?evidence WHERE {
  VALUES ?part { UNDEF }
  GRAPH ?graph { ?part ph:document ?document ; ph:text ?words }
  { VALUES ?part { UNDEF } ?part ph:path ?path } UNION { VALUES ?part { UNDEF } ?part ph:provision/ph:path ?path }
  OPTIONAL { ?part ph:restoredText ?restored }
  OPTIONAL { ?part prov:wasQuotedFrom ?evidence }
}
ORDER BY ?graph ?path ?evidence"""


def edges(store: Store, documents: Iterable[str], direction: Direction, at: datetime.date | None = None) -> tuple[Hop, ...]:
    """As `hops`, but bare: no labels, no proofs; how many there are stands in `more_proofs`."""
    end = "child" if direction == "up" else "parent"
    given = {end: [NamedNode(iri) for iri in documents], "edge": lineage_properties(store)}
    found = store.select(bind(with_prefixes(restricted(_EDGES, at)), given))
    return tuple(
        Hop(
            0,
            Node(_text(row, "child"), ""),
            _code(_text(row, "kind")),
            Label("", ""),
            Node(_text(row, "parent"), ""),
            (),
            more_proofs=int(_text(row, "proofs")),
        )
        for row in found
    )


def lineage_properties(store: Store) -> list[NamedNode]:
    """The properties below ph:derivesFrom: those that make lineage. Found here and not by a path in the query, with which Virtuoso 7 loses rows on some of its plans."""
    below: dict[str, list[str]] = {}
    for row in store.select(with_prefixes(_PROPERTIES)):
        below.setdefault(_text(row, "above"), []).append(_text(row, "one"))
    found, waiting = set[str](), [f"{PH}derivesFrom"]
    while waiting:
        new = [one for one in below.get(waiting.pop(), ()) if one not in found]
        found.update(new)
        waiting += new
    return [NamedNode(iri) for iri in sorted(found)]


def proved(store: Store, bare: Sequence[Hop], own: Collection[str], most: int, at: datetime.date | None = None) -> tuple[Hop, ...]:
    """The hops of `edges` with labels and at most `most` proofs each: first those that the documents `own` print, then by tier and document."""
    if not bare:
        return ()
    ends: dict[str, list[NamedNode]] = {
        name: [NamedNode(iri) for iri in sorted({getattr(hop, name).iri for hop in bare})] for name in ("child", "parent")
    }
    stated: dict[Key, list[tuple[int, bool, str, str]]] = {_key(hop): [] for hop in bare}
    for row in store.select(bind(with_prefixes(_STATED), {**ends})):
        key = (_text(row, "child"), _text(row, "parent"), _code(_text(row, "kind")))
        if key in stated:
            place = _value(row, "statedIn") or ""
            stated[key].append((rank(tier(_text(row, "graph"))), place not in own, place, _text(row, "relation")))
    shown = {place[3] for places in stated.values() for place in sorted(places)[:most]}
    full = {_key(hop): hop for hop in _hops(store, {"relation": [NamedNode(iri) for iri in sorted(shown)]}, at)}
    found = ((hop, full[_key(hop)]) for hop in bare)
    return tuple(
        replace(told, depth=hop.depth, in_cycle=hop.in_cycle, more_proofs=max(0, hop.more_proofs - len(told.proofs))) for hop, told in found
    )


Key = tuple[str, str, str]


def _key(hop: Hop) -> Key:
    return hop.child.iri, hop.parent.iri, hop.relation


def hops(store: Store, documents: Iterable[str] | None, direction: Direction, at: datetime.date | None = None) -> tuple[Hop, ...]:
    """The hops that leave `documents` in a direction; all hops of the graph for None. Depth 0. `at`: both ends existed on that day."""
    end = "child" if direction == "up" else "parent"
    return _hops(store, {} if documents is None else {end: [NamedNode(iri) for iri in documents]}, at)


def _hops(store: Store, given: Mapping[str, Sequence[NamedNode]], at: datetime.date | None) -> tuple[Hop, ...]:
    rows: dict[tuple[str, str, str], dict[str, list[Row]]] = {}
    for row in store.select(bind(with_prefixes(restricted(_HOPS, at)), {**given, "edge": lineage_properties(store)})):
        key = (_text(row, "child"), _text(row, "parent"), _text(row, "kind"))
        rows.setdefault(key, {}).setdefault(f"{_text(row, 'graph')} {_text(row, 'relation')}", []).append(row)
    mentioned = {iri for child, parent, _ in rows for iri in (child, parent)}
    stating = {_text(row, "statedIn") for proofs in rows.values() for group in proofs.values() for row in group if "statedIn" in row}
    known = nodes(store, mentioned | stating)
    quoted = _evidence(store, (row for proofs in rows.values() for group in proofs.values() for row in group))
    return tuple(
        Hop(0, known[child], _code(kind), _name(proofs), known[parent], _proofs(proofs.values(), known, quoted))
        for (child, parent, kind), proofs in rows.items()
    )


def closure(store: Store, documents: Iterable[str], direction: Direction) -> list[str]:
    """The documents above (below) these by the inferred `ph:tracesTo`, without these; none where nothing was inferred."""
    near, far = ("child", "parent") if direction == "up" else ("parent", "child")
    starts = sorted(set(documents))
    if not starts:
        return []
    query = bind(with_prefixes(_CLOSURE % far), {near: [NamedNode(iri) for iri in starts]})
    return [iri for row in store.select(query) if (iri := _text(row, "far")) not in starts]


def _name(proofs: dict[str, list[Row]]) -> Label:
    row = next(iter(proofs.values()))[0]
    code = _code(_text(row, "kind"))
    return Label(_value(row, "vi") or code, _value(row, "en") or code)


def part_hop(store: Store, part: NamedNode) -> Hop:
    """The hop from a task or target to its document, proved by its own words. Depth 1. Raises UnknownNameError for no such part."""
    rows = list(store.select(bind(with_prefixes(_PART), {"part": part})))
    if not rows:
        raise UnknownNameError("target" if "/target/" in part.value else "task", part.value)
    row = rows[0]
    document = nodes(store, {_text(row, "document")})[_text(row, "document")]
    child = Node(part.value, f"{document.label}, {_text(row, 'path')}", True)
    proof = Proof(
        tier(_text(row, "graph")),
        None,
        _value(row, "words"),
        document,
        _quotations(rows, _evidence(store, rows)),
        restored=_value(row, "restored"),
    )
    return Hop(1, child, "part-of", PART_OF, document, (proof,))


def _proofs(groups: Iterable[list[Row]], known: dict[str, Node], quoted: Mapping[str, Quotation]) -> tuple[Proof, ...]:
    proofs = []
    for rows in groups:
        row = rows[0]
        stated = known[_text(row, "statedIn")] if "statedIn" in row else None
        proofs.append(
            Proof(
                tier(_text(row, "graph")), _text(row, "relation"), _value(row, "words"), stated,
                _quotations(rows, quoted), _value(row, "source"), _value(row, "comment"), _value(row, "restored"),
            )
        )  # fmt: skip
    return tuple(sorted(proofs, key=lambda proof: (ORDER.index(proof.tier) if proof.tier in ORDER else len(ORDER), proof.relation)))


def _evidence(store: Store, rows: Iterable[Row]) -> dict[str, Quotation]:
    """What the evidence that the rows name says, by IRI."""
    iris = sorted({_text(row, "evidence") for row in rows if "evidence" in row})
    if not iris:
        return {}
    found = store.select(bind(with_prefixes(_EVIDENCE), {"evidence": [NamedNode(iri) for iri in iris]}))
    return {
        _text(row, "evidence"): Quotation(
            int(_text(row, "start")), int(_text(row, "end")), _text(row, "exact"), _text(row, "evidence"), _value(row, "file")
        )
        for row in found
    }


def _quotations(rows: Iterable[Row], quoted: Mapping[str, Quotation]) -> tuple[Quotation, ...]:
    named = {_text(row, "evidence") for row in rows if "evidence" in row}
    return tuple(sorted((quoted[iri] for iri in named if iri in quoted), key=lambda quotation: (quotation.start, quotation.evidence)))


def nodes(store: Store, iris: set[str]) -> dict[str, Node]:
    """The documents with these IRIs, by IRI; one the store knows nothing of is labelled by its path."""
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
