"""What follows a mention: its date and issuer in either order, its title; codified law prints the date after the title."""

from __future__ import annotations

import re
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.draft import Draft
from phahe.citations.issuers import agrees, issuer_after, makes_laws, term_of
from phahe.citations.names import law_name_end
from phahe.citations.titles import date_inside, title_after
from phahe.text import Span
from phahe.vietnamese import collapse
from phahe.vietnamese.dates import date_at

_BEFORE_DATE: Final = re.compile(r"\s*[,(]?\s*(?:(?:duoc )?(?:ban hanh|ky)\s+)?(?=ngay)")
#: A national act is not about one province: "thực hiện Nghị quyết … của Bộ Chính trị về … | trên địa bàn tỉnh" is the citing document's.
_CENTRAL: Final = re.compile(r"Bộ|Chính phủ|Thủ tướng|Quốc hội|Ủy ban Thường vụ|Ban Bí thư|Ban Chấp hành Trung ương|Trung ương")
_OWN_PLACE: Final = re.compile(r"\s+trên\s+địa\s+bàn\s+(?:tỉnh|thành phố|xã|phường|huyện|quận|thị xã|đặc khu|thị trấn)(?!\w)")
_LAW_AGAIN: Final = re.compile(r"\s{1,3}((?:bo )?luat|phap lenh)\s")
#: "Công văn số 12/SNV-TCBC cùng ngày": the date of the mention before.
SAME_DAY: Final = re.compile(r"\s*,?\s*\(?cung ngay(?!\w)(?! \d)")
_YEAR: Final = re.compile(r"\s*\(?nam\s+((?:19|20)\d\d)(?!\d)")
#: "Luật Đất đai 2024"; not "Luật Đất đai 2024-2025".
_LAW_YEAR: Final = re.compile(r"\s*\(?((?:19|20)\d\d)(?![\w/]|\s?-)")


def read_tail(block: Block, draft: Draft, end: int) -> int:
    """Date and issuer after `end`, in either order; returns where they end."""
    for _ in range(2):
        if draft.date_printed is None:
            end = _read_date(block, draft, end)
        if draft.issuer is None and (issuer := issuer_after(block, end, dated=draft.date_printed is not None)):
            if draft.kind and draft.kind.is_law and not makes_laws(block.text[slice(*issuer)]):
                return end  # "Luật Thuế thu nhập doanh nghiệp của Việt Nam"
            set_issuer(block, draft, issuer)
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
    if same := SAME_DAY.match(block.folded, end):
        draft.date_printed = block.text[same.end() - len("cùng ngày") : same.end()]
        return same.end()
    year = _YEAR.match(block.folded, end)
    if year is None and draft.kind and draft.kind.is_law:
        year = _LAW_YEAR.match(block.folded, end)
    if year and draft.year is None:
        draft.year = int(year.group(1))
        return year.end()
    return end


def set_issuer(block: Block, draft: Draft, place: tuple[int, int], *, check: bool = False) -> None:
    """Note the issuer at `place` of the block; with `check` only where it agrees with the number's codes."""
    start, end = place
    printed = collapse(block.text[start:end])
    if check and draft.number and not agrees(printed, draft.number.codes):
        return
    draft.issuer, draft.issuer_span = printed, Span(block.start + start, block.start + end)
    draft.term = term_of(block, start, end)


def read_title(block: Block, draft: Draft, end: int, others: tuple[int, ...] = ()) -> int:
    """The title after `end`; returns where the mention ends. `others` are the places of other members of the same list."""
    if draft.title is not None:
        return end
    repeated = _repeated_name_end(block, draft, end)
    if repeated is not None:
        return read_tail(block, draft, repeated)
    title = title_after(block, end, others)
    if title is None:
        return end
    stop, close = title.end, title.close
    if not title.quoted and draft.issuer and _CENTRAL.match(draft.issuer) and (place := _OWN_PLACE.search(block.lower, title.start, stop)):
        stop = close = place.start()
    inside = date_inside(block, title) if draft.date_printed is None else None
    if inside is not None:
        stop = len(block.text[:inside].rstrip())
        close = read_tail(block, draft, stop)
    draft.title, draft.title_span = collapse(block.text[title.start : stop]), Span(block.start + title.start, block.start + stop)
    return close


def _repeated_name_end(block: Block, draft: Draft, end: int) -> int | None:
    """Codified law prints the name of a law after its number: "Luật số 43/2019/QH14 Luật Giáo dục ngày 14/06/2019"."""
    again = _LAW_AGAIN.match(block.folded, end) if draft.kind and draft.kind.is_law else None
    close = law_name_end(block, again.start(1), again.end(1)) if again else None
    if again and close:
        start = again.start(1)
        draft.title, draft.title_span = collapse(block.text[start:close]), Span(block.start + start, block.start + close)
    return close
