"""Any text is read, fast, and what comes out is within it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.targets import find_targets
from phahe.tasks.timings import find_timings
from phahe.vietnamese.folding import aligned_fold
from tests.clock import grows_with_length

WORDS = st.sampled_from(
    [
        "tỷ lệ",
        "số",
        "đạt",
        "100%",
        "48,5%",
        "35 - 40%",
        "0,6%/năm",
        ";",
        ",",
        ":",
        ". ",
        "đến năm 2030",
        "vào năm 2029",
        "mức độ 3",
        "02 buổi/ngày",
        "đối với",
        "cho",
        "trong đó",
        "ít nhất",
        "một cơ sở",
        "nhóm 15 tỉnh",
        "giáo dục bắt buộc 9 năm",
        "phổ cập",
        "hoàn thành",
        "Quý IV/2026",
        "trước ngày 31/02/2026",
        "tháng 13/2026",
        "hằng năm",
        "thường xuyên",
        "%",
        "-",
        "\n",
        "e\u0301",
        "ﬁ",
        "각",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map("".join)))
def test_any_text(text: str) -> None:
    for target in find_targets(text, (text,), 2030):
        assert 0 <= target.span.start <= target.value_span.start < target.value_span.end <= target.span.end <= len(text)
        assert text[target.value_span.start : target.value_span.end] == target.value_printed
    for timing in find_timings(text):
        assert text[timing.span.start : timing.span.end] == timing.printed


@given(st.text())
def test_folding_keeps_positions(text: str) -> None:
    assert len(aligned_fold(text)) == len(text)


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1,", "1-", "35 - 40%", "đạt ", "ít nhất ", "tỷ lệ ", "số trường đạt 5%, ", "trong đó ", ", ", ";", " 2 buổi/ngày", "mức độ 3 ",
     "phổ cập ", "đến năm 2030 ", "năm 20", "Quý I", "đối với các địa bàn ", "tổng chi ", "tháng ", "giai đoạn 2021-", "báo cáo ", "a", "%"],
)  # fmt: skip
def test_linear_on_hostile_text(piece: str) -> None:
    def read(text: str) -> None:
        find_targets(text, (), 2030)
        find_timings(text)

    assert grows_with_length(read, piece, 4_000)
