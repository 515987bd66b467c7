"""The mentions of one block: those with a number first, then the type words that no number claimed."""

from __future__ import annotations

import re
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.draft import Draft
from phahe.citations.heads import Head, TypeWord, head_before
from phahe.citations.issuers import agrees, issuer_after, issuer_before, issuer_end, term_of
from phahe.citations.names import law_name_end, titled_end
from phahe.citations.pinpoints import pinpoint_after, pinpoint_before
from phahe.citations.titles import date_inside, title_after
from phahe.citations.types import DocType, by_code
from phahe.citations.words import starting
from phahe.dates import date_at
from phahe.numbers import DocumentNumber
from phahe.text import Span
from phahe.vietnamese import collapse

_BEFORE_DATE: Final = re.compile(r"\s*[,(]?\s*(?:(?:duoc )?(?:ban hanh|ky)\s+)?(?=ngay)")
_YEAR: Final = re.compile(r"\s*\(?nam\s+((?:19|20)\d\d)(?!\d)")
_LINK: Final = re.compile(r"(,|;|:|\(|(?<!\w)(?:va|hoac|den|cua|theo|thuc hien|boi))\s*(?:cac\s+)?\Z")
_PLURAL: Final = re.compile(r"(?<!\w)(?:cac|nhung|moi|mot so|nhieu|tung|du thao|du an)\s+\Z")
_SELF: Final = re.compile(r"\s+nay(?!\w)")
_SAID: Final = re.compile(r"\s+(?:noi tren|neu tren|tren day|da neu|tren|do|ay)(?!\w)")
_SHORT: Final = re.compile(
    r"\s*(?P<so>so\s*:?\s*)?(?P<figure>\d{1,4})(?![\w/]|\s?/|[.,]\d|\s*-\s*\w|\s+(?:nam|thang|ngay|buoi|gio|lan|dieu|tuan)(?!\w))"
)
_BARE_NEXT: Final = re.compile(
    r"\s*(?:[.,;:)\]”]|$)|\s+(?:la|va|duoc|da|phai|theo|tren|tai|trong|cho|den|de|o|vao|hang nam|hang|voi|khi|sau|truoc|co|gan|den|nham|bao dam|dam bao|thi)(?!\w)"
)
_CONGRESS: Final = re.compile(r"\s+(?:dai hoi|hoi nghi|trung uong)(?!\w)")
_REVIEW: Final = re.compile(r"\s+(?:tham tra|thuyet minh|giai trinh|tiep thu|tham dinh)[\w ,]{0,40}?\s+cua\s+")


def mentions_of_block(block: Block, numbers: list[DocumentNumber], words: list[tuple[int, int, DocType]]) -> list[Draft]:
    """All mentions of a block in reading order; `words` are its type words with their places in the block."""
    types = [TypeWord(*word) for word in words]
    heads = _heads(block, numbers, types)
    places = tuple(head.start for head, _ in heads if _is_listed(block, head.start))
    drafts = [_numbered(block, head, number, places) for head, number in heads]
    taken = [(draft.surface.start - block.start, draft.surface.end - block.start) for draft in drafts]
    drafts += _unnumbered(block, types, taken, heads)
    return sorted(drafts, key=lambda draft: (draft.start, -draft.end))


def _heads(block: Block, numbers: list[DocumentNumber], types: list[TypeWord]) -> list[tuple[Head, DocumentNumber]]:
    heads, floor = [], 0
    for number in numbers:
        at = number.span.start - block.start
        before = [word for word in types if floor <= word.start < at][-6:]
        head = head_before(block, number, at, before, floor)
        if head and not (number.value is None and (head.elided or head.gap)):
            heads.append((head, number))
        floor = number.span.end - block.start
    return heads


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
    elif number.codes and number.codes[0] in by_code():
        draft.kind = by_code()[number.codes[0]]
    _read_surroundings(block, draft, head.start, end, places)
    return draft


def _read_surroundings(block: Block, draft: Draft, start: int, end: int, places: tuple[int, ...]) -> None:
    """Date, issuer, term and title after the surface; pinpoint and issuer before it."""
    link = _LINK.search(block.folded, max(start - 18, 0), start)
    draft.link = link.group(1) if link else ""
    draft.pinpoint = pinpoint_before(block, start)
    end = _read_tail(block, draft, end)
    if draft.issuer is None and (before := issuer_before(block, start)):
        _set_issuer(block, draft, before, check=block.folded[before[1] : start].strip().startswith("("))
    end = _read_title(block, draft, end, places)
    draft.pinpoint = draft.pinpoint or pinpoint_after(block, end)
    draft.end = max(draft.end, block.start + end)


def _read_tail(block: Block, draft: Draft, end: int) -> int:
    """Date and issuer after `end`, in either order; returns where they end."""
    for _ in range(2):
        if draft.date_printed is None:
            end = _read_date(block, draft, end)
        if draft.issuer is None and (issuer := issuer_after(block, end, dated=draft.date_printed is not None)):
            _set_issuer(block, draft, issuer)
            end = issuer[1]
    return end


def _read_date(block: Block, draft: Draft, end: int) -> int:
    lead = _BEFORE_DATE.match(block.folded, end)
    printed = date_at(block.text, lead.end()) if lead else None
    if printed:
        draft.date, draft.year, draft.impossible_date, draft.blank_date = printed.value, printed.year, printed.impossible, printed.blank
        draft.date_printed = collapse(block.text[printed.span.start : printed.span.end])
        close = printed.span.end
        return close + 1 if "(" in lead.group() and block.text[close : close + 1] == ")" else close  # type: ignore[union-attr]
    year = _YEAR.match(block.folded, end)
    if year and draft.year is None:
        draft.year = int(year.group(1))
        return year.end()
    return end


def _set_issuer(block: Block, draft: Draft, place: tuple[int, int], *, check: bool = False) -> None:
    start, end = place
    printed = collapse(block.text[start:end])
    if check and draft.number and not agrees(printed, draft.number.codes):
        return
    draft.issuer, draft.issuer_span = printed, Span(block.start + start, block.start + end)
    draft.term = term_of(block, start, end)


def _read_title(block: Block, draft: Draft, end: int, places: tuple[int, ...]) -> int:
    name = (
        re.match(r"\s+(?=(?:bo )?luat\s|phap lenh\s)", block.folded[end : end + 20])
        if draft.kind and draft.kind.is_law and draft.title is None
        else None
    )
    if name:  # codified law repeats the name: "Luật số 43/2019/QH14 Luật Giáo dục ngày 14/06/2019"
        start = end + name.end()
        close = law_name_end(block, start, start + len(re.match(r"(?:bo )?luat|phap lenh", block.folded[start:]).group()))  # type: ignore[union-attr]
        if close:
            draft.title, draft.title_span = collapse(block.text[start:close]), Span(block.start + start, block.start + close)
            return _read_tail(block, draft, close)
    title = title_after(block, end, tuple(place for place in places if place > end))
    if title is None or draft.title is not None:
        return end
    start, stop, close = title.start, title.end, title.close
    inside = date_inside(block, title) if draft.date_printed is None else None
    if inside is not None:
        stop = close = len(block.text[:inside].rstrip())
        close = _read_tail(block, draft, stop)
    draft.title, draft.title_span = collapse(block.text[start:stop]), Span(block.start + start, block.start + stop)
    return close


def _unnumbered(block: Block, types: list[TypeWord], taken: list[tuple[int, int]], heads: list[tuple[Head, DocumentNumber]]) -> list[Draft]:
    """Laws and programmes by name, short forms, the document itself."""
    drafts, done = [], 0
    names = {draft[0] for draft in taken}
    for word in types:
        if any(start <= word.start < end for start, end in taken) or word.start in names:
            continue
        if word.start < done and not word.kind.is_law:
            continue
        draft = _by_word(block, word, inside=word.start < done)
        if draft:
            drafts.append(draft)
            if draft.form == "named":
                done = max(done, draft.surface.end - block.start)
    return drafts


def _by_word(block: Block, word: TypeWord, *, inside: bool) -> Draft | None:
    """What a type word without a number stands for; None where it is a class of documents or no document."""
    folded = block.folded
    if re.search(r"(?<!\w)(?:bo|so|phong|vu|ban|cuc|vien|khoa|-)\s*\Z", folded[max(word.start - 8, 0) : word.start]):
        return None  # "Bộ Kế hoạch và Đầu tư", "Sở Quy hoạch - Kiến trúc"
    if _SELF.match(folded, word.end):
        return _short(block, word, "self", _SELF.match(folded, word.end).end())  # type: ignore[union-attr]
    if _SAID.match(folded, word.end) and not _PLURAL.search(folded, max(word.start - 10, 0), word.start):
        return _short(block, word, "anaphoric", _SAID.match(folded, word.end).end())  # type: ignore[union-attr]
    if word.kind.is_law:
        return _law(block, word)
    figure = _SHORT.match(folded, word.end)
    if figure and (
        figure["so"]
        or (word.kind.name[0] in "NQTCK" and word.kind.codes and word.kind.named != "" and not word.kind.name.startswith(("Chương", "Kế")))
    ):
        draft = _short(block, word, "anaphoric", figure.end("figure"))
        draft.short_number = figure["figure"]
        return draft
    if _PLURAL.search(folded, max(word.start - 12, 0), word.start):
        return None
    return _titled(block, word) or _dated(block, word) or _bare(block, word)


def _short(block: Block, word: TypeWord, form: str, end: int) -> Draft:
    span = Span(block.start + word.start, block.start + end)
    draft = Draft(block.start, span.start, span.end, span, form, word.kind, collapse(block.text[word.start : word.end]))
    draft.pinpoint = pinpoint_before(block, word.start)
    return draft


def _law(block: Block, word: TypeWord) -> Draft | None:
    if word.kind.name == "Hiến pháp":
        end: int | None = word.end
    else:
        end = law_name_end(block, word.start, word.end)
    if end is None:
        return None
    draft = _short(block, word, "named", end)
    draft.title, draft.title_span = collapse(block.text[word.start : end]), draft.surface
    tail = _read_tail(block, draft, end)
    draft.end = block.start + tail
    return draft


def _titled(block: Block, word: TypeWord) -> Draft | None:
    if word.kind.named != "title" or block.text[word.start : word.end].isupper():
        return None
    loose = word.kind.name in ("Chiến lược", "Đề án", "Quy hoạch")
    found = titled_end(block, word.end, loose=loose)
    if found is None:
        return None
    start, end, close = found
    draft = _short(block, word, "named", close)
    name_start = start if block.text[start - 1 : start] in '“"‘' else word.start
    draft.title, draft.title_span = collapse(block.text[name_start:end]), Span(block.start + name_start, block.start + end)
    draft.end = block.start + close
    return draft


def _dated(block: Block, word: TypeWord) -> Draft | None:
    """A document told by its date or its congress alone ("Nghị quyết Đại hội XIII", "Báo cáo thẩm tra của Ban …")."""
    if word.kind.named != "title":
        return None
    review = _REVIEW.match(block.folded, word.end)
    if review and (end := issuer_end(block, review.end())):
        draft = _short(block, word, "named", end)
        _set_issuer(block, draft, (review.end(), end))
        _read_tail(block, draft, end)
        return draft
    if _CONGRESS.match(block.folded, word.end) and word.kind.name == "Nghị quyết":
        start = word.end + 1
        end = issuer_end(block, start) or 0
        while (of := re.match(r"\s+cua\s+", block.folded[end : end + 8])) and (further := issuer_end(block, end + of.end())):
            end = further
        if end > start:
            draft = _short(block, word, "named", end)
            _set_issuer(block, draft, (start, end))
            return draft
    draft = _short(block, word, "named", word.end)
    end = _read_tail(block, draft, word.end)
    if draft.date_printed and draft.issuer:
        draft.end = block.start + _read_title(block, draft, end, ())
        return draft
    return None


def _bare(block: Block, word: TypeWord) -> Draft | None:
    """A type word alone, which may stand for a document cited before; whether it does is decided with the whole document."""
    printed = block.text[word.start : word.end]
    if printed.isupper() or word.kind.named != "title" or not _BARE_NEXT.match(block.folded, word.end):
        return None
    if starting("stop").match(block.lower, word.end + 1) and block.folded[word.end + 1 :].startswith(("cua", "ve")):
        return None
    return _short(block, word, "anaphoric", word.end)
