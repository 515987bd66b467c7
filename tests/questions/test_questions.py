"""Every question against rows written down by reading the documents: `<slug>/<case>.csv`, with `<case>.yaml` for the parameters.

A case lists all rows, in order, in the columns it names. Things are named by the last part of their IRI, parts of documents by their
printed place; a cell that ends in "…" gives the beginning, "*" is anything; evidence is left to the standing test of quotes.
"""

from __future__ import annotations

import csv
from pathlib import Path

import loopback
import pytest
import yaml
from pyoxigraph import NamedNode

from phahe.inference import infer
from phahe.lineage import Hop, traces
from phahe.namespaces import PH
from phahe.questions import Cell, Column, ask, catalogue, choices, get, to_table
from phahe.store import Store, open_store, with_prefixes
from phahe.store.dataset import load_all
from phahe.tiers import tier

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.csv"))


@pytest.fixture(scope="module")
def store() -> Store:
    opened = open_store()
    load_all(opened)
    infer(opened)
    return opened


def shown(column: Column, cell: Cell) -> str:
    """A cell as the expected tables write it."""
    if cell.value is None:
        return ""
    if column.kind == "tier":
        return tier(str(cell.value.value))
    if column.kind in ("task", "provision", "citation", "target", "iri") and cell.label:
        return cell.label.vi
    if isinstance(cell.value, NamedNode):
        return cell.value.value.rpartition("/")[2]
    if column.kind == "concepts":
        return " ".join(item.rpartition("/")[2] for item in cell.items)
    return str(cell.value.value)


def meets(expected: str, found: str) -> bool:
    return found.startswith(expected.removesuffix("…")) if expected.endswith("…") else expected in ("*", found)


def faults(store: Store, path: Path) -> list[str]:
    """What differs between the rows of a case and those the store gives."""
    settings = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        header, *expected = list(csv.reader(file))
    answer = ask(store, path.parent.name, settings["parameters"])
    indexes = [[column.name for column in answer.columns].index(name) for name in header]
    found = [[shown(answer.columns[index], row[index]) for index in indexes] for row in answer.rows]
    wrong = [
        f"row {number}: {wanted} expected, {got} found"
        for number, (wanted, got) in enumerate(zip(expected, found, strict=False), 1)
        if not all(map(meets, wanted, got))
    ]
    return wrong + [f"too many: {row}" for row in found[len(expected) :]] + [f"missing: {row}" for row in expected[len(found) :]]


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parent.name}/{path.stem}" for path in CASES])
def test_rows_are_those_that_reading_finds(store: Store, path: Path) -> None:
    assert not faults(store, path)


def edges_above_held_documents(store: Store) -> list[tuple[str, str, str]]:
    """Lineage edges as (child, property, parent)."""
    hops = {(hop.child.iri, hop.relation, hop.parent.iri) for hop in chain_of_all(store)}
    names = {"carries-out": "carriesOut", "continues": "continues", "annex-of": "annexOf"}
    return sorted((child, f"{PH}{names[relation]}", parent) for child, relation, parent in hops)


def chain_of_all(store: Store) -> list[Hop]:
    held = [str(row["d"].value) for row in store.select(with_prefixes("SELECT ?d { ?d ph:held true } ORDER BY ?d"))]
    return [hop for chain in traces(store, held).values() for hop in chain.hops]


def test_removing_any_lineage_edge_is_noticed() -> None:
    changed = open_store()
    load_all(changed)
    infer(changed)
    lineage = [path for path in CASES if path.parent.name in ("lineage-of-document", "tasks-from-resolution")]
    edges = edges_above_held_documents(changed)
    assert len(edges) >= 9
    for child, edge, parent in edges:
        graphs = [graph for graph in changed.graphs() if changed.query(f"ASK {{ GRAPH {graph} {{ <{child}> <{edge}> <{parent}> }} }}")]
        data = " ".join(f"GRAPH {graph} {{ <{child}> <{edge}> <{parent}> }}" for graph in graphs if not graph.value.endswith("/inferred"))
        changed.update(f"DELETE DATA {{ {data} }}")
        infer(changed)
        assert any(faults(changed, path) for path in lineage), f"nobody misses {child} {edge} {parent}"
        changed.update(f"INSERT DATA {{ {data} }}")
    infer(changed)
    assert not any(faults(changed, path) for path in lineage)


def test_the_server_gives_the_same_answers(store: Store) -> None:
    with loopback.sparql_server() as (address, _), open_store(address) as remote:
        remote.add(store.quads())
        for question in catalogue():
            here, there = ask(store, question), ask(remote, question)
            assert to_table(here) == to_table(there), question.slug
            assert here.chains == there.chains


def test_every_question_has_a_case() -> None:
    assert {path.parent.name for path in CASES} == {question.slug for question in catalogue()}


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_every_question_answers_its_defaults_and_offers_choices(store: Store, slug: str) -> None:
    question = get(slug)
    assert ask(store, question).rows
    for parameter in question.parameters:
        offered = choices(store, question, parameter.name)
        assert offered, f"{parameter.name} offers nothing"
        ask(store, question, {parameter.name: offered[0].value})


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_rows_are_distinct_and_each_has_its_proof(store: Store, slug: str) -> None:
    answer = ask(store, slug)
    assert len(set(answer.rows)) == len(answer.rows)
    names = [column.name for column in answer.columns]
    for row in answer.rows:
        cells = dict(zip(names, row, strict=True))
        assert cells["tier"].value is not None
        stated = cells.get("source")
        assert cells["evidence"].items or (stated is not None and stated.value is not None)


def test_lineages_do_not_mix(store: Store) -> None:
    def documents(resolution: str) -> set[str]:
        rows = ask(store, "tasks-from-resolution", {"resolution": resolution}).rows
        return {shown(get("tasks-from-resolution").columns[3], row[3]) for row in rows}

    assert documents("29-NQ/TW") == {"lang-son-plan", "loc-binh-resolution", "bang-mac-resolution"}
    assert documents("71-NQ/TW") == {"thien-tan-task-list", "lam-dong-programme"}
    assert documents("lam-dong-programme") == set()
    assert documents("lang-son-plan") == set()


def test_the_way_to_the_resolution_comes_with_the_answer(store: Store) -> None:
    answer = ask(store, "tasks-from-resolution", {"resolution": "29-NQ/TW", "place": "xã Lộc Bình"})
    (chain,) = answer.chains.values()
    assert [hop.parent.iri.rpartition("/")[2] for hop in chain.hops] == ["47-nq-hdnd", "1705-qd-ttg", "91-kl-tw", "29-nq-tw"]
    assert [hop.tier for hop in chain.hops] == ["document", "document", "brief", "document"]
    assert all(hop.proofs[0].words or hop.proofs[0].source for hop in chain.hops)
