"""Targets moved in copies of the real documents: every drift below the level above is found, and no pair that agrees is called weaker."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from phahe.inference import infer, infer_by_stream
from phahe.namespaces import PH
from phahe.questions import ask
from phahe.store import EmbeddedStore, Store, with_prefixes
from phahe.store.dataset import graph
from tests.bench.copies import multiply

VALUE = str(PH["value"])
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
#: Pairs that questions compare: the same measure, unit and year, a value on both sides, no condition; which side is better is known.
_PAIRS = """SELECT DISTINCT ?target ?above ?direction WHERE {
  ?document ph:comparesWith ?other .
  ?target ph:document ?document ; ph:measure ?measure ; ph:unit ?unit ; ph:year ?year .
  ?target ph:value ?value .
  ?aboveTarget ph:document ?other ; ph:measure ?measure ; ph:unit ?unit ; ph:year ?year ; ph:value ?above .
  ?measure ph:direction ?direction .
  FILTER NOT EXISTS { ?measure ph:groupMark ?mark }
  FILTER NOT EXISTS { ?target ph:condition ?here }
  FILTER NOT EXISTS { ?aboveTarget ph:condition ?there }
  FILTER NOT EXISTS { ?target ph:educationLevel ?level FILTER(STR(?level) != "các cấp học") FILTER NOT EXISTS { ?aboveTarget ph:educationLevel ?level } }
  FILTER NOT EXISTS { ?aboveTarget ph:educationLevel ?level FILTER(STR(?level) != "các cấp học") FILTER NOT EXISTS { ?target ph:educationLevel ?level } }
} ORDER BY ?target ?above"""
Pair = tuple[str, Decimal, str]


def pairs(store: Store) -> list[Pair]:
    """(target, the value above, which way is better), one for each target."""
    found = {str(row["target"].value): row for row in store.select(with_prefixes(_PAIRS))}
    return [(target, Decimal(str(row["above"].value)), str(row["direction"].value)) for target, row in found.items()]


def move(store: EmbeddedStore, moved: dict[str, Decimal]) -> None:
    """Give some targets other values."""
    rows = " ".join(f"(<{target}> '{value}'^^<{DECIMAL}>)" for target, value in moved.items())
    where = f"WHERE {{ VALUES (?target ?new) {{ {rows} }} GRAPH ?graph {{ ?target <{VALUE}> ?old }} }}"
    store.update(f"DELETE {{ GRAPH ?graph {{ ?target <{VALUE}> ?old }} }} INSERT {{ GRAPH ?graph {{ ?target <{VALUE}> ?new }} }} {where}")
    store.clear(graph("inferred"))  # what falls short is concluded when a version is built
    infer_by_stream(store)


def weaker(store: Store) -> set[str]:
    answer = ask(store, "targets-below-parent")
    column = [item.name for item in answer.columns].index("target")
    return {str(row[column].value.value) for row in answer.rows if row[column].value is not None}


@pytest.fixture(scope="module")
def copies() -> EmbeddedStore:
    store = multiply(9)
    assert isinstance(store, EmbeddedStore)
    infer(store)
    return store


def test_planted_drifts_are_found_and_agreement_is_no_drift(copies: EmbeddedStore) -> None:
    """500 pairs made to agree, 50 of them then moved to the worse side by a seeded choice of size: exactly these are weaker."""
    chance = random.Random(20251016)
    known = pairs(copies)
    assert len(known) >= 500
    move(copies, {target: above for target, above, _ in known})
    assert weaker(copies) == set(), "no false alarm on pairs that agree"
    drifted = {}
    for target, above, direction in chance.sample(known, 50):
        size = chance.choice([Decimal("0.1"), Decimal("0.5"), Decimal(2), Decimal(10)])
        drifted[target] = above - size if direction == "higher-better" else above + size
    move(copies, drifted)
    assert weaker(copies) == set(drifted)
