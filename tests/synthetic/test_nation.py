"""A small synthetic nation: the same bytes again, marked everywhere, a graph that answers like the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from phahe.build import build
from phahe.questions import ask, catalogue
from phahe.store import EmbeddedStore, Store, open_store, with_prefixes
from phahe.synthetic import Size, generate

SMALL = Size(communes=40, quads=40_000, seed=7)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    path = tmp_path_factory.mktemp("data") / "documents" / "nation.nq"
    return path, generate(SMALL, path)


@pytest.fixture(scope="module")
def store(nation: tuple[Path, int]) -> Store:
    opened = open_store()
    build(opened, nation[0].parents[1])
    return opened


def test_the_same_seed_gives_the_same_bytes_and_the_size_is_about_right(nation: tuple[Path, int], tmp_path: Path) -> None:
    generate(SMALL, tmp_path / "again.nq")
    assert (tmp_path / "again.nq").read_bytes() == nation[0].read_bytes()
    assert 0.85 * SMALL.quads <= nation[1] <= 1.15 * SMALL.quads


def test_what_was_streamed_is_merged_before_the_checks(nation: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(EmbeddedStore, "optimize", lambda _store: order.append("merged"))
    monkeypatch.setattr("phahe.checks.run_checks", lambda _store: order.append("checked") or {})
    with EmbeddedStore() as opened:
        build(opened, nation[0].parents[1])
        assert order == ["merged", "checked"]
        build(opened)
    assert order == ["merged", "checked", "checked"], "Turtle files are few: nothing to merge"


def test_everything_is_marked(store: Store) -> None:
    labels = store.select(
        with_prefixes("SELECT ?l { GRAPH ?g { ?s rdfs:label ?l } FILTER(?g != <https://w3id.org/phahe/graph/ontology>) }")
    ).column("l")
    assert len(labels) > 100
    assert all("(dữ liệu tổng hợp)" in term.value for term in labels if term is not None)
    assert all("/tong-hop-" in graph.value for graph in store.graphs() if "/document/" in graph.value)


def test_terms_are_those_of_the_ontology(store: Store) -> None:
    unknown = with_prefixes(
        "SELECT DISTINCT ?p { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?p), STR(ph:))) FILTER NOT EXISTS { ?p skos:prefLabel ?label } }"
    )
    assert store.select(unknown).rows == ()
    concepts = with_prefixes(
        "SELECT DISTINCT ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?o), 'https://w3id.org/phahe/vocab/')) FILTER NOT EXISTS { ?o skos:prefLabel ?label } }"
    )
    assert store.select(concepts).rows == ()


def test_lineage_reaches_the_centre_and_questions_have_answers(store: Store) -> None:
    found = ask(store, "tasks-from-resolution", {"resolution": "https://w3id.org/phahe/doc/tong-hop-trung-uong/2025/0-nq-tw"})
    held = store.select(
        with_prefixes("SELECT ?d { ?d ph:held true ; ph:tracesTo <https://w3id.org/phahe/doc/tong-hop-trung-uong/2025/0-nq-tw> }")
    )
    assert len(held) > 5
    assert len(found.rows) == 20 * len(held)
    assert len(catalogue()) >= 24
