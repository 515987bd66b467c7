"""What begins a block wherever it stands at the start of a line: numbers of provisions, bullets, bases, the enacting words."""

from __future__ import annotations

import re
from typing import Final

from phahe.vietnamese import UPPER

#: A printed number or opening word that begins a block.
MARKER: Final = re.compile(
    (
        r"(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều)\s+(?:thứ\s+\w+|\d+[a-zđ]?|[IVXLC]+)\b"
        r"|(?:PHỤ LỤC|MẪU SỐ|Mẫu số|BIỂU SỐ|Biểu số)\b|Phụ lục(?:\s+(?:số\s+)?(?:\d+|[IVXLC]+)\b[.:]?)?$"
        r"|NHÓM\s+[IVX]+\b"
        r"|(?:[IVXLC]{1,6}|I[I1l]{1,2})\s?[.)]\s*(?=[“\w])|[IVXLC]{1,6}\s?[-–]\s*(?=“?[{UPPER}])|[A-HĐ]\.\s+(?=[^\W\d_])"
        r"|\d{1,2}(?:\.\d{1,2}){0,3}(?<!\d\.\d\d)[.)]\s*(?=[“(,*]*(?:[^\W\d]|\d{1,3}(?:,\d{1,2})?\s?%|0\d\s[^\W\d]))|\d{1,2}(?:\.\d{1,2}){0,3}\s?[-–]\s+(?=“?[{UPPER}])"
        r"|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s+(?=“?[{UPPER}])"
        r"|[a-zđ]{1,2}\d?\)\s|[a-eđghik]\.\s|\((?:[ivx]{1,4}|\d{1,2})\)\s"
        r"|[-–+•*]\s*(?=\w)"
        r"|Căn cứ\s|Xét\s(?:đề nghị|Tờ trình|tờ trình|Báo cáo|báo cáo)|Theo đề nghị|(?:Nơi|NƠI)\s(?:nhận|NHẬN)\s?:|Kính\s+gửi\s*:"
        r"|(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|KẾT LUẬN|CHỈ THỊ)\s?:"
        r"|\((?:[Kk]èm theo|Phụ lục|Ban hành kèm)"
    ).replace("{UPPER}", UPPER)
)
#: A number with its words on the next line: "Điều 1." / "Chương II".
BARE: Final = re.compile(
    r"(?:(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều)\s+(?:thứ\s+\w+|\d+[a-zđ]?|[IVXLC]+)|[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.:)]?|[-–+•]"
)
#: A line of a signature: authority or position in capitals.
SIGNING: Final = re.compile(rf"(?:T[/.]?M\.?|K[/.]?T\.?|T[/.]?L\.?|TUQ\.|Q\.)\s+[{UPPER} ]{{3,}}|(?:PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|THỦ TƯỚNG)\b")
