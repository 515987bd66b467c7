"""What a list of documents says once for all its members: the type and the issuer; and which mention stands inside another's title."""

from __future__ import annotations

from phahe.citations.draft import Draft


def nest(drafts: list[Draft]) -> None:
    """Set `nested_in`: the innermost mention in whose title another begins."""
    open_: list[int] = []
    for index, draft in enumerate(drafts):
        while open_ and drafts[open_[-1]].end <= draft.start:
            open_.pop()
        for outer in reversed(open_):
            title = drafts[outer].title_span
            if title and title.start <= draft.start < title.end and outer != index and drafts[outer].start <= draft.start:
                draft.nested_in = outer
                break
        open_.append(index)


def complete_lists(drafts: list[Draft]) -> None:
    """Give members of a list the type and the issuer that the list prints once."""
    _types_forward(drafts)
    _issuers_back(drafts)


def _types_forward(drafts: list[Draft]) -> None:
    for before, draft in zip(drafts, drafts[1:], strict=False):
        if draft.elided and before.block == draft.block and before.kind and _same_code(before, draft):
            draft.kind = before.kind


def _same_code(one: Draft, other: Draft) -> bool:
    return bool(one.number and other.number and one.number.codes[:1] == other.number.codes[:1]) or (other.kind is None)


def _issuers_back(drafts: list[Draft]) -> None:
    """ "Quy định số 377-QĐ/TW ngày … và Quy định số 368-QĐ/TW ngày … của Bộ Chính trị": the issuer is that of both."""
    for draft, after in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=False):
        if (
            draft.issuer is None
            and after.issuer
            and draft.block == after.block
            and draft.number
            and after.number
            and after.link in (",", "va")
        ):
            together = after.start - draft.end <= 8 and draft.title is None and draft.kind is after.kind
            if together and after.issuer_span and after.issuer_span.start > after.start:
                draft.issuer, draft.issuer_span, draft.term = after.issuer, after.issuer_span, after.term
