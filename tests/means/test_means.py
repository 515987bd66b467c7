"""Money and products row by row, and in the blocks and cells of a document."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from phahe.analysis import Analysis, analyse
from phahe.means.funding import Funding, find_funding
from phahe.means.glossary import Glossary
from phahe.means.outputs import find_listed, find_outputs
from phahe.registers import load_glossaries
from phahe.text import Span, whole

TABLES = Path(__file__).parents[1] / "tables"


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def brief(words: str, one: Funding) -> str:
    amount = "" if one.amount is None else f"{one.amount:f}"
    return f"{';'.join(one.sources)}|{amount}|{words[one.span.start : one.span.end]}"


def read(words: str) -> Analysis:
    return analyse(whole(words), None, load_glossaries())


@pytest.mark.parametrize("row", rows("funding.tsv"), ids=lambda row: row["why"])
def test_funding(row: dict[str, str]) -> None:
    found = find_funding(row["text"], load_glossaries().funding, whole=bool(row["whole"]))
    assert "; ".join(brief(row["text"], one) for one in found) == row["expected"]


@pytest.mark.parametrize("row", rows("outputs.tsv"), ids=lambda row: row["why"])
def test_outputs(row: dict[str, str]) -> None:
    found = find_outputs(row["text"], load_glossaries().outputs)
    assert "; ".join(f"{one.kind}|{row['text'][one.span.start : one.span.end]}" for one in found) == row["expected"]


def test_nothing_is_ordered_inside_a_title() -> None:
    words = "Triển khai Đề án đầu tư xây dựng trường học đạt chuẩn"
    assert find_outputs(words, load_glossaries().outputs, [Span(11, len(words))]) == ()


def test_a_cell_lists_products_at_semicolons() -> None:
    words = "- Báo cáo kết quả; 02 lớp tập huấn; "
    assert [(one.kind, words[one.span.start : one.span.end]) for one in find_listed(words, load_glossaries().outputs)] == [
        ("report", "Báo cáo kết quả"),
        ("other", "02 lớp tập huấn"),
    ]


PLAN = """KẾ HOẠCH
Phát triển giáo dục
I. NHIỆM VỤ, GIẢI PHÁP
1. Xây dựng kế hoạch giáo dục từ ngân sách xã.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
Chủ trì triển khai Kế hoạch.
2. Kinh phí thực hiện
- Ngân sách nhà nước.
- Nguồn xã hội hóa.
"""


def test_blocks_about_money_are_funding_and_no_tasks() -> None:
    found = read(PLAN)
    assert [(one.provision.path, one.funding.sources, one.of_task) for one in found.funding] == [
        ("I.1", ("state-budget",), True),
        ("II.2.b1", ("state-budget",), False),
        ("II.2.b2", ("mobilised",), False),
    ]
    assert [task.task.provision.path for task in found.tasks] == ["I.1", "II.1.p1"]


def test_columns_of_products_and_money() -> None:
    table = (
        "TT\tNội dung\tCơ quan chủ trì\tSản phẩm\tKinh phí\n"
        "1\tRà soát trường lớp\tPhòng Kinh tế\tBáo cáo; danh mục\tNgân sách xã: 20 triệu đồng\n"
        "2\tTập huấn\tPhòng Kinh tế\t\t\n"
    )
    first, second = (found := read("PHỤ LỤC\nDanh mục nhiệm vụ\n" + table)).tasks
    assert ([one.kind for one in first.outputs], second.outputs) == (["report", "report"], ())
    assert [(one.funding.amount, one.funding.sources) for one in found.funding] == [(20_000_000, ("state-budget",))]


def test_long_texts_take_no_longer_than_they_are() -> None:
    words = "huy động xây dựng " * 20_000
    assert find_funding(words, Glossary({"vốn oda": "foreign"})) == ()
    assert find_outputs(words, load_glossaries().outputs) == ()
