"""From lines to blocks: wrapped lines joined into paragraphs, page numbers dropped, flattened table rows put together.

The result is a `Text` with one block a line. What a block is in the document (a heading, a Điều, a bullet) is `outline`'s.
Typography decides where punctuation cannot: a line ends its paragraph when the next word would still have fitted on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from phahe.text import Span, Text, rejoin
from phahe.vietnamese import fold

#: Advance widths of Times, the typeface the decrees prescribe, in thousandths of an em; accents do not widen a letter.
_WIDTHS: Final = {
    **dict.fromkeys("abdghknopquvxy0123456789", 500), **dict.fromkeys("cez", 444), **dict.fromkeys("ijlt:;/", 278),
    **dict.fromkeys("fr-()", 333), "m": 778, "w": 722, "s": 389, **dict.fromkeys(" .,", 250), "%": 833, "…": 1000,
    **dict.fromkeys("ADGHKNOQUVXY", 722), **dict.fromkeys("BCR", 667), **dict.fromkeys("ELTZ", 611), **dict.fromkeys("FPS", 556),
    "I": 333, "J": 389, "M": 889, "W": 944, **dict.fromkeys("“”\"", 444),
}  # fmt: skip

#: What begins a new block wherever it stands at the start of a line.
MARKER: Final = re.compile(
    r"(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều)\s+(?:thứ\s+\w+|\d+[a-zđ]?|[IVXLC]+)\b"
    r"|NHÓM\s+[IVX]+\b"
    r"|(?:[IVXLC]{1,6}|I[I1l]{1,2})\s?[.)]\s*(?=[“\w])"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}(?<!\d\.\d\d)[.)]\s*(?=[“(,]*[^\W\d])"
    r"|[a-zđ]{1,2}\)\s"
    r"|[-–+•*]\s*(?=\w)"
    r"|Căn cứ\s|Xét\s(?:đề nghị|Tờ trình|tờ trình|Báo cáo|báo cáo)|Theo đề nghị|Nơi nhận\s?:"
    r"|(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|KẾT LUẬN|CHỈ THỊ)\s?:"
    r"|\((?:[Kk]èm theo|Phụ lục|Ban hành kèm)"
)
_PAGE_NUMBER: Final = re.compile(r"(?:[-–]\s*)?(?:Trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–])?", re.IGNORECASE)
_SIGNING: Final = re.compile(r"(?:T[/.]?M\.?|K[/.]?T\.?|T[/.]?L\.?|TUQ\.|Q\.)\s+[A-ZĐÀ-Ỹ ]{3,}|(?:PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|THỦ TƯỚNG)\b")
_ENDS: Final = re.compile(r"[.;:!?…][”\"’)]*$|\./\.$")
_SHORT_LINE = 0.72
_PARAGRAPH_FILE = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its span in the clean text, its words, and whether a blank line or a leading space stands before it, a tab in it."""

    span: Span
    words: str
    after_blank: bool
    indented: bool
    row: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its span in the laid-out text; `row` and `cell` number the table row and cell it stands in."""

    span: Span
    row: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's text with one block a line, and the blocks."""

    text: Text
    blocks: tuple[Block, ...]

    def words(self, block: Block) -> str:
        """The block's clean words."""
        return self.text.text[block.span.start : block.span.end]


def lay_out(text: Text) -> Layout:
    """The blocks of `text`.

    >>> from phahe.text import whole
    >>> lay_out(whole("Điều 1. Phê duyệt Kế\\nhoạch.\\n\\n5\\n\\nĐiều 2. Thi hành.")).text.text.split("\\n")
    ['Điều 1. Phê duyệt Kế hoạch.', 'Điều 2. Thi hành.']
    """
    lines = _lines(text.text)
    prose = [line for line in lines if not line.row]
    rule = _Rule(prose)
    groups: list[tuple[list[Span], int | None, int | None]] = []
    row_number = 0
    previous: Line | None = None
    for line, following in zip_longest(lines, lines[1:]):
        if line.row:
            row_number += 1
            groups.extend(([cell], row_number, index) for index, cell in enumerate(_cells(text.text, line)))
        elif previous is not None and not previous.row and rule.joins(previous, line, following, len(groups[-1][0]) == 1):
            groups[-1][0].append(line.span)
        else:
            groups.append(([line.span], None, None))
        previous = line
    return _assemble(text, groups)


def _assemble(text: Text, groups: Sequence[tuple[list[Span], int | None, int | None]]) -> Layout:
    laid = rejoin(text, [spans for spans, _, _ in groups])
    blocks, at = [], 0
    for words, (_, row, cell) in zip(laid.text.split("\n") if groups else [], groups, strict=True):
        blocks.append(Block(Span(at, at + len(words)), row, cell))
        at += len(words) + 1
    return Layout(laid, tuple(blocks))


def _lines(text: str) -> list[Line]:
    """Printed lines without page numbers; a table row printed over several lines (its first cell broken) is one."""
    lines: list[Line] = []
    blank, at = False, 0
    for match in re.finditer(r"[^\n\r\f]+", text):
        words = match.group().strip()
        blank = blank or match.start() - at > 1
        at = match.end()
        if not words:
            blank = True
            continue
        if _PAGE_NUMBER.fullmatch(words) and "\t" not in match.group():
            continue
        row = "\t" in match.group().strip(" ")
        if row and lines and not lines[-1].row and not lines[-1].after_blank and not blank and lines[-1].words.isupper():
            start = lines.pop().span.start
            lines.append(Line(Span(start, match.end()), text[start : match.end()], False, False, True))
        else:
            lines.append(Line(Span(*match.span()), words, blank, match.group()[0].isspace(), row))
        blank = False
    return lines


def _cells(text: str, line: Line) -> Iterable[Span]:
    at = line.span.start
    for cell in text[line.span.start : line.span.end].split("\t"):
        yield Span(at, at + len(cell))
        at += len(cell) + 1


class _Rule:
    """Whether a line continues the paragraph of the one before it, judged with the measures of the whole text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        widths = sorted(_width(line.words) for line in lines)
        self.full = max(widths[int(len(widths) * 0.98)], 1) if widths else 1
        lengths = sorted(len(line.words) for line in lines)
        #: A file with one paragraph a line has no measure to speak of.
        self.unwrapped = bool(lengths) and lengths[int(len(lengths) * 0.7)] > _PARAGRAPH_FILE
        #: In a file with a blank line after every printed line, blank lines tell nothing.
        self.blanks_part = self.unwrapped or sum(line.after_blank for line in lines) < 0.6 * max(len(lines), 1)
        self.indented = self._is_indented(lines)
        numbered = [line.after_blank for line in lines if _NUMBERED.match(line.words) and not line.words.isupper()]
        #: Where numbered lines stand after a blank line, paragraphs do too, and a line without one goes on.
        self.blanks_told = self.blanks_part and len(numbered) > 3 and sum(numbered) > 0.6 * len(numbered)

    def joins(self, previous: Line, line: Line, following: Line | None, first: bool) -> bool:
        """Whether `line` continues the block that `previous` stands in; `first`: that block has no other line yet."""
        words, stopped = line.words, bool(_ENDS.search(previous.words))
        if _SIGNING.match(words):
            return False
        if (mark := MARKER.match(words)) is not None:
            compound = _BROKEN_COMPOUND.match(words) and words[mark.end()].islower()
            return not stopped and bool(compound) and self._room(previous, words, first) > _LEAVES_ROOM
        if _opens_lower(words) or (not stopped and (words[0].isdigit() or previous.words.endswith((",", "-", "–")))):
            return True
        if line.after_blank and self.blanks_part:
            return False
        if not stopped and self._is_heading(previous.words):
            return self._is_heading_tail(previous.words, words, following)
        if self.blanks_told and not self.unwrapped and not (stopped and line.indented):
            return True
        return not self.unwrapped and self._continues(previous, line, following, first)

    def _continues(self, previous: Line, line: Line, following: Line | None, first: bool) -> bool:
        """Typography alone: the first line of a paragraph is indented, so it breaks early; the last one leaves room."""
        room = self._room(previous, line.words, first)
        if room < _LEAVES_ROOM:
            return False
        wrapped = following is not None and not _ENDS.search(line.words) and not MARKER.match(following.words)
        if self.indented and wrapped and following is not None:
            return self._room(line, following.words, False) > _FITS
        return not line.indented or not _ENDS.search(previous.words)

    def _room(self, line: Line, following: str, first: bool) -> float:
        """Width of `line` and the first word of `following`, as a share of a full line; the indent counts on a first line."""
        return (_width(line.words) + _width(" " + following.split(maxsplit=1)[0])) / self.full + (_INDENT if first and self.indented else 0)

    def _is_indented(self, lines: Sequence[Line]) -> bool:
        """Whether paragraphs are indented: lines after a short heading break before the measure is full."""
        shares = [
            self._room(line, following.words, False)
            for heading, line, following in zip(lines, lines[1:], lines[2:], strict=False)
            if self._is_heading(heading.words)
            and len(heading.words) < 60
            and not MARKER.match(line.words)
            and not MARKER.match(following.words)
        ]
        return not shares or sorted(shares)[len(shares) // 2] < _FITS

    def _is_heading(self, words: str) -> bool:
        return bool(_NUMBERED.match(words) or words.isupper()) and not _ENDS.search(words)

    def _is_heading_tail(self, heading: str, words: str, following: Line | None) -> bool:
        """A heading in bold runs wider than we measure: its tail is a short line with no stop, not the start of a paragraph."""
        if heading.isupper() != words.isupper():
            return False
        if _width(heading) < self.full * _SHORT_LINE:
            return False
        return _width(words) < self.full * _SHORT_LINE and not _ENDS.search(words) and following is not None


_NUMBERED: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVXLC1]{1,6}\s?[.)]|[a-zđ]\)|(?:Điều|Mục|Chương|Phần)\s+\w+)\s?")
#: "kinh tế" / "- xã hội": a spaced hyphen that fell on a line break, not a bullet.
_BROKEN_COMPOUND: Final = re.compile(r"[-–]\s+[^\W\d_]")
_LEAVES_ROOM = 0.95
_FITS = 0.996
_INDENT = 0.075


def _opens_lower(words: str) -> bool:
    opening = next((letter for letter in words if letter.isalnum()), "")
    return opening.islower()


def _width(words: str) -> int:
    return sum(_WIDTHS.get(letter, 0) or _WIDTHS.get(letter.upper() if letter.isupper() else letter, 500) for letter in _plain(words))


def _plain(words: str) -> str:
    folded = fold(words)
    return (
        "".join(plain.upper() if letter.isupper() else plain for letter, plain in zip(words, folded, strict=False))
        if len(folded) == len(words)
        else words
    )
