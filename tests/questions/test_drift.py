"""Targets moved in copies of the real documents: every drift below the level above is found, and no pair that agrees is called weaker."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from phahe.inference import infer
from phahe.namespaces import PH
from phahe.questions import ask
from phahe.store import Store, open_store, with_prefixes
from tests.bench.copies import multiply

_VALUE = NamedNode(str(PH["value"]))
_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
#: Pairs that questions compare: the same measure, unit and year, a value on both sides, no condition; which side is better is known.
_PAIRS = """SELECT DISTINCT ?target ?value ?above ?direction ?graph WHERE {
  ?document ph:comparesWith ?other .
  ?target ph:document ?document ; ph:measure ?measure ; ph:unit ?unit ; ph:year ?year .
  GRAPH ?graph { ?target ph:value ?value }
  ?aboveTarget ph:document ?other ; ph:measure ?measure ; ph:unit ?unit ; ph:year ?year ; ph:value ?above .
  ?measure ph:direction ?direction .
  FILTER NOT EXISTS { ?measure ph:groupMark ?mark }
  FILTER NOT EXISTS { ?target ph:condition ?here }
  FILTER NOT EXISTS { ?aboveTarget ph:condition ?there }
  FILTER NOT EXISTS { ?target ph:educationLevel ?level FILTER(STR(?level) != "các cấp học") FILTER NOT EXISTS { ?aboveTarget ph:educationLevel ?level } }
  FILTER NOT EXISTS { ?aboveTarget ph:educationLevel ?level FILTER(STR(?level) != "các cấp học") FILTER NOT EXISTS { ?target ph:educationLevel ?level } }
} ORDER BY ?target ?above"""
Pair = tuple[NamedNode, Decimal, Decimal, str, NamedNode]


def pairs(store: Store) -> list[Pair]:
    """(target, its value, the value above, which way is better, graph), one for each target."""
    found: dict[str, Pair] = {}
    for row in store.select(with_prefixes(_PAIRS)):
        target, graph = row["target"], row["graph"]
        assert isinstance(target, NamedNode)
        assert isinstance(graph, NamedNode)
        found[target.value] = (
            target,
            Decimal(str(row["value"].value)),
            Decimal(str(row["above"].value)),
            str(row["direction"].value),
            graph,
        )
    return list(found.values())


def changed(store: Store, moved: dict[str, Decimal]) -> Store:
    """A store with the same statements, the values of some targets moved."""
    other = open_store()
    other.add(
        Quad(quad.subject, quad.predicate, Literal(str(moved[quad.subject.value]), datatype=_DECIMAL), quad.graph_name)
        if quad.predicate == _VALUE and isinstance(quad.subject, NamedNode) and quad.subject.value in moved
        else quad
        for quad in store.quads()
    )
    infer(other)
    return other


def weaker(store: Store) -> set[str]:
    answer = ask(store, "targets-below-parent")
    column = [item.name for item in answer.columns].index("target")
    return {str(row[column].value.value) for row in answer.rows if row[column].value is not None}


@pytest.fixture(scope="module")
def copies() -> Store:
    store = multiply(9)
    infer(store)
    return store


def test_planted_drifts_are_found_and_agreement_is_no_drift(copies: Store) -> None:
    """500 pairs made to agree, 50 of them then moved to the worse side by a seeded choice of size: exactly these are weaker."""
    chance = random.Random(20251016)
    known = pairs(copies)
    assert len(known) >= 500
    agreed = {target.value: above for target, _, above, _, _ in known}
    assert weaker(changed(copies, agreed)) == set(), "no false alarm on pairs that agree"
    drifted = {}
    for target, _, above, direction, _ in chance.sample(known, 50):
        size = chance.choice([Decimal("0.1"), Decimal("0.5"), Decimal(2), Decimal(10)])
        drifted[target.value] = above - size if direction == "higher-better" else above + size
    assert weaker(changed(copies, agreed | drifted)) == set(drifted)
