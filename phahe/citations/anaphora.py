"""Short forms: "Nghị quyết số 29", "Chiến lược", "Nghị định nói trên", and what each stands for, where the text decides it.

Also tells the document itself: "Kế hoạch này", and in a Kế hoạch the bare word "Kế hoạch". A bare type word that stands for no document
cited before is dropped: it is a class or a verb ("Hướng dẫn, kiểm tra").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from phahe.citations.draft import Draft
from phahe.citations.types import ANNEX, DocType, type_of, type_pattern
from phahe.vietnamese import comparison_key

#: Types whose names are verbs too: at the head of a sentence they order something.
_VERBS: Final = frozenset({"Hướng dẫn", "Báo cáo", "Thông báo", "Quyết định", "Quy định", "Kết luận", "Chỉ thị", "Quy hoạch", "Hợp đồng"})
_SENTENCE_START: Final = re.compile(r"(?:\A|[.;:!?\n•*|>)]|(?<!\w)[-–+])\s*\Z")
#: After the type in a heading: the end of the line, or the title in lower case ("CHƯƠNG TRÌNH HÀNH ĐỘNG của Ban Thường vụ …").
_ALONE: Final = re.compile(r"[\s*_|]*(?:$|[a-zà-ỹđ]|Về|V/v|Phê duyệt|Ban hành|Quy định|Triển khai|Thực hiện|Sửa đổi)")
_HEADING_LINES: Final = 80
_HEADING_CHARACTERS: Final = 400
_TITLE_LINES: Final = re.compile(r"\s*[^\n]{3,}(?:\n\s*[a-zà-ỹđ][^\n]*)*")
#: Names compared with a short title; more than any document cites.
_MOST_NAMES: Final = 200


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


@dataclass(slots=True)
class _Cited:
    """What has been cited of one type so far: the last mention of each document, in all, in titles of no other, in the block at hand."""

    last: Draft | None = None
    every: dict[str, Draft] = field(default_factory=dict)
    free: dict[str, Draft] = field(default_factory=dict)
    near: dict[str, Draft] = field(default_factory=dict)
    headed: dict[str, Draft] = field(default_factory=dict)
    by_figure: dict[str, Draft] = field(default_factory=dict)

    def add(self, draft: Draft, heading_end: int) -> None:
        """Note one mention."""
        key = draft.number_value or comparison_key(draft.title or "")
        if self.last is None or self.last.block != draft.block:
            self.near = {}
        self.last = self.every[key] = self.near[key] = draft
        if draft.nested_in is None:
            self.free[key] = draft
        if draft.start < heading_end:
            self.headed[key] = draft
        if draft.number and draft.number.ordinal:
            self.by_figure[draft.number.ordinal.lstrip("0")] = draft

    def only(self, block: int) -> Draft | None:
        """The one document meant by the type word alone: the only one cited, or the only one in the block, outside titles, in the
        heading; None where each of these leaves more than one."""
        near = self.near if self.last and self.last.block == block else {}
        groups = (self.every, near, self.free, self.headed)
        return next((next(iter(group.values())) for group in groups if len(group) == 1), None)

    def fuller(self, title: str) -> Draft | None:
        """The document whose name begins with `title` and goes on."""
        key = comparison_key(title) + " "
        return next(
            (draft for other, draft in islice(self.every.items(), _MOST_NAMES) if draft.form == "named" and other.startswith(key)), None
        )


def resolve_short_forms(drafts: list[Draft], text: str) -> list[Draft]:
    """The drafts with `antecedent` set on short forms, without the type words that stand for no document."""
    if all(draft.form in ("numbered", "named") and not draft.loose for draft in drafts):
        return drafts
    own = own_type(text) or _by_self(drafts)
    heading_end = own[1] + _HEADING_CHARACTERS if own else 0
    title = _TITLE_LINES.match(text, own[1], heading_end) if own else None
    heading = comparison_key(title.group()) if title else ""
    cited: dict[str, _Cited] = {}
    kept: list[Draft] = []
    for draft in drafts:
        known = cited.setdefault(draft.kind.name if draft.kind else "", _Cited())
        full = known.fuller(draft.title or "") if draft.loose else None
        if full:
            draft.form, draft.referent = "anaphoric", full
        elif draft.form in ("numbered", "named"):
            known.add(draft, heading_end)
        elif not _settle(draft, own[0] if own else None, heading, known, text):
            continue
        kept.append(draft)
    _renumber(drafts, kept)
    return kept


def _by_self(drafts: list[Draft]) -> tuple[DocType, int] | None:
    """The one type that a document without a heading calls "này"."""
    kinds = {
        id(draft.kind): draft.kind
        for draft in drafts
        if draft.form == "self" and draft.kind and draft.kind is not ANNEX and draft.type_printed and draft.type_printed[0].isupper()
    }
    return (next(iter(kinds.values())), 0) if len(kinds) == 1 else None


def _settle(draft: Draft, own: DocType | None, heading: str, cited: _Cited, text: str) -> bool:
    """Decide one short form; False where it is no mention of a document."""
    if draft.form == "own":
        draft.form = "self"
        return draft.kind is own and draft.issuer is not None and comparison_key(draft.issuer) in heading
    if draft.form == "self":
        return draft.kind in (own, ANNEX) or text[draft.start].isupper()
    if draft.short_number:
        draft.referent = cited.by_figure.get(draft.short_number.lstrip("0"))
        return True
    if draft.said:
        draft.referent = cited.last
        return cited.last is not None
    if draft.kind and draft.kind.name in _VERBS and _SENTENCE_START.search(text, max(draft.start - 6, 0), draft.start):
        return False
    if draft.kind is own:
        draft.form = "self"
        return True
    draft.referent = cited.only(draft.block)
    return cited.last is not None


def _renumber(drafts: list[Draft], kept: list[Draft]) -> None:
    """Turn the indexes of `nested_in` from those of `drafts` to those of `kept`, and referents to indexes."""
    place = {id(draft): index for index, draft in enumerate(kept)}
    for draft in kept:
        if draft.nested_in is not None:
            draft.nested_in = place.get(id(drafts[draft.nested_in]))
        if draft.referent is not None:
            draft.antecedent = place.get(id(draft.referent))
