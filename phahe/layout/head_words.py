"""The forms of a document's head: words and figures that tell a motto, a number, a date, an agency, a type, the end of a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from phahe.citations.types import doc_types
from phahe.vietnamese import fold

_MOTTOES: Final = ("conghoaxahoichunghiavietnam", "dangcongsanvietnam", "doclaptudohanhphuc")
_MOTTO_BEGINS: Final = re.compile(r"CỘNG H[ÒO][ÀA]? XÃ|ĐẢNG CỘNG SẢN|Độc\s+lập\s*[-–]", re.IGNORECASE)
NUMBER_START: Final = re.compile(r"(?:(?:Luật|Nghị quyết|Pháp lệnh)\s+)?[Ss][ốÔô]\s*:|Số\s+\d|SỐ\s*:")
#: A number with its symbol, or a blank left for it.
NUMBER: Final = re.compile(r"(?:(?:Luật|Nghị quyết|Pháp lệnh)\s+)?S[ốỐÔô]\s*:?\s*(?:\d\w*\s*[-/]|/|\W{2,}/)", re.IGNORECASE)
NUMBER_TAIL: Final = re.compile(r"\d+\w*\s*[-/]|/|[-–]\s*[A-ZĐ]")
SUBJECT: Final = re.compile(r"V/[vV]\b|Về việc\b")
DATE: Final = re.compile(r"ngày.{0,12}tháng.{0,12}năm\s*\d{4}|ngày\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}", re.DOTALL)
DATE_START: Final = re.compile(r"[^\W\d_]\s*,?\s*ngày\s*(?:[\d.…]|$|tháng)")
#: What is left of a date on the next line: "25 tháng 11 năm 2025".
_DATE_TAIL: Final = re.compile(r"\d{1,2} tháng|\d{4}$|Nam\b")
#: Marks of urgency and secrecy beside the letterhead.
STAMP: Final = re.compile(
    r"\W*(?:HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN|MẬT|TỐI MẬT|TUYỆT MẬT|DỰ THẢO|BẢN SAO|SAO Y|CÔNG BÁO|PAGE \d+)\W*.{0,20}"
)
BASIS: Final = re.compile(r"\W*(?:C[ăâ]n cứ|Xét|Theo đề nghị|Thực hiện|Theo)\s")
#: First words of an opening sentence, and of many a title.
CARRIES_OUT: Final = re.compile(r"(?:Triển khai )?[Tt]hực hiện\s|Triển khai\s")
_WIRES: Final = re.compile(r".{3,120}\sđiện\s*:")
_ENACTING: Final = re.compile(r"\W*(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ)\s*:")
_SESSION: Final = re.compile(r"\W*KH[OÓ][ÁA]?\s+(?:[IVXLC]+|\d+)\b|\W*K[ỲỳY]\s+H[ỌọO]P\s+TH", re.IGNORECASE)
_PROVISION: Final = re.compile(
    r"(?:PHẦN|CHƯƠNG|ĐIỀU|Phần|Chương|Điều)\s+(?:\d|[IVX]+\b|thứ|THỨ)|[IVX]{1,4}\s?[.)-]\s|[A-D]\.\s|\d{1,2}[.)]\s|-\s+Căn cứ"
)
#: First words of an opening sentence.
_OPENING: Final = re.compile(
    r"(?:Thực hiện|Triển khai thực hiện|Căn cứ|Để |Nhằm |Trên cơ sở|Ngày \d|Trong |Sau |Năm |Theo |Vừa qua|Hiện nay|Xét |Tại |Qua |Từ |Với |Kính gửi|Tiếp theo|Phát huy)"
)
_ADDRESSED: Final = re.compile(r"Kính\s+gửi|Kính\s*$|\(|\[|Độc lập|Source|Nguồn|T[oO]àn văn")
#: First words of the agencies' names, in capitals.
_HEADS: Final = (
    "BỘ|SỞ|TỔNG CỤC|CHI CỤC|CỤC|THUẾ|VỤ|VIỆN|VĂN PHÒNG|PHÒNG|TRƯỜNG|ĐẠI HỌC|HỌC VIỆN|HỘI|ỦY BAN|UỶ BAN|UBND|HĐND|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|"
    "HUYỆN ỦY|ĐẢNG ỦY|ĐẢNG UỶ|THỦ TƯỚNG|CHỦ TỊCH|TÒA ÁN|TOÀ ÁN|KIỂM TOÁN|NGÂN HÀNG|THANH TRA|BẢO HIỂM|TỔNG LIÊN ĐOÀN|LIÊN ĐOÀN|"
    "ĐOÀN|MẶT TRẬN|TRUNG TÂM|CÔNG AN|KHO BẠC|HẢI QUAN|BAN|TỔNG KIỂM TOÁN|BỘ TRƯỞNG|LIÊN|TẬP ĐOÀN|TỔNG CÔNG TY|CÔNG TY|ĐÀI|BÁO|QUÂN KHU|BẢO TÀNG"
)
_HEAD: Final = re.compile(rf"(?:{_HEADS})\b")
ORGAN: Final = re.compile(rf"(?:{_HEADS}|CHÍNH PHỦ|QUỐC HỘI|BỘ CHÍNH TRỊ|ĐẢNG BỘ|VIỆN KIỂM SÁT|BỘ CHỈ HUY)\b")
#: What is no name of an agency yet: more must follow on the next line.
_OPEN_BODY: Final = re.compile(
    r"(?:.*\s)?(?:ỦY|UỶ|VÀ|CỦA|BAN CHỈ ĐẠO|-|–|,|BAN THƯỜNG VỤ|THƯỜNG VỤ|THƯỜNG TRỰC|BỘ TRƯỞNG|CHỦ TỊCH|THỦ TƯỚNG|BỘ|SỞ|BAN|TỔNG|CHI|VĂN|VĂN PHÒNG|THANH TRA|CỤC TRƯỞNG)"
    r"|HỘI ĐỒNG|ỦY BAN|UỶ BAN|BAN CHẤP HÀNH|HỘI|LIÊN|ĐOÀN|KHO BẠC|HỌC|ĐẠI HỌC"
)
_BODY_LINE: Final = re.compile(
    r"(?:CHỦ TỊCH )?(?:HỘI ĐỒNG NHÂN DÂN|[ỦU][YỶ] BAN NHÂN DÂN|HĐND|UBND)(?: (?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN)(?: \S+){1,5})?"
    r"|THỦ TƯỚNG CHÍNH PHỦ|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN THƯỜNG VỤ QUỐC HỘI|CHỦ TỊCH NƯỚC|(?:BỘ|CỤC|TỔNG CỤC|VỤ|VIỆN) TRƯỞNG .{3,80}|TỔNG KIỂM TOÁN NHÀ NƯỚC"
    r"|(?:GIÁM ĐỐC|CHÁNH ÁN|TỔNG GIÁM ĐỐC|TRƯỞNG BAN|CHỦ NHIỆM|THỐNG ĐỐC|TỔNG THANH TRA) .{3,80}"
)
#: A line in small letters that still belongs to a title in capitals: it begins small, or says only when or where.
_UNDER_CAPITALS: Final = re.compile(
    r"[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]|(?:[Nn]ăm học|[Gg]iai đoạn|[Nn]hiệm kỳ|[Nn]ăm) \d{4}(?:\s?[-–]\s?\d{4})?\W*$|[Tt]rên địa bàn [^.,;:]{1,40}$"
)
#: A line that only names the body a Party document speaks for: "KẾT LUẬN" / "CỦA BỘ CHÍNH TRỊ" / "về …".
OF_BODY: Final = re.compile(rf"(?:CỦA|của|Của) (?:{_HEADS}|CHÍNH PHỦ|TỈNH|Ban|Bộ|Đảng|Tỉnh|Huyện|Thành|Quân)\b[^.;:]{{0,80}}")
#: Words after which a title in capitals is not at its end.
_DANGLING: Final = re.compile(
    r".*\b(?:CỦA|THUỘC|DO|VỀ|VÀ|TẠI|CHO|GIỮA|THEO|ỦY|UỶ|BAN|SỐ|NGÀY|TRÊN|ĐỊA BÀN)|.*[,;–-]", re.DOTALL | re.IGNORECASE
)


@cache
def _type_pattern() -> re.Pattern[str]:
    """A type at the start of a line, longest names first."""
    names = sorted(
        {kind.name for kind in doc_types() if kind.name != "Văn bản"} | {"Danh mục", "Phụ lục", "Nội quy"}, key=len, reverse=True
    )
    return re.compile(rf"\W*({'|'.join(names)})\b ?", re.IGNORECASE)


def is_type_line(words: str) -> bool:
    """Whether a line is the name of a type and nothing else.

    >>> is_type_line("KẾ HOẠCH:"), is_type_line("Kế hoạch này")
    (True, False)
    """
    match = _type_pattern().match(words) if len(words) < 40 else None
    return match is not None and not any(letter.isalnum() for letter in words[match.end() :])


def is_motto(words: str) -> bool:
    """Whether `words` are the national or the Party heading, or a piece of it cut by a line end.

    >>> is_motto("CỘNG HÒA XÃ HỘI"), is_motto("CHỦ NGHĨA VIỆT NAM"), is_motto("VĂN PHÒNG CHÍNH PHỦ")
    (True, True, False)
    """
    letters = "".join(letter for letter in fold(words) if letter.isalpha())
    if len(letters) < 4:
        return False
    return any(letters in motto or (len(letters) > 12 and motto.startswith(letters[:12])) for motto in _MOTTOES) and (
        words.isupper() or "oclap" in letters or "tudo" in letters or "hanhphuc" in letters
    )


#: A place that ends an agency's name on the next line: "HỘI ĐỒNG NHÂN DÂN" / "TỈNH ĐỒNG THÁP".
PLACE_LINE: Final = re.compile(r"(?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN)(?: [^\W\d]+){1,5}")


def is_organ_line(words: str) -> bool:
    """Whether a line is the name of a body that enacts, and nothing else.

    >>> is_organ_line("HỘI ĐỒNG NHÂN DÂN TỈNH HẬU GIANG"), is_organ_line("HỘI ĐỒNG NHÂN DÂN TỈNH VỀ KẾ HOẠCH NĂM 2018")
    (True, False)
    """
    return words.isupper() and _BODY_LINE.fullmatch(words) is not None and not re.search(r"\d|\bVỀ\b", words)


def begins_letterhead(words: str) -> bool:
    """Whether a line belongs to a letterhead and nowhere else."""
    if len(words) > 300:
        return False
    return bool(_MOTTO_BEGINS.search(words) and len(words) < 200) or bool(
        NUMBER_START.match(words) and NUMBER.match(words) and len(words) < 60
    )


def ends_letterhead(words: str, following: str) -> bool:
    """Whether a line stands after the letterhead: the type, a base, an addressee, a provision, a sentence."""
    if is_type_line(words) or BASIS.match(words) or _PROVISION.match(words) or _ADDRESSED.match(words):
        return True
    if is_motto(words) or NUMBER_START.match(words) or NUMBER_TAIL.match(words) or SUBJECT.match(words):
        return False
    if DATE.search(words[:80]) or DATE_START.search(words) or DATE_START.search(f"{words} {following}"):
        return len(words) > 600
    if words.isupper():
        return type_of(words, told=True) is not None
    return not (words[0].islower() or len(words) < 12 or _DATE_TAIL.match(words))


def begins_body(before: str, words: str) -> bool:
    """Whether capitals on a new line name another agency, or go on with the name before.

    >>> begins_body("BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TỔ CHỨC"), begins_body("CHỦ TỊCH ỦY", "BAN NHÂN DÂN")
    (True, False)
    """
    return not _OPEN_BODY.fullmatch(before) and _HEAD.match(words) is not None


def type_of(words: str, *, told: bool) -> str | None:
    """What follows the type on its line, "" where nothing does; None where the line is none of a type. `told`: a letterhead was read.

    >>> type_of("KẾ HOẠCH", told=False), type_of("CHƯƠNG TRÌNH HÀNH ĐỘNG của Ban Thường vụ", told=False), type_of("Kế hoạch này", told=True)
    ('', 'của Ban Thường vụ', None)
    """
    match = _type_pattern().match(words)
    if match is None:
        return None
    rest = words[match.end() :]
    if not any(letter.isalnum() for letter in rest):
        return ""
    return rest if match[1].isupper() and not rest[0].isdigit() and (told or not rest.isupper()) else None


def may_be_title(words: str) -> bool:
    """Whether a line can open a title that has no line of its type above it."""
    return not _OPENING.match(words) and not _ADDRESSED.match(words) and not _PROVISION.match(words) and words[0].isalpha()


def may_follow_title(words: str) -> bool:
    """Whether a line begins as what stands under a title does: an opening sentence, a base, a provision.

    >>> may_follow_title("Thực hiện Nghị quyết số 71-NQ/TW, …"), may_follow_title("và Chương trình hành động số 20-CTr/TU")
    (True, False)
    """
    return any(form.match(words) for form in (BASIS, _OPENING, _PROVISION))


def ends_title(title: str, words: str, following: Sequence[str]) -> bool:
    """Whether `words` stand after the title read so far."""
    if BASIS.match(words) and (not title or not title.isupper() or not words.isupper()) and not _goes_on(title, words):
        return True
    if any(form.match(words) for form in (_ADDRESSED, _PROVISION, _SESSION, _ENACTING, _WIRES)):
        return True
    if (
        title.isupper() != words.isupper()
        and title
        and not (title.isupper() and _UNDER_CAPITALS.match(words))
        and any(letter.islower() for letter in words) != any(letter.islower() for letter in title)
    ):
        return True
    if is_organ_line(words) and not (title and _DANGLING.fullmatch(title)):
        return not title or any(BASIS.match(line) or _SESSION.match(line) or _ENACTING.match(line) for line in following)
    return bool(title) and not title.isupper() and _OPENING.match(words) is not None and not _goes_on(title, words)


def _goes_on(title: str, words: str) -> bool:
    return bool(title) and (words[0].islower() or title.rstrip().endswith((",", "của", "và", "về", "thực")))
