"""Document numbers and Roman numerals in OCR text: the letters may be set right, the digits never.

A letter is set right only where it is proved: the printed letters differ from a known symbol by their marks alone ("QD-UBND" → "QĐ-UBND"),
or the whole number stands in a clean text ("47INQ-HBPND" beside "47/NQ-HĐND").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from phahe.restoration.confusion import Confusion, plausible
from phahe.restoration.language import LanguageModel
from phahe.vietnamese import fold, parse_roman

_NUMBER: Final = re.compile(r"\d+(?:/\d{4}(?=[-/]))?")
_SYMBOL_SHAPE: Final = re.compile(r"(?=.*[^\W\d_])[\w/,-]+")
_ROMAN: Final = re.compile(r"[IVX1l|]+")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document number set right: its text, and how sure that is (0 to 1)."""

    text: str
    confidence: float


def looks_like_number(core: str, after_number: bool = False) -> bool:
    """Whether a core is a document number or, after "91-", the letters of one.

    >>> [looks_like_number(core) for core in ("29-NQ/TW", "1705/0D-TT", "47INQ-HBPND", "16p", "d6i")]
    [True, True, True, False, False]
    >>> looks_like_number("KWTW", after_number=True)
    True
    """
    if re.match(r"\d+[-/][^\W\d_]", core) or re.match(r"\d+/\d{4}[-/]", core):
        return True
    letters = re.sub(r"[\W\d_]", "", core)
    capitals = len(letters) > 2 and sum(letter.isupper() for letter in letters) > len(letters) / 2
    dashed = "-" in core or "/" in core
    return capitals and (after_number or (dashed and core[0].isdigit()))


def number_of(core: str, before: str) -> str:
    """The figure of a document number: its own leading digits, else those just before it ("91-")."""
    match = _NUMBER.match(core) or _NUMBER.match(before)
    return match.group() if match else ""


def read_number(core: str, before: str, model: LanguageModel, confusion: Confusion) -> Symbol | None:
    """A document number with its letters set right, or None where nothing proves it. `before` is the core just before, for "91- KL/TW"."""
    digits = _NUMBER.match(core)
    head, tail = (core[: digits.end()], core[digits.end() :]) if digits else ("", core)
    if not _SYMBOL_SHAPE.fullmatch(tail):
        return None
    dash = tail[0] if tail[0] in "-/" else ""
    same = [symbol for symbol in model.symbols if fold(symbol) == fold(tail[len(dash) :])]
    if same:
        best = min(same, key=lambda symbol: (symbol != tail[len(dash) :], -model.symbols[symbol], symbol))
        return Symbol(head + dash + best, 0.97)
    number = number_of(core, before)
    known = [code for code in sorted(model.codes) if number and code.startswith(number) and code[len(number)] in "-/"]
    choices = [code[len(number) + (0 if digits else 1) :] for code in known]
    costs = [(confusion.cost(tail.lower(), choice.lower()), choice) for choice in choices]
    if not costs or not plausible(confusion, tail.lower(), min(costs)[1].lower()):
        return None
    return Symbol(head + min(costs)[1], 0.85)


def read_roman(core: str) -> str | None:
    """A heading's Roman numeral whose I was read as 1 or l; None for anything else (also a bare figure).

    >>> read_roman("I11"), read_roman("X1"), read_roman("11"), read_roman("A1")
    ('III', 'XI', None, None)
    """
    if not _ROMAN.fullmatch(core) or not any(letter in "IVX" for letter in core):
        return None
    roman = re.sub(r"[1l|]", "I", core)
    return roman if parse_roman(roman) is not None and "IIII" not in roman else None
