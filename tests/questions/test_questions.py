"""Every question against rows written down by reading the documents: `<slug>/<case>.csv`, with `<case>.yaml` for the parameters.

A case lists all rows, in order, in the columns it names. Things are named by the last part of their IRI, parts of documents by their
printed place; a cell that ends in "…" gives the beginning, "*" is anything; evidence is left to the standing test of quotes.
"""

from __future__ import annotations

import time
from pathlib import Path

import loopback
import pytest

from phahe.as_of import marks, read_day
from phahe.inference import infer
from phahe.lineage import trace
from phahe.questions import ParameterError, ask, catalogue, choices, get, to_table
from phahe.resources import folder
from phahe.restatements import align
from phahe.store import Store, open_store, with_prefixes
from phahe.store.dataset import graph, load_all
from phahe.tiers import tier
from tests.questions.expected import CASES, HERE, faults, shown

ALIGNED = graph("aligned")


def loaded(restatements: Path) -> Store:
    """The shipped graph with its conclusions, and same wording, which is computed where it is not shipped."""
    opened = open_store()
    load_all(opened)
    if ALIGNED not in opened.graphs():
        if not restatements.exists():
            align(folder("data/ttl") / "documents", restatements)
        opened.load(restatements, ALIGNED)
    infer(opened)
    return opened


@pytest.fixture(scope="module")
def restatements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("aligned") / "restatements.ttl"


@pytest.fixture(scope="module")
def store(restatements: Path) -> Store:
    return loaded(restatements)


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parent.name}/{path.stem}" for path in CASES])
def test_rows_are_those_that_reading_finds(store: Store, path: Path) -> None:
    assert not faults(store, path)


def test_the_server_gives_the_same_answers(store: Store) -> None:
    with loopback.sparql_server() as (address, _), open_store(address) as remote:
        remote.add(store.quads())
        for question in catalogue():
            here, there = ask(store, question), ask(remote, question)
            assert to_table(here) == to_table(there), question.slug
            assert here.chains == there.chains
            assert (here.words, here.basis) == (there.words, there.basis)
            at = [to_table(ask(each, question, at="2025-10-01")) for each in (store, remote)]
            assert at[0] == at[1], question.slug


def test_every_question_has_a_case() -> None:
    assert {path.parent.name for path in CASES} == {question.slug for question in catalogue()}


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_every_question_answers_its_defaults_and_offers_choices(store: Store, slug: str) -> None:
    question = get(slug)
    nothing_expected = HERE / slug / "expected.csv" in CASES and len((HERE / slug / "expected.csv").read_text().splitlines()) == 1
    assert bool(ask(store, question).rows) != nothing_expected
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


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_every_question_says_its_answer_in_words(store: Store, slug: str) -> None:
    question = get(slug)
    assert question.answer is not None
    answer = ask(store, slug)
    for words in (answer.words.vi, answer.words.en):
        assert words.endswith(".")
        assert not set(words) & set("{}[]")
    assert (answer.basis is not None) == question.absence


def test_the_words_count_the_rows(store: Store) -> None:
    assert ask(store, "tasks-without-lead", {"document": "bang-mac-resolution"}).words.vi.startswith("27 trong 29 nhiệm vụ của")
    assert ask(store, "tasks-without-lead", {"document": "thien-tan-task-list"}).words.en.startswith("All 33 tasks of")
    assert "không thể nói nhiệm vụ nào bị bỏ" in ask(store, "dropped-tasks", {"document": "thien-tan-task-list"}).words.vi


def test_absence_says_what_it_rests_on(store: Store) -> None:
    basis = ask(store, "dropped-tasks").basis
    assert basis is not None
    assert {known.iri.rpartition("/")[2] for known in basis.compared} == {"loc-binh-resolution", "lang-son-plan"}
    assert basis.held == 5
    assert "47-nq-hdnd" in {known.iri.rpartition("/")[2] for known in basis.above_not_held}
    assert basis.cited_not_held > len(basis.above_not_held)
    assert "không có nghĩa là không có" in basis.words().vi


def test_a_programme_of_the_province_that_is_not_held_may_exist(store: Store) -> None:
    """The list of Thiện Tân leads straight to the centre: that its province has nothing in between is not said."""
    for slug in ("missing-parents", "dropped-tasks", "orphan-tasks"):
        basis = ask(store, slug, {"document": "thien-tan-task-list"}).basis
        assert basis is not None
        assert [(one.iri.rpartition("/")[2], province) for one, province in basis.leaps] == [("thien-tan-task-list", "tỉnh Lạng Sơn")]
        assert "không thấy văn bản nào của tỉnh Lạng Sơn: có thể có mà chưa có trong kho" in basis.words().vi
        assert {known.iri.rpartition("/")[2] for known in basis.above_not_held} == {"125-kh-ubnd", "71-nq-tw"}
    for slug in ("loc-binh-resolution", "bang-mac-resolution"):
        basis = ask(store, "dropped-tasks", {"document": slug}).basis
        assert basis is not None
        assert basis.leaps == ()


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_every_question_can_be_asked_as_of_a_day(store: Store, slug: str) -> None:
    assert marks(get(slug).query), "no `# as of:` line"
    assert len(ask(store, slug, at="2099-01-01").rows) == len(ask(store, slug).rows)
    before = ask(store, slug, at="1945-09-01")
    dates = [index for index, column in enumerate(before.columns) if column.kind == "date"]
    assert not [row for row in before.rows if not dates or row[dates[0]].value], "only what has no known date is kept"
    assert before.at is not None
    assert not set(before.words.vi) & set("{}[]")


@pytest.mark.parametrize(
    ("day", "documents"),
    [
        ("2025-07-14", set()),
        ("2025-09-21", {"lang-son-plan"}),
        ("30/9/2025", {"lang-son-plan", "loc-binh-resolution"}),
        ("2025-10-16", {"lang-son-plan", "loc-binh-resolution", "bang-mac-resolution"}),
    ],
)
def test_each_day_has_its_answer(store: Store, day: str, documents: set[str]) -> None:
    answer = ask(store, "tasks-from-resolution", {"resolution": "29-NQ/TW"}, at=day)
    assert {shown(get("tasks-from-resolution").columns[3], row[3]) for row in answer.rows} == documents
    below = trace(store, "47/NQ-HĐND Lạng Sơn", "down", at=read_day(day))
    assert {hop.child.slug for hop in below.hops} == documents


def test_an_undated_programme_is_no_older_than_what_it_carries_out(store: Store) -> None:
    for day, count in (("2025-08-21", 0), ("2025-09-14", 0), ("2025-09-15", 37)):
        assert len(ask(store, "tasks-from-resolution", {"resolution": "71-NQ/TW", "place": "68"}, at=day).rows) == count


def test_a_planted_citation_of_the_future_is_found() -> None:
    changed = open_store()
    load_all(changed)
    query = 'SELECT ?c ?g { GRAPH ?g { ?c ph:number "142/2025/NĐ-CP" ; ph:document ?d ; ph:date ?date } ?d ph:slug "loc-binh-resolution" }'
    ((citation, name),) = changed.select(with_prefixes(query)).rows
    date = "<https://w3id.org/phahe/ns#date>"
    day = "<http://www.w3.org/2001/XMLSchema#date>"
    changed.update(
        f"DELETE {{ GRAPH ?g {{ {citation} {date} ?d }} }} INSERT {{ GRAPH {name} {{ {citation} {date} '2026-06-12'^^{day} }} }} WHERE {{ GRAPH ?g {{ {citation} {date} ?d }} }}"
    )
    infer(changed)  # what is later is concluded
    answer = ask(changed, "cites-the-future")
    assert [shown(answer.columns[0], row[0]) for row in answer.rows] == ["can-cu.5"]
    assert answer.words.vi.startswith("1 viện dẫn trong ")


def test_a_planted_drift_is_weaker_and_a_planted_conflict_is_found() -> None:
    changed = open_store()
    load_all(changed)
    infer(changed)
    query = 'SELECT ?t ?g { GRAPH ?g { ?t ph:measure <https://w3id.org/phahe/measure/huy-dong-tre-nha-tre> ; ph:document ?d } ?d ph:slug "loc-binh-resolution" }'
    ((target, name),) = changed.select(with_prefixes(query)).rows
    value, number = "<https://w3id.org/phahe/ns#value>", "<http://www.w3.org/2001/XMLSchema#decimal>"
    changed.update(
        f"DELETE {{ GRAPH ?g {{ {target} {value} ?v }} }} INSERT {{ GRAPH {name} {{ {target} {value} '48.4'^^{number} }} }} WHERE {{ GRAPH ?g {{ {target} {value} ?v }} }}"
    )
    infer(changed)  # which targets fall short is concluded when a version is built
    answer = ask(changed, "targets-below-parent", {"document": "loc-binh-resolution"})
    assert [str(row[9].value.value) for row in answer.rows if row[9].value] == ["0.1"]
    compared = ask(changed, "targets-compared")
    assert [row[1].text() for row in compared.rows].count("WEAKER") == 1
    assert "1 yếu hơn" in compared.words.vi


def test_same_wording_is_told_apart_from_origin(store: Store) -> None:
    """The switch adds the tasks that share the wording, without a step and under their own tier; it changes no step of the lineage."""
    task = {"task": "loc-binh-resolution#II.4.p1"}
    without, wording = ask(store, "origin-of-task", task), ask(store, "origin-of-task", task, aligned=True)
    assert wording.rows[: len(without.rows)] == without.rows
    added = wording.rows[len(without.rows) :]
    assert {row[1].text() for row in added} == {"II.4.p1", "III.4.p1"}
    assert all(row[0].value is None and tier(str(row[-1].value.value)) == "aligned" for row in added if row[-1].value)
    assert (without.aligned, wording.aligned) == (False, True)
    assert wording.words.vi.startswith(without.words.vi.rstrip(".")), "same wording is no origin and adds none to their number"
    assert "không phải là nguồn gốc" in wording.words.vi


def test_same_wording_is_refused_where_it_plays_no_part(store: Store) -> None:
    with pytest.raises(ParameterError, match="same wording"):
        ask(store, "lineage-of-document", aligned=True)
    with pytest.raises(ParameterError, match="a day is needed"):
        ask(store, "lineage-of-document", at="30/13/2025")


def test_every_question_is_fast(store: Store) -> None:
    """The aim is 50 ms on a quiet machine; the bound here, in processor time, leaves room for a busy one."""
    for question in catalogue():
        ask(store, question)
        times = []
        for _ in range(3):
            start = time.process_time()
            ask(store, question)
            times.append(time.process_time() - start)
        assert min(times) < 0.3, f"{question.slug}: {min(times):.3f} s"


def test_a_thing_with_two_labels_makes_one_row(store: Store) -> None:
    """The national target programme is "hiện đại hóa" in one text and "hiện đại hoá" in another."""
    cited = [str(row[0].value) for row in ask(store, "most-cited-not-held", {"atLeast": "1"}).rows]
    assert len(cited) == len(set(cited))
