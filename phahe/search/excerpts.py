"""How a hit is shown: the words around what was asked for, in pieces."""

from __future__ import annotations

from collections.abc import Sequence

from phahe.search.model import NAMED, SEPARATOR, Hit


def named(hit: Hit) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """A hit as `excerpt`s of what it is called and of what else is said of it; printed words are all one excerpt."""
    text = hit.entry.text
    cut = text.find(SEPARATOR) if hit.entry.kind in NAMED else -1
    if cut < 0:
        return excerpt(text, hit.spans), []
    rest = cut + len(SEPARATOR)
    behind = [(start - rest, end - rest) for start, end in hit.spans if start >= rest]
    return excerpt(text[:cut], [span for span in hit.spans if span[1] <= cut]), excerpt(text[rest:], behind)


def excerpt(text: str, spans: Sequence[tuple[int, int]], width: int = 220) -> list[tuple[str, bool]]:
    """About `width` code points of `text` around the first span, in pieces: (words, whether they were asked for).

    >>> excerpt("một hai ba bốn", [(4, 7)], width=100)
    [('một ', False), ('hai', True), (' ba bốn', False)]
    """
    first = spans[0][0] if spans else 0
    low = 0 if len(text) <= width or first < width // 3 else text.rfind(" ", 0, first - width // 4) + 1
    high = len(text) if len(text) <= low + width else max(text.rfind(" ", low, low + width), low + width // 2)
    pieces: list[tuple[str, bool]] = [("… ", False)] if low else []
    at = low
    for start, end in spans:
        if start < at or end > high:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:high] + (" …" if high < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]
