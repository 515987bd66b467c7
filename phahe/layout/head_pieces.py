"""Lines of a letterhead cut into pieces of one thing each: "BỘ TÀI CHÍNH ------- Số: 5/BTC" is the agency and the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from phahe.layout.model import Line
from phahe.text import Span
from phahe.vietnamese import UPPER

_CUT: Final = re.compile(
    (
        r"(?P<gap>(?:[-–—_=]{3,}|\||(?<=\S)(?<!ngày)(?<!tháng)(?<!năm)(?<!Số)(?<!Số:)\s{4,})[\s|_=-]*)"
        r"|(?<=\S)\s*(?=CỘNG H[ÒO][ÀA]? XÃ|ĐẢNG CỘNG SẢN VIỆT|Độc\s+lập\s*[-–])"
        r"|(?<=Hạnh phúc)\s*(?=\S)|(?<=VIỆT NAM)\s+(?=\S)"
        r"|(?<=[\s{UPPER}])(?=(?:(?:Luật|Nghị quyết|Pháp lệnh)\s+)?[Ss]ố\s*:\s*(?:[\d/]|$)|Số\s+\d+[-/])"
        r"|(?<=\s)(?=V/v\b|V/V\b|Về việc\b)"
        r"|(?<=\s)(?=(?P<date>(?:T[Pp]\.\s?)?[{UPPER}][^\W\d_]+(?:\s[{UPPER}][^\W\d_]*){0,4}\s?,\s*ngày\s*[\d.…]*\s*tháng))"
        r"|(?<=năm \d\d\d\d)\s+(?=\S)"
    ).replace("{UPPER}", UPPER)
)


class Piece(NamedTuple):
    """Words of one thing: where they stand, and whether a gap, a drawn line or a blank line stands before them."""

    span: Span
    words: str
    apart: bool


def pieces(lines: Sequence[Line], text: str) -> list[Piece]:
    """The pieces of `lines`, in order."""
    return [piece for line in lines for piece in _of_line(line, text)]


def _of_line(line: Line, text: str) -> Iterator[Piece]:
    at, apart = line.span.start, line.after_blank or line.ruled
    dated = 0
    for match in _CUT.finditer(text, line.span.start, line.span.end):
        if match.start() < dated:
            continue
        dated = match.end("date")
        if (piece := _piece(text, at, match.start(), apart)) is not None:
            yield piece
            apart = False
        at, apart = match.end(), apart or match["gap"] is not None
    if (piece := _piece(text, at, line.span.end, apart)) is not None:
        yield piece


def _piece(text: str, start: int, end: int, apart: bool) -> Piece | None:
    words = text[start:end].strip(" \t|-–_*=")
    if not any(letter.isalnum() for letter in words):
        return None
    at = text.index(words, start, end)
    return Piece(Span(at, at + len(words)), words, apart)
