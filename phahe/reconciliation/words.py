"""What the words of a query say: a name, the kind of thing before it, the places after it, a number and a day of a document.

Every name can be read in several ways ("Lộc Bình, Lạng Sơn" is a name with a comma or a place in a province); all readings are tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from phahe.agencies.names import ABBREVIATIONS, expand
from phahe.vietnamese import collapse, comparison_key, fold, nfc
from phahe.vietnamese.dates import find_dates

#: Longer words than any name are cut.
LONGEST: Final = 600
_NUMBER: Final = re.compile(
    r"(?<![\w/])(\d{1,5})\s?(/\s?(?:19|20)\d\d)?\s?([-/]\s?[a-zđ]{1,8}\d{0,2}(?:\s?[-/]\s?[a-zđ&]{1,10}\d{0,2}){0,3})(?!\w)", re.I
)
_YEAR: Final = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?!\d)")
_FILLING: Final = frozenset({"so", "ngay", "thang", "nam", "cua", "ve", "va", "ban", "hanh"})
_ABBREVIATED: Final = {fold(short): short for short in ABBREVIATIONS}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a query: the name, the code of the kind named before it, the places named after it."""

    name: str
    kind: str = ""
    around: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document's number in a query (as a key), the day and the year given with it, and the other words, folded."""

    key: str
    day: str
    year: str
    rest: frozenset[str]


def plain(text: str) -> str:
    """Folded words with one space between: "Xã  Lộc-Bình" and "xa loc binh" are the same.

    >>> plain("Phường Lộc-Bình!")
    'phuong loc binh'
    """
    return " ".join(re.findall(r"\w+", fold(nfc(text))))


def exact(text: str) -> str:
    """The same with diacritics, one tone placement."""
    return comparison_key(text)


def spelt_out(text: str) -> str:
    """`text` with the abbreviations of bodies spelt out, however their letters are written.

    >>> spelt_out("ubnd xã Lộc Bình")
    'Ủy ban nhân dân xã Lộc Bình'
    """
    return expand(
        re.sub(r"[\w&-]+", lambda word: _ABBREVIATED.get(fold(word[0]), word[0]) if len(word[0]) > 3 else word[0], collapse(text))
    )


def number_key(number: str) -> str:
    """Key of a document number: no spaces, no diacritics, no leading zeros.

    >>> number_key("03 /NQ-HĐND"), number_key("29-NQ/TW")
    ('3/nq-hdnd', '29-nq/tw')
    """
    return re.sub(r"^0+(?=\d)", "", "".join(fold(nfc(number)).split()))


def numbered(text: str) -> Numbered | None:
    """The document number in a query; None without one.

    >>> numbered("Nghị quyết số 29-NQ/TW ngày 04/11/2013 của BCHTW").key
    '29-nq/tw'
    """
    found = _NUMBER.search(text)
    if found is None:
        return None
    rest = text[: found.start()] + " " + text[found.end() :]
    days = [date.value.isoformat() for date in find_dates(rest) if date.value]
    for date in reversed(list(find_dates(rest))):
        rest = rest[: date.span.start] + " " + rest[date.span.end :]
    year = _YEAR.search(rest)
    words = frozenset(plain(spelt_out(_YEAR.sub(" ", rest))).split()) - _FILLING
    return Numbered(number_key(found[0]), days[0] if days else "", days[0][:4] if days else year[1] if year else "", words)


class KindWords:
    """The words that say what kind of place a name is ("xã", "x.", "thị trấn", "tp."), with the code of the kind."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._codes = {plain(word): code for word, code in words.items()}
        # a lone letter counts only before a dot or a space with a capital behind it: "H. Lộc Bình", "P Tam Thanh"
        listed = "|".join(sorted((re.escape(word) for word in self._codes if word), key=len, reverse=True)) or "(?!)"
        self._before = re.compile(rf"({listed})(?:\.\s*|\s+)(?=\S)")
        self._inside = re.compile(rf"(?<=\S)[\s,;(–-]+(?=(?:{listed})(?:\.\s*|\s)\S)")

    def split(self, name: str) -> tuple[str, str]:
        """(code of the kind, bare name) of a name; ("", name) where no kind stands before it."""
        folded = fold(name)
        found = self._before.match(folded)
        return (self._codes[plain(found[1])], name[found.end() :].strip()) if found and len(folded) == len(name) else ("", name)

    def readings(self, text: str) -> list[Reading]:
        """The ways to read the name of a place, the plainest first."""
        whole = collapse(nfc(text))[:LONGEST]
        found = [Reading(whole)]
        for separator in (r"[,;()|–]|\s-\s|/", None):
            pieces = re.split(separator, whole) if separator else self._cut(whole)
            parts = [part.strip(" .-") for part in pieces]
            parts = [part for part in parts if part]
            if parts:
                kind, bare = self.split(parts[0])
                found += [Reading(bare, kind, tuple(parts[1:])), Reading(parts[0], "", tuple(parts[1:]))]
        return list(dict.fromkeys(one for one in found if one.name))

    def _cut(self, text: str) -> list[str]:
        """`text` cut before each word of a kind: "xã Lộc Bình tỉnh Lạng Sơn" in two."""
        folded = fold(text)
        if len(folded) != len(text):
            return [text]
        cuts = [0, *(match.end() for match in self._inside.finditer(folded)), len(text)]
        return [text[start:end].strip(" ,;()–-") for start, end in pairwise(cuts)]
