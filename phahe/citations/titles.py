"""The title printed after a mention: "về …", "phê duyệt …", "“Về đổi mới …”", and where it ends.

A title in quotes ends with its quote. One without ends where the sentence can no longer be inside it: a semicolon, a full stop, a new
document of the same list, the subject of the sentence ("…, Ủy ban nhân dân tỉnh ban hành"), a remark on its effect.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.words import starting

_QUOTES: Final = {"“": "”", '"': '"', "‘": "’", "«": "»", "”": "”"}
_LEAD: Final = re.compile(r"\s*[,:]?\s*(?:\*{0,2})(?=\S)")
_ABOUT: Final = re.compile(r"(?:ve viec|ve|v/v)\s+")
_LIMIT: Final = 1500
_REMARK: Final = r"(?:co hieu luc|het hieu luc|(?:da )?duoc (?:sua|thay|bo|ban hanh|thong qua|quy dinh|ap dung|thuc hien|cap|giao)|hien hanh|van con|khong con|ke tu ngay|sau khi duoc)"
_END: Final = re.compile(
    rf"[;\]|]|\.(?=\s|$)|:(?=\s|$)|\((?:sau day|viet tat|goi tat|goi la|goi chung|duoi day|ban hanh kem|kem theo|(?:da )?duoc (?:sua|thay))|,?\s+{_REMARK}(?![a-z])"
    r"|,\s+(?=uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|chinh phu|thu tuong|bo truong|bo chinh tri|ban bi thu|ban thuong vu|tinh uy|thanh uy|dang uy|so [a-z]|cac so|cac bo)"
    r"|(?<=\d),\s+(?!(?:tam\s+)?nhin|dinh\s+huong|giai doan|tren dia ban|den nam|nam \d|va |huong|\d)|\*\*"
)
#: "Quyết định số 1565 …, Quyết định số 1566 …": a type that is a verb too, but here with its number.
_NUMBERED: Final = re.compile(r"(?:\w+\s+){1,4}?so\s*:?\s*\d")
_NESTED_DATE: Final = re.compile(r"\s+(?=ngay\s+\d{1,2}(?:/\d{1,2}/|\s+thang\s+\d{1,2}\s+nam\s+)\d{4}\s+cua\s)")


@dataclass(frozen=True, slots=True)
class PrintedTitle:
    """A title at text[start:end] without its quotes; `close` is where the mention ends, quote included."""

    start: int
    end: int
    close: int
    quoted: bool


def title_after(block: Block, position: int, others: tuple[int, ...] = ()) -> PrintedTitle | None:
    """The title that begins right after `position`; `others` are places where another document of the same list begins.

    >>> text = "về “Đổi mới căn bản”, Ủy ban nhân dân tỉnh xây dựng kế hoạch"
    >>> title = title_after(Block(0, text), 0); text[title.start : title.end]
    'Đổi mới căn bản'
    """
    lead = _LEAD.match(block.folded, position)
    if lead is None:
        return None
    start = lead.end()
    verb = starting("title").match(block.lower, start)
    about = _ABOUT.match(block.folded, start)
    quote = about.end() if about else start
    if block.text[quote] in _QUOTES if quote < len(block.text) else False:
        return _quoted(block, quote)
    if verb is None or ":" in lead.group() or _NUMBERED.match(block.folded, start):
        return None
    return _unquoted(block, start, verb.end(), others)


def _quoted(block: Block, at: int) -> PrintedTitle | None:
    close = block.text.find(_QUOTES[block.text[at]], at + 1, at + _LIMIT)
    if close < 0:
        return None
    start, end = _trimmed(block.text, at + 1, close)
    return PrintedTitle(start, end, close + 1, True) if end > start else None


def _unquoted(block: Block, start: int, search_from: int, others: tuple[int, ...]) -> PrintedTitle | None:
    following = bisect_right(others, search_from)
    limit = min(len(block.text), start + _LIMIT, *others[following : following + 1])
    ends = _END.search(block.folded, search_from, limit)
    end = ends.start() if ends else limit
    end = _closing_bracket(block.text, start, end)
    start, end = _trimmed(block.text, start, end)
    end = _without_link(block.folded, start, end)
    return PrintedTitle(start, end, end, False) if end - start > 4 else None


def _closing_bracket(text: str, start: int, end: int) -> int:
    """Where a bracket opened before the title closes, or `end`."""
    depth = 0
    for match in re.finditer(r"[()]", text[start:end]):
        depth += 1 if match.group() == "(" else -1
        if depth < 0:
            return start + match.start()
    return end


def _without_link(folded: str, start: int, end: int) -> int:
    """`end` without the "và" that leads to the next document."""
    match = re.search(r"[\s,]+(?:va|hoac|theo|va theo|va cac)\s*$", folded[max(start, end - 16) : end])
    return max(start, end - 16) + match.start() if match else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "*"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;*-–/"):
        end -= 1
    return start, end


_NUMBER_ENDS: Final = re.compile(r"[/–-][A-ZĐ]\w{1,9}\s*,?\s*\Z")


def date_inside(block: Block, title: PrintedTitle) -> int | None:
    """Where a date of issue stands after an unquoted title (codified law: "Quyết định số 15/2010/QĐ-TTg Về phụ cấp … ngày 03/03/2010 của …").

    The place is the start of "ngày"; None where the title runs on after it.
    """
    if title.quoted:
        return None
    places = [match.end() for match in _NESTED_DATE.finditer(block.folded, title.start, title.end)]
    if not places:
        return None
    if _NUMBER_ENDS.search(block.text, max(title.start, places[-1] - 20), places[-1]):
        return None  # "tiếp tục thực hiện Nghị quyết số 29-NQ/TW, ngày 04/11/2013": the date of the document in the title
    before = block.folded[max(title.start, places[-1] - 8) : places[-1]].split()[-1:]
    return None if before in (["tu"], ["truoc"], ["sau"], ["den"], ["ke"], ["vao"], ["het"]) else places[-1]
