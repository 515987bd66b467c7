"""The rules of names, roles and the register, one row each; the last column says why."""

from __future__ import annotations

import csv
import datetime
from functools import cache
from pathlib import Path

import pytest

from phahe.agencies.register import Register, Unresolved
from phahe.tasks.assignments import body_of_heading, find_assignments, split_bodies

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "data" / "ttl" / "reference"


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "tables" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def register() -> Register:
    texts = ((REFERENCE / name).read_text(encoding="utf-8") for name in ("agencies.ttl", "places.ttl"))
    return Register.from_turtle(*texts)


@pytest.mark.parametrize("row", table("assignments"), ids=lambda row: row["why"])
def test_roles(row: dict[str, str]) -> None:
    roles: dict[str, list[str]] = {}
    for item in find_assignments(row["text"], row["heading"] or None):
        roles.setdefault(item.role, []).append(item.body)
        assert item.span is None or row["text"][item.span.start : item.span.end] == item.name
    assert " | ".join(f"{role}: {' + '.join(names)}" for role, names in roles.items()) == row["expected"]


@pytest.mark.parametrize("row", table("assignments_bodies"), ids=lambda row: row["why"])
def test_bodies(row: dict[str, str]) -> None:
    assert " + ".join(row["text"][span.start : span.end] for span in split_bodies(row["text"])) == row["expected"]


@pytest.mark.parametrize("row", table("assignments_headings"), ids=lambda row: f"{row['why']}: {row['heading'][:20]}")
def test_headings(row: dict[str, str]) -> None:
    assert (body_of_heading(row["heading"]) or "") == row["expected"]


@pytest.mark.parametrize("row", table("agencies"), ids=lambda row: f"{row['name']} in {row['place']} {row['on']}")
def test_resolution(row: dict[str, str]) -> None:
    day = datetime.date.fromisoformat(row["on"]) if row["on"] else None
    found = register().resolve(row["name"], row["place"] or None, on=day)
    shown = f"!{found.reason}" if isinstance(found, Unresolved) else found.iri.partition("/agency/")[2]
    assert shown == row["expected"], row["why"]


@pytest.mark.parametrize("row", table("agencies_minted"), ids=lambda row: f"{row['name']} in {row['place']}")
def test_minting(row: dict[str, str]) -> None:
    minted = register().mint(row["name"], row["place"] or None)
    assert minted.iri.partition("/agency/")[2] == row["expected"], row["why"]
    assert not minted.registered
