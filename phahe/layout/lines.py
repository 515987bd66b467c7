"""A text as printed lines and table rows, without page numbers, running heads, drawn lines and the marks of converters.

What a line is in the document is not decided here. Tables printed with tabs or Markdown pipes are taken apart in `grids`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from phahe.layout.grids import Grid, grids
from phahe.layout.model import Line
from phahe.text import Span
from phahe.vietnamese import UPPER

_LINE: Final = re.compile(r"[^\n\r\f]+")
_PAGE_NUMBER: Final = re.compile(
    r"(?:#\s)?(?:[-–]\s*)?(?:(?:Trang|Page)\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–]|\s\(.{1,40}\))?", re.IGNORECASE
)
#: "Trang 1" that lost the space or line end after it.
_GLUED_PAGE: Final = re.compile(r"Trang\s\d{1,3}(?=[A-ZĐỦỘ])")
#: Drawn lines and the fences of converters: nothing to read.
_RULE: Final = re.compile(r"[-–—_=~.*•|\s]{3,}|`{3}\w{0,10}|[_*=~|>]+|!?\[[^\]\n]{0,80}\]\([^)\n]*\)")
_WEB_ADDRESS: Final = re.compile(r"(?:Source|Nguồn)\s*:\s*https?://\S+")
#: Marks at the start of a line that are the converter's: headings, quotations, emphasis with underscores.
_MARKS: Final = re.compile(r"(?:#{1,6}\s+|>\s+|__(?=\S))+")
#: A Điều that lost the line end before it: "…ưu tiên.Điều 3. Điều khoản thi hành".
_GLUED_ARTICLE: Final = re.compile(r"(?<=[^\s“\"][.;:”\"])(?=Điều \d{1,3}[a-zđ]?\. [A-ZĐ])")
#: A heading in capitals that runs on into its first item: "V. TỔ CHỨC THỰC HIỆN 1. Sở Y tế: …".
_GLUED_ITEM: Final = re.compile(
    rf"(?:[IVXLC]{{1,6}}\s?[.–-]\s?)?[{UPPER}][{UPPER} ,–/()-]{{7,120}}[{UPPER})]:?\s+(?=(?:1\.|a\))\s?(?:[^\W\d]|\d{{1,3}}\s?%))"
)
#: "… theo quy định. Trên đây là Kế hoạch …": the closing formula on the line of the last item.
_GLUED_CLOSING: Final = re.compile(
    r"(?<=[.;:])\s(?=Trên đây là (?:nội dung )?(?:Kế hoạch|Chương trình|Nghị quyết|Đề án|Phương án|Báo cáo|Hướng dẫn)\b)"
)
#: A page's head is told by its being the same on so many pages.
_REPEATED = 3


def printed_lines(text: str) -> list[Line]:
    """The lines and rows of `text`, in reading order.

    >>> [line.words for line in printed_lines("## Điều 1. Phạm vi\\n\\n12\\n-----\\nLuật này")]
    ['Điều 1. Phạm vi', 'Luật này']
    """
    tables = iter(grids(text)) if "|" in text else iter(())
    heads = _running_heads(text)
    lines: list[Line] = []
    grid = next(tables, None)
    at, gap, ruled = 0, False, False
    for match in _LINE.finditer(text):
        if grid is not None and match.start() >= grid.span.end:
            grid = next(tables, None)
        if grid is not None and grid.span.start <= match.start():
            if not lines or lines[-1].span.start < grid.span.start:
                lines.extend(_of_grid(text, grid))
                ruled = True
            at = match.end()
            continue
        gap = gap or match.start() - at > 1
        at = match.end()
        raw = match.group()
        words = raw.strip()
        if not words:
            gap = True
        elif words in heads or _is_page_number(words, raw):
            continue
        elif _is_rule(words):
            ruled = True
        else:
            _take(lines, text, match.span(), words, gap, ruled)
            gap = ruled = False
    return lines


def _is_page_number(words: str, raw: str) -> bool:
    return (words[0].isdigit() or words[0] in "-–TtPp#") and "\t" not in raw and _PAGE_NUMBER.fullmatch(words) is not None


def _is_rule(words: str) -> bool:
    if words[0].isdigit() or (words[0].isalpha() and words[0] not in "SN") or words in "-–+•":
        return False
    return bool(_RULE.fullmatch(words) or _WEB_ADDRESS.fullmatch(words))


def _take(lines: list[Line], text: str, span: tuple[int, int], words: str, gap: bool, ruled: bool) -> None:
    start, end = span
    indented = text[start].isspace()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(words)
    if words[0] in "#>_" and (mark := _MARKS.match(words)) is not None:
        start += mark.end()
        end -= 2 if words.endswith("__") else 0
    elif words[0] == "T" and (mark := _GLUED_PAGE.match(words)) is not None:
        start += mark.end()
    if "\t" in text[start:end] or (indented and "\t" in text[span[0] : start]):
        _take_row(lines, text, span, gap)
        return
    if cuts := _glued(words):
        for cut in [cut + start for cut in cuts]:
            lines.append(Line(Span(start, cut), text[start:cut].strip(), gap, indented, ruled))
            start, gap, ruled = cut, True, False
    if start < end:
        lines.append(Line(Span(start, end), text[start:end].strip(), gap, indented, ruled))


def _glued(words: str) -> list[int]:
    """Where something new begins inside a line, as offsets into it."""
    found = [match.start() for match in _GLUED_ARTICLE.finditer(words)] if "Điều" in words else []
    if words[:2].isupper() and (heading := _GLUED_ITEM.match(words)) is not None:
        found.append(heading.end())
    if " Trên đây là" in words:
        found += [match.end() for match in _GLUED_CLOSING.finditer(words)]
    return sorted(found)


def _take_row(lines: list[Line], text: str, span: tuple[int, int], gap: bool) -> None:
    """A row with tabs; where its first cell is printed over several lines, those are of the row."""
    start, end = span
    if lines and lines[-1].cells is None and not lines[-1].after_blank and not gap and lines[-1].words.isupper():
        start = lines.pop().span.start
    table = next((line.table for line in reversed(lines) if line.cells is not None), 0)
    lines.append(Line(Span(start, end), text[start:end], gap, cells=tuple(_tabbed(text, start, end)), table=table))


def _tabbed(text: str, start: int, end: int) -> Iterable[Span]:
    for cell in text[start:end].split("\t"):
        yield Span(start, start + len(cell))
        start += len(cell) + 1


def _of_grid(text: str, grid: Grid) -> Iterator[Line]:
    """Rows of a table; of a frame that only places things on the page, the lines of its cells one after the other."""
    for row in grid.rows:
        if not grid.frame:
            span = Span(row[0].start, row[-1].end)
            yield Line(span, text[span.start : span.end], cells=row, table=grid.span.start)
            continue
        for cell in row:
            first = True
            for match in _LINE.finditer(text, cell.start, cell.end):
                words = match.group().strip()
                if words and not _is_rule(words):
                    start = match.start() + match.group().index(words)
                    yield Line(Span(start, start + len(words)), words, first, ruled=first, framed=True)
                    first = False


def _running_heads(text: str) -> frozenset[str]:
    """Lines that stand first on three pages and more, where form feeds part the pages."""
    if text.count("\f") < _REPEATED:
        return frozenset()
    firsts = Counter(
        line.strip() for page in text.split("\f")[1:] for line in [next((line for line in page.split("\n") if line.strip()), "")] if line
    )
    return frozenset(line for line, count in firsts.items() if count >= _REPEATED and len(line) < 160)
