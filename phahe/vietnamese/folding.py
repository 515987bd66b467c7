"""A folded copy of a text that keeps every position, so that a pattern without diacritics finds places in the text as printed."""

from __future__ import annotations

from typing import Final

from phahe.vietnamese import fold


class _Letters(dict[int, str]):
    """Code point to its folded letter, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = (fold(chr(code)) or " ")[0]
        return self[code]


_LETTERS: Final = _Letters()


def aligned_fold(text: str) -> str:
    """`fold(text)` of NFC text, one letter for each letter whatever `text` holds ("ß" gives one s, a lone mark a space).

    >>> aligned_fold("đạt 48,5%"), len(aligned_fold("Straße ﬁ 각"))
    ('dat 48,5%', 10)
    """
    return text.translate(_LETTERS)
