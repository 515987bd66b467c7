"""Vietnamese text: one Unicode form, comparison keys, numbers and dates as Vietnamese documents print them.

Nothing here knows documents or citations; see `citations`, `targets`, `timings` for those.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Final

# đ and its look-alikes have no canonical decomposition (Ð is Icelandic eth, met in converted files).
_D_STROKES: Final = (("đ", "d"), ("Đ", "D"), ("ð", "d"), ("Ð", "D"))
#: The marks of Vietnamese letters: dropped one kind after the other, which costs a quarter of a pattern.
_TONES: Final = tuple("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_OLD_STYLE: Final = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
                     "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
                     "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}  # fmt: skip
_NEW_PLACEMENT: Final = re.compile(r"(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")


def nfc(text: str) -> str:
    """`text` in Unicode NFC.

    >>> nfc("Lạng Sơn") == "Lạng Sơn"
    True
    """
    return unicodedata.normalize("NFC", text)


def comparison_key(text: str) -> str:
    """Key for comparing names and titles: NFC, one tone placement (hóa = hoá), case folded, punctuation and runs of space dropped.

    >>> comparison_key("công nghiệp hoá,  HIỆN ĐẠI HÓA") == comparison_key("Công nghiệp hóa hiện đại hóa")
    True
    >>> comparison_key("quý") == comparison_key("qúy")  # q is no vowel carrier: left alone
    False
    """
    folded = _NEW_PLACEMENT.sub(lambda m: _OLD_STYLE[m.group()], nfc(text).casefold())
    return " ".join(re.findall(r"\w+", folded))


def fold(text: str) -> str:
    """`text` without diacritics, case folded: for search and slugs only, never for comparing names. One character in, one out, for NFC text.

    >>> fold("Xã Lộc Bình, tỉnh Lạng Sơn")
    'xa loc binh, tinh lang son'
    """
    if text.isascii():
        return text.lower()
    for stroke, plain in _D_STROKES:
        text = text.replace(stroke, plain)
    text = unicodedata.normalize("NFD", text)
    for tone in _TONES:
        text = text.replace(tone, "")
    return text.lower() if text.isascii() else _MARKS.sub("", text).casefold()


def slug(text: str) -> str:
    """ASCII slug of a Vietnamese name.

    >>> slug("Sở Giáo dục và Đào tạo tỉnh Lạng Sơn"), slug("47/NQ-HĐND")
    ('so-giao-duc-va-dao-tao-tinh-lang-son', '47-nq-hdnd')
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def collapse(text: str) -> str:
    """`text` with every run of whitespace as one space, ends stripped.

    >>> collapse(" Nghị quyết\\n\\nsố 47 ")
    'Nghị quyết số 47'
    """
    return " ".join(text.split())


def parse_number(text: str) -> Decimal | None:
    """Value of a figure as Vietnamese law prints it: decimal comma, dot or space between thousands; None where it is neither.

    >>> parse_number("48,5"), parse_number("1.234.567,89"), parse_number("26.000"), parse_number("02")
    (Decimal('48.5'), Decimal('1234567.89'), Decimal('26000'), Decimal('2'))
    >>> parse_number("1,2,3") is None
    True
    """
    match = re.fullmatch(r"(\d{1,3}(?:[. \u00a0]\d{3})+|\d+)(?:,(\d+))?", text.strip())
    if match is None:
        return None
    whole = re.sub(r"[. \u00a0]", "", match[1])
    return Decimal(f"{whole}.{match[2]}" if match[2] else whole)


def make_date(day: int, month: int, year: int) -> datetime.date | None:
    """The calendar date, or None for one that does not exist.

    >>> make_date(15, 7, 2025), make_date(29, 2, 2025)
    (datetime.date(2025, 7, 15), None)
    """
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


_VOWELS: Final = "aăâeêioôơuưy"
_MARKED: Final = "".join(nfc(vowel + tone) for vowel in _VOWELS for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"))
#: The lower and upper case letters of Vietnamese (and Latin), for use inside a regular expression's brackets. A range will not do: in
#: Unicode the two cases of the marked letters alternate.
LOWER: Final = "a-zđ" + "".join(sorted(set(_MARKED) - set("aeiouy")))
UPPER: Final = "A-ZĐ" + "".join(sorted(set(_MARKED.upper()) - set("AEIOUY")))

ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def parse_roman(text: str) -> int | None:
    """Value of a Roman numeral as headings print it, None for anything else.

    >>> parse_roman("XIII"), parse_roman("IV"), parse_roman("K")
    (13, 4, None)
    """
    if not text or any(letter not in ROMAN for letter in text):
        return None
    values = [ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))
