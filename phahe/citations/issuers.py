"""The issuer of a cited document, as the words say: "của Ban Chấp hành Trung ương Đảng khóa XI", or before it, "Bộ Tài chính (Văn bản số …)".

Reads a name word by word and stops where a name cannot go on. It does not know which bodies exist; see `agencies`.
"Issuer" is only what is printed: "QĐ-TTg" says nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.types import by_folded_name, type_pattern
from phahe.citations.words import starting
from phahe.vietnamese import fold

#: A full stop stands in a word between capitals alone: "TP.HCM", not "Chính phủ.1".
_TOKEN: Final = re.compile(r"\s*(?:(?P<word>[\w&](?:[\w&]|/(?=[\w&])|(?<=[A-ZĐ])\.(?=[A-ZĐ]))*)|(?P<mark>[^\w\s]))")
_TERM: Final = re.compile(r",?\s?\(?\s?khoa\s+(?P<term>[ivxl]{1,6}|\d{1,2})(?![a-z])\)?")
#: A meeting is told by its number and its body: "Hội nghị lần thứ 8 của Ban Chấp hành Trung ương Đảng", "Trung ương 8".
_MEETING: Final = re.compile(r"(?:hoi nghi|dai hoi|trung uong)(?![a-z])")
_COUNTED: Final = re.compile(r"(?<!\w)(?:thu|trung uong)\s+\Z")
_MEETING_OF: Final = re.compile(r"\s+cua\s+(?=ban chap hanh|bch (?:trung uong|dang))")
#: After these a capital begins something else ("Chính phủ | Cơ chế đặc thù …"); not after "Ban Bí thư (Trung ương Đảng)".
_STATE: Final = re.compile(r"(?:chinh phu|thu tuong(?: chinh phu)?|quoc hoi|uy ban thuong vu quoc hoi|chu tich nuoc)\Z")
#: After the name of a ministry these begin the body that acts: "của Bộ Y tế Ủy ban nhân dân xã ban hành …".
_ACTS: Final = re.compile(r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)(?![a-z])")
_OF_MINISTRY: Final = re.compile(r"(?:bo truong )?bo ")
_BOTH_POSTS: Final = re.compile(r"Chủ nhiệm|Trưởng ban")
_LAWMAKER: Final = re.compile(r"(?:uy ban thuong vu )?quoc hoi|ubtvqh|chu tich nuoc|hoi dong nha nuoc")
_ABBREVIATION: Final = re.compile(r"\s?\(([A-ZĐ][\w&-]{1,12})\)")
_LEAD: Final = re.compile(r"\s*,?\s*\(?\s*(?:cua|do)\s+")
#: Bodies that a Party document's date may be followed by without "của": "ngày 04/11/2013 Hội nghị lần thứ Tám …".
_BARE: Final = re.compile(r"\s*,?\s*(?=hoi nghi (?:lan thu|trung uong|bch)|bo chinh tri|ban bi thu|ban chap hanh|bch )")
#: What the subject of a sentence does: "…, Ủy ban nhân dân tỉnh ban hành kế hoạch".
_PREDICATE: Final = re.compile(
    r"\s+(?:da |se )?(?:xay dung|ban hanh|yeu cau|co y kien|trien khai|to chuc|de nghi|huong dan|bao cao|thong nhat|thong bao|giao|quyet dinh)(?![a-z])"
)
_MINISTRY: Final = re.compile(r"(?:bo truong|bo|so|phong|ban|lien|giam doc|cuc)(?![a-z])")
#: "Bộ Văn hóa, Thể thao và Du lịch": a comma inside the name of a ministry or department.
_NAME_GOES_ON: Final = re.compile(r"[A-ZĐ]\w*(?:\s\w+){0,3}\s+và\s+[A-ZĐ]")
_INSIDE_NAME: Final = re.compile(r"(?:(?<!\w)(?:bo|so|phong|vu|ban|cuc|va)|-)\s+\Z")
#: The end of a name of two syllables.
_AFTER_NAME: Final = re.compile(r"[A-ZĐÀ-Ỹ]\w*\s+[A-ZĐÀ-Ỹ]\w*\s+\Z")
_NUMBER_NEXT: Final = re.compile(r"(?:\w+\s+){2,3}?(?:so\s*:?\s*)?\d")
_MAX_WORDS: Final = 40
_BEFORE_WINDOW: Final = 140


def issuer_after(block: Block, position: int, *, dated: bool) -> tuple[int, int] | None:
    """Start and end of the issuer printed after `position` ("của …"); `dated` allows it without "của". None where there is none."""
    lead = _LEAD.match(block.folded, position)
    if lead is None and dated:
        lead = _BARE.match(block.folded, position)
    if lead is None:
        return None
    end = issuer_end(block, lead.end())
    return (lead.end(), end) if end else None


def makes_laws(name: str) -> bool:
    """Whether a printed body is one that passes laws and ordinances.

    >>> makes_laws("Quốc hội khóa XV"), makes_laws("Việt Nam")
    (True, False)
    """
    return _LAWMAKER.match(fold(name)) is not None


def issuer_end(block: Block, start: int, *, lists: bool = True) -> int | None:
    """End of the name of a body that begins at `start`, of several bodies with `lists`; None where no name begins there.

    >>> text = "Bộ trưởng Bộ Y tế, Bộ trưởng Bộ Nội vụ quy định về lương"
    >>> text[: issuer_end(Block(0, text), 0)]
    'Bộ trưởng Bộ Y tế, Bộ trưởng Bộ Nội vụ'
    """
    text, folded = block.text, block.folded
    if start >= len(text) or type_pattern().match(text, start):
        return None
    known = starting("issuer").match(folded, start)
    if not known and not re.match(r"[A-ZĐ]\w*\s+[A-ZĐ]", text[start : start + 30]):
        return None
    whole = starting("closed").match(folded, start) or starting("place").match(folded, start)
    first = whole or known or _TOKEN.match(text, start)
    end = _Name(block, start, first.end(), whole is not None, lists).end() if first else start
    if _MEETING.match(folded, start) and (of := _MEETING_OF.match(folded, end)):
        end = issuer_end(block, of.end(), lists=False) or end
    term = _TERM.match(folded, end)
    return term.end() if term else end


@dataclass(slots=True)
class _Name:
    """The walk along one name. `narrow`: only a place may follow ("UBND tỉnh …"), or nothing in lower case ("Chính phủ")."""

    block: Block
    start: int
    position: int
    narrow: bool
    lists: bool

    def end(self) -> int:
        """Where the name ends."""
        text, upper = self.block.text, self.block.text[self.start : self.position].isupper()
        for _ in range(_MAX_WORDS):
            token = _TOKEN.match(text, self.position)
            if token is None:
                break
            if token["mark"]:
                further = self._over_mark(token["mark"], token.start("mark"), token.end())
                if further is None:
                    break
                self.position, self.narrow = further, self.narrow and token["mark"] == "("
                continue
            at, word = token.start("word"), token["word"]
            if self._ends_before(at, word, upper):
                break
            inner = starting("inner").match(self.block.lower, at)
            self.narrow = self.narrow and self.block.folded[at : token.end()] != "va"
            self.position = inner.end() if inner else token.end()
        return len(text[: self.position].rstrip(" ,-–."))

    def _ends_before(self, at: int, word: str, upper: bool) -> bool:
        block = self.block
        if word[0].isdigit():
            counted = len(word) < 3 and _MEETING.match(block.folded, self.start) and _COUNTED.search(block.folded, self.start, at)
            return not counted
        if block.folded[at : at + len(word)] == "va":
            after = _TOKEN.match(block.text, at + 2)
            if after is None or not after["word"] or not after["word"][0].isupper() or begins_other(block, after.start("word")):
                return True
            return self.narrow and not starting("issuer").match(block.folded, after.start("word"))
        if not (word[0].islower() or upper):
            if _ACTS.match(block.folded, at) and _OF_MINISTRY.match(block.folded, self.start):
                return True
            return begins_other(block, at) or (word != "Việt" and _STATE.fullmatch(block.folded[self.start : at].rstrip()) is not None)
        if upper and word[0].islower() and len(shouted := block.text[self.start : at].split()) > 2 and all(map(str.isupper, shouted)):
            return True  # "CÔNG TY CỔ PHẦN BIA SÀI GÒN vướng mắc về …"
        ends = starting("stop", "title").match(block.lower, at)
        if ends and (" " in ends.group() or ends.group() == "số" or not starting("issuer").match(block.folded, at)):
            return True
        return self.narrow and word[0].islower() and not starting("inner").match(block.lower, at)

    def _over_mark(self, mark: str, at: int, end: int) -> int | None:
        """Where the name goes on after a comma, hyphen or bracket; None where it ends there."""
        text, block = self.block.text, self.block
        rest = text[end : end + 80].lstrip()
        begins = end + len(text[end : end + 80]) - len(rest)
        if mark == "(" and (short := _ABBREVIATION.match(text, at)):
            return short.end() if starting("inner").match(block.lower, short.end() + 1) else None
        if not rest[:1].isupper() or mark not in ",-–":
            return None
        if mark != "," or (_BOTH_POSTS.match(rest) and text[self.start : at].rstrip() == "Bộ trưởng"):
            return begins
        if self.lists and starting("issuer").match(block.folded, begins) and self._is_listed(begins):
            return begins
        ministry = _MINISTRY.match(block.folded, self.start)
        return begins if self.lists and ministry and _NAME_GOES_ON.match(rest) and not begins_other(block, begins) else None

    def _is_listed(self, begins: int) -> bool:
        """Whether the body after a comma is another issuer ("Bộ trưởng Bộ Y tế, Bộ trưởng …") and not the subject of the sentence."""
        end = issuer_end(self.block, begins, lists=False)
        if end is None:
            return False
        first = self.block.folded[self.start : self.start + 20].split(" ")[0]
        acts = _PREDICATE.match(self.block.folded, end) is not None
        return not acts or (first == "bo" and self.block.folded.startswith("bo ", begins))


def begins_other(block: Block, at: int) -> bool:
    """Whether a document or a title begins at `at` ("UBND tỉnh Sửa đổi …", "Chính phủ, Kế hoạch số …")."""
    inside_name = _INSIDE_NAME.search(block.folded, max(at - 9, 0), at) is not None
    words = block.folded[at : at + 40].split(" ", 2)[:2]
    damaged = " ".join(words) in by_folded_name() and block.text[at].isupper()
    if damaged or type_pattern().match(block.text, at):
        return not inside_name or _NUMBER_NEXT.match(block.folded, at) is not None
    title = starting("title").match(block.lower, at)
    if title is None:
        return False
    if title.group() in ("về", "giao"):
        return True
    if title.group() == "tách":  # "tỉnh Bình Phước Tách thôn 5 …", but "xã Tách"
        return _AFTER_NAME.search(block.text, max(at - 24, 0), at) is not None and block.text[at + 4 : at + 6].strip().islower()
    return " " in title.group() and not inside_name


def term_of(block: Block, start: int, end: int) -> str | None:
    """The term printed in or right after block[start:end]: "XI" of "khóa XI"."""
    match = re.search(r"khoa\s+([ivxl]{1,6}|\d{1,2})(?![a-z])", block.folded[start : end + 14])
    return block.folded[start + match.start(1) : start + match.end(1)].upper() if match else None


def issuer_before(block: Block, position: int) -> tuple[int, int] | None:
    """The issuer printed before a mention: "đề nghị của Sở A tại tờ trình …", "Bộ Tài chính (Văn bản số …"."""
    if not block.folded[max(position - 7, 0) : position].rstrip().endswith(("(", " tai", " trong")):
        return None
    low = max(position - _BEFORE_WINDOW, 0)
    window = block.folded[low:position].rstrip()
    if window.endswith((" tai", " trong")):
        of = window.rfind(" cua ")
        if of >= 0 and issuer_end(block, low + of + 5) == low + window.rindex(" "):
            return low + of + 5, low + window.rindex(" ")
        stop = low + window.rindex(" ")
        return (_bracketed(block, low, stop, lists=False) or _bracketed(block, low, stop)) if window.endswith(" tai") else None
    return _bracketed(block, low, low + len(window) - 1) if window.endswith("(") else None


def _bracketed(block: Block, low: int, stop: int, *, lists: bool = True) -> tuple[int, int] | None:
    """The longest name that ends right before the bracket or the word at `stop`."""
    stop = len(block.text[:stop].rstrip()) if stop else 0
    for match in re.finditer(r"(?<!\w)[A-ZĐƯ]", block.text[low:stop]):
        start = low + match.start()
        if starting("issuer").match(block.folded, start) and issuer_end(block, start, lists=lists) == stop:
            return start, stop
    return None


def agrees(issuer: str, codes: tuple[str, ...]) -> bool:
    """Whether a code of the number can stand for the body: its letters occur in order among the initials ("LĐTBXH").

    >>> agrees("Bộ Tài chính", ("TC", "CSTC")), agrees("Bộ Chính trị", ("CV", "BTCTW"))
    (True, False)
    """
    initials = "".join("W" if word.lower() == "ương" else word[0].upper() for word in re.findall(r"\w+", issuer))
    return any(_in_order(code, initials) for code in codes if len(code) > 1 and code not in ("CV", "QĐ"))


def _in_order(code: str, initials: str) -> bool:
    letters = iter(initials)
    return all(letter in letters for letter in code.upper())
