"""What a list of documents says once for all its members: the type and the issuer; and which mention stands inside another's title."""

from __future__ import annotations

from typing import Final

from phahe.citations.draft import Draft
from phahe.citations.types import ANNEX

#: Signs between two members of a list.
_LINKED: Final = 8


def nest(drafts: list[Draft]) -> None:
    """Set `nested_in`: the innermost mention with a number, law, or annex, in whose title another begins."""
    open_: list[int] = []
    for index, draft in enumerate(drafts):
        while open_ and drafts[open_[-1]].end <= draft.start:
            open_.pop()
        for outer in reversed(open_):
            title = drafts[outer].title_span
            if title and title.start <= draft.start < title.end and _has_parts(drafts[outer]):
                draft.nested_in = outer
                break
        open_.append(index)


def _has_parts(draft: Draft) -> bool:
    return draft.form == "numbered" or draft.kind is ANNEX or (draft.kind is not None and draft.kind.is_law)


def complete_lists(drafts: list[Draft]) -> None:
    """Give members of a list the type and the issuer that the list prints once."""
    for before, draft in zip([None, *drafts], drafts, strict=False):
        if draft.elided:
            _take_type(draft, before)
        if draft.issuer is None and draft.number:
            _take_head_issuer(draft)
    for draft, after in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=False):
        _take_issuer_of_next(draft, after)
        _take_symbol_of_next(draft, after)


def _take_symbol_of_next(draft: Draft, after: Draft) -> None:
    """ "số 118, 119/2025/NĐ-CP ngày 09/6/2025": symbol and date are printed once for all, and so is "số"."""
    number = draft.number
    if number is None or after.number is None or number.printed != number.ordinal or not after.elided or after.start - draft.end > _LINKED:
        return
    after.bare = draft.bare = False
    if draft.date_printed is None:
        draft.date, draft.date_printed, draft.year = after.date, after.date_printed, after.year
        draft.impossible_date, draft.blank_date = after.impossible_date, after.blank_date


def _take_type(draft: Draft, before: Draft | None) -> None:
    """The type of a number without one: that of the list's head or of the member before, where the code agrees or says nothing."""
    codes = draft.number.codes[:1] if draft.number else ()
    if before and before.block == draft.block and before.kind and before.number and before.number.codes[:1] == codes:
        draft.kind = before.kind
    elif draft.head_issuer and (draft.kind is None or any(code in draft.head_issuer[0].codes for code in codes)):
        draft.kind = draft.head_issuer[0]
    elif draft.kind is None and before and before.block == draft.block and before.number and draft.link in (",", "va", ";"):
        draft.kind = before.kind


def _take_head_issuer(draft: Draft) -> None:
    """The issuer of the list's head, for its members: numbers alone, and full mentions of the same type that stand in no title."""
    if draft.head_issuer and (draft.elided or (draft.kind is draft.head_issuer[0] and draft.link in (":", ";", ",", "va", "("))):
        _, draft.issuer, draft.issuer_span = draft.head_issuer


def _take_issuer_of_next(draft: Draft, after: Draft) -> None:
    """ "Quy định số 377-QĐ/TW ngày … và Quy định số 368-QĐ/TW ngày … của Bộ Chính trị": the issuer is that of both."""
    if draft.block != after.block or draft.number is None or after.number is None:
        return
    # After a semicolon only what the symbols agree on: "15/SNV-TCBC …; 19/SNV-CCVC … của Sở Nội vụ".
    links = (
        (",", "va", ";") if draft.number.codes and set(draft.number.codes) & set(after.number.codes) - {"QĐ", "NQ", "KH"} else (",", "va")
    )
    listed = after.link in links and after.start - draft.end <= _LINKED
    if not listed or draft.issuer or draft.title or draft.kind is not after.kind or after.issuer_span is None:
        return
    if after.issuer_span.start > after.start:
        draft.issuer, draft.issuer_span, draft.term = after.issuer, after.issuer_span, after.term
