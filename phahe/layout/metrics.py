"""How wide a line is printed, in thousandths of an em of Times, the typeface the decrees on document format prescribe."""

from __future__ import annotations

from typing import Final

from phahe.vietnamese import fold

#: Advance widths; accents do not widen a letter.
_WIDTHS: Final = {
    **dict.fromkeys("abdghknopquvxy0123456789", 500), **dict.fromkeys("cez", 444), **dict.fromkeys("ijlt:;/", 278),
    **dict.fromkeys("fr-()", 333), "m": 778, "w": 722, "s": 389, **dict.fromkeys(" .,", 250), "%": 833, "…": 1000,
    **dict.fromkeys("ADGHKNOQUVXY", 722), **dict.fromkeys("BCR", 667), **dict.fromkeys("ELTZ", 611), **dict.fromkeys("FPS", 556),
    "I": 333, "J": 389, "M": 889, "W": 944, **dict.fromkeys("“”\"", 444),
}  # fmt: skip


class _Advances(dict[str, int]):
    """Widths by letter; an accented one is measured as the letter under its marks, once."""

    def __missing__(self, letter: str) -> int:
        plain = fold(letter)
        found = _WIDTHS.get(plain.upper() if letter.isupper() else plain, 500)
        if len(self) < 4096:
            self[letter] = found
        return found


_ADVANCES: Final = _Advances(_WIDTHS)


def width(words: str) -> int:
    """Width of `words` in thousandths of an em.

    >>> width("Điều 1"), width("Dieu 1")
    (2694, 2694)
    """
    return sum(map(_ADVANCES.__getitem__, words))
