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
    (["TM. ỦY BAN NHÂN", "DÂN", "KT. CHỦ TỊCH"], 2, "a wrapped body in the signature is one line"),
    (["theo quy định tại Điều", "5. Việc này"], 1, "the number of a Điều fell on the next line"),
    (["Chương I", "", "QUY ĐỊNH CHUNG"], 1, "the name of a chapter belongs to its number"),
    (["- 5 -", "PHẦN MỘT", "-----", "Nội dung."], 2, "a page number and a drawn line are nothing"),
    (["## Điều 1. Phạm vi", "> Luật này quy định.", "__b) Chi phí__"], 3, "marks of Markdown are no words"),
    (["bãi bỏ khoản 2.Điều 3. Thi hành", "Luật này."], 3, "a Điều that lost the line end before it"),
    (["“Điều 3. Thi hành", "như sau."], 1, "a quoted Điều keeps its mark"),
    (["Nơi nhận: - Như trên; - Lưu: VT."], 3, "recipients run together are parted"),
    (["Công nhận: - Một; - Hai."], 1, "a list that is none of recipients is not"),
    (["của Hội đồng nhân dân, các", "Ban của Hội đồng giám sát."], 1, "no paragraph ends with các"),
    (["V. TỔ CHỨC THỰC HIỆN", "", "1.", "Sở Y tế:", "", "- Chủ trì."], 3, "a number alone after a blank line opens a block"),
    (["V. TỔ CHỨC THỰC HIỆN 1. Sở Y tế chủ trì."], 2, "a heading in capitals ends before its first item"),
    (["2. Báo cáo kết quả. Trên đây là Kế hoạch thực hiện."], 2, "the closing formula is a block"),
    (["1. Có trường.", "2. 100% các xã đạt chuẩn."], 2, "an item that opens with a share"),
    (["|", "Một", "|", "Hai", "|", "|", "Ba", "|", "Bốn", "|"], 4, "cells between lone pipes are cells"),
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


ROWS = [
    ("|STT|Việc|Chủ trì|\n|---|---|---|\n|1|Rà soát|Sở Xây dựng|", [["STT", "Việc", "Chủ trì"], ["1", "Rà soát", "Sở Xây dựng"]], "Markdown rows"),
    (
        "|\nSTT\n|\nViệc\n|\nChủ trì\n|\n|\nA\n|\nTHỂ CHẾ\n|\n|\n1\n|\nRà soát\nquy hoạch\n|\nSở Xây dựng\n|",
        [["STT", "Việc", "Chủ trì"], ["A", "THỂ CHẾ"], ["1", "Rà soát quy hoạch", "Sở Xây dựng"]],
        "a group title fills one cell across the table",
    ),
    (
        "|\nSTT\n|\nViệc\n|\nKinh phí\n|\nNăm\n|\n|\n3\n|\nRà soát\n|\n|\n|\n|\n4\n|\nCông bố\n|\n5\n|\n2026\n|",
        [["STT", "Việc", "Kinh phí", "Năm"], ["3", "Rà soát", "", ""], ["4", "Công bố", "5", "2026"]],
        "an empty cell prints nothing between its pipes; a year alone in a cell is no page number",
    ),
    ("|\nNơi nhận:\n- Như trên;\n|\nCHỦ TỊCH\n|", [], "a frame that only places things on the page is no table"),
    ("Một câu có dấu | ở giữa.", [], "a pipe inside a sentence makes no table"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows", "why"), ROWS, ids=[case[2] for case in ROWS])
def test_rows_printed_with_pipes(text: str, rows: list[list[str]], why: str) -> None:
    layout = lay_out(whole(text))
    found: dict[int, list[str]] = {}
    for block in layout.blocks:
        if block.row is not None:
            found.setdefault(block.row, []).append(layout.words(block))
    assert list(found.values()) == rows, why


def test_where_blank_lines_part_every_paragraph_a_line_without_one_goes_on() -> None:
    wrapped = "trong đó theo quy định tại\nĐiều 5 Nghị định này và\nSở Xây dựng,\nSở Nội vụ,\nCông an tỉnh,\nCác xã."
    parts = [f"{number}. Rà soát quy hoạch, {wrapped if number % 4 == 0 else 'công bố.'}" for number in range(1, 14)]
    assert len(lay_out(whole("\n\n".join(parts))).blocks) == 13
    assert len(lay_out(whole("\n".join(parts))).blocks) > 13, "a file without blank lines tells nothing of the kind"


def test_heads_of_pages_are_dropped() -> None:
    pages = "\f".join(f"CÔNG BÁO THỬ NGHIỆM\nĐiều {number}. Thi hành." for number in range(1, 6))
    assert lay_out(whole("BÌA\n\f" + pages)).text.text.count("CÔNG BÁO") == 0
    assert lay_out(whole("CÔNG BÁO THỬ NGHIỆM\nĐiều 1. Thi hành.")).text.text.count("CÔNG BÁO") == 1


def test_nothing_is_nothing() -> None:
    assert lay_out(whole("")).blocks == ()
    assert lay_out(whole("\n\n  \n")).blocks == ()
