"""What stands before a number: the type word, the law's name, or only "số" where the type is left out in a list.

A type before the number may be in any case and damaged by a scanner ("Kết lúận số"), so it is compared without diacritics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.types import PRINTED_CODES, DocType, by_code, by_folded_name
from phahe.numbers import DocumentNumber

_SO: Final = re.compile(r"(?<![a-z0-9])(?:so|s0|s6)\s{0,3}[:.]?\s{0,4}\Z")
_OPENING: Final = "(“\"'[*_-/,.:;+•"
_PARLIAMENT: Final = re.compile(r"(?:QH|UBTVQH)\d*\Z")
#: "Mẫu số 02/TNDN", "QCVN số": codes of forms, standards, permits and roads, not documents.
_NOT_A_DOCUMENT: Final = re.compile(
    r"(?<!\w)(?:mau|bieu|phieu|bang|phu luc|don|ho so|hoa don|tai khoan|giay phep|giay chung nhan|ma so|ma|tcvn|qcvn|quoc lo|ql|dt|to khai|chung tu|bien so|hieu|ky hieu)\s*:?\s*\Z"
)
_LIST_LINK: Final = re.compile(r"(?:[(:;,\[]|(?<!\w)(?:va|hoac|den|tu|theo|tai|cua|bang|boi|la|cac|cung|voi|can cu)|-|\*)\s*\Z")
_GAP_BREAK: Final = re.compile(r"[;:.()\[\]“”\"\d]|(?<!\w)(?:số|theo|tại|ngày|ban hành|điều|khoản)(?!\w)")
_GAP_LIMIT: Final = 260
#: "Luật sửa đổi … của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số …": in a list each number is that of the law it follows.
_LAW_FOLLOWS: Final = re.compile(r"[^,;.]{4,40}?(?:,|va)\s+(?:bo )?luat\s(?!sua doi)")
#: "tại các văn bản: số 9593/BNNMT-MT ngày …, số …": the list says the type once, in lower case.
_PLURAL_HEAD: Final = re.compile(r"(?<!\w)cac\s+(van ban|cong van|thong bao|bao cao|to trinh)(?=\s*:|\s+so\s)")
_NO_NAME_BEFORE: Final = re.compile(r"(?:phap|ky|quy)\s+\Z")


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type word at block[start:end]."""

    start: int
    end: int
    kind: DocType


@dataclass(frozen=True, slots=True)
class Head:
    """How a mention begins: at `start`, with the type word where one is printed; `elided` says only "số" or nothing is."""

    start: int
    word: TypeWord | None
    elided: bool = False
    colon: bool = False
    marked: bool = True
    gap: bool = False


def head_before(block: Block, number: DocumentNumber, at: int, words: list[TypeWord], floor: int) -> Head | None:
    """The head of the number printed at `at`; not before `floor`, where the last mention ended. None: it is no document's number."""
    marker = _SO.search(block.folded, max(at - 12, floor), at)
    bound = marker.start() if marker else at
    colon = marker is not None and ":" in marker.group()
    direct = _direct(block, bound, floor)
    if direct and colon and _is_number_line(block, direct.start, at + number.span.size):
        return None
    if direct and not _belongs_to_law(direct, number):
        direct = _widened(direct, words, number, block, floor)
        return Head(direct.start, direct, colon=colon, marked=marker is not None)
    distant = _distant(block, bound, words, number, floor) or (None if direct else _distant_lower(block, bound, number, floor))
    if distant:
        return Head(distant.start, distant, colon=colon, marked=marker is not None, gap=True)
    if direct:
        return Head(direct.start, direct, colon=colon, marked=marker is not None)
    return _elided(block, number, at, marker, colon)


def _direct(block: Block, bound: int, floor: int) -> TypeWord | None:
    """The type word that ends right before `bound`, the longest that fits."""
    low = max(bound - 36, floor, 0)
    tail = block.folded[low:bound].rstrip(" *_")
    words = tail.split()[-4:]
    while words:
        words[0] = words[0].lstrip(_OPENING)
        phrase = " ".join(words)
        kind = by_folded_name().get(phrase)
        start = low + len(tail) - len(phrase) if tail.endswith(phrase) else _spread(block.folded, words, low, low + len(tail))
        if kind and start is not None and _is_type_word(block, start, low + len(tail), phrase):
            return TypeWord(start, low + len(tail), kind)
        words = words[1:]
    return None


def _spread(folded: str, words: list[str], low: int, end: int) -> int | None:
    """Where words that several spaces part begin."""
    for word in reversed(words):
        end = folded.rfind(word, low, end)
        if end < 0:
            return None
    return end


def _is_type_word(block: Block, start: int, end: int, phrase: str) -> bool:
    if start and block.folded[start - 1].isalnum():
        return False
    if phrase == "luat":
        return not _NO_NAME_BEFORE.search(block.folded, max(start - 6, 0), start)
    if phrase == "lenh":  # in small letters it is also a command
        return block.text[start].isupper()
    return " " in phrase or block.text[start:end] in PRINTED_CODES


def _belongs_to_law(direct: TypeWord, number: DocumentNumber) -> bool:
    """Whether the word before the number is the end of a law's name ("Luật Quy hoạch số 21/2017/QH14")."""
    return (
        bool(number.codes)
        and _PARLIAMENT.match(number.codes[-1]) is not None
        and len(number.codes) == 1
        and not (direct.kind.is_law or direct.kind.name.startswith(("Nghị quyết", "Lệnh")))
    )


def _widened(direct: TypeWord, words: list[TypeWord], number: DocumentNumber, block: Block, floor: int) -> TypeWord:
    """The type word that `direct` is only the end of: "Thông báo kết luận số 55/TB-VPCP" is a Thông báo."""
    for word in reversed(words):
        if word.end <= direct.start and word.start >= floor:
            near = not block.folded[word.end : direct.start].strip()
            code = number.codes[0] if number.codes else ""
            if near and (code in word.kind.codes or (code not in direct.kind.codes and not block.text[direct.start].isupper())):
                return TypeWord(word.start, word.end, word.kind)
            break
    return direct


def _distant(block: Block, bound: int, words: list[TypeWord], number: DocumentNumber, floor: int) -> TypeWord | None:
    """A type word with other words between it and the number: a law's name, "Báo cáo thẩm tra số"."""
    parliament = bool(number.codes) and _PARLIAMENT.match(number.codes[-1]) is not None
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word.end > bound:
            continue
        if bound - word.start > _GAP_LIMIT or word.start < floor:
            return None
        if word.kind.is_law and parliament:
            if re.search(r"[;:.“”\"]", block.text[word.end : bound]):
                return None
            if index and words[index - 1].kind.is_law and not block.text[words[index - 1].end : word.start].strip():
                return words[index - 1]  # "Luật Luật sư số …"
            return word if _LAW_FOLLOWS.match(block.folded, bound) else _amending(block, words, index, floor)
        if parliament:
            continue  # "Luật Quy hoạch đô thị và nông thôn số 47/2024/QH15"
        if not word.kind.gap or word.kind.is_law:
            return None
        between = block.lower[word.end : bound]
        agrees = bool(number.codes) and number.codes[0] in word.kind.codes
        limit = 16 if agrees else 8
        if _GAP_BREAK.search(between) or between.count(" ") > limit:
            return None
        return word if agrees or not re.search(r"(?<!\w)(?:của|về|cho)(?!\w)", between) else None
    return None


def _distant_lower(block: Block, bound: int, number: DocumentNumber, floor: int) -> TypeWord | None:
    """A type word in lower case that the code vouches for: "báo cáo thẩm định của Sở Tư pháp số 2776/BC-STP"."""
    kind = by_code().get(number.codes[0]) if number.codes else None
    if kind is None or kind.is_law or not kind.gap:
        return None
    name = kind.folded
    at = block.folded.rfind(name, max(bound - 90, floor, 0), bound)
    if at < 0 or _GAP_BREAK.search(block.lower, at + len(name), bound) or block.folded[max(at - 1, 0) : at].isalnum():
        return None
    return TypeWord(at, at + len(name), kind)


def _amending(block: Block, words: list[TypeWord], index: int, floor: int) -> TypeWord:
    """The amending law that words[index] only names: "Luật sửa đổi … của Luật A và Luật B số 47/2019/QH14"."""
    last = words[index]
    for word in reversed(words[:index]):
        if not word.kind.is_law and block.folded.endswith("luat ", 0, word.start):
            continue  # "Luật Quy hoạch": the name of a law
        if last.start - word.start > _GAP_LIMIT or word.start < floor or not word.kind.is_law:
            break
        between = block.folded[word.end : last.start]
        if re.search(r"[;:.\d]", between):
            break
        if re.match(r"\s+(?:sua doi|bo sung)", between):
            return word
    return last


def _elided(block: Block, number: DocumentNumber, at: int, marker: re.Match[str] | None, colon: bool) -> Head | None:
    """A number without a type word: an item of a list, else no document."""
    bound = marker.start() if marker else at
    before = block.folded[max(bound - 24, 0) : bound]
    if _NOT_A_DOCUMENT.search(before):
        return None
    known = bool(number.codes) and (number.codes[0] in by_code() or _PARLIAMENT.match(number.codes[-1]) is not None)
    known = known or (len(number.codes) > 1 and plural_head(block, at) is not None)
    listed = bound == 0 or _LIST_LINK.search(before) is not None
    if marker is None:
        return (
            Head(at, None, True, colon, marked=False)
            if at and known and listed and (number.year or number.party or len(number.codes) > 1)
            else None
        )
    if _is_own_number(block, number, bound, at):
        return None
    return Head(bound, None, True, colon) if listed or known else None


def plural_head(block: Block, at: int) -> str | None:
    """The type that a list before `at` says once in lower case, folded: "các văn bản: 9593/BNNMT-MT ngày …, 12/STC-NS"."""
    match = _PLURAL_HEAD.search(block.folded, max(at - 160, 0), at)
    return match.group(1) if match else None


def _is_number_line(block: Block, start: int, end: int) -> bool:
    """Whether block[start:end] is all that its line prints: "Luật số: 47/2019/QH14" in the letterhead of a law."""
    before, after = block.text[max(start - 3, 0) : start], block.text[end : end + 3]
    return (not before.strip(" *|") or before.rstrip(" *|").endswith("\n")) and (
        not after.strip(" *|") or after.lstrip(" *|").startswith("\n")
    )


def _is_own_number(block: Block, number: DocumentNumber, bound: int, at: int) -> bool:
    """Whether this is the number line of the document itself: "Số: 47/NQ-HĐND" alone, or beside place and date."""
    if not block.text[bound].isupper():
        return False
    low = max(bound - 200, 0)
    line_start = max(block.text.rfind("\n", low, bound), block.text.rfind("|", low, bound), low - 1) + 1
    lead = block.text[line_start:bound].strip(" \t*|>#_-·:")
    end = at + number.span.size
    after = block.folded[end : end + 30].strip(" *|_")
    follows_date = re.match(r"[,\s]*(?:ngay|cua|ve|quy dinh)", after) is not None
    return not follows_date and (not lead or lead.isupper() or "phúc" in lead.lower() or ":" in block.text[bound:at])
