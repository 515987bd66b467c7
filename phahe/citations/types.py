"""The types of document and their codes, read once from `types.tsv`; finding a type word in a text.

A row says which codes of a number stand for the type, whether it may be cited by name alone (`law`: a law's name; `plan`: a title with its years,
as strategies and programmes have; `title`: a title in quotes, an issuer with a date) and whether words may stand between the type and the number ("Báo cáo thẩm tra số 165/BC-KTNS").
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from phahe.vietnamese import fold

#: Abbreviations that real texts print for the type word itself: "QĐ số 22/2013/QĐ-TTg", "QĐ 20".
PRINTED_CODES: Final = ("NQ", "QĐ", "NĐ", "TTLT", "TT", "CT", "KL", "KH", "CV", "VBHN")


@dataclass(frozen=True, slots=True)
class DocType:
    """One type: its name, the codes of its numbers, how it may be named, whether words may part it from its number, and its folded name."""

    name: str
    codes: tuple[str, ...]
    named: str
    gap: bool
    folded: str

    @property
    def is_law(self) -> bool:
        """Whether it is cited by its name, without a number (NĐ 30/2020: laws, ordinances)."""
        return self.named == "law"


#: Cited only as part of the document that it is attached to.
ANNEX: Final = DocType("Phụ lục", (), "", False, "phu luc")


@cache
def doc_types() -> tuple[DocType, ...]:
    """The table, longest name first.

    >>> [t.name for t in doc_types() if "KL" in t.codes]
    ['Kết luận']
    """
    with files("phahe.citations").joinpath("types.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    types = {
        row["type"]: DocType(row["type"], tuple(row["codes"].split()), row["named"], row["gap"] == "yes", fold(row["type"])) for row in rows
    }
    return tuple(sorted(types.values(), key=lambda kind: -len(kind.name)))


@cache
def by_folded_name() -> dict[str, DocType]:
    """Type by its name without diacritics and by its printed code: what stands before "số" in damaged and upper-case text."""
    names = {fold(kind.name): kind for kind in doc_types()}
    return names | {fold(code): kind for code in PRINTED_CODES if (kind := by_code().get(code))}


@cache
def by_code() -> dict[str, DocType]:
    """The usual type of a code ("NĐ" is Nghị định); where several share one, the shortest name without a word of its own."""
    found: dict[str, DocType] = {}
    for first_code in (True, False):
        for kind in reversed(doc_types()):
            for code in kind.codes[:1] if first_code else kind.codes[1:]:
                found.setdefault(code, kind)
    return found


@lru_cache(maxsize=4096)
def type_of(printed: str) -> DocType:
    """The type that a printed type word names, however it is spaced or capitalised.

    >>> type_of("NGHỊ\\nQUYẾT").name
    'Nghị quyết'
    """
    return by_folded_name()[" ".join(fold(printed).split())]


@cache
def type_pattern() -> re.Pattern[str]:
    """Matches a type word that begins with a capital ("Nghị quyết", "NGHỊ QUYẾT"), the longest that fits, at word boundaries."""
    by_letter: dict[str, list[str]] = {}
    for kind in doc_types():
        rest = re.sub(r"\s+", r"\\s{1,3}", kind.name[1:])
        by_letter.setdefault(kind.name[0], []).append(rest)
    letters = "".join(sorted(by_letter))
    branches = "|".join(f"(?<={letter})(?i:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))
    shortened = r"(?<=[QN])[QĐ](?=\s?\d{1,4}(?![\w/]))"  # "QĐ 20", "QĐ22"
    # The letter comes first and is looked back upon: a pattern that begins with a set of letters is three times faster to search.
    return re.compile(rf"(?P<type>[{letters}](?<!\w.)(?:(?:{branches})(?!\w)|{shortened}))", re.DOTALL)


#: The few type words that count in lower case: a named curriculum, and the document itself.
_LOWER_CURRICULUM: Final = re.compile(
    r"(?P<type>chương trình)(?=\s{1,3}[Gg]iáo dục (?:phổ thông|mầm non|thường xuyên)\s{1,3}(?:mới |năm )?20\d\d)"
)
_LOWER_SELF: Final = re.compile(
    r"(?P<type>chương trình hành động|chương trình|kế hoạch|nghị quyết|quyết định|chỉ thị|nghị định|thông tư|đề án|kết luận|hướng dẫn|quy chế)\Z"
)


def lower_case_words(text: str) -> list[re.Match[str]]:
    """Type words in lower case that still name a document: "chương trình giáo dục phổ thông 2018", "kế hoạch này".

    >>> [match["type"] for match in lower_case_words("theo kế hoạch này và kế hoạch của tỉnh")]
    ['kế hoạch']
    """
    found = list(_LOWER_CURRICULUM.finditer(text))
    at = text.find(" này")
    while at >= 0:
        if not text[at + 4 : at + 5].isalpha() and (match := _LOWER_SELF.search(text, max(at - 22, 0), at)):
            found.append(match)
        at = text.find(" này", at + 4)
    return found
