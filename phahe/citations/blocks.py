"""Cuts a document into the blocks a mention must stay in, and keeps for each the same text without diacritics.

A newline ends a block unless the line was only wrapped there: a clean text has one block a line, but a mention must also be found
in a hard-wrapped text ("Nghị quyết số 57-⏎NQ/TW"). A blank line always ends a block.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Final

from phahe.citations.types import by_folded_name
from phahe.vietnamese import fold

_NEWLINE: Final = re.compile(r"\n\s*")
_LIST_MARK: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[).]|[a-zđ]{1,2}[).]\s|[IVX]{1,5}[).]|[-–+*•|#<(\[])")
_BEFORE_FIGURE: Final = (" số", " SỐ", " số:", " Số:", "|Số:", "\nSố:", " ngày")
#: A text is taken for hard-wrapped when this share of its lines begins in lower case.
_WRAPPED_SHARE: Final = 0.25
_SAMPLE: Final = 150
_TABLE_SIZE: Final = 0x2200


@cache
def folding_table() -> dict[int, str]:
    """Letter to lower-case letter without diacritics, one for one; whitespace to a space, dashes to a hyphen."""
    table = {code: (fold(chr(code)) if len(fold(chr(code))) == 1 else chr(code)) for code in range(_TABLE_SIZE)}
    return table | {ord(c): " " for c in "\n\t\r\v\f\u00a0\u2007\u202f*"} | {ord(c): "-" for c in "–—‐‑‒−"} | {ord("⁄"): "/"}


class Block:
    """One block: `text` is the document's [start:start+len(text)].

    `folded` is the text in lower case without diacritics, `lower` in lower case with them, both one character for one.
    """

    __slots__ = ("folded", "lower", "start", "text")

    def __init__(self, start: int, text: str) -> None:
        self.start, self.text = start, text
        self.folded = text.translate(folding_table())
        lower = text.lower().replace("\n", " ").replace("\u00a0", " ").replace("*", " ")
        self.lower = lower if len(lower) == len(text) else text


class Blocks:
    """The blocks of a text, cut only where they are asked for: most lines hold no mention."""

    def __init__(self, text: str) -> None:
        self.text = text
        newlines = list(islice(_NEWLINE.finditer(text), _SAMPLE))
        lower = sum(text[match.end() : match.end() + 1].islower() for match in newlines)
        self.wrapped = len(newlines) > 3 and lower >= _WRAPPED_SHARE * len(newlines)

    def around(self, position: int, floor: int = 0) -> Block:
        """The block that `position` stands in; `floor` is where an earlier block ended.

        >>> Blocks("Căn cứ Nghị quyết số 57-\\nNQ/TW\\n\\nĐiều 1.").around(30).text
        'Căn cứ Nghị quyết số 57-\\nNQ/TW'
        """
        start, newline = floor, self.text.rfind("\n", floor, position)
        while newline >= 0:
            match = _NEWLINE.match(self.text, newline)
            if match and (self.text[max(newline - 20, floor) : newline].rstrip(" \t\r").endswith("\n") or self._ends_block(match)):
                start = min(match.end(), position)
                break
            newline = self.text.rfind("\n", floor, newline)
        end, newline = len(self.text), self.text.find("\n", position)
        while newline >= 0:
            match = _NEWLINE.match(self.text, newline)
            if match is None or self._ends_block(match):
                end = newline
                break
            newline = self.text.find("\n", match.end())
        return Block(start, self.text[start:end])

    def _ends_block(self, newline: re.Match[str]) -> bool:
        text = self.text
        if "\n" in newline.group()[1:] or newline.end() == len(text):
            return True
        first = text[newline.end()]
        if text[max(newline.start() - 1, 0) : newline.start()] in ("-", "–", "/") and first.isupper():
            return False
        if _LIST_MARK.match(text, newline.end()):
            return not (first == "(" and self.wrapped)
        if first.islower():
            return False
        before = text[max(newline.start() - 24, 0) : newline.start()].rstrip()
        if first.isupper() and before.endswith(("Luật", " luật", " lệnh")):
            return False
        if first.isdigit() and (
            before.endswith(_BEFORE_FIGURE) or " ".join(before.split()[-2:]).translate(folding_table()) in by_folded_name()
        ):
            return False
        if before.isupper() and first.isupper() and text[newline.end() + 1 : newline.end() + 2].islower():
            return True  # "… TRONG TÌNH HÌNH MỚI⏎Thực hiện Chỉ thị …": the title ends with its capitals
        return not (self.wrapped and not before.endswith((".", ";", ":", "!", "?", "|")))
