"""Question files, parameters and renderings, on the synthetic lineage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phahe.inference import infer
from phahe.questions import CatalogueError, ParameterError, UnknownQuestionError, ask, catalogue, get, to_json, to_table
from phahe.questions.sentences import Facts, fill
from phahe.store import Store, open_store

SYNTHETIC = Path(__file__).parents[1] / "lineage" / "synthetic.trig"
GOOD = """#+ summary: s
#+ description: d
#+ title: {vi: t, en: t}
#+ vi: {summary: s, description: d}
#+ parameters: [{name: document, type: document, label: {vi: l, en: l}}]
#+ columns: [{name: x, kind: text, label: {vi: l, en: l}}]
SELECT ?x { VALUES ?document { UNDEF } ?document ?p ?x }
"""


@pytest.fixture
def store() -> Store:
    opened = open_store()
    opened.load(SYNTHETIC)
    infer(opened)
    return opened


def test_a_good_file_is_a_question(tmp_path: Path) -> None:
    (tmp_path / "good.rq").write_text(GOOD, encoding="utf-8")
    assert [question.slug for question in catalogue(tmp_path)] == ["good"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("#+ summary: s\n", "", "summary"),
        ("#+ summary: s", "#+ summary: [", "while parsing"),
        ("#+ title: {vi: t, en: t}", "#+ title: {vi: t}", "needs vi and en"),
        ("#+ summary: s", "#+ summary: s\n#+ sumary: s", "unknown key in the header: sumary"),
        ("type: document", "type: dokument", "not a parameter"),
        ("kind: text", "kind: words", "not a column"),
        ("VALUES ?document { UNDEF }", "", "parameters \\['document'\\] in the header"),
        ("name: x", "name: y", "columns that the query does not name: \\['y'\\]"),
        ("SELECT", "#+ chain: {from: y, to: document}\nSELECT", "chain"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    (tmp_path / "bad.rq").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=f"bad.rq: .*{fault}"):
        catalogue(tmp_path)


def test_an_unknown_question_lists_near_names() -> None:
    with pytest.raises(UnknownQuestionError) as caught:
        get("lineage-of-documents")
    assert caught.value.near[0] == "lineage-of-document"


@pytest.mark.parametrize(
    ("slug", "values", "name", "message"),
    [
        ("lineage-of-document", {"document": "no such"}, "document", "no such document"),
        ("lineage-of-document", {"document": "4/NQ-HĐND"}, "document", "is ambiguous"),
        ("lineage-of-document", {"document": " "}, "document", "a value is needed"),
        ("lineage-of-document", {"dokument": "x"}, "dokument", "no such parameter"),
        ("lineage-of-document", {"document": 'x" } } DROP ALL #'}, "document", "no such document"),
        ("lineage-of-document", {"document": "> . ?s ?p ?o"}, "document", "no such document"),
        ("origin-of-task", {"task": "commune-five#III.9"}, "task", "no such task"),
        ("tasks-by-agency", {"agency": "so-thu", "role": "chief"}, "role", "no such concept"),
        ("tasks-due", {"from": "31/13/2026"}, "from", "a day is needed"),
    ],
)
def test_a_wrong_parameter_is_named_with_the_cause(store: Store, slug: str, values: dict[str, str], name: str, message: str) -> None:
    before = store.count()
    with pytest.raises(ParameterError, match=message) as caught:
        ask(store, slug, values)
    assert caught.value.name == name
    assert store.count() == before


def test_an_ambiguous_value_comes_with_its_candidates(store: Store) -> None:
    with pytest.raises(ParameterError) as caught:
        ask(store, "lineage-of-document", {"document": "4/NQ-HĐND"})
    assert {label for _, label in caught.value.candidates} == {"NQ 4/NQ-HĐND tỉnh Thử", "NQ 4/NQ-HĐND tỉnh Nháp"}


def test_an_open_parameter_narrows_nothing(store: Store) -> None:
    everywhere = ask(store, "tasks-from-resolution", {"resolution": "1-NQ/TW"})
    here = ask(store, "tasks-from-resolution", {"resolution": "1-NQ/TW", "place": "90001"})
    blank = ask(store, "tasks-from-resolution", {"resolution": "1-NQ/TW", "place": ""})
    assert (len(everywhere.rows), len(here.rows), len(blank.rows)) == (3, 2, 3)


def test_evidence_is_listed_in_reading_order(store: Store) -> None:
    answer = ask(store, "lineage-of-document", {"document": "commune-five"})
    assert [iri.rpartition("/")[2] for iri in answer.rows[0][8].items] == ["90-99", "100-130"]


def test_json_keeps_numbers_labels_and_the_way(store: Store) -> None:
    answer = json.loads(json.dumps(to_json(ask(store, "tasks-from-resolution", {"resolution": "1-NQ/TW", "place": "xã Thử Một"}))))
    assert answer["parameters"]["resolution"] == {"value": "https://w3id.org/phahe/doc/x/n1", "label": "NQ 1-NQ/TW"}
    assert answer["count"] == len(answer["rows"]) == 2
    assert answer["rows"][0]["tier"]["label"] == {"vi": "trích từ văn bản", "en": "quoted from the text"}
    assert answer["rows"][0]["source"] is None
    assert len(answer["chains"]["https://w3id.org/phahe/doc/x/c5"]["hops"]) == 4
    steps = [row["step"]["value"] for row in to_json(ask(store, "lineage-of-document", {"document": "commune-five"}))["rows"]]
    assert steps == [1, 2, 3, 4]


def test_tables_speak_both_languages(store: Store) -> None:
    answer = ask(store, "lineage-of-document", {"document": "commune-five"})
    assert to_table(answer)[0][2] == "Quan hệ"
    assert to_table(answer, "en")[1][0][2] == "carries out"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (0, "found: 0 targets"),
        (1, "found: 1 target"),
        (2, "found: 2 targets"),
    ],
)
def test_a_number_has_its_word(rows: int, said: str) -> None:
    facts = Facts((), [()] * rows, ())
    assert fill("found: {rows|target|targets}[ of {given.document}]", facts, "en") == said
