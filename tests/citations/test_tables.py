"""The rules of the finder, one row each; the last column says why. ⏎ in a text is a line end."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from phahe.citations import Citation, find_citations
from phahe.numbers import parse_number

ROOT = Path(__file__).parents[2]


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "tables" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [
            {key: value.replace("⏎", "\n") for key, value in row.items()}
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@pytest.mark.parametrize("row", table("citations"), ids=lambda row: row["why"])
def test_numbered_and_named_surfaces(row: dict[str, str]) -> None:
    text = row["text"]
    found = [text[c.surface.start : c.surface.end] for c in find_citations(text) if c.form in ("numbered", "named")]
    assert found == [surface for surface in row["surfaces"].split(" + ") if surface]


@pytest.mark.parametrize("row", table("citations_unseen"), ids=lambda row: row["why"])
def test_sentences_of_documents_not_seen(row: dict[str, str]) -> None:
    """Surfaces, then facts `index=field=value` of the mentions found."""
    found = [c for c in find_citations(row["text"]) if c.form in ("numbered", "named")]
    assert " + ".join(row["text"][c.surface.start : c.surface.end] for c in found) == row["surfaces"]
    for fact in filter(None, row["facts"].split(" ; ")):
        index, field, value = fact.split("=", 2)
        assert printed(found[int(index)], field) == value


def printed(citation: Citation, field: str) -> str:
    value = getattr(citation, field)
    return ";".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


@pytest.mark.parametrize("row", table("citations_facts"), ids=lambda row: row["field"] + ": " + row["why"])
def test_facts_of_the_first_mention(row: dict[str, str]) -> None:
    assert printed(find_citations(row["text"])[0], row["field"]) == row["value"]


@pytest.mark.parametrize("row", table("citations_numbers"), ids=lambda row: row["why"])
def test_document_numbers(row: dict[str, str]) -> None:
    number = parse_number(row["text"])
    assert (number.value if number else "") == row["value"]


def test_half_of_the_surface_rows_have_nothing_to_find() -> None:
    rows = table("citations")
    assert 0.4 <= sum(not row["surfaces"] for row in rows) / len(rows) <= 0.6
