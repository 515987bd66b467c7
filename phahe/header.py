"""What a document says of itself: number, type, issuer, place and date, title, session and term, adoption, signer, recipients.

Only what is printed: a field that is blank ("Số:     /NQ-HĐND") or not there stays None. Each field keeps the span it was read from.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from phahe.text import Span
from phahe.vietnamese import LOWER, UPPER, collapse, fold, make_date, parse_roman

_TYPES: Final = (
    "nghị quyết liên tịch|thông tư liên tịch|nghị quyết|quyết định|chỉ thị|kết luận|quy chế|quy định|thông tri|hướng dẫn|thông báo|thông cáo|"
    "chương trình hành động|chương trình|kế hoạch|phương án|đề án|dự án|báo cáo|tờ trình|công điện|công văn|nghị định|thông tư|pháp lệnh|"
    "bộ luật|luật|lệnh|văn bản hợp nhất|danh mục|phụ lục|chiến lược|quy hoạch"
)
_TYPE: Final = re.compile(rf"\W*({_TYPES})\b", re.IGNORECASE)
_MOTTO: Final = re.compile(r"CỘNG H[ÒO][ÀA]? XÃ HỘI|Độc lập\s*-\s*Tự do|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_NUMBER: Final = re.compile(r"Số\s*:?\s*(\d[\w]*)?\s*([-/]\s*[\w&Đ.\-/ ]*[^\W\d][\w&\-/ ]*)?", re.IGNORECASE)
_PLACE_DATE: Final = re.compile(
    r"(?P<place>[^\W\d_][\w .'’-]{1,40}),\s*ngày\s*(?P<day>\d{0,2})[\s.…_]*tháng\s*(?P<month>\d{0,2})[\s.…_]*năm\s*(?P<year>\d{4})"
)
_SESSION: Final = re.compile(r"KH[OÓ][ÁA]?\s+([IVXLC]+)(?:[,.]?\s*(?:NHIỆM KỲ\s[\d\s–-]+,\s*)?(KỲ HỌP.+))?", re.IGNORECASE)
_BODY: Final = re.compile(
    r"(?:hội đồng nhân dân|ủy ban nhân dân|uỷ ban nhân dân|ban thường vụ|ban chấp hành|tỉnh ủy|thành ủy|đảng ủy|bộ |chính phủ|quốc hội|"
    r"thủ tướng|sở |ban |ủy ban |văn phòng |tỉnh uỷ|đảng uỷ)",
    re.IGNORECASE,
)
_ADOPTED: Final = re.compile(r"thông qua\s+(?:[^.;]{0,40}\s)?ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_ADOPTED_SHORT: Final = re.compile(r"thông qua\s+(?:[^.;]{0,40}\s)?ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})")
_ANNEX_OF: Final = re.compile(r"[Kk]èm theo|[Bb]an hành kèm")
_PROMULGATES: Final = re.compile(
    r"(?P<issuer>(?:Ủy ban|Uỷ ban|Hội đồng|Ban Thường vụ|Ban Chấp hành|Tỉnh ủy|Đảng ủy|UBND|HĐND|Bộ|Sở)[^,;.]*?)\s+(?:ban hành|xây dựng|quyết định|yêu cầu)\b"
)
_AREA: Final = re.compile(rf"trên địa bàn (?P<area>(?:tỉnh|thành phố|xã|phường|đặc khu|huyện|thị xã)(?:\s[{UPPER}][{LOWER}]*){{1,4}})")
_AUTHORITY: Final = re.compile(r"(T[/.]?\s?M|K[/.]?\s?T|T[/.]?\s?L|TUQ|Q)[./]?\s+(.+)")
_POSITION: Final = re.compile(r"(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|THỨ TRƯỞNG|CHÁNH|TRƯỞNG|TỔNG).*")


@dataclass(frozen=True, slots=True)
class Field:
    """A printed value and where it stands in the laid-out text."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Header:
    """The fields a document prints of itself. `number` and `date` are normalised; the fields keep the printed words."""

    fields: MappingProxyType[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    number: str | None = None
    date: datetime.date | None = None
    adopted: datetime.date | None = None
    annex: bool = False
    recipients: tuple[Field, ...] = ()

    def value(self, name: str) -> str | None:
        """The printed value of a field: type, title, number, place_date, place, issuer, area, session, term, adopted, annex_of, signer, position, authority."""
        found = self.fields.get(name)
        return found.value if found else None


def field_of(words: str, *, first: bool = False) -> str:
    """Which header field a line before the body is: motto, number, place_date, session, type, issuer, title or opening.

    >>> field_of("Số:         /NQ-HĐND"), field_of("KẾ HOẠCH"), field_of("Lộc Bình, ngày       tháng 9 năm 2025")
    ('number', 'type', 'place_date')
    """
    if _MOTTO.search(words):
        return "motto"
    if _PLACE_DATE.search(words):
        return "place_date"
    if _NUMBER.match(words) and len(words) < 60:
        return "number"
    if _SESSION.match(words):
        return "session"
    if (match := _TYPE.match(words)) and (len(words) < match.end() + 4 or match.group(1).isupper() or first):
        return "type"
    if words.isupper() and _BODY.match(words):
        return "issuer"
    return "opening" if words.endswith((":", ";")) or re.match(r"Thực hiện|Để |Trên cơ sở", words) else "title"


@dataclass(slots=True)
class HeaderReader:
    """Gathers fields line by line while the outline walks the document; `header()` gives the result."""

    found: dict[str, Field] = field(default_factory=dict)
    recipients: list[Field] = field(default_factory=list)
    number: str | None = None
    date: datetime.date | None = None
    adopted: datetime.date | None = None

    def letterhead(self, words: str, span: Span) -> str:
        """Take one line before the body; returns its field name."""
        name = field_of(words, first="type" not in self.found and "title" not in self.found)
        getattr(self, f"_{name}", lambda _words, _span: None)(words, span)
        return name

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
        if "type" not in self.found:
            self._put("type", "Nghị quyết" if "ngh" in fold(words) else "Quyết định", span)

    def signature(self, words: str, span: Span) -> None:
        """One line of the signature block."""
        if _AUTHORITY.match(words):
            name = "authority" if "authority" not in self.found else "deputy"
            self._put(name, words, span)
        elif _POSITION.fullmatch(words):
            self._put("position", words, span)
        elif 2 <= len(words.split()) <= 6 and words == words.title() and not re.search(r"\d", words):
            self._put("signer", words, span)

    def recipient(self, words: str, span: Span) -> None:
        """One line of Nơi nhận."""
        self.recipients.append(Field(words.lstrip("-–+• ").rstrip(";,. "), span))

    def header(self) -> Header:
        """What was read."""
        return Header(MappingProxyType(self.found), self.number, self.date, self.adopted, "annex_of" in self.found, tuple(self.recipients))

    def _put(self, name: str, value: str, span: Span) -> None:
        if value.strip():
            self.found.setdefault(name, Field(collapse(value), span))

    def _motto(self, words: str, span: Span) -> None:
        before = re.split(r"CỘNG H|Độc lập|ĐẢNG CỘNG", words)[0].strip()
        if before and "issuer" not in self.found:
            self._put("letterhead", before, Span(span.start, span.start + len(before)))

    def _number(self, words: str, span: Span) -> None:
        match = _NUMBER.match(words)
        if match is None:
            return
        printed = words[: match.end()].strip()
        self._put("number", printed, Span(span.start, span.start + len(printed)))
        if match[1] and match[2]:
            self.number = re.sub(r"\s+", "", match[1] + match[2])

    def _place_date(self, words: str, span: Span) -> None:
        match = _PLACE_DATE.search(words)
        if match is None:
            return
        self._put("place_date", match.group(), Span(span.start + match.start(), span.start + match.end()))
        self._put("place", match["place"], Span(span.start + match.start("place"), span.start + match.end("place")))
        if match["day"] and match["month"]:
            self.date = make_date(int(match["day"]), int(match["month"]), int(match["year"]))

    def _session(self, words: str, span: Span) -> None:
        match = _SESSION.match(words)
        if match is None:
            return
        if parse_roman(match[1].upper()) is not None:
            self._put("term", match[1], Span(span.start + match.start(1), span.start + match.end(1)))
        if match[2]:
            self._put("session", match[2], Span(span.start + match.start(2), span.start + match.end(2)))

    def _type(self, words: str, span: Span) -> None:
        match = _TYPE.match(words)
        if match is None:
            return
        self._put("type", match[1], Span(span.start + match.start(1), span.start + match.end(1)))
        # "CHƯƠNG TRÌNH HÀNH ĐỘNG của Ban Thường vụ Tỉnh ủy thực hiện …": the title follows the type on the same line.
        if len(words) > match.end() + 3:
            start = match.end() if match[1].isupper() else match.start(1)
            start += len(words[start:]) - len(words[start:].lstrip())
            self._title(words[start:], Span(span.start + start, span.end))

    def _issuer(self, words: str, span: Span) -> None:
        self._put("issuer", words, span)

    def _title(self, words: str, span: Span) -> None:
        self._put("title", words, span)
        self._area(words, span)

    def _opening(self, words: str, span: Span) -> None:
        match = _PROMULGATES.search(words)
        if match is not None:
            self._put("issuer", match["issuer"], Span(span.start + match.start("issuer"), span.start + match.end("issuer")))
        self._area(words, span)

    def _area(self, words: str, span: Span) -> None:
        match = _AREA.search(words)
        if match is not None:
            self._put("area", match["area"], Span(span.start + match.start("area"), span.start + match.end("area")))
