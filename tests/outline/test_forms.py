"""Forms of documents: one row a case, the text, a path, what kind of part it is and of what, and why; "-" where there must be none."""

import pytest

from phahe.layout import lay_out
from phahe.outline import outline
from phahe.reading.normalise import normalised
from phahe.tasks import find_tasks

REGULATION = """QUYẾT ĐỊNH
Ban hành Quy chế trồng hoa
Căn cứ Luật Hoa;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế trồng hoa.
Điều 2. Quyết định này có hiệu lực từ ngày ký./.
Nơi nhận:
- Như trên;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Thị Mận

QUY CHẾ

TRỒNG HOA TRÊN ĐỊA BÀN TỈNH

(Ban hành kèm theo Quyết định số 5/QĐ-UBND)

Chương I

QUY ĐỊNH CHUNG

Mục 1. PHẠM VI

Điều 1. Phạm vi điều chỉnh

1. Quy chế này quy định việc trồng hoa.

a) Trong vườn;

PHỤ LỤC II
DANH SÁCH VƯỜN HOA
I. VƯỜN LỚN
1. Vườn Hồng
"""
PARTY = """QUY ĐỊNH
về trồng hoa
- Căn cứ Điều lệ;
I- QUY ĐỊNH CHUNG
Điều 1. Phạm vi
1- Quy định này nói về hoa.
C. Mác đã viết như thế.
II- TỔ CHỨC THỰC HIỆN
Điều 2. Trách nhiệm của cấp ủy
1- Các cấp ủy tổ chức thực hiện.
"""
LETTERED = """KẾ HOẠCH
Trồng hoa
A. MỤC TIÊU
I. Chung
1. Đạt 100%.
B. NHIỆM VỤ
I. Làm đất
1. Cày bừa.
1.1 Cày sâu
(1) Hai lần;
"""
AMENDING = """LUẬT
Sửa đổi Luật Hoa
Căn cứ Hiến pháp;
Điều 1. Sửa đổi Luật Hoa
1. Sửa đổi Điều 7 như sau:
“Điều 7. Hoa hồng
1. Hoa hồng gồm:
a) Đỏ;
b) Trắng.”
2. Bãi bỏ khoản 3.
[1] Chú thích của người hợp nhất.
[Điều này hết hiệu lực từ ngày 1 tháng 1]
Luật này được Quốc hội thông qua ngày 5 tháng 6 năm 2030.
CHỦ TỊCH QUỐC HỘI
Lê Thị Mận
"""
TABLE = """KẾ HOẠCH
Trồng hoa
I. NHIỆM VỤ
| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |
|---|---|---|---|---|
| (1) | (2) | (3) | (4) | (5) |
| A | LÀM ĐẤT | | | |
| I | Vườn lớn | | | |
| 1 | Cày bừa | Sở Hoa | Các xã | Quý I/2026 |
| II | Vườn nhỏ | | | |
| 1 | Cuốc đất | Sở Hoa | | 2026 |
II. KINH PHÍ
| TT | Loại hoa | Đơn giá |
|---|---|---|
| 1 | Hồng | 5.000 |
"""

CASES = [
    (REGULATION, "dieu-1", "dieu", None, "the decision's own Điều 1"),
    (REGULATION, "signature", "signature", None, "the decision is signed"),
    (REGULATION, "quy-che", "annex", None, "the regulation issued with it"),
    (REGULATION, "quy-che.p1", "annex-note", "quy-che", "what it was issued with"),
    (REGULATION, "quy-che.chuong-i", "chuong", "quy-che", "a chapter with its name on the next line"),
    (REGULATION, "quy-che.chuong-i.muc-1", "muc", "quy-che.chuong-i", "sections restart in every chapter"),
    (REGULATION, "quy-che.dieu-1", "dieu", "quy-che.chuong-i.muc-1", "its Điều 1 is not the decision's"),
    (REGULATION, "quy-che.dieu-1.1", "khoan", "quy-che.dieu-1", "a khoản"),
    (REGULATION, "quy-che.dieu-1.1.a", "diem", "quy-che.dieu-1.1", "a điểm"),
    (REGULATION, "phu-luc-ii", "annex", None, "a numbered annex"),
    (REGULATION, "phu-luc-ii.I.1", "section", "phu-luc-ii.I", "an annex numbers its parts anew"),
    (REGULATION, "dieu-1~2", "-", None, "no second Điều 1 outside the regulation"),
    (PARTY, "can-cu.1", "basis", None, "bases of Party documents begin with a dash"),
    (PARTY, "I", "section", None, "a Roman section that came before any Điều"),
    (PARTY, "dieu-1", "dieu", "I", "encloses the Điều"),
    (PARTY, "dieu-1.1", "khoan", "dieu-1", "a khoản with a dash after its number"),
    (PARTY, "dieu-2", "dieu", "II", "the second section closes the first"),
    (PARTY, "C", "-", None, "an initial out of sequence opens no section"),
    (LETTERED, "A.I.1", "section", "A.I", "Roman numerals restart under a letter"),
    (LETTERED, "B.I", "section", "B", "and again"),
    (LETTERED, "B.I.1.1", "section", "B.I.1", "1.1 without a dot after it"),
    (LETTERED, "B.I.1.1.1", "diem", "B.I.1.1", "a number in brackets"),
    (LETTERED, "I", "-", None, "no section outside the letters"),
    (AMENDING, "dieu-1.1.p2", "paragraph", "dieu-1.1", "a quoted khoản is no khoản of the amending law"),
    (AMENDING, "dieu-1.2", "khoan", "dieu-1", "the khoản after the quotation is"),
    (AMENDING, "dieu-7", "-", None, "the quoted Điều is none either"),
    (AMENDING, "chu-thich.2", "footnote", None, "an editor's note in brackets"),
    (AMENDING, "closing", "closing", None, "the sentence of adoption"),
    (AMENDING, "signature", "signature", None, "a position alone signs when a name follows"),
    (TABLE, "I.A", "group", "I", "a lettered group of rows"),
    (TABLE, "I.A.I", "group", "I.A", "a Roman group inside it"),
    (TABLE, "I.A.I.1", "row", "I.A.I", "a row by its number"),
    (TABLE, "I.A.II.1", "row", "I.A.II", "the same number in the next group"),
    (TABLE, "bang-2", "table", "II", "a table without columns of bodies or times"),
    (TABLE, "bang-2.r1", "row", "bang-2", "its row"),
    (TABLE, "I.r(1)", "-", None, "the numbers of the columns are no row"),
]


@pytest.mark.parametrize(("text", "path", "kind", "parent", "why"), CASES, ids=[f"{case[1]}: {case[4]}" for case in CASES])
def test_part(text: str, path: str, kind: str, parent: str | None, why: str) -> None:
    found = outline(lay_out(normalised(text))).by_path().get(path)
    assert (found.kind if found else "-", found.parent if found else None) == (kind, parent), why


TASKS = [
    (TABLE, ["I.A.I.1", "I.A.II.1"], "rows with bodies or times are tasks; a price list and group titles are not"),
    (PARTY, ["dieu-2.1"], "a khoản of a Điều on responsibilities"),
    (REGULATION, [], "rules order nobody"),
    (LETTERED, ["B.I.1.1.1"], "objectives are no tasks; the smallest block under the tasks is"),
    (
        "KẾ HOẠCH\nTrồng hoa\nI. NHIỆM VỤ\nThực hiện các việc sau:\n1. Làm đất:\na) Cày;\nb) Bừa.\n2. Tưới cây:\n- Sáng;\n- Chiều.",
        ["I.1.a", "I.1.b", "I.2.b1", "I.2.b2"], "words that end in a colon introduce, what follows orders",
    ),
    ("QUYẾT ĐỊNH\nVề hoa\nĐiều 1. Trồng hoa.\nĐiều 2. Giao Sở Hoa tổ chức thực hiện.", ["dieu-2"], "a Điều that charges a body"),
    ("LUẬT\nHoa\nĐiều 5. Nhiệm vụ, quyền hạn của Sở Hoa\n1. Trồng hoa.", [], "powers and functions are no tasks"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "paths", "why"), TASKS, ids=[case[2] for case in TASKS])
def test_tasks(text: str, paths: list[str], why: str) -> None:
    layout = lay_out(normalised(text))
    assert [task.provision.path for task in find_tasks(layout, outline(layout))] == paths, why
