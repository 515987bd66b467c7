"""What a document says of itself: number, type, issuer, place and date, title, session and term, adoption, signers, recipients.

Only what is printed: a field that is blank ("Số:     /NQ-HĐND") or not there stays None. Each field keeps the span it was read from.
Which lines are the number, the issuer, the title is told by `layout`.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from phahe.citations.types import by_code, doc_types
from phahe.text import Span
from phahe.vietnamese import LOWER, UPPER, collapse, fold, make_date, parse_roman

_NUMBER: Final = re.compile(r"(?:Luật\s+)?S[ốỐÔô]\s*:?\s*(\d\w*)?\s*([-–/]\s*[\w&.\-–/ ]*[^\W\d][\w&\-–/ ]*|/\d{4}/[\w-]+)?", re.IGNORECASE)
_PLACE_DATE: Final = re.compile(
    r"(?P<place>[^\W\d_][\w .'’-]{1,40}?)\s?,\s*ngày\s*"
    r"(?:(?P<day>[\dlIOo]{0,2})[\s.…_]*tháng\s*(?P<month>0 \d|[\dlIOo]{0,2})[\s.…_]*năm|(?P<day2>\d{1,2})\s?[/.-]\s?(?P<month2>\d{1,2})\s?[/.-])\s*(?P<year>\d{4})"
)
#: Letters that OCR reads for figures, in a number that has figures: "0l/NQ-HĐND", "ngày 3I tháng 7".
_MISREAD: Final = str.maketrans("lIOo", "1100")
_SESSION: Final = re.compile(r"KH[OÓ][ÁA]?\s+([IVXLC]+|\d+)(?:[,.;–-]*\s*(?:NHIỆM KỲ\s[\d\s–-]+,\s*)?(K[ỲY]\s+HỌP.+))?", re.IGNORECASE)
_ORGAN: Final = re.compile(
    r"(?:HỘI ĐỒNG NHÂN DÂN|[ỦU][YỶ] BAN|BAN |BỘ |CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|SỞ |VĂN PHÒNG|TỈNH [ỦU]|THÀNH [ỦU]|ĐẢNG [ỦU]|CHỦ TỊCH|TỔNG |THỐNG ĐỐC|"
    r"CHÁNH ÁN|VIỆN TRƯỞNG|CỤC TRƯỞNG|GIÁM ĐỐC|HỘI ĐỒNG|TRƯỞNG BAN|CHỦ NHIỆM)"
)
_ADOPTED: Final = re.compile(r"thông qua\s+(?:[^.;]{0,40}\s)?ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_ADOPTED_SHORT: Final = re.compile(r"thông qua\s+(?:[^.;]{0,40}\s)?ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})")
_ANNEX_OF: Final = re.compile(r"[Kk]èm theo|[Bb]an hành kèm")
_PROMULGATES: Final = re.compile(
    r"(?P<issuer>(?:Ủy ban|Uỷ ban|Hội đồng|Ban Thường vụ|Ban Chấp hành|Tỉnh ủy|Đảng ủy|UBND|HĐND|Bộ|Sở)[^,;.\"“”:]{0,120}?)\s+(?:ban hành|xây dựng|quyết định|yêu cầu)\b"
)
_AREA: Final = re.compile(rf"trên địa bàn (?P<area>(?:tỉnh|thành phố|xã|phường|đặc khu|huyện|thị xã)(?:\s[{UPPER}][{LOWER}]*){{1,4}})")
_OPENING: Final = re.compile(r"Thực hiện|Để |Trên cơ sở|Kính\s+gửi|Ngày |Trong |Sau |Năm ")
#: What may follow the enacting body on its line.
_ENACTS: Final = re.compile(r"\s*(?:điện|QUYẾT ĐỊNH|QUYẾT NGHỊ)?\s*:?$")
_PREAMBLE: Final = re.compile(r"C[ăâ]n cứ\s|\((?:[Kk]èm|[Bb]an hành)|KH[ÓO]A\s")
_AUTHORITY: Final = re.compile(r"(T[/.]?\s?M|K[/.]?\s?T|T[/.]?\s?L|TUQ|Q)[./]?\s+(.+)")
_POSITION: Final = re.compile(
    r"(?:PHÓ |QUYỀN |THỨ )*(?:CHỦ TỊCH|CHỦ NHIỆM|BÍ THƯ|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|VỤ TRƯỞNG|HIỆU TRƯỞNG|CHÁNH|TỔNG|"
    r"ỦY VIÊN|THỐNG ĐỐC|CHỈ HUY TRƯỞNG|TƯ LỆNH)\b.*",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    rf"(?:(?:[{UPPER}][{LOWER}]*\.){{1,3}}\s*)?(?:[{UPPER}][{LOWER}]+|(?:Y|A|H|K)(?=\s[{UPPER}][{LOWER}]))(?:['’]?\s?[{UPPER}][{LOWER}]*){{1,5}}"
)
_SIGNED: Final = re.compile(r"\(?\s*(?:[Đđ]ã ký|Ký tên)\s*\)?[:.,]?\s*")
_ANNEXED_TYPES: Final = ("Danh mục", "Phụ lục")


@dataclass(frozen=True, slots=True)
class Field:
    """A printed value and where it stands in the laid-out text."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Header:
    """The fields a document prints of itself. `number` and `date` are normalised; the fields keep the printed words.

    `inferred_type`: the type where no word prints it but the number's symbol, the subject line of a letter or the enacting words tell.
    """

    fields: MappingProxyType[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    number: str | None = None
    date: datetime.date | None = None
    adopted: datetime.date | None = None
    annex: bool = False
    recipients: tuple[Field, ...] = ()
    signers: tuple[Field, ...] = ()
    inferred_type: str | None = None

    def value(self, name: str) -> str | None:
        """The printed value of a field: type, title, number, place_date, place, issuer, area, session, term, adopted, annex_of, signer, position, authority."""
        found = self.fields.get(name)
        return found.value if found else None

    @property
    def document_type(self) -> str | None:
        """The type as printed, else as inferred."""
        return self.value("type") or self.inferred_type


def symbol_type(number: str) -> str | None:
    """The type that the symbol of a number stands for, None where it stands for none.

    >>> symbol_type("21/2025/TT-BGDĐT"), symbol_type("383-QĐ/TW"), symbol_type("2214/BXD-QLN")
    ('Thông tư', 'Quyết định', None)
    """
    for symbol in re.findall(r"[-/]([^\W\d]+)(?=[-/]|$)", number):
        if (found := by_code().get(symbol)) is not None:
            return found.name
    return None


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    """Names of types, folded and as they are; the longest first."""
    return tuple((fold(name), name) for name in (*_ANNEXED_TYPES, *(kind.name for kind in doc_types())))


def _type_named(words: str) -> str | None:
    """The type whose name begins `words`."""
    folded = fold(words[:40])
    return next((name for key, name in _type_names() if folded.startswith(key) and not folded[len(key) : len(key) + 1].isalpha()), None)


def _figures(printed: str) -> str:
    """`printed` with letters that stand for figures read as such, where all the rest are figures: "0l" is "01", "12a" stays."""
    read = printed.translate(_MISREAD)
    return read if read.isdigit() and any(letter.isdigit() for letter in printed) else printed


@dataclass(slots=True)
class HeaderReader:
    """Gathers fields block by block while the outline walks the document; `header()` gives the result."""

    found: dict[str, Field] = field(default_factory=dict)
    recipients: list[Field] = field(default_factory=list)
    signers: list[Field] = field(default_factory=list)
    number: str | None = None
    date: datetime.date | None = None
    adopted: datetime.date | None = None
    enacted: str | None = None
    letterhead: bool = False

    def part(self, name: str, words: str, span: Span) -> None:
        """A part of the head that layout has told: see `Block.part`."""
        self.letterhead = self.letterhead or name not in ("type", "title")
        if name == "number":
            self._number(words, span)
        elif name == "place-date":
            self._place_date(words, span)
        elif name in ("issuer", "type"):
            self._put(name, words, span)
        elif name == "body":
            self._put("letterhead", words, span)
        elif name in ("title", "subject"):
            self._title(words, span)

    def line(self, words: str, span: Span, following: str = "") -> str:
        """A block between the letterhead and the body; returns what it is: session, issuer, title, opening or letterhead.

        `following`: the words of the block after it.
        """
        if _SESSION.match(words):
            self._session(words, span)
            return "session"
        organ = _ENACTS.sub("", words)
        if organ.isupper() and _ORGAN.match(organ):
            self._issuer_and_session(organ, Span(span.start, span.start + len(organ)))
            return "issuer"
        if "title" not in self.found and not self.letterhead and self._is_bare_title(words, following):
            self._bare_title(words, span)
            return "title"
        self._opening(words, span)
        return "opening"

    def annex_note(self, words: str, span: Span) -> None:
        """ "(Kèm theo Kế hoạch số 125/KH-UBND …)" under the title."""
        if _ANNEX_OF.search(words) and "annex_of" not in self.found and "title" in self.found:
            self._put("annex_of", words, span)

    def closing(self, words: str, span: Span) -> None:
        """The sentence that tells when the document was adopted, with session and term."""
        match = _ADOPTED.search(words) or _ADOPTED_SHORT.search(words)
        if match is not None:
            self.adopted = make_date(int(match[1]), int(match[2]), int(match[3]))
            self._put("adopted", match.group(), Span(span.start + match.start(), span.start + match.end()))

    def enactment(self, words: str, span: Span) -> None:
        """ "QUYẾT NGHỊ:" proves a resolution, "QUYẾT ĐỊNH:" a decision, where no type line is printed."""
        self.enacted = "Nghị quyết" if "ngh" in fold(words) else "Quyết định"

    def signature(self, words: str, span: Span) -> str | None:
        """One line of the signature block; returns what it is (authority, position, signer), None where it is nothing of a signature."""
        words = words.strip()
        if _AUTHORITY.match(words) and words[:12].upper() == words[:12]:
            self._put("authority" if "authority" not in self.found else "deputy", words, span)
            return "authority"
        if (signed := _SIGNED.match(words)) is not None:
            if signed.end() == len(words):
                return "mark"
            words, span = words[signed.end() :], Span(span.start + signed.end(), span.end)
        if _POSITION.fullmatch(words) and len(words) < 90 and (words.isupper() or len(words.split()) < 5):
            self._put("position", words, span)
            return "position"
        if len(words) < 60 and _NAME.fullmatch(words.rstrip(".")):
            self._put("signer", words, span)
            self.signers.append(Field(collapse(words), span))
            return "signer"
        return "authority" if words.isupper() and len(words) < 90 else None

    def recipient(self, words: str, span: Span) -> None:
        """One line of Nơi nhận."""
        self.recipients.append(Field(words.lstrip("-–+• ").rstrip(";,. "), span))

    def header(self) -> Header:
        """What was read."""
        return Header(
            MappingProxyType(self.found), self.number, self.date, self.adopted, "annex_of" in self.found,
            tuple(self.recipients), tuple(self.signers), self._inferred_type(),
        )  # fmt: skip

    def _inferred_type(self) -> str | None:
        """Official letters print a subject and no type; their symbol names the offices, which may look like a type ("CT": Cục Thuế)."""
        if "type" in self.found:
            return None
        title = self.found.get("title")
        if self.letterhead and title is not None and title.value.upper().startswith("V/V"):
            return "Công văn"
        return (symbol_type(self.number) if self.number else None) or self.enacted

    def _put(self, name: str, value: str, span: Span) -> None:
        if value.strip():
            self.found.setdefault(name, Field(collapse(value), span))

    def _number(self, words: str, span: Span) -> None:
        match = _NUMBER.match(words[:80])
        if match is None:
            return
        printed = words[: match.end()].strip()
        self._put("number", printed, Span(span.start, span.start + len(printed)))
        if match[1] and match[2] and self.number is None:
            self.number = re.sub(r"\s+", "", _figures(match[1]) + match[2]).replace("–", "-").rstrip(".-/")

    def _place_date(self, words: str, span: Span) -> None:
        match = _PLACE_DATE.search(words)
        if match is None:
            return
        self._put("place_date", match.group(), Span(span.start + match.start(), span.start + match.end()))
        self._put("place", match["place"], Span(span.start + match.start("place"), span.start + match.end("place")))
        day, month = match["day"] or match["day2"], match["month"] or match["month2"]
        if day and month and self.date is None:
            day, month = _figures(day), _figures(month.replace(" ", ""))
            if day.isdigit() and month.isdigit():
                self.date = make_date(int(day), int(month), int(match["year"]))

    def _issuer_and_session(self, words: str, span: Span) -> None:
        """ "HỘI ĐỒNG NHÂN DÂN TỈNH HẬU GIANG KHÓA IX KỲ HỌP THỨ SÁU" is the issuer and, on the same line, term and session."""
        match = _SESSION.search(words)
        end = len(words[: match.start()].rstrip(" ,-–")) if match else len(words)
        self._put("issuer", words[:end], Span(span.start, span.start + end))
        if match is not None:
            self._session(words[match.start() :], Span(span.start + match.start(), span.end))

    def _session(self, words: str, span: Span) -> None:
        match = _SESSION.match(words)
        if match is None:
            return
        if parse_roman(match[1].upper()) is not None:
            self._put("term", match[1], Span(span.start + match.start(1), span.start + match.end(1)))
        if match[2]:
            self._put("session", match[2], Span(span.start + match.start(2), span.start + match.end(2)))

    def _is_bare_title(self, words: str, following: str) -> bool:
        """Whether a first line is the title although no type stands above it: it names a type, is in capitals, or the enacting body follows."""
        if len(words) > 600 or words.endswith((":", ";", "./.")) or _OPENING.match(words) or not words[0].isalpha():
            return False
        told = _PREAMBLE.match(following) is not None or (following.isupper() and _ORGAN.match(following) is not None)
        return told or (words.isupper() and len(words.split()) > 4) or _type_named(words) is not None

    def _bare_title(self, words: str, span: Span) -> None:
        """A title with no line of the type above it: "Danh mục các nhiệm vụ …" begins with the type."""
        name = _type_named(words)
        if name is not None and "type" not in self.found:
            self._put("type", words[: len(name)], Span(span.start, span.start + len(name)))
        self._title(words, span)

    def _title(self, words: str, span: Span) -> None:
        self._put("title", words, span)
        self._area(words, span)

    def _opening(self, words: str, span: Span) -> None:
        match = _PROMULGATES.search(words[:3000])
        if match is not None and not self.letterhead and words.rstrip().endswith(":"):
            self._put("issuer", match["issuer"], Span(span.start + match.start("issuer"), span.start + match.end("issuer")))
        self._area(words, span)

    def _area(self, words: str, span: Span) -> None:
        match = _AREA.search(words)
        if match is not None:
            self._put("area", match["area"], Span(span.start + match.start("area"), span.start + match.end("area")))
