"""The words of an OCR text and what restoration makes of them.

Only the data: how words are found is in `restoring`, how a token is cut here. A token is a run of non-space characters; its core is what is
left without the quotation marks, brackets and stops around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LEAD: Final = re.compile(r"""["'“”‘’«»(\[{*_,.;:…\-–—•+]*""")
_TRAIL: Final = re.compile(r"""["'“”‘’«»)\]}*_,.;:!?…%\-–—]*$""")
#: A figure: digits with the marks that stand inside values, dates and ranges. Never changed.
FIGURE: Final = re.compile(r"\d[\d.,/:%–-]*")
#: A value with its unit ("30ha", "10m2") is a figure too, not a misread word.
_UNIT: Final = re.compile(r"\d[\d.,]*(?:[mck]?m[23²³]?|ha|k?g|km|kw|kwh|mw|[mg]b|l|h|s|đ)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Restored:
    """One word of the OCR text as printed and as restored.

    `start` and `end` are code points of the OCR text; `printed` is that slice. It holds one token, or two where the OCR cut one word apart
    ("g Iao"). `restored` may hold two words where it glued them. `method` is "aligned" (a near-duplicate prints this word here), "lexicon"
    (language model and confusions), "kept" (unchanged, and every figure) or "reviewed" (a person said so). `confidence` runs from 0 to 1.
    `alternative` is the next best reading, for the reviewer; empty where there is none.
    """

    start: int
    end: int
    printed: str
    restored: str
    confidence: float
    method: str
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person read at code points `start` to `end` of an OCR text; `printed` guards against a shifted text."""

    start: int
    end: int
    printed: str
    restored: str
    by: str = ""
    date: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A run of non-space characters: `lead + core + trail` is the text from `start` to `end`; `gap` is the whitespace before it."""

    start: int
    end: int
    lead: str
    core: str
    trail: str
    gap: str = ""

    @property
    def printed(self) -> str:
        """The token as it stands."""
        return self.lead + self.core + self.trail


def tokens(text: str) -> tuple[Token, ...]:
    """The non-space tokens of `text`, in order.

    >>> [(t.lead, t.core, t.trail) for t in tokens("(ngân sách), 55,7%;")]
    [('(', 'ngân', ''), ('', 'sách', '),'), ('', '55,7', '%;')]
    """
    return tuple(_token(match) for match in re.finditer(r"(\s*)(\S+)", text))


def _token(match: re.Match[str]) -> Token:
    gap, word = match.groups()
    start = match.start(2)
    lead_end = _LEAD.match(word).end()  # type: ignore[union-attr]  # matches the empty string
    trail_start = max(_TRAIL.search(word).start(), lead_end)  # type: ignore[union-attr]
    return Token(start, match.end(), word[:lead_end], word[lead_end:trail_start], word[trail_start:], gap)


def is_figure(core: str) -> bool:
    """Whether a core is a figure, which restoration never touches.

    >>> [is_figure(core) for core in ("55,7", "18/5/2021", "41-43", "30ha", "d6i", "16p", "")]
    [True, True, True, True, False, False, False]
    """
    return bool(FIGURE.fullmatch(core) or _UNIT.fullmatch(core))
