"""The issuer of a cited document, as the words say: "của Ban Chấp hành Trung ương Đảng khóa XI", or before it, "Bộ Tài chính (Văn bản số …)".

Reads a name word by word and stops where a name cannot go on. It does not know which bodies exist; see `agencies`.
"Issuer" is only what is printed: "QĐ-TTg" says nothing here.
"""

from __future__ import annotations

import re
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.types import type_pattern
from phahe.citations.words import starting

_TOKEN: Final = re.compile(r"\s*(?:(?P<word>[\w&./]*[\w&])|(?P<mark>[^\w\s]))")
_TERM: Final = re.compile(r"\s?\(?\s?khoa\s+(?P<term>[ivxl]{1,6}|\d{1,2})(?![a-z])\)?")
_ABBREVIATION: Final = re.compile(r"\s?\(([A-ZĐ][\w&-]{1,12})\)")
_LEAD: Final = re.compile(r"\s*,?\s*\(?\s*(?:cua|do)\s+")
_LISTED: Final = re.compile(r"\s*(?:,|va)\s+")
_MAX_WORDS: Final = 40
_BEFORE_WINDOW: Final = 140
#: Bodies that a Party document's date may be followed by without "của": "ngày 04/11/2013 Hội nghị lần thứ Tám …".
_BARE: Final = re.compile(r"\s*,?\s*(?=hoi nghi (?:lan thu|trung uong|bch)|bo chinh tri|ban bi thu|ban chap hanh|bch )")


def issuer_after(block: Block, position: int, *, dated: bool) -> tuple[int, int] | None:
    """Start and end of the issuer printed after `position` ("của …"); `dated` allows it without "của". None where there is none."""
    lead = _LEAD.match(block.folded, position)
    if lead is None and dated:
        lead = _BARE.match(block.folded, position)
    if lead is None:
        return None
    end = issuer_end(block, lead.end())
    return (lead.end(), end) if end else None


def issuer_end(block: Block, start: int, *, lists: bool = True) -> int | None:
    """End of the name of a body that begins at `start`, of several bodies with `lists`; None where no name begins there."""
    text, folded = block.text, block.folded
    if start >= len(text) or type_pattern().match(text, start) and not text[start:].startswith(("Quy hoạch", "Kế hoạch")):
        return None
    known = starting("issuer").match(folded, start)
    if not known and not text[start].isupper():
        return None
    if not known and not re.match(r"\w+\s+[A-ZĐ]", text[start : start + 30]):
        return None
    place = starting("place").match(folded, start)
    closed = starting("closed").match(folded, start)
    ministry = bool(re.match(r"(?:bo|so|phong|ban|lien)\b", folded[start : start + 6]))
    end = _walk(block, start, (closed or place or known), closed is not None, ministry and lists, lists)
    return _with_term(block, end) if end else None


def _walk(block: Block, start: int, first: re.Match[str] | None, closed: bool, ministry: bool, lists: bool) -> int:
    """Goes on word by word from the end of the known first words."""
    text, folded = block.text, block.folded
    position = first.end() if first else _TOKEN.match(text, start).end()  # type: ignore[union-attr]
    narrow = bool(first) and (closed or starting("place").match(folded, start) is not None)
    upper = text[start:position].isupper()
    for _ in range(_MAX_WORDS):
        token = _TOKEN.match(text, position)
        if token is None:
            break
        at = token.start("word") if token["word"] else token.start("mark")
        if token["mark"]:
            further = _over_mark(block, token["mark"], token.end(), ministry, lists)
            if further is None:
                break
            position, narrow = further, narrow and token["mark"] == "("
            continue
        if _name_ends(block, at, token["word"], narrow=narrow, upper=upper):
            break
        if folded[at : token.end()] == "va":
            narrow = False
        position = token.end()
    return len(text[:position].rstrip(" ,-–."))


def _name_ends(block: Block, at: int, word: str, *, narrow: bool, upper: bool) -> bool:
    """Whether the word at `at` no longer belongs to the name."""
    text, folded = block.text, block.folded
    if word[0].isdigit():
        return True
    if folded[at : at + len(word)] == "va":
        after = _TOKEN.match(text, at + 2)
        if after is None or not after["word"] or not after["word"][0].isupper():
            return True
        begins = after.start("word")
        return _begins_other(block, begins) or (narrow and not starting("issuer").match(folded, begins))
    if word[0].islower() or upper:
        if starting("stop", "title").match(block.lower, at) and not starting("issuer").match(folded, at):
            return True
        if narrow and word[0].islower():
            return not starting("inner").match(block.lower, at)
        return False
    return _begins_other(block, at)


def _begins_other(block: Block, at: int) -> bool:
    """Whether a document or a title begins at `at` ("UBND tỉnh Sửa đổi …", "Chính phủ, Kế hoạch số …")."""
    text, folded = block.text, block.folded
    before = folded[max(at - 12, 0) : at].rstrip()
    inside_name = before.endswith(("bo", "so", "phong", "vu", "ban", "-", " va"))
    if type_pattern().match(text, at):
        return not inside_name or re.match(r"\S+\s+\S+\s+(?:số|Số)?\s?\d", text[at : at + 40]) is not None
    title = starting("title").match(block.lower, at)
    return (
        title is not None
        and " " in title.group()
        and not starting("issuer").match(folded, at)
        and not inside_name
        or (title is not None and title.group() in ("ve", "giao"))
    )


def _over_mark(block: Block, mark: str, end: int, ministry: bool, lists: bool) -> int | None:
    """Where the name goes on after a comma, hyphen or bracket; None where it ends there."""
    text, folded = block.text, block.folded
    rest = text[end : end + 80].lstrip()
    begins = end + len(text[end : end + 80]) - len(rest)
    if mark in "-–" and rest[:1].isupper():
        return None if _begins_other(block, begins) and not text[end - 2 : end - 1].isspace() else begins
    if mark == ",":
        if lists and starting("issuer").match(folded, begins) and rest[:1].isupper() and _listed_body(block, begins):
            return begins
        if ministry and re.match(r"[A-ZĐ]\w*(?:\s\w+){0,3}\s+và\s+[A-ZĐ]", rest[:60]) and not _begins_other(block, begins):
            return begins
        return None
    if mark == "(" and (short := _ABBREVIATION.match(text, end - 1)):
        return short.end() if starting("inner").match(block.lower, short.end() + 1) else None
    return None


def _listed_body(block: Block, begins: int) -> bool:
    """Whether the body after a comma is another issuer ("Bộ trưởng Bộ Y tế, Bộ trưởng Bộ Nội vụ") and not the subject of the sentence."""
    end = issuer_end(block, begins, lists=False)
    return end is not None and not re.match(
        r"\s+(?:\w+\s+){0,2}(?:xay dung|ban hanh|yeu cau|co y kien|trien khai|to chuc|de nghi|huong dan|bao cao|thong nhat)\b",
        block.folded[end : end + 60],
    )


def _with_term(block: Block, end: int) -> int:
    term = _TERM.match(block.folded, end)
    return term.end() if term else end


def term_of(block: Block, start: int, end: int) -> str | None:
    """The term printed in or right after block[start:end]: "XI" of "khóa XI"."""
    match = re.search(r"khoa\s+([ivxl]{1,6}|\d{1,2})(?![a-z])", block.folded[start : end + 14])
    return block.text[start + match.start(1) : start + match.end(1)].upper() if match else None


def issuer_before(block: Block, position: int) -> tuple[int, int] | None:
    """The issuer printed before a mention: "đề nghị của Sở A tại tờ trình …", "Bộ Tài chính (Văn bản số …"."""
    low = max(position - _BEFORE_WINDOW, 0)
    window = block.folded[low:position].rstrip()
    if window.endswith((" tai", " trong")):
        stop = low + window.rindex(" ")
        of = window.rfind(" cua ")
        if of >= 0 and (end := issuer_end(block, low + of + 5)) and end == stop:
            return low + of + 5, end
        return None
    return _bracketed(block, low, low + len(window) - 1) if window.endswith("(") else None


def _bracketed(block: Block, low: int, stop: int) -> tuple[int, int] | None:
    """The longest name that ends right before the bracket at `stop`."""
    stop = len(block.text[:stop].rstrip())
    for match in re.finditer(r"(?<!\w)[A-ZĐƯ]", block.text[low:stop]):
        start = low + match.start()
        if starting("issuer").match(block.folded, start) and issuer_end(block, start) == stop:
            return start, stop
    return None


def agrees(issuer: str, codes: tuple[str, ...]) -> bool:
    """Whether a code of the number can stand for the body: its letters occur in order among the initials ("LĐTBXH").

    >>> agrees("Bộ Tài chính", ("TC", "CSTC")), agrees("Bộ Chính trị", ("CV", "BTCTW"))
    (True, False)
    """
    initials = "".join("TW" if word.lower() == "ương" else word[0].upper() for word in re.findall(r"\w+", issuer))
    initials = initials.replace("TTW", "TW")
    return any(_in_order(code, initials) for code in codes if len(code) > 1 and code not in ("CV", "QĐ"))


def _in_order(code: str, initials: str) -> bool:
    letters = iter(initials)
    return all(letter in letters for letter in code.upper())
