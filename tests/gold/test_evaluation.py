"""The rules of scoring, on made-up facts: what counts as found, missed, false, right."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from phahe.evaluation import Report, Score, evaluate_gold, render, to_json
from phahe.evaluation.header import compare_header
from phahe.evaluation.matching import Item, compare

GOLD = Path(__file__).parent


def item(words: str, path: str = "I.1", *, optional: bool = False, kind: str = "named", **fields: str) -> Item:
    return Item(kind, path, words, words, fields, optional)


LAW, LAND = "Luật Giáo dục", "Luật Đất đai"


@pytest.mark.parametrize(
    ("gold", "found", "right", "extra", "missed"),
    [
        ([item(LAW)], [item(LAW)], 1, 0, 0),
        ([item(LAW)], [], 0, 0, 1),
        ([], [item(LAW)], 0, 1, 0),
        ([item(LAW)], [item(LAND)], 0, 1, 1),
        ([item(LAW)], [item(LAW, "I.2")], 0, 1, 1),  # the right words at another place are not the fact
        ([item(LAW), item(LAW)], [item(LAW)], 1, 0, 1),  # two mentions are two facts
        ([item(LAW)], [item(LAW), item(LAW)], 1, 1, 0),
        ([item(LAW, optional=True)], [], 0, 0, 0),  # optional: neither missed …
        ([item(LAW, optional=True)], [item(LAW)], 0, 0, 0),  # … nor found nor false
        ([item(LAW, optional=True)], [item(LAW + " 2019")], 0, 0, 0),  # the same mention, read a little longer
        ([item(LAW, optional=True)], [item(LAW), item(LAW)], 0, 1, 0),  # it excuses one, not any number
        ([item(LAW, optional=True)], [item(LAND)], 0, 1, 0),
        ([item(LAW), item(LAW, optional=True)], [item(LAW)], 1, 0, 0),  # what must be found goes first
    ],
)
def test_counting(gold: list[Item], found: list[Item], right: int, extra: int, missed: int) -> None:
    [score] = compare("a", ["named"], gold, found).scores
    assert score == Score("named", right, extra, missed)


def test_facts_printed_twice_at_one_place_are_paired_by_their_fields() -> None:
    gold = [item(LAW, role="legal_basis"), item(LAW, role="reference")]
    part = compare("a", ["named"], gold, gold[::-1])
    assert [(score.field, score.right, score.total) for score in part.fields] == [("role", 2, 2)]


def test_a_field_neither_side_fills_is_not_counted_and_one_only_the_program_fills_is_wrong() -> None:
    part = compare("a", ["named"], [item(LAW, date="", number="")], [item(LAW, date="", number="47/NQ-HĐND")])
    assert [(score.field, score.right, score.total) for score in part.fields] == [("number", 0, 1)]
    assert [(mistake.what, mistake.detail) for mistake in part.mistakes] == [("wrong", "number: '47/NQ-HĐND', gold ''")]


def test_a_pair_counts_under_the_kind_of_the_gold() -> None:
    part = compare("a", ["named", "self"], [item(LAW)], [item(LAW, kind="self")])
    assert part.scores == (Score("named", 1, 0, 0), Score("self"))


def test_a_header_field_that_is_not_printed_must_be_empty() -> None:
    part = compare_header("a", "header", {"number": "", "type": "KẾ HOẠCH"}, {"number": "12/KH-UBND", "type": "Kế hoạch"})
    assert [(score.field, score.right) for score in part.fields] == [("number", 0), ("type", 1)]


def test_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no gold here"):
        evaluate_gold(tmp_path)


def test_gold_without_a_source_is_named(tmp_path: Path) -> None:
    shutil.copytree(GOLD / "thien-tan-task-list", tmp_path / "gold" / "xa-khac")
    (tmp_path / "sources").mkdir()
    with pytest.raises(FileNotFoundError, match=r"no source xa-khac\.txt"):
        evaluate_gold(tmp_path / "gold", tmp_path / "sources")


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    shutil.copytree(GOLD / "thien-tan-task-list", tmp_path / "gold" / "thien-tan-task-list")
    table = tmp_path / "gold" / "thien-tan-task-list" / "tasks.tsv"
    table.write_text(table.read_text(encoding="utf-8") + "NHÓM I.9\tsolution\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"tasks\.tsv"):
        evaluate_gold(tmp_path / "gold")


def test_what_is_taken_out_of_the_gold_is_a_false_alarm_and_what_is_put_in_is_missed(tmp_path: Path) -> None:
    shutil.copytree(GOLD / "thien-tan-task-list", tmp_path / "thien-tan-task-list")
    table = tmp_path / "thien-tan-task-list" / "tasks.tsv"
    first, *rest = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([first, *rest[1:], "NHÓM IX.1\tsolution\tTổ chức\tcơ sở."]) + "\n", encoding="utf-8")
    [part] = evaluate_gold(tmp_path).documents
    [score] = [score for score in part.scores if score.kind == "task"]
    assert (score.true_positive, score.false_positive, score.false_negative) == (32, 1, 1)


def test_the_table_the_list_of_misses_and_the_json_agree(report: Report) -> None:
    plain = json.loads(json.dumps(to_json(report), ensure_ascii=False))
    assert [part["name"] for part in plain["documents"]] == [part.name for part in report.documents]
    assert sum(len(part["mistakes"]) for part in plain["documents"]) == len(report.mistakes)
    extra = len(render(report, misses=True).splitlines()) - len(render(report).splitlines())
    assert extra == len(report.mistakes) + 1
