"""Whatever the input: no crash, every token once and in order, whitespace kept, figures kept."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.restoration import Correction, build_model, is_ocr_broken, read_corrections, restore, to_text

CLEAN = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh; tỷ lệ đạt 48,5%, kinh tế số, lối sống."
MODEL = build_model([CLEAN])
SIGNS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyéèịọữ¢€&§¥;:.,()/-0123456789ABCĐI|‘’“” \n\t\u0301\u00a0\x00ﬂ", max_size=120)


@settings(max_examples=80, deadline=None)
@given(st.one_of(SIGNS, st.text(max_size=80)))
def test_any_text(text: str) -> None:
    is_ocr_broken(text)
    for near in ((), (CLEAN,)):
        words = restore(text, MODEL, near)
        assert "".join("".join(word.printed.split()) for word in words) == "".join(text.split())
        assert [word.start for word in words] == sorted(word.start for word in words)
        assert all(0.0 <= word.confidence <= 1.0 for word in words)
        assert re.sub(r"\S+", "", to_text(text, words).text).count("\n") == re.sub(r"\S+", "", text).count("\n")
        assert all(word.restored == word.printed for word in words if re.fullmatch(r"\d[\d,]*%?", word.printed, re.ASCII))


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5000, "1" * 3000, "(" * 2000, "-/-/" * 500, "a/b-" * 300, "\u0301" * 200])
def test_garbage(text: str) -> None:
    words = restore(text, MODEL, [CLEAN, text])
    assert to_text(text, words).text.split() or not text.split()


def test_empty_model() -> None:
    assert [word.restored for word in restore("Cin cir 15 thang", build_model([]))][2] == "15"


def test_correction_wins_and_a_shifted_one_is_refused() -> None:
    words = restore("Ty 18 hoc sinh", MODEL, (), [Correction(3, 5, "18", "lệ", "người đọc", "2026-11-22", "tỷ lệ")])
    assert (words[1].restored, words[1].method, words[1].confidence) == ("lệ", "reviewed", 1.0)
    with pytest.raises(ValueError, match="expects '18'"):
        restore("Ty le hoc sinh", MODEL, (), [Correction(3, 5, "18", "lệ")])
    with pytest.raises(ValueError, match="whole words"):
        restore("Ty 18 hoc sinh", MODEL, (), [Correction(3, 4, "1", "l")])


def test_review_entry_at_fault_is_named() -> None:
    with pytest.raises(ValueError, match="entry 1 of the review file lacks end"):
        read_corrections({"restoration": [{"start": 1}]})
    assert read_corrections({}) == ()
