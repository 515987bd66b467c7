"""The mentions of a block that have no number: laws and programmes by name, short forms, the document itself.

A bare type word is only proposed here ("Chiến lược"); `anaphora` decides with the whole document whether it stands for one cited before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.draft import Draft
from phahe.citations.heads import TypeWord
from phahe.citations.issuers import issuer_end
from phahe.citations.names import known_name_end, law_name_end, titled_end, treaty_end
from phahe.citations.pinpoints import pinpoint_after, pinpoint_before
from phahe.citations.tails import read_tail, read_title, set_issuer
from phahe.text import Span
from phahe.vietnamese import collapse

_PLURAL: Final = re.compile(r"(?<!\w)(?:cac|nhung|moi|mot so|nhieu|tung|du thao|du an)\s+\Z")
_SELF: Final = re.compile(r"\s+nay(?!\w)")
_SAID: Final = re.compile(r"\s+(?:nói trên|nêu trên|trên đây|đã nêu|dẫn trên|đó|ấy)(?!\w)")
_SHORT: Final = re.compile(
    r"\s*(?P<so>so\s*:?\s*)?(?P<figure>\d{1,4})(?![\w/]|\s?/|[.,]\d|\s*-\s*\w|\s+(?:nam|thang|ngay|buoi|gio|lan|dieu|tuan)(?!\w))"
)
_ALWAYS_NUMBERED: Final = frozenset({"Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Thông tư", "Kết luận", "Công văn"})
_BARE_NEXT: Final = re.compile(
    r"\s*(?:[.,;:)\]”]|$)|\s+(?:là|và|được|đã|phải|theo|trên|tại|trong|cho|đến|để|ở|vào|hằng năm|hàng năm|với|khi|sau|trước|có|gắn|nhằm|bảo đảm|đảm bảo|thì|đúng)(?!\w)"
)
_IN_A_NAME: Final = re.compile(r"(?:(?<!\w)(?:bo|(?<!co )so|phong|vu|ban|cuc|(?<!thanh )vien|khoa)|\w\s?-)\s+\Z")
_CONSTITUTION: Final = re.compile(r"\s+(?:nuoc\s+)?cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam")
_CONGRESS: Final = re.compile(r"\s+(?:dai hoi|hoi nghi|trung uong)(?!\w)")
_TERM_OF_OFFICE: Final = re.compile(r",?\s+nhiem ky\s+\d{4}\s?-\s?\d{4}")
_REVIEW: Final = re.compile(r"\s+((?:tham tra|thuyet minh|giai trinh|tiep thu|tham dinh)[\w ,]{0,40}?)\s+cua\s+")
#: Told by their names alone.
_BY_NAME: Final = frozenset({"Điều lệ", "Hiệp định", "Nghị định thư", "Công ước"})
_CARRIED_OUT: Final = re.compile(r"(?<!\w)(?:trien khai|thuc hien|phe duyet|theo)(?!\w)[^.;:]*\Z")
_DATED_NEXT: Final = re.compile(r"\s*,?\s*(?:ngay|cua)\s")


def unnumbered_mentions(block: Block, types: list[TypeWord], numbered: list[Draft]) -> list[Draft]:
    """Laws and programmes by name, short forms, the document itself."""
    drafts: list[Draft] = []
    starts = [draft.surface.start - block.start for draft in numbered]
    ends = [_claimed_end(draft) - block.start for draft in numbered]
    name_end = 0
    for word in types:
        index = bisect_right(starts, word.start) - 1
        if index >= 0 and word.start < ends[index]:
            continue
        if word.start < name_end and not word.kind.is_law:
            continue
        draft = _by_word(block, word)
        if draft:
            drafts.append(draft)
            if draft.form == "named" and word.kind.is_law:
                name_end = max(name_end, draft.surface.end - block.start)
    return drafts


def _claimed_end(draft: Draft) -> int:
    """End of the words a numbered mention has taken: its surface, and the name of a law repeated after its number."""
    if draft.kind and draft.kind.is_law and draft.title_span:
        return max(draft.surface.end, draft.title_span.end)
    return draft.surface.end


def _by_word(block: Block, word: TypeWord) -> Draft | None:
    """What a type word without a number stands for; None where it is a class of documents or no document."""
    folded = block.folded
    if not word.kind.is_law and _IN_A_NAME.search(folded, max(word.start - 8, 0), word.start):
        return None  # "Bộ Kế hoạch và Đầu tư", "Sở Quy hoạch - Kiến trúc"
    this = _SELF.match(folded, word.end)
    if this:
        return _short(block, word, "self", this.end())
    if word.kind.is_law:
        return _law(block, word)
    plural = _PLURAL.search(folded, max(word.start - 12, 0), word.start)
    said = _SAID.match(block.lower, word.end)
    if said and not plural:
        draft = _short(block, word, "anaphoric", said.end())
        draft.said = True
        return draft
    return _by_figure(block, word) or (None if plural else _titled(block, word) or _dated(block, word) or _bare(block, word))


def _by_figure(block: Block, word: TypeWord) -> Draft | None:
    """A number without its symbol: "Nghị quyết số 29", "QĐ 20"; without "số" only where the type is always numbered ("Chương trình 135" is not)."""
    figure = _SHORT.match(block.folded, word.end)
    if figure is None or not (figure["so"] or word.kind.name in _ALWAYS_NUMBERED) or word.kind.name == "Dự án":
        return None
    draft = _short(block, word, "anaphoric", figure.end("figure"))
    draft.short_number = figure["figure"]
    return draft


def _short(block: Block, word: TypeWord, form: str, end: int) -> Draft:
    span = Span(block.start + word.start, block.start + end)
    draft = Draft(block.start, span.start, span.end, span, form, word.kind, collapse(block.text[word.start : word.end]))
    draft.pinpoint = pinpoint_before(block, word.start)
    return draft


def _law(block: Block, word: TypeWord) -> Draft | None:
    if word.kind.name == "Hiến pháp":
        full = _CONSTITUTION.match(block.folded, word.end)
        end: int | None = full.end() if full else word.end
    else:
        end = law_name_end(block, word.start, word.end)
    if end is None:
        return None
    draft = _short(block, word, "named", end)
    draft.title, draft.title_span = collapse(block.text[word.start : end]), draft.surface
    tail = read_tail(block, draft, end)
    draft.pinpoint = draft.pinpoint or pinpoint_after(block, tail)
    draft.end = block.start + tail
    return draft


def _titled(block: Block, word: TypeWord) -> Draft | None:
    if not word.kind.named or block.text[word.start : word.end].isupper():
        return None
    if word.kind.name in _BY_NAME:
        return _of_name(block, word)
    carried_out = word.kind.name == "Đề án" and _CARRIED_OUT.search(block.folded, max(word.start - 30, 0), word.start) is not None
    loose = word.kind.name == "Chiến lược" or carried_out
    found = titled_end(block, word.end, loose=loose, placed=word.kind.name in ("Kế hoạch", "Chương trình hành động"))
    if found is None or (word.kind.named != "plan" and found[1] == found[2]):
        return None
    start, end, close = found
    draft = _short(block, word, "named", close)
    name_start = start if block.text[start - 1 : start] in '“"‘' else word.start
    draft.title, draft.title_span = collapse(block.text[name_start:end]), Span(block.start + name_start, block.start + end)
    draft.end = block.start + close
    draft.loose = not re.search(r"\d{4}", draft.title) and name_start == word.start
    return draft


def _of_name(block: Block, word: TypeWord) -> Draft | None:
    """A charter or a treaty: "Điều lệ Đảng", "Công ước của Liên hợp quốc về quyền trẻ em", "Hiệp định CPTPP"."""
    end = known_name_end(block, word.end, "charter") if word.kind.name == "Điều lệ" else treaty_end(block, word.end)
    if end is None:
        return None
    draft = _short(block, word, "named", end)
    draft.title, draft.title_span = collapse(block.text[word.start : end]), draft.surface
    return draft


def _dated(block: Block, word: TypeWord) -> Draft | None:
    """A document told by its date or its congress alone ("Nghị quyết Đại hội XIII", "Báo cáo thẩm tra của Ban …")."""
    always = word.kind.name in _ALWAYS_NUMBERED
    if not word.kind.named and not (always and _DATED_NEXT.match(block.folded, word.end)):
        return None
    review = _REVIEW.match(block.folded, word.end)
    if review and (end := issuer_end(block, review.end())):
        draft = _short(block, word, "named", review.end(1))
        draft.end = block.start + end
        set_issuer(block, draft, (review.end(), end))
        read_tail(block, draft, end)
        return draft
    if _CONGRESS.match(block.folded, word.end) and word.kind.name == "Nghị quyết":
        start = word.end + 1
        end = issuer_end(block, start) or 0
        while (of := re.match(r"\s+cua\s+", block.folded[end : end + 8])) and (further := issuer_end(block, end + of.end())):
            end = further
        if end > start:
            term = _TERM_OF_OFFICE.match(block.folded, end)
            draft = _short(block, word, "named", term.end() if term else end)
            set_issuer(block, draft, (start, end))
            return draft
    if not _DATED_NEXT.match(block.folded, word.end):
        return None
    draft = _short(block, word, "named", word.end)
    end = read_tail(block, draft, word.end)
    if draft.date_printed and draft.issuer:
        draft.end = block.start + read_title(block, draft, end, ())
        return draft
    if (
        word.kind.named and draft.issuer and draft.issuer_span and not block.text[word.start : word.end].isupper()
    ):  # "Chương trình hành động của Ban Thường vụ Tỉnh ủy": the document itself, or nothing
        draft.form, draft.end = "own", block.start + end
        draft.surface = Span(draft.start, draft.issuer_span.end)
        return draft
    return None


def _bare(block: Block, word: TypeWord) -> Draft | None:
    """A type word alone, which may stand for a document cited before; whether it does is decided with the whole document."""
    printed = block.text[word.start : word.end]
    if printed.isupper() or not word.kind.named or not _BARE_NEXT.match(block.lower, word.end):
        return None
    return _short(block, word, "anaphoric", word.end)
