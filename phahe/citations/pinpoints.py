"""The place in the cited document that a mention names: "điểm b khoản 2 Điều 10 Thông tư số …", "mục 1, Phần III Công văn số …".

Read backwards from the type word, or in brackets after the number. "một số điều của Nghị định" names no place.
"""

from __future__ import annotations

import re
from typing import Final

from phahe.citations.blocks import Block

_UNITS: Final = frozenset(["diem", "khoan", "dieu", "chuong", "muc", "phan", "tiet", "tieu", "phu_luc", "luc", "phu", "bang", "bieu"])
_TWO_WORD: Final = {("tieu", "muc"), ("phu", "luc")}
_BETWEEN: Final = frozenset([",", "va", "hoac", "den", "cac", ";", "tai", "cua", "thuoc"])
_LINK: Final = frozenset(["cua", "tai", "thuoc", "trong", "theo", "o", ",", "ban", "hanh", "kem"])
_IDENTIFIER: Final = re.compile(r"(?:thu_[a-z]{2,4}|\d{1,4}[a-z]{0,2}(?:[./]\w{1,4})*/?|[a-zđ]|[ivxlc]{1,6})\Z")
_TOKEN: Final = re.compile(r"[\w./]+|[,;]|\S")
#: Cheap test before the reading: an identifier, then at most a linking word.
_QUICK: Final = re.compile(
    r"(?<!\w)(?:thu [a-z]{2,4}|[\d./]+[a-z]{0,2}|[a-zđ]|[ivxlc]{1,6})/?[\s,]*(?:(?:cua|tai|thuoc|trong|theo|o|(?:ban hanh )?kem theo)\s+)?\Z"
)
#: "Phần thứ nhất": two words that count as one; the same length.
_COUNTED: Final = re.compile(r"(?<=phan thu) (?=(?:nhat|hai|ba|tu|nam|sau|bay|tam)(?![a-z]))")
_WINDOW: Final = 160
_AFTER: Final = re.compile(
    r"\s?\(\s?(?:tai\s)?((?:diem|khoan|dieu|muc|phan|chuong|phu luc)\s(?:so\s)?(?:\d|(?:[a-zđ]|[ivxlc]{1,6})(?!\w)|thu\s)[^()]{0,60})\)"
)


def pinpoint_before(block: Block, position: int) -> str | None:
    """The pinpoint that ends right before `position` of the block, as printed; None where there is none.

    >>> pinpoint_before(Block(0, "theo các điểm a, b và c khoản 1 Điều 23 của Luật Đầu tư"), 44)
    'các điểm a, b và c khoản 1 Điều 23'
    """
    if not _QUICK.search(block.folded, max(position - 24, 0), position):
        return None
    low = max(position - _WINDOW, 0)
    tokens = [(low + match.start(), match.group()) for match in _TOKEN.finditer(_COUNTED.sub("_", block.folded[low:position]))]
    last = len(tokens) - 1
    while last >= 0 and tokens[last][1] in _LINK:
        last -= 1
    if last < 0 or not _IDENTIFIER.match(tokens[last][1]):
        return None
    first = _first_unit(tokens, last)
    if first is None:
        return None
    start, (at, word) = tokens[first][0], tokens[last]
    if first and tokens[first - 1][1] == "cac":
        start = tokens[first - 1][0]
    return " ".join(block.text[start : at + len(word)].split())


def _first_unit(tokens: list[tuple[int, str]], last: int) -> int | None:
    """Index of the unit word that opens the chain ending at `last`."""
    found, index = None, last
    while index >= 0:
        word = tokens[index][1]
        if word in _UNITS:
            if index == last or not (_IDENTIFIER.match(tokens[index + 1][1]) or tokens[index + 1][1] in _UNITS):
                return found
            pair = index > 0 and (tokens[index - 1][1], word) in _TWO_WORD
            index -= 1 if pair else 0
            found = index
        elif not (word in _BETWEEN or _IDENTIFIER.match(word)):
            return found
        index -= 1
    return found


def pinpoint_after(block: Block, position: int) -> str | None:
    """The pinpoint printed in brackets right after `position`.

    >>> pinpoint_after(Block(0, "Luật Đầu tư (khoản 2 Điều 5)"), 11)
    'khoản 2 Điều 5'
    """
    match = _AFTER.match(block.folded, position)
    return " ".join(block.text[match.start(1) : match.end(1)].split()) if match else None
