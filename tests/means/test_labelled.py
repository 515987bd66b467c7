"""Blocks that tell who and when of the task beside them; sections that look back; orders under no heading that says so."""

from __future__ import annotations

import pytest

from phahe.analysis import Analysis, analyse
from phahe.registers import load_glossaries
from phahe.text import whole


def read(words: str) -> Analysis:
    return analyse(whole(words), None, load_glossaries())


def told(words: str) -> dict[str, list[str]]:
    """Each task with who and when, in order."""
    return {
        item.task.provision.path: [
            *(f"{one.assignment.role}:{one.assignment.name}" for one in item.assignments),
            *(one.timing.printed for one in item.timings),
            *(one.kind for one in item.outputs),
        ]
        for item in read(words).tasks
    }


HEAD = "KẾ HOẠCH\nPhát triển giáo dục\nI. NHIỆM VỤ\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            HEAD
            + "1. Tổ chức tập huấn\n- Nội dung: Tập huấn giáo viên.\n- Đơn vị chủ trì: Sở Nội vụ.\n- Cơ quan phối hợp: Sở Y tế.\n- Thời gian: Quý I/2026.\n",
            {"I.1.b1": ["lead:Sở Nội vụ", "coordinate:Sở Y tế", "Quý I/2026"]},
        ),
        (
            HEAD + "1. Tổ chức tập huấn\n- Cơ quan thực hiện: Sở Nội vụ.\n- Thời gian thực hiện: Năm 2026.\n",
            {"I.1": ["lead:Sở Nội vụ", "Năm 2026"]},
        ),
        (
            HEAD
            + "1. Tập huấn\n- Mở lớp.\n- Đơn vị chủ trì: Sở Y tế.\n- Thời gian: Thường xuyên.\n- Rà soát.\n- Đơn vị chủ trì: Báo và Phát thanh tỉnh; Sở Nội vụ.\n",
            {"I.1.b1": ["lead:Sở Y tế", "Thường xuyên"], "I.1.b4": ["lead:Báo và Phát thanh tỉnh", "lead:Sở Nội vụ"]},
        ),
        (
            HEAD
            + "1. Dữ liệu\na) Nhiệm vụ:\n- Rà soát dữ liệu.\n- Số hóa hồ sơ.\nb) Cơ quan thực hiện:\n- Đơn vị chủ trì: Sở Tư pháp.\nc) Thời gian: Năm 2026.\n",
            {"I.1.a.b1": ["lead:Sở Tư pháp", "Năm 2026"], "I.1.a.b2": ["lead:Sở Tư pháp", "Năm 2026"]},
        ),
        (HEAD + "1. Tập huấn\n- Mở lớp.\n- Sản phẩm: Báo cáo kết quả; tài liệu.\n", {"I.1.b1": ["report", "material"]}),
        (
            "KẾ HOẠCH\nPhát triển giáo dục\nI. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Vận động Nhân dân.\n2. Sở Y tế:\n- Kiểm tra trường học.\n",
            {"I.1": ["lead:Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"], "I.2.b1": ["lead:Sở Y tế"]},
        ),
        (
            "KẾ HOẠCH\nNăm 2026\nI. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2025\n1. Xây dựng kế hoạch đạt yêu cầu.\nII. NHIỆM VỤ\n1. Mở lớp.\n",
            {"II.1": []},
        ),
    ],
    ids=[
        "beside a task",
        "alone under a heading",
        "each after its own task",
        "past a labelled part",
        "products",
        "run-in headings",
        "what was",
    ],
)
def test_labels(words: str, expected: dict[str, list[str]]) -> None:
    assert told(words) == expected


def test_a_directive_orders_from_its_opening_on() -> None:
    words = "CHỈ THỊ\nVề việc xử lý lấn chiếm rừng\n\nĐể thực hiện nghiêm quy định, Ủy ban nhân dân tỉnh yêu cầu:\n1. Sở Tài chính\n- Bố trí kinh phí.\n2. Công an tỉnh tăng cường kiểm tra.\n"
    assert told(words) == {"1.b1": ["lead:Sở Tài chính"], "2": ["lead:Công an tỉnh"]}


def rows(table: str) -> dict[str, list[str]]:
    return told("PHỤ LỤC\nDanh mục nhiệm vụ\n" + table)


def test_a_second_header_row_parts_a_column() -> None:
    table = (
        "STT\tNội dung nhiệm vụ\tCơ quan thực hiện\t\tThời gian hoàn thành\n"
        "\t\tChủ trì\tPhối hợp\t\n"
        "1\tRà soát trường lớp\tPhòng Kinh tế\tBan Quản lý dự án; Bưu điện xã\t31/12/2026\n"
    )
    assert list(rows(table).values()) == [["lead:Phòng Kinh tế", "coordinate:Ban Quản lý dự án", "coordinate:Bưu điện xã", "31/12/2026"]]


def test_a_cell_that_a_page_cuts_goes_on_after_the_header_printed_again() -> None:
    header = "TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn\n"
    table = f"{header}1\tMở lớp\tSở Y tế\tSở Tài chính;\tNăm 2026\n{header}\t\t\tUBND các xã\t\n2\tRà soát\tSở Nội vụ\t\tNăm 2027\n"
    assert list(rows(table).values()) == [
        ["lead:Sở Y tế", "coordinate:Sở Tài chính", "coordinate:UBND các xã", "Năm 2026"],
        ["lead:Sở Nội vụ", "Năm 2027"],
    ]


def test_a_row_of_data_is_no_second_header() -> None:
    table = "TT\tNhiệm vụ\tChủ trì\tThời gian\n1\tPhối hợp\tSở Y tế\tNăm 2026\n"
    assert list(rows(table).values()) == [["lead:Sở Y tế", "Năm 2026"]]
