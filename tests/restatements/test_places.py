"""Shared words are shown where both sources print them, to the letter; common sources come from lineage alone."""

from __future__ import annotations

import pytest

from phahe.restatements.ancestry import common_sources
from phahe.restatements.positions import places_of
from phahe.text import Quote, Span

STORED = "1. Xóa  mù\n chữ\n\n12\n\ncho người lớn."
PIECES = [Quote(3, 15, "Xóa mù chữ"), Quote(21, 35, "cho người lớn.")]
TEXT = "Xóa mù chữ cho người lớn."
LINEAGE = {
    "xã A": frozenset({"NQ tỉnh"}),
    "xã B": frozenset({"NQ tỉnh", "QĐ trung ương"}),
    "kế hoạch tỉnh": frozenset({"NQ tỉnh"}),
    "NQ tỉnh": frozenset({"QĐ trung ương"}),
    "QĐ trung ương": frozenset({"NQ Đảng"}),
    "phụ lục": frozenset({"kế hoạch xã"}),
    "kế hoạch xã": frozenset({"NQ 2"}),
    "chương trình": frozenset({"NQ 2", "NQ 3"}),
    "NQ 3": frozenset({"NQ 2"}),
    "vòng 1": frozenset({"vòng 2"}),
    "vòng 2": frozenset({"vòng 1"}),
}


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("mù chữ", [(8, 15, "mù chữ")], "whitespace of the source is in the slice, collapsed in the quote"),
        ("chữ cho", [(12, 15, "chữ"), (21, 24, "cho")], "a page number between: one slice a piece"),
        ("người lớn", [(25, 34, "người lớn")], "the full stop is outside the run"),
    ],
)
def test_slices_of_a_run(words: str, expected: list[tuple[int, int, str]], why: str) -> None:
    start = TEXT.index(words)
    found = places_of(TEXT, PIECES, STORED).quotes(Span(start, start + len(words)))
    assert [(quote.start, quote.end, quote.exact) for quote in found] == expected, why
    assert all(" ".join(STORED[quote.start : quote.end].split()) == quote.exact for quote in found)


def test_restored_words_lead_to_the_printed_ones() -> None:
    stored = "x6a mil chir cho nguoi 16n"
    places = places_of("xóa mù chữ cho người lớn", [Quote(0, len(stored), stored)], stored)
    assert [quote.exact for quote in places.quotes(Span(4, 10))] == ["mil chir"]


def test_words_joined_by_the_restoration_lead_to_all_they_were_read_from() -> None:
    stored = "x6a mù c hữ cho người lớn"
    places = places_of("xóa mù chữ cho người lớn", [Quote(0, len(stored), stored)], stored)
    assert [quote.exact for quote in places.quotes(Span(7, 10))] == ["c hữ"]


@pytest.mark.parametrize(
    ("stored", "why"),
    [(None, "whitespace was collapsed, so places are not known"), ("Một văn bản khác hẳn.", "another text than was read")],
)
def test_no_place_is_better_than_a_wrong_one(stored: str | None, why: str) -> None:
    assert places_of(TEXT, PIECES, stored).quotes(Span(0, 10)) == (), why


@pytest.mark.parametrize(
    ("first", "second", "expected", "why"),
    [
        ("xã A", "kế hoạch tỉnh", ("NQ tỉnh",), "siblings: the parent, not what lies above it"),
        ("xã A", "xã B", ("NQ tỉnh",), "the nearest, though one also names what lies above"),
        ("phụ lục", "chương trình", ("NQ 2",), "through a plan on one side"),
        ("xã A", "chương trình", (), "two lineages"),
        ("xã A", "NQ tỉnh", (), "a document and its parent: lineage says it, wording need not"),
        ("xã A", "không rõ", (), "a document without lineage"),
        ("vòng 1", "xã A", (), "a circle does not hang"),
    ],
)
def test_common_source(first: str, second: str, expected: tuple[str, ...], why: str) -> None:
    assert common_sources(first, second, LINEAGE) == expected, why
    assert common_sources(second, first, LINEAGE) == expected, why
