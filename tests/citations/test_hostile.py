"""Any text is read, in time that grows with its length alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.citations import find_citations
from phahe.vietnamese import nfc
from tests.clock import grows_with_length

PIECES = [
    "Nghị quyết số ", "Nghị quyết số 12/NQ-CP ", "12/NQ-CP, ", "(((((", "1234567890", "Luật ", "Luật sửa đổi, bổ sung một số điều của ", "khoản 1 Điều ",
    "của Bộ A, ", "ngày ", "ngày 1/1/2020 của Bộ A, Bộ B về ", "/A", "số /", "số ........", "Kế hoạch ", "Đề án “", "“", "12/QĐ-", "- ", "QĐ 20 ",
    "\n", "\na", "số\n", "A-B/C-D/", "1/2020/", "12/NQ-CP của Bộ Tài chính và ", "Bộ trưởng Bộ A, Bộ trưởng Bộ B, ", "Nghị quyết này ", "a\u0301",
    "(Văn bản số 12/CV-AB ", "Chương trình giáo dục phổ thông đến năm ", "Chiến lược phát triển ", "các Nghị định của Chính phủ: số ", "thực hiện Nghị quyết, ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_alone(piece: str) -> None:
    assert grows_with_length(find_citations, piece, 12_500)


WORDS = st.sampled_from(
    [
        *PIECES,
        " ",
        ". ",
        "; ",
        "của ",
        "ngày 15/7/2025 ",
        "Hội đồng nhân dân ",
        "“Về ",
        "” ",
        "(khóa XI) ",
        "và ",
        "năm 2019 ",
        "47/NQ-HĐND ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=30).map("".join))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    for index, citation in enumerate(found := find_citations(text)):
        assert 0 <= citation.surface.start < citation.surface.end <= len(text)
        assert citation.span.start <= citation.surface.start
        assert citation.surface.end <= citation.span.end <= len(text)
        assert citation.nested_in is None or 0 <= citation.nested_in < len(found)
        assert citation.antecedent is None or 0 <= citation.antecedent < index


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=12).map("".join))
def test_decomposed_letters_are_read_like_composed_ones(text: str) -> None:
    composed, decomposed = nfc(text), unicodedata.normalize("NFD", text)
    left = [(c.form, c.number, composed[c.surface.start : c.surface.end]) for c in find_citations(composed)]
    right = [(c.form, c.number, nfc(decomposed[c.surface.start : c.surface.end])) for c in find_citations(decomposed)]
    assert left == right
