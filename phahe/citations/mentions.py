"""The mentions of one block: those with a number first, then the type words that no number claimed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.draft import Draft
from phahe.citations.heads import Head, TypeWord, head_before, plural_head
from phahe.citations.issuers import issuer_after, issuer_before
from phahe.citations.pinpoints import pinpoint_after, pinpoint_before
from phahe.citations.tails import read_tail, read_title, set_issuer
from phahe.citations.types import DocType, by_code, by_folded_name
from phahe.citations.unnumbered import unnumbered_mentions
from phahe.numbers import DocumentNumber
from phahe.text import Span
from phahe.vietnamese import collapse, fold

_LINK: Final = re.compile(r"(,|;|:|\(|(?<!\w)(?:va|hoac|den|cua|theo|thuc hien|boi))\s*(?:cac\s+)?\Z")
_ONLY_MARKED: Final = re.compile(r"[\s,]*(?:so\s*:?\s*)?")
_HEAD_COLON: Final = re.compile(r"\s+cua\s+[^.;:]{4,60}:\s+so\s")


def mentions_of_block(block: Block, numbers: list[DocumentNumber], words: list[tuple[int, int, DocType]]) -> list[Draft]:
    """All mentions of a block in reading order; `words` are its type words with their places in the block."""
    types = [TypeWord(*word) for word in words]
    heads = _heads(block, numbers, types)
    places = tuple(head.start for head, _ in heads if _is_listed(block, head.start))
    drafts = [_numbered(block, head, number, places) for head, number in heads]
    _share_heads(block, types, drafts)
    _share_days(drafts)
    drafts += unnumbered_mentions(block, types, drafts)
    return sorted(drafts, key=lambda draft: (draft.start, -draft.end))


def _heads(block: Block, numbers: list[DocumentNumber], types: list[TypeWord]) -> list[tuple[Head, DocumentNumber]]:
    heads, floor, starts = [], 0, [word.start for word in types]
    for number in numbers:
        at = number.span.start - block.start
        upto = bisect_left(starts, at)
        before = [word for word in types[max(upto - 6, 0) : upto] if word.start >= floor]
        head = head_before(block, number, at, before, floor)
        if head and not (number.value is None and (head.elided or head.gap)):
            heads.append((head, number))
        floor = number.span.end - block.start
    return heads


def _share_heads(block: Block, types: list[TypeWord], drafts: list[Draft]) -> None:
    """Give each draft the issuer that the head of its list prints: "các Nghị định của Chính phủ: số …; số …"."""
    heads: list[tuple[int, DocType, str, Span]] = []
    for word in types if drafts else ():
        if block.folded[max(word.start - 4, 0) : word.start] == "cac " or _HEAD_COLON.match(block.folded, word.end):
            place = issuer_after(block, word.end, dated=False)
            if place:
                span = Span(block.start + place[0], block.start + place[1])
                heads.append((span.end, word.kind, collapse(block.text[place[0] : place[1]]), span))
    ends = [head[0] for head in heads]
    for draft in drafts if heads else ():
        index = bisect_right(ends, draft.start) - 1
        if index >= 0:
            draft.head_issuer = heads[index][1:]


def _share_days(drafts: list[Draft]) -> None:
    """Give "cùng ngày" the date of the mention before."""
    for before, draft in pairwise(drafts):
        if draft.date is None and draft.date_printed and fold(draft.date_printed) == "cung ngay":
            draft.date, draft.year = before.date, before.year


def _is_listed(block: Block, at: int) -> bool:
    return re.search(r"(?:,|;|(?<!\w)va)\s*\Z", block.folded[max(at - 6, 0) : at]) is not None


def _numbered(block: Block, head: Head, number: DocumentNumber, places: tuple[int, ...]) -> Draft:
    end = number.span.end - block.start
    draft = Draft(block.start, head.start + block.start, number.span.end, Span(head.start + block.start, number.span.end), "numbered")
    draft.number, draft.elided, draft.colon, draft.bare = number, head.elided, head.colon, not head.marked
    if head.word:
        draft.kind, draft.type_printed = head.word.kind, collapse(block.text[head.word.start : head.word.end])
        if draft.kind.is_law and head.gap:
            name = block.text[head.word.start : number.span.start - block.start]
            name = re.sub(r"\s*(?:số|Số|SỐ)?\s*:?\s*$", "", name)
            draft.title, draft.title_span = collapse(name), Span(draft.start, draft.start + len(name))
        elif head.gap and (inside := issuer_after(block, head.word.end, dated=False)) and _reaches(block, inside[1], number):
            set_issuer(block, draft, inside)
    else:
        draft.kind = by_code().get(number.codes[0]) if number.codes else None
        if draft.kind is None and (plural := plural_head(block, head.start)):
            draft.kind = by_folded_name().get(plural)
    _read_surroundings(block, draft, head.start, end, places)
    return draft


def _reaches(block: Block, end: int, number: DocumentNumber) -> bool:
    """Whether only "số" parts `end` from the number: "Quyết định của Thủ tướng Chính phủ | số 711/QĐ-TTg"."""
    return _ONLY_MARKED.fullmatch(block.folded, end, number.span.start - block.start) is not None


def _read_surroundings(block: Block, draft: Draft, start: int, end: int, places: tuple[int, ...]) -> None:
    """Date, issuer, term and title after the surface; pinpoint and issuer before it."""
    link = _LINK.search(block.folded, max(start - 18, 0), start)
    draft.link = link.group(1) if link else ""
    draft.pinpoint = pinpoint_before(block, start)
    end = read_tail(block, draft, end)
    if draft.issuer is None and (before := issuer_before(block, start)):
        named = block.folded.endswith(" cua ", 0, before[0])  # a name that nothing leads to must agree with the symbol
        bracketed = block.folded[before[1] : start].strip().startswith("(")
        set_issuer(block, draft, before, check=bracketed or not named)
    end = read_title(block, draft, end, places)
    draft.pinpoint = draft.pinpoint or pinpoint_after(block, end)
    draft.end = max(draft.end, block.start + end)
