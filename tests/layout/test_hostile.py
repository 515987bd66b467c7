"""Texts made to be slow: time grows with length, not with its square. And any text at all gives blocks that cover it in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.layout import lay_out
from phahe.outline import outline
from phahe.tasks import find_tasks
from phahe.text import whole
from tests.clock import grows_with_length

UNITS = [
    "|\n", "a | b | c\n", "| a\n", "Số:" + " " * 50 + "x\n", "((((( a\n", "1.1.1.1.1.1.1 \n", "IIII. A\n", "“a) b\n", '" x\n', "Điều\n", "-" * 99 + " \n",
    "ỦY BAN NHÂN DÂN \n", "Nơi nhận: - a; - b; - c\n", "TM. ỦY BAN NHÂN DÂN\n", "Hà Nội, ngày tháng \n", "a\tb\tc\n", "thông qua ngày Căn cứ khoản ",
    "PHỤ LỤC I\n", "(Kèm theo\n", "[1] a\n", "A. B\n", "Ủ", "Số: 1/QĐ-X CỘNG HÒA XÃ HỘI Hà Nội, ngày ", "TRANG ĐẦU\n\f", "Phần thứ nhất ", "; - ", "[",
]  # fmt: skip


def laid_out(text: str) -> None:
    layout = lay_out(whole(text))
    find_tasks(layout, outline(layout))


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_time_grows_with_length(unit: str) -> None:
    assert grows_with_length(laid_out, unit, 8_000)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*UNITS, "NGHỊ QUYẾT\n", "Về cây\n", "Căn cứ Luật;\n", "Điều 1. A\n", "1. b\n", "a) c\n", "\n", "QUY CHẾ\n", "|\n"]
        ),
        max_size=40,
    )
)
def test_any_text_has_an_outline(units: list[str]) -> None:
    layout = lay_out(whole("".join(units)))
    provisions = outline(layout).provisions
    paths = [provision.path for provision in provisions]
    assert len(set(paths)) == len(paths)
    assert all(provision.parent is None or provision.parent in paths for provision in provisions)
    assert all(provision.spans for provision in provisions)
    find_tasks(layout, outline(layout))
