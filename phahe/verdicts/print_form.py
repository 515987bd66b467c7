"""Slips of form in a printed citation, each named: for the message of STYLE. Whether there is one at all is said by `citations.problems`."""

from __future__ import annotations

import re
from typing import Final

from phahe.labels import Label
from phahe.verdicts.model import Case

_NUMBER_WORD: Final = re.compile(r"s[ốôổo]\s*:?\s*", re.IGNORECASE)
_COLON: Final = re.compile(r"s[ốôổo]\s*:", re.IGNORECASE)
_NO_ZERO: Final = re.compile(r"(?:ngày\s+|\A)[1-9](?!\d)|(?:[/.-]|tháng\s+)[12](?=[/.-]|\s+năm)")
ZERO: Final = Label("thêm số 0 trước ngày dưới 10 và tháng 1, 2", "days below 10 and months 1 and 2 take a leading zero")
_LINE_END: Final = re.compile(r"[-–/]\s*\n\s*|\s*\n\s*[-–/]|\s*\n\s*")


def slips(case: Case) -> tuple[Label, ...]:
    """The slips of a citation, none where only a line end of the source broke its number ("57-⏎NQ/TW")."""
    citation = case.citation
    found = []
    if citation.number_printed and citation.number and citation.number_printed != citation.number and not _only_broken(case):
        found.append(Label(f"viết liền, dùng dấu gạch ngắn: {citation.number}", f"no spaces, plain hyphens: {citation.number}"))
    if _COLON.search(case.surface):
        found.append(Label("trong câu không có dấu hai chấm sau “số”", "no colon after “số” inside a sentence"))
    elif citation.form == "numbered" and citation.type_printed and not _NUMBER_WORD.search(case.surface):
        found.append(Label("thiếu chữ “số” trước số, ký hiệu", "the word “số” is missing before the number"))
    if citation.date_printed and _NO_ZERO.search(citation.date_printed):
        found.append(ZERO)
    return tuple(found)


def _only_broken(case: Case) -> bool:
    """Whether what parts the number in the stored print is a line end."""
    return "\n" in case.printed and _LINE_END.sub(lambda match: match.group().strip(), case.printed) == case.citation.number
