"""Search finds words whatever their diacritics, and ranks the ones printed as asked higher."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phahe import search
from phahe.search import Entry, Index, excerpt

INDEX = Index(
    [
        Entry("so-gd", "agency", "Sở Giáo dục và Đào tạo tỉnh Lạng Sơn"),
        Entry("nq47", "document", "Nghị quyết 47/NQ-HĐND HĐND tỉnh Lạng Sơn"),
        Entry("nq147", "document", "Nghị quyết 147/NQ-HĐND HĐND tỉnh Lạng Sơn"),
        Entry("so-bo", "task", "Tổng hợp số liệu, sơ bộ đánh giá giáo dục; có sổ theo dõi"),
        Entry("cam", "task", "Nghiêm cấm dạy thêm trái quy định"),
        Entry("cam-ket", "task", "Ký cam kết với nhà trường"),
    ]
)


@pytest.mark.parametrize(
    ("query", "first", "why"),
    [
        ("so giao duc", "so-gd", "no diacritics typed"),
        ("SỞ GIÁO DỤC", "so-gd", "capitals"),
        ("47/nq-hđnd", "nq47", "a number is its parts side by side; 147 is another number"),
        ("147", "nq147", "the other number"),
        ("cấm", "cam", "diacritics decide between cấm and cam"),
        ("cam kết", "cam-ket", "and the other way round"),
        ("sổ", "so-bo", "exact print ranks above Sở"),
        ("giáo dục và đà", "so-gd", "the last word may be cut short"),
        ("Ngh\u1ecb quy\u0065\u0302\u0301t 47", "nq47", "decomposed letters"),
    ],
)
def test_first_hit(query: str, first: str, why: str) -> None:
    assert INDEX.search(query).hits[0].entry.iri == first, why


@pytest.mark.parametrize("query", ["", "  ", "!?/", "giáo viên", "7/NQ", "zzz", "giáo dụcc"])
def test_nothing(query: str) -> None:
    assert INDEX.search(query).hits == ()


def test_147_is_not_found_by_47() -> None:
    assert [hit.entry.iri for hit in INDEX.search("47/NQ-HĐND").hits] == ["nq47"]


def test_spans_are_the_words() -> None:
    hit = INDEX.search("giao duc").hits[0]
    assert [hit.entry.text[start:end] for start, end in hit.spans] == ["Giáo", "dục"]


def test_kinds_are_counted_and_chosen() -> None:
    found = INDEX.search("lang son", kind="agency")
    assert found.counts == {"document": 2, "agency": 1}
    assert [hit.entry.kind for hit in found.hits] == ["agency"]


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_searched_without_failing_and_excerpts_are_true(query: str, text: str) -> None:
    text = search.nfc(text)
    for hit in Index([Entry("a", "task", text)]).search(query).hits:
        assert all(0 <= start < end <= len(text) for start, end in hit.spans)
        shown = "".join(words for words, _ in excerpt(text, hit.spans, width=40))
        assert shown.removeprefix("… ").removesuffix(" …") in text


def test_examples() -> None:
    assert doctest.testmod(search).failed == 0
