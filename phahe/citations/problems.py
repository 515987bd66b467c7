"""Verdicts that the words of the document alone decide. What needs a register, or another document, is for `check`.

`MISSING_DATE` is said only where no mention of the same document in the text has a date: later short mentions are right without
(NĐ 30/2020: in full at the first mention, then type and number). Forms with blanks ("số …/2025/QĐ-UBND") are `MISSING_NUMBER`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from phahe.citations.draft import Draft
from phahe.citations.types import by_code

#: Symbols of one part went out of use with the numbering rules; "24/TTg" in a document of this century is a slip.
_OLD_SYMBOL_UNTIL: Final = 2004
#: Named without a number by nature: laws, strategies, programmes; the others are official papers with a number and a date.
_NUMBERED_BY_NATURE: Final = frozenset(
    {"Báo cáo", "Tờ trình", "Quyết định", "Chỉ thị", "Kết luận", "Thông báo", "Hướng dẫn", "Quy định", "Quy chế"}
)
#: NĐ 30/2020: a zero before days 1-9 and months 1-2.
_NO_ZERO: Final = re.compile(r"(?:ngày\s+|\A)[1-9](?!\d)|(?:[/.-]|tháng\s+)[12](?=[/.-]|\s+năm)")


def dated_numbers(drafts: Iterable[Draft]) -> frozenset[str]:
    """Numbers that some mention prints with a date."""
    return frozenset(draft.number.value for draft in drafts if draft.number and draft.number.value and draft.date_printed)


def problems_of(draft: Draft, dated: frozenset[str]) -> tuple[str, ...]:
    """Verdict codes of one mention, in the order of the vocabulary."""
    found = []
    if draft.impossible_date:
        found.append("IMPOSSIBLE_DATE")
    if _lacks_number(draft):
        found.append("MISSING_NUMBER")
    if _lacks_date(draft, dated):
        found.append("MISSING_DATE")
    if draft.number and _is_malformed(draft):
        found.append("MALFORMED_NUMBER")
    if _is_untidy(draft):
        found.append("STYLE")
    return tuple(found)


def _lacks_number(draft: Draft) -> bool:
    if draft.number:
        return draft.number.value is None
    return draft.form == "named" and draft.kind is not None and draft.kind.name in _NUMBERED_BY_NATURE and draft.issuer is not None


def _lacks_date(draft: Draft, dated: frozenset[str]) -> bool:
    if draft.form == "numbered" and draft.number and draft.number.value:
        law = draft.kind is not None and draft.kind.is_law
        return draft.date_printed is None and draft.number.value not in dated and not law and draft.number.year is None
    return draft.blank_date or (_lacks_number(draft) and draft.date_printed is None)


def _is_malformed(draft: Draft) -> bool:
    """Whether the number is damaged, or its code stands for another type or another body's manner of numbering."""
    number = draft.number
    if number is None or number.value is None or not (number.codes or number.malformed):
        return False
    if number.malformed or (number.party and number.codes[-1] in ("CP", "TTg", "UBND", "HĐND")):
        return True  # "03-NQ/CP" for 03/NQ-CP
    if number.codes in (("TTg",), ("CP",)):
        return draft.year is not None and draft.year > _OLD_SYMBOL_UNTIL
    usual = by_code().get(number.codes[0])
    if usual is None or draft.kind is None or draft.elided or len(number.codes) < 2 or not draft.kind.codes:
        return False
    return (
        number.codes[0] not in draft.kind.codes
        and not usual.name.startswith(draft.kind.name)
        and not draft.kind.name.startswith(usual.name)
    )


def _is_untidy(draft: Draft) -> bool:
    """Spaces inside the number, a colon after "số" or no "số" before it, a date without its zeros."""
    if draft.number and draft.form == "numbered" and ((draft.number.untidy and not draft.number.malformed) or draft.colon or draft.bare):
        return True
    return draft.date_printed is not None and _NO_ZERO.search(draft.date_printed) is not None
