"""Recipients and signature that a converter ran together, taken apart again.

"Nơi nhận: CHỦ TỊCH" is two columns on one line; "- Lưu: VT; Phùng Văn Nghĩa" is a recipient and, beside it, the signer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from phahe.layout.model import Line
from phahe.text import Span
from phahe.vietnamese import LOWER, UPPER, fold

_RECIPIENTS: Final = re.compile(r"(?:Nơi|NƠI|Noi)\s+(?:nhận|NHẬN|nhan)\s*:")
_ITEM: Final = re.compile(r"(?<=[;,.:)])\s*(?=[-–+]\s*[^\W\d_])")
_SIGNING: Final = re.compile(
    rf"(?:(?:TM|KT|TL|TUQ|Q)[./]|[TK]/[MTL])\s*[{UPPER}]{{2,}}|(?:PHÓ |QUYỀN |THỨ |TỔNG )*(?:CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG|TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CỤC TRƯỞNG|CHÁNH)\b"
)
_POSITION: Final = re.compile(
    r"(?<![./])(?<!PHÓ)(?<!QUYỀN)(?<!TỔNG)(?<!VIỆN)(?<!VỤ)(?<!CỤC)(?<!BỘ)(?<!THỨ)(?<!HIỆU)(?<!THƯỜNG)(?<!BAN)\s+"
    r"(?=(?:PHÓ|QUYỀN|CHỦ TỊCH|CHỦ NHIỆM|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|VIỆN TRƯỞNG|CHÁNH|TRƯỞNG|BÍ THƯ|THỦ TƯỚNG|HIỆU TRƯỞNG)\b"
    rf"|(?:TM|KT|TL|TUQ)[./]\s?[{UPPER}]|[TK]/[MTL]\s)"
)
_NAME: Final = rf"[{UPPER}][{LOWER}]*(?:\s[{UPPER}][{LOWER}]*){{1,4}}"
_TRAILING_NAME: Final = re.compile(rf"\s+(?={_NAME}\.?$)")
_NAME_AFTER_RECIPIENT: Final = re.compile(rf"(?<=[;.])\s+(?={_NAME}$)")
#: "- Sở Tài chính; CHỦ TỊCH": the position beside a recipient.
_POSITION_AFTER_RECIPIENT: Final = re.compile(
    rf"(?<=[;.,])\s+(?=(?:PHÓ |QUYỀN |KT\. |TM\. )?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG BAN)(?: [{UPPER}]+){{0,4}}$)"
)
#: First words of bodies and papers printed with capitals: no names of people.
_BODIES: Final = frozenset(
    [
        "ban",
        "bao",
        "bo",
        "cac",
        "chi",
        "chu",
        "chanh",
        "cong",
        "cong",
        "cuc",
        "cong",
        "dai",
        "dang",
        "dia",
        "doan",
        "hoi",
        "huyen",
        "ky",
        "kho",
        "luu",
        "mat",
        "nhu",
        "pho",
        "phong",
        "quoc",
        "quy",
        "so",
        "thanh",
        "thu",
        "thuong",
        "tinh",
        "toa",
        "tong",
        "trang",
        "trung",
        "truong",
        "uy",
        "van",
        "vien",
        "vu",
        "website",
        "xa",
    ]
)


def parted(lines: Sequence[Line], text: str) -> Iterator[Line]:
    """`lines`, with those of the recipients and the signature cut where two things stand on one."""
    inside = False
    for line in lines:
        if line.cells is not None:
            yield line
            continue
        inside = inside or (line.words[0] in "NTKC*" and _RECIPIENTS.search(line.words) is not None)
        cuts = sorted(_cuts(line.words, inside)) if inside or line.words[0] in "TKPQCBGHV" else []
        yield from _cut(line, cuts, text) if cuts else (line,)


def _cuts(words: str, inside: bool) -> set[int]:
    """Where to cut a line, as offsets into it."""
    found: set[int] = set()
    recipients = _RECIPIENTS.search(words) if inside else None
    if recipients is not None:
        found |= {recipients.start(), recipients.end()}
        found |= {match.end() for match in _ITEM.finditer(words, recipients.end())}
    elif inside and words[0] in "-–+":
        found |= {match.end() for match in _ITEM.finditer(words, 1)}
        if (name := _NAME_AFTER_RECIPIENT.search(words)) is not None and fold(words[name.end() :].split(maxsplit=1)[0]) not in _BODIES:
            found.add(name.end())
        if (position := _POSITION_AFTER_RECIPIENT.search(words)) is not None:
            found.add(position.end())
    start = recipients.end() + 1 if recipients is not None else 0
    if len(words) < 240 and _SIGNING.match(words, start):
        found |= {match.end() for match in _POSITION.finditer(words, start)}
        found |= {match.end() for match in _TRAILING_NAME.finditer(words) if words[start : match.start()].isupper()}
    return found - {0, len(words)}


def _cut(line: Line, cuts: Sequence[int], text: str) -> Iterator[Line]:
    base = line.span.start
    ends = [*cuts, len(line.words)]
    for index, (start, end) in enumerate(zip([0, *cuts], ends, strict=True)):
        words = text[base + start : base + end].strip()
        if words:
            at = base + start + text[base + start : base + end].index(words)
            yield Line(Span(at, at + len(words)), words, line.after_blank or index > 0, line.indented, line.ruled or index > 0, line.framed)
