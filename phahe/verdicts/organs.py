"""What a number's symbol says of who issued a document: "QĐ-TTg" is the Prime Minister's, "NQ-HĐND" a people's council's, of any place.

The codes are those of `organs.tsv`; a ministry's code is the initials of its name. A symbol that is neither says nothing here.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from phahe.citations.types import by_code
from phahe.numbers import DocumentNumber
from phahe.vietnamese import comparison_key, fold

_CONGRESS: Final = re.compile(r"(?P<organ>QH|UBTVQH)(?P<term>\d{1,2})")
_OFFICE: Final = re.compile(r"bộ trưởng ")


@dataclass(frozen=True, slots=True)
class Organ:
    """A code of a symbol: what the printed issuer may begin with, and whether every place has such a body."""

    code: str
    names: tuple[str, ...]
    local: bool

    def issued(self, issuer: str) -> bool:
        """Whether a printed issuer (comparison key) begins with one of the names, as a whole: "chính phủ" is no "chính phủ số"."""
        return any(issuer == name or issuer.startswith(name + " ") for name in self.names)


@cache
def organs() -> dict[str, Organ]:
    """The table by code."""
    with files("phahe.verdicts").joinpath("organs.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    found = (Organ(row["code"], tuple(comparison_key(name) for name in row["names"].split("|")), row["local"] == "yes") for row in rows)
    return {organ.code: organ for organ in found}


def organ_code(number: DocumentNumber) -> str | None:
    """The code of the issuing body in a number: the last part of its symbol, without the term of the National Assembly.

    >>> from phahe.numbers import parse_number
    >>> [organ_code(parse_number(n)) for n in ("47/NQ-HĐND", "72/2025/QH15", "91-KL/TW", "4555/BGDĐT-GDPT")]
    ['HĐND', 'QH', 'TW', 'BGDĐT']
    """
    codes = [code for code in number.codes if code not in by_code()]
    if not codes:
        return None
    match = _CONGRESS.fullmatch(codes[0])
    return match["organ"] if match else codes[0]


def congress(number: DocumentNumber) -> int | None:
    """The term of the National Assembly that a symbol prints (QH15, UBTVQH15), None for other symbols."""
    return next((int(match["term"]) for code in number.codes if (match := _CONGRESS.fullmatch(code))), None)


def is_local(number: DocumentNumber | None) -> bool:
    """Whether bodies of many places number documents with this symbol; a number whose body is unknown counts as local."""
    code = organ_code(number) if number else None
    if code is None:
        return True
    organ = organs().get(code)
    return organ.local if organ else not code.startswith("B")


def contradicts(number: DocumentNumber, issuer: str) -> bool:
    """Whether the printed issuer cannot be the body that the symbol names.

    >>> from phahe.numbers import parse_number
    >>> [contradicts(parse_number("1705/QĐ-TTg"), name) for name in ("Thủ tướng Chính phủ", "Chính phủ", "Ban Chỉ đạo")]
    [False, True, False]
    >>> contradicts(parse_number("26/2019/TT-BGDĐT"), "Bộ trưởng Bộ Y tế")
    True
    """
    code, key = organ_code(number), comparison_key(issuer)
    if code is None or len([part for part in number.codes if part not in by_code()]) > 1:
        return False
    own = organs().get(code)
    if key == "bộ trưởng":
        return False  # "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ": the office alone names no body
    key = _OFFICE.sub("", key)
    if own is None:
        return code.startswith("B") and key.startswith("bộ ") and key.count("bộ ") == 1 and not _abbreviates(code, key)
    return not own.issued(key) and (key.startswith("bộ ") or any(organ.issued(key) for organ in organs().values() if organ is not own))


def _abbreviates(code: str, name: str) -> bool:
    """Whether the letters of `code` stand among the initials of `name` in order, or the other way about ("BNN" for BNNPTNT)."""
    letters = "".join(re.findall(r"\w", fold(code)))
    words = fold(name).split()
    return _within(letters, "".join(word[0] for word in words)) or _within("".join(word[0] for word in words if word != "va"), letters)


def _within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)
