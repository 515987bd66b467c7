"""From stored text to clean text: letters composed (NFC), markup and invisible characters dropped, each with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from phahe.reading import legacy
from phahe.text import Piece, Span, Text, compose
from phahe.vietnamese import nfc

#: What any change begins with. Everything else is passed over at once.
_SUSPECT: Final = re.compile(
    r"[<*\r\x0b\x85\u00a0\u00ad\u0300-\u036f\u1f71\u2000-\u200f\u2028-\u202f\u2060-\u2069\u2126\u212a\u212b\u3000\ufeff\ufffe]"
)
# Alternatives: combining marks, or a letter that NFC replaces; tags and emphasis of converted files, invisible and direction characters;
# line ends of other systems; odd spaces.
_CHANGED: Final = re.compile(
    r"(?P<composed>[\u0300-\u036f]{1,8}|[\u1f71\u2126\u212a\u212b])"
    r"|(?P<break><[bB][rR]\s?/?>)"
    r"|(?P<dropped></?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>\n]{0,200})?/?>|\*{1,3}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe])"
    r"|(?P<line>\r\n?|[\x0b\x85\u2028\u2029])"
    r"|(?P<space>[\u00a0\u2000-\u200a\u202f\u3000])"
)


def cleaned(stored: str) -> Text:
    """`stored` in Unicode and NFC: letters of legacy fonts read first, then all that `normalised` does.

    >>> cleaned("<p>C¨n cø NghÞ quyÕt cña Héi ®ång nh©n d©n</p>").text
    'Căn cứ Nghị quyết của Hội đồng nhân dân'

    Raises ValueError for letters in a legacy encoding that is not known.
    """
    inner = legacy.decoded(stored)
    outer = normalised(inner.text)
    return outer if inner.text is stored or (len(inner.pieces) < 2 and inner.text == stored) else compose(outer, inner)


def normalised(stored: str) -> Text:
    """`stored` as a Text in NFC without tags, `*` emphasis, soft hyphens and zero-width characters; odd spaces and line ends become plain ones.

    >>> normalised("<p>**Điê\\u0300u** 1</p>").text
    'Điều 1'
    >>> normalised("NHÂN DÂN<br>THÀNH PHỐ").text
    'NHÂN DÂN THÀNH PHỐ'
    >>> normalised("Điều 1\\r\\nĐiều 2").text
    'Điều 1\\nĐiều 2'
    """
    return Text(stored, tuple(_pieces(stored)))


def _pieces(stored: str) -> Iterable[Piece]:
    at = 0
    suspect = _SUSPECT.search(stored)
    while suspect is not None:
        match = _CHANGED.match(stored, suspect.start())
        if match is None:
            suspect = _SUSPECT.search(stored, suspect.end())
            continue
        start, end = match.span()
        kind = match.lastgroup
        if kind == "composed" and start > at and stored[start - 1].isalpha():
            start -= 1
        if start > at:
            yield Piece(stored[at:start], Span(at, start))
        kept = _composed(stored[start:end]) if kind == "composed" else {"space": " ", "line": "\n", "break": " "}.get(kind or "", "")
        if kept:
            yield Piece(kept, Span(start, start if kind == "break" else end))
        at = end
        suspect = _SUSPECT.search(stored, at)
    if at < len(stored):
        yield Piece(stored[at:], Span(at, len(stored)))


@lru_cache(maxsize=4096)
def _composed(letters: str) -> str:
    """NFC; marks with no letter to sit on are dropped."""
    return nfc(letters).lstrip(_MARKS)


_MARKS: Final = "".join(map(chr, range(0x300, 0x370)))
