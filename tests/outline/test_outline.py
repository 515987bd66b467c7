"""The tree of provisions: paths as printed, parents, kinds; and the header read on the way."""

import pytest

from phahe.layout import lay_out
from phahe.outline import outline
from phahe.reading.normalise import normalised
from phahe.tasks import find_tasks
from phahe.text import whole

RESOLUTION = """NGHỊ QUYẾT
Phê duyệt Kế hoạch phát triển giáo dục trên địa bàn xã Lộc Bình
HỘI ĐỒNG NHÂN DÂN XÃ LỘC BÌNH
KHÓA I, KỲ HỌP THỨ BA
Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;
Xét Tờ trình số 74/TTr-UBND ngày 24 tháng 9 năm 2025.
QUYẾT NGHỊ:
Điều 1. Phê duyệt Kế hoạch với các nội dung như sau:
I. MỤC TIÊU
2.1. Giáo dục mầm non
Đạt 100%.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Tăng cường lãnh đạo
Tuyên truyền sâu rộng.
- Rà soát chính sách.
- Đa dạng hình thức.
Điều 2. Tổ chức thực hiện
1. Giao Ủy ban nhân dân xã tổ chức thực hiện.
Nghị quyết này được Hội đồng nhân dân xã Lộc Bình khóa I thông qua ngày 30 tháng 9 năm 2025./.
Nơi nhận:
- Thường trực HĐND tỉnh;
CHỦ TỊCH
Trịnh Tuấn Đông"""


@pytest.fixture(scope="module")
def parts() -> list[tuple[str, str, str | None]]:
    return [(p.path, p.kind, p.parent) for p in outline(lay_out(whole(RESOLUTION))).provisions]


@pytest.mark.parametrize(
    ("path", "kind", "parent", "why"),
    [
        ("title", "title", None, "the line after the type is the title"),
        ("can-cu.1", "basis", None, "a Căn cứ line"),
        ("xet.1", "basis", None, "a Xét line"),
        ("I", "section", "dieu-1", "sections of the plan stand inside Điều 1 and keep their own path"),
        ("I.2.1", "section", "I", "2.1 keeps its printed number"),
        ("I.2.1.p1", "paragraph", "I.2.1", "first paragraph under it"),
        ("II.1.b2", "bullet", "II.1", "second dash under II.1"),
        ("dieu-2.1", "khoan", "dieu-2", "1. under a Điều is a khoản"),
        ("closing", "closing", None, "the adoption sentence"),
        ("recipients.b1", "bullet", "recipients", "a dash of Nơi nhận is no task"),
        ("signature", "signature", None, "position and name"),
    ],
)
def test_provision(parts: list[tuple[str, str, str | None]], path: str, kind: str, parent: str | None, why: str) -> None:
    assert (path, kind, parent) in parts, why


def test_tasks_are_the_leaves_under_solutions_and_duties() -> None:
    layout = lay_out(whole(RESOLUTION))
    tasks = [(task.provision.path, task.kind) for task in find_tasks(layout, outline(layout))]
    assert tasks == [("II.1.p1", "solution"), ("II.1.b1", "solution"), ("II.1.b2", "solution"), ("dieu-2.1", "duty")]


def test_header_says_only_what_is_printed() -> None:
    header = outline(lay_out(whole(RESOLUTION))).header
    assert header.value("type") == "NGHỊ QUYẾT"
    assert header.value("area") == "xã Lộc Bình"
    assert header.value("term") == "I"
    assert str(header.adopted) == "2025-09-30"
    assert header.value("signer") == "Trịnh Tuấn Đông"
    assert header.number is None
    assert header.date is None


def test_a_blank_number_stays_blank() -> None:
    header = outline(
        lay_out(whole("Số:         /NQ-HĐND\nLộc Bình, ngày       tháng 9 năm 2025\nNGHỊ QUYẾT\nVề kế hoạch\nI. MỤC TIÊU"))
    ).header
    assert header.number is None
    assert header.date is None
    assert header.value("number") == "Số: /NQ-HĐND"


def test_a_full_letterhead() -> None:
    header = outline(
        lay_out(whole("Số: 145/QĐ-UBND\nLạng Sơn, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\nVề việc phê duyệt đề án\nĐiều 1. Phê duyệt."))
    ).header
    assert header.number == "145/QĐ-UBND"
    assert str(header.date) == "2026-01-05"
    assert header.value("place") == "Lạng Sơn"


TABLE = """Danh mục các nhiệm vụ
(Kèm theo Kế hoạch số: 125 /KH-UBND ngày 13/4/2026 của UBND xã Thiện Tân)

NHÓM NHIỆM VỤ\tNỘI DUNG\tCƠ QUAN CHỦ TRÌ\tCƠ QUAN PHỐI HỢP\tTHỜI GIAN THỰC HIỆN
NHÓM I ĐỔI MỚI THỂ CHẾ CHO\t1. Chỉ đạo kịp thời.\tPhòng VHXH\tCác cơ sở giáo dục\tQuý I/2026

**PHÁT TRIỂN GIÁO DỤC**

2. Tăng cường đào tạo.\tPhòng VHXH\tCác cơ sở giáo dục\tNăm 2026
\t3. Cân đối ngân sách.\tPhòng VHXH\tCác cơ sở giáo dục\tHàng năm
<p>NHÓM II</p>
<p>CHUYỂN ĐỔI SỐ</p>\t<p>1. Xây dựng dữ liệu.</p>\tPhòng VHXH\t\tTừ năm 2026
"""


def test_a_table_cut_by_a_page_is_put_together() -> None:
    layout = lay_out(normalised(TABLE))
    parts = outline(layout)
    by_path = parts.by_path()
    assert [p for p in by_path if p.startswith("NHÓM")] == ["NHÓM I", "NHÓM I.1", "NHÓM I.2", "NHÓM I.3", "NHÓM II", "NHÓM II.1"]
    title = " ".join(layout.text.text[s.start : s.end] for s in by_path["NHÓM I"].heading)
    assert title == "ĐỔI MỚI THỂ CHẾ CHO PHÁT TRIỂN GIÁO DỤC"
    assert sorted(by_path["NHÓM I.2"].cells) == ["content", "coordinate", "lead", "timing"]
    assert "coordinate" not in by_path["NHÓM II.1"].cells
    assert parts.header.annex
