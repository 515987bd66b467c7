"""Lines to blocks: one row a case, the lines as printed, the blocks they make, and why."""

import pytest

from phahe.layout import lay_out
from phahe.text import whole

FULL = "Tăng cường tuyên truyền, quán triệt sâu rộng mục tiêu, nội dung đổi mới giáo dục của tỉnh"

CASES = [
    (["Điều 1. Phê duyệt Kế", "hoạch.", "Điều 2. Thi hành."], 2, "a Điều begins a block"),
    (["1. Sở Tài chính", "Chủ trì, phối hợp với Sở Nội vụ."], 2, "a short numbered heading is a block of its own"),
    (["- Ngân sách nhà nước;", "- Nguồn vốn khác."], 2, "each bullet is a block"),
    (["Căn cứ Luật Giáo dục;", "Căn cứ Luật Đất đai;"], 2, "each basis is a block"),
    (["kế hoạch phát triển kinh tế", "- xã hội của địa phương."], 1, "a spaced hyphen on a line break is no bullet"),
    (["thực hiện các đề án của", "năm 2030 theo quy định."], 1, "a small letter goes on"),
    (["nội dung của", "", "7", "", "kế hoạch."], 1, "a page number inside a sentence is dropped"),
    (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"], 2, "lines of the signature stay apart"),
]


@pytest.mark.parametrize(("lines", "blocks", "why"), CASES, ids=[case[2] for case in CASES])
def test_blocks(lines: list[str], blocks: int, why: str) -> None:
    assert len(lay_out(whole("\n".join(lines))).blocks) == blocks, why


def _page(paragraphs: list[str], width: int = 80, indent: str = "      ") -> str:
    """Paragraphs set on a page: first lines indented (and the indent lost, as converters lose it), a blank line after every line."""
    lines = []
    for paragraph in paragraphs:
        line = indent
        for word in paragraph.split():
            if len(line) + len(word) + 1 > width:
                lines.append(line.strip())
                line = ""
            line += word + " "
        lines.append(line.strip())
    return "\n\n".join(lines)


PARAGRAPH = (
    "Rà soát, hoàn thiện chính sách giáo dục; xây dựng cơ chế đặc thù hỗ trợ vùng khó khăn, trường chuyên biệt. Đẩy mạnh phối hợp liên ngành, "
    "tăng cường kiểm tra, giám sát thực hiện. Tổ chức đối thoại định kỳ với giáo viên, cán bộ, người học. Đưa kết quả thực hiện vào tiêu chí. "
)


def test_paragraphs_are_told_apart_where_blank_lines_tell_nothing() -> None:
    paragraphs = [(PARAGRAPH[index * 7 :] + PARAGRAPH[: index * 5]).strip().capitalize() for index in range(1, 12)]
    found = lay_out(whole(_page(paragraphs))).text.text.split("\n")
    assert len(found) == pytest.approx(len(paragraphs), abs=1)


def test_a_table_row_is_cells() -> None:
    layout = lay_out(whole("NỘI DUNG\tCƠ QUAN\n1. Tuyên truyền\tPhòng VHXH"))
    assert [(block.row, block.cell) for block in layout.blocks] == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_nothing_is_nothing() -> None:
    assert lay_out(whole("")).blocks == ()
    assert lay_out(whole("\n\n  \n")).blocks == ()
