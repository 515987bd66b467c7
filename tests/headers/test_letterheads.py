"""Heads of documents as converters leave them: one row a case, the text, a field, what it must say (empty: nothing), and why."""

import pytest

from phahe.header import Header
from phahe.layout import lay_out
from phahe.outline import outline
from phahe.reading.normalise import normalised

#: Cells one after the other between lone pipes; lines wrapped anywhere.
LOOSE = """|
BAN CHẤP HÀNH
TRUNG ƯƠNG
**BAN NỘI CHÍNH**
*
|
**ĐẢNG CỘNG SẢN
VIỆT NAM**
---------------
|
|
Số 12-HD/BNCTW
|
*Hà Nội, ngày 5
tháng 3 năm 2025*
|


**HƯỚNG
DẪN**

MỘT SỐ VIỆC THỰC HIỆN NGHỊ QUYẾT SỐ 9-NQ/TW CỦA
THỦ TƯỚNG CHÍNH PHỦ VỀ CHƯƠNG TRÌNH
CHƯƠNG TRÌNH PHỐI HỢP

-----

- Căn cứ Điều lệ Đảng;
"""
#: One line, as a page turned into plain text has it; a wrong label above it.
ONE_LINE = """*Source: https://example.org/luat.aspx*
# Luật Trò chơi 2031
QUỐC HỘI ------- CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ------- Luật số:
7/2031/QH20
TP. Hồ Chí Minh, ngày 9 tháng 0 2 năm 2031 LUẬT TRÒ CHƠI
Căn cứ Hiến pháp;
Điều 1. Phạm vi
"""
LETTER = """| BỘ NỘI THẤT ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
|---|---|
| Số: 77/CT-VP V/v: mua bàn ghế cho trường học | Huế, ngày 01 tháng 4 năm 2025 |

Kính gửi: Sở Nội thất các tỉnh

Bộ nhận được công văn số 5/SNT.
"""
#: Two columns of a page read line by line.
COLUMNS = """ỦY BAN NHÂN DÂN              |  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HOA SEN                 |  Độc lập - Tự do - Hạnh phúc
-----------------------------|------------------------------
Số: 35 /2024/QĐ-UBND         |       Hoa Sen, ngày 28 tháng 5 năm 2024

# QUYẾT ĐỊNH
## Về việc ban hành Quy chế
### “Làng hoa”

Căn cứ Luật Tổ chức chính quyền địa phương;
"""
NO_TYPE = """| CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc |
Số: 3/2025/TT-BHOA |
|

**Quy định chế độ tưới cây ****trong trường học**

Căn cứ Luật Cây xanh;

Bộ trưởng Bộ Hoa ban hành Thông tư quy định chế độ tưới cây.

Điều 1. Phạm vi
"""
HEADLESS = """Kính gửi: Các sở, ban, ngành

Ngày 15/10/2025, Bộ Hoa đã có văn bản số 07-TB/BH gửi Ủy ban nhân dân tỉnh, thông báo như sau.

1. Tưới cây mỗi ngày.
"""
PLAIN = """Trang 1UỶ BAN NHÂN DÂN
XÃ MƯA PHÙN
Số: 6 /TTr - UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mưa Phùn, ngày       tháng 9 năm 2014
TỜ TRÌNH
Về việc đề nghị công nhận
Làng hoa năm 2014
Kính gửi: Uỷ ban nhân dân huyện
"""
#: A Party document: the body that speaks stands between the type and the title; a title in capitals with a line in small letters.
SPEAKER = """ĐẢNG BỘ TỈNH MƯA
ĐẢNG ỦY XÃ NẮNG
*
Số 25 - NQ/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Nắng, ngày 5 tháng 11 năm 2030
NGHỊ QUYẾT
CỦA BAN CHẤP HÀNH ĐẢNG BỘ XÃ
VỀ LÃNH ĐẠO TRỒNG HOA
trên địa bàn xã Nắng
giai đoạn 2030 - 2035
-----
Thực hiện Nghị quyết số 9-NQ/TW, Ban Chấp hành Đảng bộ xã ban hành Nghị quyết:
"""
SENTENCE = """ỦY BAN NHÂN DÂN TỈNH MƯA
Số: 10/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mưa, ngày 5 tháng 11 năm 2030
CHỈ THỊ
VỀ NHIỆM VỤ NĂM HỌC
Năm học 2029-2030, toàn ngành đã trồng cây.
"""
#: A title that begins as the opening under it does; letters for figures; a telegram.
OPENS_ALIKE = """ỦY BAN NHÂN DÂN
TỈNH MƯA
Số: 0l/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mưa, ngày 3I tháng 7 năm 2030
KẾ HOẠCH
Thực hiện Nghị quyết số 9-NQ/TW ngày 05/3/2030 của Bộ Chính trị
về trồng hoa

Thực hiện Nghị quyết số 9-NQ/TW ngày 05/3/2030 của Bộ Chính trị về trồng hoa, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
"""
UNTITLED = """ỦY BAN NHÂN DÂN
TỈNH MƯA
Số: 2/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mưa, ngày 3 tháng 7 năm 2030
KẾ HOẠCH
Thực hiện Nghị quyết số 9-NQ/TW của Bộ Chính trị, Ủy ban nhân dân tỉnh
ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
"""
TELEGRAM = """THỦ TƯỚNG CHÍNH PHỦ
Số: 20/CĐ-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mưa, ngày 3 tháng 7 năm 2030
CÔNG ĐIỆN
Về tập trung ứng phó mưa lũ
THỦ TƯỚNG CHÍNH PHỦ điện:
- Bộ trưởng các Bộ: Quốc phòng, Công an;
"""

CASES = [
    (OPENS_ALIKE, "title", "Thực hiện Nghị quyết số 9-NQ/TW ngày 05/3/2030 của Bộ Chính trị về trồng hoa", "an opening that begins alike follows it"),
    (OPENS_ALIKE, "number", "01/KH-UBND", "OCR read a letter for the figure"),
    (OPENS_ALIKE, "date", "2030-07-31", "OCR read a letter for the figure"),
    (UNTITLED, "title", "", "the sentence ends in a colon: it opens the plan"),
    (TELEGRAM, "title", "Về tập trung ứng phó mưa lũ", "whom it is wired to is no title"),
    (SPEAKER, "number", "25-NQ/ĐU", "spaces round the hyphen"),
    (SPEAKER, "issuer", "ĐẢNG ỦY XÃ NẮNG", "the line under the type names the speaker, not another issuer"),
    (SPEAKER, "title", "VỀ LÃNH ĐẠO TRỒNG HOA trên địa bàn xã Nắng giai đoạn 2030 - 2035", "small letters go on with a title in capitals"),
    (SENTENCE, "title", "VỀ NHIỆM VỤ NĂM HỌC", "a sentence that opens with a school year is no title"),
    (LOOSE, "number", "12-HD/BNCTW", "Party numbers have a hyphen first"),
    (LOOSE, "issuer", "BAN NỘI CHÍNH", "the body itself, not the one above it"),
    (LOOSE, "letterhead", "BAN CHẤP HÀNH TRUNG ƯƠNG", "the body above is put together over its lines"),
    (LOOSE, "date", "2025-03-05", "a date wrapped in the middle"),
    (LOOSE, "type", "HƯỚNG DẪN", "a type wrapped in the middle"),
    (
        LOOSE, "title",
        "MỘT SỐ VIỆC THỰC HIỆN NGHỊ QUYẾT SỐ 9-NQ/TW CỦA THỦ TƯỚNG CHÍNH PHỦ VỀ CHƯƠNG TRÌNH CHƯƠNG TRÌNH PHỐI HỢP",
        "lines that begin with a body or a type word belong to the title",
    ),
    (LOOSE, "signer", "", "nobody signs"),
    (ONE_LINE, "number", "7/2031/QH20", "the number fell on the next line"),
    (ONE_LINE, "issuer", "QUỐC HỘI", "parted from the motto by a drawn line"),
    (ONE_LINE, "place", "TP. Hồ Chí Minh", "a place of three words with its abbreviation"),
    (ONE_LINE, "date", "2031-02-09", "a figure parted by a converter"),
    (ONE_LINE, "title", "TRÒ CHƠI", "the type and the title stand on the line of the date; the label above is not printed by the document"),
    (LETTER, "type", "Công văn", "a letter prints no type: the subject line tells, though CT looks like Chỉ thị"),
    (LETTER, "title", "V/v: mua bàn ghế cho trường học", "the subject ends at the edge of its cell"),
    (LETTER, "issuer", "BỘ NỘI THẤT", "the drawn line is no part of it"),
    (LETTER, "signer", "", "nobody signs"),
    (COLUMNS, "issuer", "ỦY BAN NHÂN DÂN TỈNH HOA SEN", "left and right column interleaved"),
    (COLUMNS, "number", "35/2024/QĐ-UBND", "a space inside the number"),
    (COLUMNS, "title", "Về việc ban hành Quy chế “Làng hoa”", "a title over two Markdown headings"),
    (NO_TYPE, "type", "Thông tư", "the symbol tells the type where no word does"),
    (NO_TYPE, "title", "Quy định chế độ tưới cây trong trường học", "a title without a line of the type"),
    (NO_TYPE, "issuer", "", "the letterhead prints none; a sentence of the preamble is no letterhead"),
    (NO_TYPE, "date", "", "not printed"),
    (NO_TYPE, "place", "", "not printed"),
    (HEADLESS, "number", "", "a number in a sentence is another document's"),
    (HEADLESS, "date", "", "a date in a sentence is not this document's"),
    (HEADLESS, "issuer", "", "a body in a sentence is not the issuer"),
    (HEADLESS, "type", "", "nothing tells the type"),
    (HEADLESS, "title", "", "an addressee is no title"),
    (PLAIN, "issuer", "UỶ BAN NHÂN DÂN XÃ MƯA PHÙN", "a page number glued to the first word"),
    (PLAIN, "number", "6/TTr-UBND", "spaces inside the number"),
    (PLAIN, "date", "", "the day is left blank"),
    (PLAIN, "place", "Mưa Phùn", "the place is printed though the day is not"),
    (PLAIN, "title", "Về việc đề nghị công nhận Làng hoa năm 2014", "a centred title breaks early"),
]  # fmt: skip


def value(header: Header, field: str) -> str:
    """The field as the gold counts it."""
    if field == "number":
        return header.number or ""
    if field == "date":
        return header.date.isoformat() if header.date else ""
    return (header.document_type if field == "type" else header.value(field)) or ""


@pytest.mark.parametrize(("text", "field", "expected", "why"), CASES, ids=[f"{field}: {why}" for _, field, _, why in CASES])
def test_field(text: str, field: str, expected: str, why: str) -> None:
    assert value(outline(lay_out(normalised(text))).header, field) == expected, why


@pytest.mark.parametrize("text", [LOOSE, ONE_LINE, LETTER, COLUMNS, NO_TYPE, HEADLESS, PLAIN, SPEAKER, SENTENCE])
def test_every_field_stands_where_it_says(text: str) -> None:
    layout = lay_out(normalised(text))
    for found in outline(layout).header.fields.values():
        assert " ".join(layout.text.text[found.span.start : found.span.end].split()) == found.value


CLOSINGS = [
    ("Nơi nhận: CHỦ TỊCH\n- Như Điều 2;\n- Các đại biểu; Lê Thị Mận\n- Lưu: VT.", ["Lê Thị Mận"], 3, "two columns run together line by line"),
    ("Nơi nhận:\n- Như Điều 2;\n- Sở Nội vụ; Ban Dân tộc\n- Lưu: VT.", [], 3, "a body after a semicolon is no signer"),
    (
        "| Nơi nhận: - Như trên; - Lưu: VT. | KT. BỘ TRƯỞNG THỨ TRƯỞNG Trần Văn Lúa |", ["Trần Văn Lúa"], 2,
        "a whole cell on one line",
    ),
    (
        "BỘ TRƯỞNG BỘ MƯA\nNguyễn Văn Ngô\nBỘ TRƯỞNG BỘ NẮNG\nPhạm Thị Đậu\nNơi nhận:\n- Lưu: VT.", ["Nguyễn Văn Ngô", "Phạm Thị Đậu"], 1,
        "two signers of a joint circular, before the recipients",
    ),
    ("TM. ỦY BAN NHÂN\nDÂN\nCHỦ TỊCH\n(Đã ký)\nLê Thị Mận", ["Lê Thị Mận"], 0, "the body is wrapped; the mark of signing is no name"),
    ("Chủ tịch Lê Thị Mận phát biểu.", [], 0, "a name in a sentence signs nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "signers", "recipients", "why"), CLOSINGS, ids=[case[3] for case in CLOSINGS])
def test_closing(text: str, signers: list[str], recipients: int, why: str) -> None:
    header = outline(lay_out(normalised(f"QUYẾT ĐỊNH\nVề cây\nCăn cứ Luật Cây;\nĐiều 1. Trồng cây.\nĐiều 2. Thi hành./.\n\n{text}"))).header
    assert [signer.value for signer in header.signers] == signers, why
    assert len(header.recipients) == recipients, why
