"""A folded copy of a text that keeps every position, so that a pattern without diacritics finds places in the text as printed."""

from __future__ import annotations

from phahe.vietnamese import fold


def aligned_fold(text: str) -> str:
    """`fold(text)`, the same length as `text` whatever it holds (a letter that folds to several keeps the first).

    >>> aligned_fold("đạt 48,5%"), len(aligned_fold("Straße ﬁ 각"))
    ('dat 48,5%', 10)
    """
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join((fold(letter) or " ")[0] for letter in text)
