"""Whether a printed line continues the paragraph of the one before it.

Typography decides where punctuation cannot: a line ends its paragraph when the next word would still have fitted on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from phahe.layout.markers import BARE, MARKER, SIGNING
from phahe.layout.metrics import width
from phahe.layout.model import Line

_ENDS: Final = re.compile(r"[.;:!?…][”\"’)]*$|\./\.$")
_SHORT_LINE = 0.72
_PARAGRAPH_FILE = 160


class Rule:
    """Whether a line continues the paragraph of the one before it, judged with the measures of the whole text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        widths = sorted(width(line.words) for line in lines)
        self.full = max(widths[int(len(widths) * 0.98)], 1) if widths else 1
        lengths = sorted(len(line.words) for line in lines)
        #: A file with one paragraph a line has no measure to speak of.
        self.unwrapped = bool(lengths) and lengths[int(len(lengths) * 0.7)] > _PARAGRAPH_FILE
        #: In a file with a blank line after every printed line, blank lines tell nothing.
        self.blanks_part = self.unwrapped or sum(line.after_blank for line in lines) < 0.6 * max(len(lines), 1)
        self.indented = self._is_indented(lines)
        numbered = [line.after_blank for line in lines if _NUMBERED.match(line.words) and not line.words.isupper()]
        #: Where nearly every number and bullet does, a line without a blank line before it goes on, whatever it begins with.
        self.blanks_rule = self.blanks_part and not self.unwrapped and _blanks_part_all(lines)
        #: Where numbered lines stand after a blank line, paragraphs do too, and a line without one goes on.
        self.blanks_told = self.blanks_part and len(numbered) > 3 and sum(numbered) > 0.6 * len(numbered)

    def joins(self, previous: Line, line: Line, following: Line | None, first: bool) -> bool:
        """Whether `line` continues the block that `previous` stands in; `first`: that block has no other line yet."""
        words, stopped = line.words, bool(_ENDS.search(previous.words))
        if SIGNING.match(words) or (line.ruled and (stopped or not _opens_lower(words))):
            return False
        if SIGNING.match(previous.words) and len(words) < 40 and words.isupper() and previous.words.isupper():
            return not line.ruled and not line.after_blank and not _POSITION.match(words)
        if self.blanks_rule and not (line.after_blank or line.framed or line.ruled):
            return not stopped or not MARKER.match(words)
        if previous.words.endswith(_LABELS) and _LABEL.search(previous.words) and _FIGURE.match(words):
            return True
        if (mark := MARKER.match(words)) is not None:
            compound = _BROKEN_COMPOUND.match(words) and words[mark.end()].islower()
            return not stopped and bool(compound) and self._room(previous, words, first) > _LEAVES_ROOM
        if line.after_blank and words[-1] in ".)" and _BARE_NUMBER.fullmatch(words) and not self._unfinished(previous.words, words):
            return previous.words.endswith(",")  # "1." over "Sở Y tế:" begins a block as "1. Sở Y tế:" does
        if len(previous.words) < _BARE_LENGTH and BARE.fullmatch(previous.words):
            return first or previous.words[-1] not in ".:"
        if not stopped and not (line.after_blank or line.ruled) and self._unfinished(previous.words, words):
            return True
        if _opens_lower(words) or (not stopped and (words[0].isdigit() or previous.words.endswith((",", "-", "–")))):
            return True
        if line.after_blank and self.blanks_part:
            return False
        if not stopped and self._is_heading(previous.words):
            return self._is_heading_tail(previous.words, words, following)
        if self.blanks_told and not self.unwrapped and not (stopped and line.indented):
            return True
        return not self.unwrapped and self._continues(previous, line, following, first)

    def _unfinished(self, previous: str, words: str) -> bool:
        """Whether `previous` ends with a word that no paragraph ends with, or with a place whose name begins `words`."""
        if _UNFINISHED.search(previous):
            return True
        return len(previous) > _SENTENCE and _PLACE.search(previous) is not None and _NAME_GOES_ON.match(words) is not None

    def _continues(self, previous: Line, line: Line, following: Line | None, first: bool) -> bool:
        """Typography alone: the first line of a paragraph is indented, so it breaks early; the last one leaves room."""
        room = self._room(previous, line.words, first)
        if room < _LEAVES_ROOM:
            return False
        wrapped = following is not None and not _ENDS.search(line.words) and not MARKER.match(following.words)
        if self.indented and wrapped and following is not None:
            return self._room(line, following.words, False) > _FITS
        return not line.indented or not _ENDS.search(previous.words)

    def _room(self, line: Line, following: str, first: bool) -> float:
        """Width of `line` and the first word of `following`, as a share of a full line; the indent counts on a first line."""
        return (width(line.words) + width(" " + following.split(maxsplit=1)[0])) / self.full + (_INDENT if first and self.indented else 0)

    def _is_indented(self, lines: Sequence[Line]) -> bool:
        """Whether paragraphs are indented: lines after a short heading break before the measure is full."""
        shares = [
            self._room(line, following.words, False)
            for heading, line, following in zip(lines, lines[1:], lines[2:], strict=False)
            if self._is_heading(heading.words)
            and len(heading.words) < 60
            and not MARKER.match(line.words)
            and not MARKER.match(following.words)
        ]
        return not shares or sorted(shares)[len(shares) // 2] < _FITS

    def _is_heading(self, words: str) -> bool:
        return bool(_NUMBERED.match(words) or words.isupper()) and not _ENDS.search(words)

    def _is_heading_tail(self, heading: str, words: str, following: Line | None) -> bool:
        """A heading in bold runs wider than we measure: its tail is a short line with no stop, not the start of a paragraph."""
        if heading.isupper() != words.isupper():
            return False
        if width(heading) < self.full * _SHORT_LINE:
            return False
        return width(words) < self.full * _SHORT_LINE and not _ENDS.search(words) and following is not None


#: "Điều" / "5. Hiệu lực": the number fell on the next line.
_LABELS: Final = (
    "Điều",
    "ĐIỀU",
    "Chương",
    "CHƯƠNG",
    "Mục",
    "Khoản",
    "khoản",
    "điểm",
    "Phụ lục",
    "PHỤ LỤC",
    "ẫu số",
    "MẪU SỐ",
    "Phần",
    "PHẦN",
)
_LABEL: Final = re.compile(r"(?:^|[\s(“\"])\S+(?:\slục|\sLỤC|\ssố|\sSỐ)?$")
_FIGURE: Final = re.compile(r"(?:\d{1,3}[a-zđ]?|[IVXLC]{1,6}|[a-zđ])(?:[.,;:)/]|\s|$)")
_BARE_NUMBER: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđ])[.)]")
#: Words that no paragraph ends with: the line was broken after them, wherever its measure ends.
_UNFINISHED: Final = re.compile(
    r"(?:^|\s)(?:của|và|hoặc|với|cho|tại|từ|đến|theo|trên|trong|các|những|về|là|được|do|bởi|bằng|thuộc|nhằm|để|Căn cứ|Bộ|liên|một số|mỗi|Tờ trình|Nghị định|khoản|điểm|ngày)$"
)
#: "… được Hội đồng nhân dân tỉnh" / "Đồng Tháp khóa IX thông qua …".
_PLACE: Final = re.compile(r"\s(?:tỉnh|thành phố|huyện|xã|phường)(?:\s[A-ZĐ][a-zà-ỹ]+)?$")
_NAME_GOES_ON: Final = re.compile(
    r"(?!Sở|Ban|Bộ|Ủy ban|Hội|Phòng|Công an)(?:[A-ZĐ][a-zà-ỹ]+\s){1,3}(?:khóa|khoá|về|ban hành|thông qua|đã|có|tại|và|trình|quy định|tổ chức|\(|là|ngày|kỳ)"
)
_SENTENCE = 30
_POSITION: Final = re.compile(r"(?:PHÓ|THỨ|QUYỀN|CHÁNH|BỘ TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|GIÁM ĐỐC|CHỦ NHIỆM|TỔNG)\b")
_NUMBERED: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVXLC1]{1,6}\s?[.)]|[a-zđ]\)|(?:Điều|Mục|Chương|Phần)\s+\w+)\s?")
#: "kinh tế" / "- xã hội": a spaced hyphen that fell on a line break, not a bullet.
_BROKEN_COMPOUND: Final = re.compile(r"[-–]\s+[^\W\d_]")
#: "Chương VIII.", "Phần thứ nhất" at most.
_BARE_LENGTH = 20
_LEAVES_ROOM = 0.95
_FITS = 0.996
_INDENT = 0.075


def _blanks_part_all(lines: Sequence[Line]) -> bool:
    """Whether numbers and bullets stand after a blank line; one that does not must be words wrapped inside a sentence."""
    marked, parted, against = 0, 0, 0
    previous = ""
    for line in lines:
        if not (line.framed or line.ruled) and MARKER.match(line.words):
            marked += 1
            parted += line.after_blank
            against += not line.after_blank and bool(_ENDS.search(previous))
        previous = line.words
    return marked > 7 and parted > 0.7 * marked and against < 0.06 * marked


def _opens_lower(words: str) -> bool:
    opening = next((letter for letter in words if letter.isalnum()), "")
    return opening.islower()
