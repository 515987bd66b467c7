"""The shipped graph changed at one place: the questions notice each lineage edge and each task that is taken away or turned."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from phahe.inference import infer, rules
from phahe.names import resolve_document
from phahe.namespaces import PH, VOCAB
from phahe.questions import ask
from phahe.resources import folder
from phahe.store import EmbeddedStore, Store, with_prefixes
from phahe.store.dataset import graph, load_all
from tests.questions.expected import CASES, faults

EDGES = {"carriesOut": "carries-out", "continues": "continues", "annexOf": "annex-of"}
LINEAGE = sorted(
    (path for path in CASES if path.parent.name in ("lineage-of-document", "tasks-from-resolution")), key=lambda path: path.parent.name
)
GOLD = Path(__file__).parents[1] / "gold" / "restatements"
INFERRED = graph("inferred")


@pytest.fixture(scope="module")
def without_counts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules but those that only count, so that concluding anew for each mutation is quick."""
    place = tmp_path_factory.mktemp("rules")
    for rule in rules():
        if "ph:taskCount" not in rule.text:
            (place / f"{rule.name}.rq").write_text(rule.text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The shipped graph but for the places of the whole country; who changes it puts it back."""
    data = tmp_path_factory.mktemp("shipped") / "ttl"
    shutil.copytree(folder("data/ttl"), data, ignore=shutil.ignore_patterns("places-national.ttl"))
    with EmbeddedStore() as store:
        load_all(store, data=data)
        infer(store)
        yield store


def term(name: str) -> NamedNode:
    return NamedNode(str(PH[name]))


def edges(store: Store) -> list[tuple[NamedNode, str, NamedNode]]:
    """Every lineage edge that is stated, as (child, property, parent)."""
    stated = "SELECT DISTINCT ?child ?edge ?parent { GRAPH ?graph { ?child ?edge ?parent } VALUES ?edge { ph:carriesOut ph:continues ph:annexOf } } ORDER BY ?child ?parent"
    return [(child, str(edge.value).rpartition("#")[2], parent) for child, edge, parent in store.select(with_prefixes(stated)).rows]  # type: ignore[misc, union-attr]


def statements(store: EmbeddedStore, child: NamedNode, name: str, parent: NamedNode) -> list[Quad]:
    """The edge in every graph that states it, and what its relations say of their two ends and kind."""
    kind = f"<{VOCAB}relation/{EDGES[name]}>"
    told = f"""SELECT ?s ?p ?o ?g {{
      {{ VALUES (?s ?p ?o) {{ ({child} {term(name)} {parent}) }} GRAPH ?g {{ ?s ?p ?o }} }}
      UNION {{
        ?s ph:subjectDocument {child} ; ph:objectDocument {parent} ; ph:relation {kind} .
        VALUES ?p {{ ph:objectDocument ph:relation }}
        GRAPH ?g {{ ?s ?p ?o }}
      }}
      FILTER(?g != {INFERRED})
    }}"""
    return [Quad(*row) for row in store.select(with_prefixes(told)).rows]  # type: ignore[arg-type]


def turned(quads: list[Quad], old: NamedNode, new: NamedNode) -> list[Quad]:
    return [Quad(quad.subject, quad.predicate, new if quad.object == old else quad.object, quad.graph_name) for quad in quads]


def renamed(quads: list[Quad], name: str, other: str) -> list[Quad]:
    """The same edge as one of another kind."""
    new = {term(name): term(other)}
    kinds = {NamedNode(f"{VOCAB}relation/{EDGES[name]}"): NamedNode(f"{VOCAB}relation/{EDGES[other]}")}
    return [
        Quad(quad.subject, new.get(quad.predicate, quad.predicate), kinds.get(quad.object, quad.object), quad.graph_name) for quad in quads
    ]  # type: ignore[call-overload]


def test_any_lineage_edge_removed_redirected_or_of_another_kind_is_noticed(shipped: EmbeddedStore, without_counts: Path) -> None:
    known = edges(shipped)
    assert len(known) >= 13
    elsewhere = resolve_document(shipped, "142/2025/NĐ-CP")
    for child, name, parent in known:
        before = statements(shipped, child, name, parent)
        other = "continues" if name != "continues" else "carriesOut"
        for what, after in (("removed", []), ("redirected", turned(before, parent, elsewhere)), ("renamed", renamed(before, name, other))):
            shipped.remove(before)
            shipped.add(after)
            infer(shipped, without_counts)
            assert any(faults(shipped, path) for path in LINEAGE), f"nobody misses {child} {name} {parent}, {what}"
            shipped.remove(after)
            shipped.add(before)
    infer(shipped)
    assert not [path for path in LINEAGE if faults(shipped, path)]


def partners(table: str) -> dict[str, set[str]]:
    """For each task of the plan that a reader finds in the commune's resolution, the tasks that restate it there."""
    with (GOLD / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["path_b"], set()).add(row["path_a"])
    return found


def dropped(store: Store, slug: str) -> set[str]:
    return {row[0].text() for row in ask(store, "dropped-tasks", {"document": slug}).rows}


@pytest.mark.parametrize(("slug", "table"), [("loc-binh-resolution", "loc-binh--lang-son"), ("bang-mac-resolution", "bang-mac--lang-son")])
@pytest.mark.parametrize("gaps", [1, 2, 3, 5, 8, 13])
def test_planted_gaps_are_dropped_tasks_each_of_them_and_no_other(shipped: EmbeddedStore, slug: str, table: str, gaps: int) -> None:
    """Tasks taken out of a commune's resolution, each the only one that restates one task of the plan: k gaps are k more dropped tasks."""
    document = resolve_document(shipped, slug).value
    restated = partners(table)
    only = sorted(plan for plan, own in restated.items() if len(own) == 1 and sum(own <= others for others in restated.values()) == 1)
    before = dropped(shipped, slug)
    for seed in range(3):
        chosen = random.Random(f"{slug} {gaps} {seed}").sample([plan for plan in only if plan not in before], gaps)
        taken = {NamedNode(f"{document}/task/{own}") for plan in chosen for own in restated[plan]}
        quads = [quad for quad in shipped.quads(graph("document", slug)) if quad.subject in taken]
        shipped.remove(quads)
        found = dropped(shipped, slug)
        shipped.add(quads)
        assert found - before == set(chosen)
        assert len(found) == len(before) + gaps
