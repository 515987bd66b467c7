"""Any text is read without an exception, in time that grows with its length."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.agencies.register import Register
from phahe.places import Places
from phahe.tasks.assignments import body_of_heading, column_assignments, find_assignments, split_bodies
from tests.clock import grows_with_length

PIECES = (
    "Sở", "Tài chính", "các", "và", ",", ";", ".", ":", "-", "(", ")", "của", "thuộc", "UBND", "HĐND", "tỉnh", "xã", "phường", "cấp", "Chủ trì", "phối hợp",
    "với", "báo cáo", "gửi", "qua", "Giao", "Thủ trưởng", "trong phạm vi", "Văn phòng", "Trung tâm", "tổ chức", "cơ quan", "liên quan", "Lạng Sơn", "giám sát",
    "1.", "Điều 2.", "VHXXH", "Đảng ủy", "trên địa bàn", "\n", "\u00a0", "\u0323", "đ",
)  # fmt: skip
REPEATED = (
    "của UBND ", "thuộc ", "Sở A, ", "Sở A và ", "UBND ", "xã, ", "(UBND) ", "báo cáo ", "báo cáo gửi ", "phối hợp với ", "chủ trì ", "Trung tâm hỗ trợ ", "Sở A; ",
    "các ", "trong phạm vi chức năng, ", "theo a, ", "tổ chức, ", "Thủ trưởng ", "Sở A - ", "Văn phòng HĐND và ", "Sở A ", "1.", "- ", " ", "thành viên của các cơ quan ",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.text(max_size=30))
def test_any_words_are_read(words: list[str], odd: str) -> None:
    text = " ".join(words) + odd
    for item in (*find_assignments(text), *find_assignments(odd, text), *column_assignments(text, "lead")):
        assert item.role in {"lead", "coordinate", "supervise", "report"}
        assert item.span is None or item.name
    spans = split_bodies(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    body_of_heading(text)
    register = Register((), Places({}))
    register.resolve(text, odd)
    assert register.mint(text, odd).iri.startswith("https://w3id.org/phahe/agency/")


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_length_only(piece: str) -> None:
    def read(text: str) -> None:
        find_assignments(text, "Sở Tài chính")
        body_of_heading(text)

    assert grows_with_length(read, piece, 3_000)
