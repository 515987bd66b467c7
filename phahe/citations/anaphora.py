"""Short forms: "Nghị quyết số 29", "Chiến lược", "Nghị định nói trên", and what each stands for, where the text decides it.

Also tells the document itself: "Kế hoạch này", and in a Kế hoạch the bare word "Kế hoạch". A bare type word that stands for no document
cited before is dropped: it is a class or a verb ("Hướng dẫn, kiểm tra").
"""

from __future__ import annotations

import re
from typing import Final

from phahe.citations.draft import Draft
from phahe.citations.types import DocType, type_of, type_pattern
from phahe.vietnamese import comparison_key

#: Types whose names are verbs too: at the head of a sentence they order something.
_VERBS: Final = frozenset({"Hướng dẫn", "Báo cáo", "Thông báo", "Quyết định", "Quy định", "Kết luận", "Chỉ thị", "Quy hoạch", "Hợp đồng"})
_SENTENCE_START: Final = re.compile(r"(?:\A|[.;:!?\n•*|>)]|(?<!\w)[-–+])\s*\Z")
#: After the type in a heading: the end of the line, or the title in lower case ("CHƯƠNG TRÌNH HÀNH ĐỘNG của Ban Thường vụ …").
_ALONE: Final = re.compile(r"[\s*_|]*(?:$|[a-zà-ỹđ]|Về|V/v|Phê duyệt|Ban hành|Quy định|Triển khai|Thực hiện|Sửa đổi)")
_HEADING_LINES: Final = 80
_HEADING_CHARACTERS: Final = 400


def own_type(text: str) -> tuple[DocType, int] | None:
    """The type that the document calls itself by in its heading, and where the heading ends; None where no line is a type alone.

    >>> own_type("ỦY BAN NHÂN DÂN\\nKẾ HOẠCH\\nTriển khai …")[0].name
    'Kế hoạch'
    """
    position = 0
    for line in text.split("\n", _HEADING_LINES)[:_HEADING_LINES]:
        lead = len(line) - len(line.lstrip(" \t*#_|>-"))
        match = type_pattern().match(line, lead)
        if match and match.group().isupper() and _ALONE.match(line, match.end()):
            return type_of(match.group()), position + match.end()
        position += len(line) + 1
    return None


def resolve_short_forms(drafts: list[Draft], text: str) -> list[Draft]:
    """The drafts with `antecedent` set on short forms, without the type words that stand for no document."""
    if all(draft.form in ("numbered", "named") and not draft.loose for draft in drafts):
        return drafts
    own = own_type(text) or _by_self(drafts)
    heading_end = own[1] + _HEADING_CHARACTERS if own else 0
    heading = comparison_key(text[own[1] : own[1] + _HEADING_CHARACTERS]) if own else ""
    seen: dict[str, list[Draft]] = {}
    kept: list[Draft] = []
    for draft in drafts:
        if draft.loose and (full := _full_title(draft, seen)):
            draft.form, draft.referent = "anaphoric", full
        elif draft.form in ("numbered", "named"):
            if draft.kind:
                seen.setdefault(draft.kind.name, []).append(draft)
        elif not _settle(draft, own[0] if own else None, heading, heading_end, seen, text):
            continue
        kept.append(draft)
    _renumber(drafts, kept)
    return kept


def _by_self(drafts: list[Draft]) -> tuple[DocType, int] | None:
    """The one type that a document without a heading calls "này"."""
    kinds = {
        id(draft.kind): draft.kind
        for draft in drafts
        if draft.form == "self" and draft.kind and draft.type_printed and draft.type_printed[0].isupper()
    }
    return (next(iter(kinds.values())), 0) if len(kinds) == 1 else None


def _settle(draft: Draft, own: DocType | None, heading: str, heading_end: int, seen: dict[str, list[Draft]], text: str) -> bool:
    """Decide one short form; False where it is no mention of a document."""
    if draft.form == "own":
        draft.form = "self"
        return draft.kind is own and draft.issuer is not None and comparison_key(draft.issuer) in heading
    if draft.form == "self":
        return draft.kind is own or text[draft.start].isupper()
    earlier = seen.get(draft.kind.name, []) if draft.kind else []
    if draft.short_number:
        draft.referent = _by_figure(draft, earlier)
        return True
    if draft.said:
        draft.referent = earlier[-1] if earlier else None
        return bool(earlier)
    if draft.kind and draft.kind.name in _VERBS and _SENTENCE_START.search(text, max(draft.start - 6, 0), draft.start):
        return False
    if draft.kind is own:
        draft.form = "self"
        return True
    draft.referent = _only_one(draft, earlier) or _of_heading(earlier, heading_end)
    return bool(earlier)


def _by_figure(draft: Draft, earlier: list[Draft]) -> Draft | None:
    """The last document of the type whose number begins with the figure ("Nghị quyết số 29" after "29-NQ/TW")."""
    figure = (draft.short_number or "").lstrip("0")
    same = [one for one in earlier if one.number and (one.number.ordinal or "").lstrip("0") == figure]
    return same[-1] if same else None


def _only_one(draft: Draft, earlier: list[Draft]) -> Draft | None:
    """The document of the type that the text has cited, where it is one; of several, the one of the same block, or the one that is no part
    of another's title; None where still more than one is left."""
    for group in (earlier, [one for one in earlier if one.block == draft.block], [one for one in earlier if one.nested_in is None]):
        if group and len({_key(one) for one in group}) == 1:
            return group[-1]
    return None


def _of_heading(earlier: list[Draft], heading_end: int) -> Draft | None:
    """The one document of the type that the heading names: the one this document carries out."""
    named = [one for one in earlier if one.start < heading_end]
    return named[0] if len({_key(one) for one in named}) == 1 else None


def _full_title(draft: Draft, seen: dict[str, list[Draft]]) -> Draft | None:
    """The document cited before whose name begins with this one: "Chiến lược phát triển giáo dục" after its full title."""
    key = comparison_key(draft.title or "")
    longer = [
        one
        for one in seen.get(draft.kind.name if draft.kind else "", [])
        if one.form == "named" and comparison_key(one.title or "").startswith(key + " ")
    ]
    return longer[-1] if longer else None


def _key(draft: Draft) -> str:
    return draft.number_value or comparison_key(draft.title or "")


def _renumber(drafts: list[Draft], kept: list[Draft]) -> None:
    """Turn the indexes of `nested_in` from those of `drafts` to those of `kept`, and referents to indexes."""
    place = {id(draft): index for index, draft in enumerate(kept)}
    for draft in kept:
        if draft.nested_in is not None:
            draft.nested_in = place.get(id(drafts[draft.nested_in]))
        if draft.referent is not None:
            draft.antecedent = place.get(id(draft.referent))
