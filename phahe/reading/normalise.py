"""From stored text to clean text: letters composed (NFC), markup and invisible characters dropped, each with its place in the source."""

from __future__ import annotations

import re
from typing import Final

from phahe.text import Piece, Span, Text
from phahe.vietnamese import nfc

# Alternatives: a base letter with combining marks; tags and emphasis of converted files; invisible characters; a no-break space.
_CHANGED: Final = re.compile(
    r"(?P<composed>\w[\u0300-\u036f]+)"
    r"|(?P<dropped></?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>\n]{0,200})?/?>|\*{1,3}|[\u00ad\u200b-\u200f\u2060\ufeff])"
    r"|(?P<space>[\u00a0\u2000-\u200a\u202f\u3000])"
)


def normalised(stored: str) -> Text:
    """`stored` as a Text in NFC without tags, `*` emphasis, soft hyphens and zero-width characters; odd spaces become plain ones.

    >>> normalised("<p>**Điê\\u0300u** 1</p>").text
    'Điều 1'
    """
    pieces: list[Piece] = []
    at = 0
    for match in _CHANGED.finditer(stored):
        if match.start() > at:
            pieces.append(Piece(stored[at : match.start()], Span(at, match.start())))
        kept = {"composed": nfc(match.group()), "dropped": "", "space": " "}[match.lastgroup or "dropped"]
        if kept:
            pieces.append(Piece(kept, Span(*match.span())))
        at = match.end()
    if at < len(stored):
        pieces.append(Piece(stored[at:], Span(at, len(stored))))
    return Text(stored, tuple(pieces))
