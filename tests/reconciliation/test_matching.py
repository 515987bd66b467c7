"""Names as they stand in tables, the thing that is meant, and whether the service may say so. Rows in tests/tables/reconciliation.tsv."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from phahe.reconciliation import Entity, Given, Index, Query
from phahe.reconciliation.words import plain

ROWS = list(csv.DictReader((Path(__file__).parents[1] / "tables" / "reconciliation.tsv").open(encoding="utf-8"), delimiter="\t"))
UNITS = {"place-kind/xa", "place-kind/phuong", "place-kind/dac-khu"}


def given(text: str) -> tuple[Given, ...]:
    name, equals, words = text.partition("=")
    return (Given(name, (), (words,)) if words.startswith("place/") else Given(name, (words,)),) if equals else ()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['query']}-{row['given']}" for row in ROWS])
def test_names_in_tables(known: Index, row: dict[str, str]) -> None:
    found = known.find(Query(row["query"], tuple(row["types"].split()), given(row["given"])))
    matched = [one.entity.id for one in found if one.match]
    assert bool(matched) == (row["match"] == "yes"), f"{row['why']}: {[(one.entity.id, one.score) for one in found[:4]]}"
    if row["expected"] != "-":
        assert found[0].entity.id == row["expected"], row["why"]
        assert matched in ([], [row["expected"]]), row["why"]
    assert all(0 < one.score <= 100 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def units(known: Index) -> list[Entity]:
    return [one for one in known.entities.values() if one.kind == "place" and not one.valid_to and UNITS & set(one.types)]


def test_every_commune_is_matched_by_its_name_and_province(known: Index) -> None:
    """The column of a spreadsheet, the whole country, without a code; a name that two communes have is never matched alone."""
    every = units(known)
    shared = Counter(plain(one.name) for one in every)
    missed, guessed = [], []
    for one in every[:: max(1, len(every) // 900)]:
        province = Given("province", (one.first("province"),))
        if [found.entity.id for found in known.find(Query(one.name, ("place",), (province,))) if found.match] != [one.id]:
            missed.append(one.name)
        if shared[plain(one.name)] > 1 and any(plain(found.entity.name) != plain(one.name) or found.entity.id != one.id for found in
                                               known.find(Query(one.name, ("place",))) if found.match):  # fmt: skip
            guessed.append(one.name)
    assert len(every) == 3321
    assert missed == []
    assert guessed == []


def test_two_communes_of_one_name_are_not_matched_without_the_province(known: Index) -> None:
    names = Counter(one.name for one in units(known))
    for name in [name for name, count in names.items() if count > 1][:60]:
        found = known.find(Query(name, ("place",)))
        assert not any(one.match for one in found), name
        assert len([one for one in found if one.score == 100]) >= 2, name


def test_ten_names_take_less_than_a_tenth_of_a_second(known: Index) -> None:
    names = [one.name for one in units(known)][::330][:10]
    spoilt = [name.replace("n", "m") + "x" for name in names]  # similar ones must be sought for these
    known.find(Query(spoilt[0], ("place",)))
    for batch in (names, spoilt):
        best = min(_seconds(known, batch) for _ in range(5))
        assert best < 0.1, f"{best * 1000:.0f} ms"


def _seconds(known: Index, batch: list[str]) -> float:
    started = time.process_time()
    for name in batch:
        known.find(Query(name, ("place",)))
    return time.process_time() - started


@pytest.mark.parametrize(
    "text", ["", " ", ",", "(((", "xã", "tỉnh", "/", "0", "-" * 5000, "a, " * 3000, "\x00", "x. x. x. x. " * 200, "💥", "xã " * 900]
)
def test_any_words_get_an_answer(known: Index, text: str) -> None:
    assert not any(one.match for one in known.find(Query(text)))
