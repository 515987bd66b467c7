"""Targets against careful reading (tests/gold/targets): every comparable pair is found with its verdict, none is judged that may not be."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from phahe.inference import infer
from phahe.questions import ask
from phahe.store import Store, open_store
from phahe.store.dataset import load_all

TABLE = Path(__file__).parents[1] / "gold" / "targets" / "comparable.tsv"
VERDICTS = {"SAME": "same", "BETTER": "stronger", "WEAKER": "weaker", "NOT_COMPARABLE": "not comparable"}
TURNED = {"same": "same", "stronger": "weaker", "weaker": "stronger", "not comparable": "not comparable"}
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
DOCUMENTS = sorted({(row["first"], row["second"]) for row in ROWS})
Pair = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def store() -> Store:
    opened = open_store()
    load_all(opened)
    infer(opened)
    return opened


def judged(store: Store, first: str, second: str) -> Counter[Pair]:
    """The pairs that the program compares."""
    answer = ask(store, "targets-compared", {"document": first, "other": second})
    names = [column.name for column in answer.columns]
    rows = [{name: cell.text() for name, cell in zip(names, row, strict=True)} for row in answer.rows]
    found = [(row["target"], row["valueAsPrinted"], row["otherTarget"], row["otherAsPrinted"], VERDICTS[row["result"]]) for row in rows]
    return Counter(pair for pair in found if pair[4] != "not comparable")


@pytest.mark.parametrize(("first", "second"), DOCUMENTS)
def test_every_comparable_pair_is_found_and_none_is_wrong(store: Store, first: str, second: str) -> None:
    rows = [row for row in ROWS if (row["first"], row["second"]) == (first, second)]
    read = [(row["path_a"], row["value_a"], row["path_b"], row["value_b"], row["verdict"]) for row in rows]
    wanted = Counter(pair for pair in read if pair[4] != "not comparable")
    assert judged(store, first, second) == wanted
    turned = Counter(
        {(path_b, value_b, path_a, value_a, TURNED[verdict]): n for (path_a, value_a, path_b, value_b, verdict), n in wanted.items()}
    )
    assert judged(store, second, first) == turned
