"""The printed numbers that open a provision, and what encloses what."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from phahe.vietnamese import LOWER, UPPER

#: How deep a unit of a kind stands: a smaller rank encloses a larger one. Dots of a number add one each ("1.1." under "1.").
PART, CHAPTER, SECTION, ARTICLE, LETTER, ROMAN, ARABIC, POINT, SUBPOINT, DASH, PLUS = 0, 10, 20, 30, 35, 40, 50, 80, 85, 90, 100
#: Where Roman or lettered sections come before any Điều they enclose the Điều: "I- QUY ĐỊNH CHUNG" / "Điều 1." in Party regulations.
OUTER_LETTER, OUTER_ROMAN = 21, 22


class Marker(NamedTuple):
    """A form of number: the kind of provision it opens, its rank, the pattern whose group 1 is the number."""

    kind: str
    rank: int
    pattern: re.Pattern[str]


def _pattern(regex: str) -> re.Pattern[str]:
    return re.compile(regex.replace("{UPPER}", UPPER).replace("{LOWER}", LOWER))


#: Most specific first.
MARKERS: Final = (
    Marker("phan", PART, _pattern(
        r"(?:PHẦN|Phần)\s+(?:thứ\s+|THỨ\s+)?([IVXLC]+|\d+|[A-D]|[nN]hất|[hH]ai|[bB]a|[tT]ư|[nN]ăm|NHẤT|HAI|BA|TƯ|NĂM)\b(?=[.:]|$|\s+[{UPPER}–-])[.:]?\s*")),
    Marker("chuong", CHAPTER, _pattern(r"(?:CHƯƠNG|Chương)\s+([IVXLC]+|\d+)\b(?=[.:]|$|\s+[{UPPER}–-])[.:]?\s*")),
    Marker("muc", SECTION, _pattern(r"(?:MỤC|Mục)\s+([IVXLC]+|\d+)\b(?=[.:]|$|\s+[{UPPER}]{2})[.:]?\s*")),
    Marker("dieu", ARTICLE, _pattern(r"(?:ĐIỀU|Điều)\s+(\d+[a-zđ]?(?:\.\d+\.[A-ZĐ]+(?:\.\d+)+)?)\b\s*(?:[.:–-]+|$|(?=\s[{UPPER}][{LOWER}]+\s[{LOWER}]))\s*")),
    Marker("section", ROMAN, _pattern(r"([IVXLC]{1,6}|I[I1l]{1,2}|[1l]I{1,2})\s?(?:[.)]\s*(?=[“\w])|[-–]\s*(?=“?[{UPPER}]))")),
    Marker("section", LETTER, _pattern(r"([A-HĐ])(?:[.)]\s+|\s?[-–]\s+)(?=[“\w])")),
    Marker("section", ARABIC, _pattern(
        r"(\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]\s*(?=[“(,*]*(?:[^\W\d]|\d{1,3}(?:,\d{1,2})?\s?%|0\d\s[^\W\d]))|\.?\s?[-–]\s+(?=“?[{UPPER}]))")),
    Marker("section", ARABIC, _pattern(r"(\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=“?[{UPPER}])")),
    Marker("diem", POINT, _pattern(r"([a-zđ]{1,2}\d?)\)\s*")),
    Marker("diem", POINT, _pattern(r"([a-eđghik])\.\s+(?=[“\w])")),
    Marker("diem", SUBPOINT, _pattern(r"\(([ivx]{1,4}|\d{1,2})\)\s+")),
    Marker("bullet", DASH, _pattern(r"([-–•*])\s*(?=[“(\w])")),
    Marker("bullet", PLUS, _pattern(r"(\+)\s*(?=[“(\w])")),
)  # fmt: skip
#: Letters in the order sections are lettered.
LETTERS: Final = "ABCDĐEGH"


def without_marker(words: str) -> str:
    """A heading without its printed number.

    >>> without_marker("II. NHIỆM VỤ"), without_marker("Điều 2. Tổ chức thực hiện"), without_marker("PHÁT TRIỂN GIÁO DỤC")
    ('NHIỆM VỤ', 'Tổ chức thực hiện', 'PHÁT TRIỂN GIÁO DỤC')
    """
    match = next(filter(None, (marker.pattern.match(words) for marker in MARKERS)), None)
    return words[match.end() :] if match else words
