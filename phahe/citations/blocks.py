"""Cuts a document into the blocks a mention must stay in, and keeps for each the same text without diacritics.

A newline ends a block unless the line was only wrapped there: a clean text has one block a line, but a mention must also be found
in a hard-wrapped text ("Nghị quyết số 57-⏎NQ/TW"). A blank line always ends a block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from phahe.vietnamese import fold

_NEWLINE: Final = re.compile(r"\n\s*")
_LIST_MARK: Final = re.compile(r"(?:\w{1,4}[).]|[-–+*•|#<(\[])")
#: A text is taken for hard-wrapped when this share of its lines begins in lower case.
_WRAPPED_SHARE: Final = 0.25
_TABLE_SIZE: Final = 0x2200


@cache
def folding_table() -> dict[int, str]:
    """Letter to lower-case letter without diacritics, one for one; whitespace to a space, dashes to a hyphen."""
    table = {code: (fold(chr(code)) if len(fold(chr(code))) == 1 else chr(code)) for code in range(_TABLE_SIZE)}
    return table | {ord(c): " " for c in "\n\t\r\v\f\u00a0\u2007\u202f"} | {ord(c): "-" for c in "–—‐‑‒−"} | {ord("⁄"): "/"}


@dataclass(frozen=True)
class Block:
    """One block: `text` is the document's [start:start+len(text)], `folded` the same length without diacritics, in lower case."""

    start: int
    text: str

    @cached_property
    def folded(self) -> str:
        """The text in lower case without diacritics, one character for one."""
        return self.text.translate(folding_table())

    @cached_property
    def lower(self) -> str:
        """The text in lower case with its diacritics, one character for one."""
        lower = self.text.lower()
        return lower if len(lower) == len(self.text) else self.text


def block_borders(text: str) -> list[int]:
    """Start of every block of `text`, and its end as the last entry.

    >>> block_borders("Căn cứ Nghị quyết số 57-\\nNQ/TW\\n\\nĐiều 1.")
    [0, 32, 39]
    """
    newlines = list(_NEWLINE.finditer(text))
    lower = sum(text[match.end() : match.end() + 1].islower() for match in newlines)
    wrapped = len(newlines) > 3 and lower >= _WRAPPED_SHARE * len(newlines)
    return [0, *(match.end() for match in newlines if _ends_block(text, match, wrapped)), len(text)]


def _ends_block(text: str, newline: re.Match[str], wrapped: bool) -> bool:
    if "\n" in newline.group()[1:] or newline.end() == len(text):
        return True
    if text[max(newline.start() - 1, 0) : newline.start()] in ("-", "–", "/") and text[newline.end()].isupper():
        return False
    if _LIST_MARK.match(text, newline.end()):
        return not (text[newline.end()] == "(" and wrapped)
    if text[newline.end()].islower():
        return False
    before = text[max(newline.start() - 8, 0) : newline.start()].rstrip()
    return not (wrapped and not before.endswith((".", ";", ":", "!", "?", "|"))) and not before.endswith((" số", " ngày", ","))


def block_index(borders: list[int], position: int) -> int:
    """Which block `position` stands in."""
    return bisect_right(borders, position) - 1
