"""The document's own annexes: "Phụ lục lộ trình … kèm theo", "Phụ lục II kèm theo Kế hoạch này".

What names an annex of another document ("Phụ lục kèm theo Nghị định số …") is no mention of its own: that document is cited there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from phahe.citations.draft import Draft
from phahe.citations.types import ANNEX
from phahe.text import Span
from phahe.vietnamese import collapse

_WORD: Final = "hụ lục"
_ANNEX: Final = re.compile(
    r"(?<!\w)(?P<surface>(?P<word>[Pp]hụ\s{1,3}lục)(?:\s+(?:số\s+)?(?:[IVX]{1,5}|\d{1,2})(?!\w))?(?:\s+(?P<title>[^\s.;:()](?:[^.;:()]{1,200}?)))??)"
    r",?\s+(?:được\s+)?(?:ban hành\s+|gửi\s+|đính\s+)?kèm(?:\s+theo)?"
    r"(?=\s*(?:[).;]|\Z|\n)|\s+(?:[A-ZĐ]\w+)(?:\s\w+){0,3}?\s+này(?!\w))"
)


def annex_mentions(text: str) -> Iterator[Draft]:
    """The mentions of the document's own annexes, in reading order, without the words that say they are attached.

    >>> [collapse(text[d.start : d.end]) for text in ("(Phụ lục I về lộ trình kèm theo)", "Phụ lục kèm theo Nghị định số 1") for d in annex_mentions(text)]
    ['Phụ lục I về lộ trình']
    """
    if _WORD not in text:
        return
    for match in _ANNEX.finditer(text):
        span = Span(*match.span("surface"))
        draft = Draft(span.start, span.start, span.end, span, "self", ANNEX, collapse(match["word"]))
        if match["title"]:
            draft.title, draft.title_span = collapse(match["title"]), Span(*match.span("title"))
        yield draft
