"""Paragraphs that a page cuts in two: put together by `layout`, told so that a reader may check the join.

A cut shows in the stored text: a page number or a form feed stands between two lines, or the line behind it is indented where no other
wrapped line is, or the text has one line a paragraph and this paragraph has two. Nothing is concluded where the text shows none of these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from phahe.analysis import Analysis
from phahe.text import Span, Text

_JOIN: Final = re.compile(r"[^\S\n\f]*[\n\f][\s\f]*(?:\d{1,3}\s*\n\s*)?")
_PAGE: Final = re.compile(r"\f|\d")
_INDENTED: Final = re.compile(r"\n[ \t]+\Z")
#: Blocks that are set in short lines of their own.
_SET_IN_LINES: Final = frozenset({"letterhead", "title", "recipients", "signature"})
#: Fewer joins than one in so many blocks: the text has one line a paragraph.
_ONE_LINE: Final = 5
_WORDS: Final = 4
_BREAK: Final = re.compile(r"[\n\f]")


def page_cuts(analysis: Analysis) -> Iterator[tuple[str, Span]]:
    """The path of each provision that a page cuts, with the words around the cut as a span of the clean text."""
    text = analysis.text
    lines = list(_joins(text))
    places = [at for at, _ in lines]
    joins: list[tuple[str, int, str]] = []
    blocks = 0
    for provision in analysis.outline.provisions:
        if provision.kind in _SET_IN_LINES or provision.cells or provision.path.startswith("recipients"):
            continue
        for span in provision.body:
            blocks += 1
            inside = lines[bisect_left(places, span.start) : bisect_left(places, span.end)]
            joins += [(provision.path, at, gap) for at, gap in inside]
    indented = sum(bool(_INDENTED.search(gap)) for _, _, gap in joins)
    wrapped = len(joins) * _ONE_LINE > blocks
    for path, at, gap in joins:
        if _PAGE.search(gap) or (not wrapped and gap.count("\n") > 1) or (_INDENTED.search(gap) and indented * 10 < len(joins)):
            yield path, _around(text.text, Span(at, at + 1))


def _joins(text: Text) -> Iterator[tuple[int, str]]:
    """Each place where two stored lines were joined: the space of the clean text, and what is stored there."""
    for at in _spaces(text):
        if _JOIN.fullmatch(gap := text.stored_between(at, at + 1)):
            yield at, gap


def _spaces(text: Text) -> Iterator[int]:
    """The spaces that may be joins: those at the ends of a piece, and those that are stored as the end of a line."""
    breaks, start = [match.start() for match in _BREAK.finditer(text.stored)], 0
    for words, (low, high) in text.pieces:
        size = len(words)
        if words == " ":
            yield start
        elif words:
            inside = breaks[bisect_left(breaks, low) : bisect_left(breaks, high)] if size == high - low else ()
            if inside or words[0] == " " or words[-1] == " ":
                yield from (start + index for index in sorted({0, size - 1, *(at - low for at in inside)}) if words[index] == " ")
        start += size


def _around(text: str, where: Span) -> Span:
    """Some words on either side of `where`, within its line."""
    line = text.rfind("\n", 0, where.start) + 1
    end = text.find("\n", where.end)
    start, stop = where.start, where.end
    for _ in range(_WORDS):
        start = max(text.rfind(" ", line, start - 1) + 1 if start > line + 1 else line, line)
        stop = following if (following := text.find(" ", stop + 1)) >= 0 else len(text)
    return Span(max(start, line), min(stop, end if end >= 0 else len(text)))
