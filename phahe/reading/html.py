"""HTML to text: blocks one a line, table rows with tabs, lists with their marks; scripts, styles, forms and embedded data left out.

Nothing is fetched and nothing is run: only the markup is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree
from lxml import html as markup

from phahe.reading import plain, rows
from phahe.reading.guarded import Extracted

_NO_TEXT: Final = (
    "script style template noscript svg math iframe object embed applet audio video canvas nav button select textarea input head map"
)
_PARAGRAPHS: Final = (
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html legend li main menu ol p pre section summary ul"
)
_LEFT_OUT: Final = frozenset(_NO_TEXT.split())
_BLOCKS: Final = frozenset(_PARAGRAPHS.split())
_ACTIVE: Final = frozenset({"script", "iframe", "object", "embed", "applet"})
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATA_URI: Final = re.compile(r"data:[\w/+.;=-]{0,100},[A-Za-z0-9+/=%]{200,}")
_SPACE: Final = re.compile(r"[ \t\n\r\f\v]+")
_DEPTH: Final = 30
_MAX_COLUMNS: Final = 500


def extract(raw: bytes) -> Extracted:
    """The text of an HTML file.

    >>> extract("<p>Điều 1.<br>Phê duyệt</p><table><tr><td>A<td>B<td>C</table>".encode()).text
    'Điều 1.\\nPhê duyệt\\n\\nA\\tB\\tC'
    """
    text = _DATA_URI.sub("data:,", _decoded(raw))
    parser = markup.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = markup.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError("trang HTML không có nội dung (an HTML page without content)") from error
    notes = ("có mã lệnh hoặc khung nhúng, không chạy và không đọc (scripts or embedded frames: not run, not read)",)
    active = any(True for _ in root.iter(*_ACTIVE))
    return Extracted(_Page().read(root), notes if active else ())


def _decoded(raw: bytes) -> str:
    """By the declared character set where that is not Unicode, else as plain text is decoded."""
    declared = _CHARSET.search(raw[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in ("windows-1258", "cp1258"):
        return raw.decode("cp1258", errors="replace")
    try:
        return plain.decode(raw)
    except ValueError:
        if b"\0" in raw[:4096]:
            raise
        return raw.decode("utf-8", errors="replace")


class _Page:
    """Walks a tree once; nested tables are read by a page of their own."""

    def __init__(self, depth: int = 0) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.depth = depth
        self.items: dict[Any, int] = {}
        self.verbatim = 0

    def read(self, root: Any) -> str:
        skipped: Any = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._text(element.tail)
                continue
            if event == "start" and self._is_skipped(element, root):
                skipped = element
            elif event == "start":
                self._open(element)
            elif element is not root:
                self._close(element)
                self._text(element.tail)
        self._end_line()
        return "\n".join(self.lines).strip("\n")

    def _is_skipped(self, element: Any, root: Any) -> bool:
        """Left out, hidden, or a table, which is read at once and whole."""
        if element is root:
            return False
        if element.tag in _LEFT_OUT or "hidden" in element.attrib or re.search(r"display\s*:\s*none", element.get("style", "")):
            return True
        if element.tag == "table":
            self._end_line()
            self._blank()
            self.lines += rows.lines(list(_rows(element, self.depth)))
            self._blank()
            return True
        return False

    def _open(self, element: Any) -> None:
        if element.tag == "br":
            self._end_line(forced=True)
        elif element.tag in _BLOCKS:
            self._end_line()
            self.verbatim += element.tag == "pre"
            if element.tag == "li":
                self.current.append(self._mark(element))
        self._text(element.text)

    def _close(self, element: Any) -> None:
        if element.tag in _BLOCKS:
            empty = element.tag == "p" and not "".join(self.current).strip()
            self._end_line()
            self.verbatim -= element.tag == "pre"
            if empty:
                self._blank()

    def _mark(self, item: Any) -> str:
        """The number or dash that a browser prints before a list item."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        start = parent.get("start", "")
        index = self.items.get(parent, int(start) - 1 if re.fullmatch(r"\d{1,4}", start) else 0) + 1
        self.items[parent] = index
        return f"{chr(96 + index)}) " if parent.get("type") == "a" and 0 < index <= 26 else f"{index}. "

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self.verbatim:
            self.current.append(_SPACE.sub(" ", text))
            return
        *whole, last = text.replace("\t", " ").split("\n")
        for line in whole:
            self.current.append(line)
            self._end_line(forced=True)
        self.current.append(last)

    def _end_line(self, *, forced: bool = False) -> None:
        words = "".join(self.current)
        self.current = []
        if words.strip() or forced:
            self.lines.append(words.rstrip(" \r") if self.verbatim else words.strip(" "))

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _rows(table: Any, depth: int) -> Iterator[list[rows.Cell]]:
    """The rows of a table itself, not of those in its cells; a cell that spans rows leaves empty ones below it."""
    if depth > _DEPTH:
        raise ValueError("bảng lồng nhau quá sâu (tables nested too deep)")
    below: dict[int, int] = {}
    for row in _own_rows(table):
        cells: list[rows.Cell] = []
        column = 0
        for element in row.iterchildren("td", "th"):
            column = _filled(below, column, cells)
            columns, deep = _spanned(element, "colspan"), _spanned(element, "rowspan")
            words = _Page(depth + 1).read(element).replace("\t", " ")
            nests = next(element.iter("table"), None) is not None
            cells.append(rows.Cell(tuple(words.split("\n")), columns, nests))
            if deep > 1:
                below.update(dict.fromkeys(range(column, column + columns), deep - 1))
            column += columns
        _filled(below, column, cells)
        yield cells


def _own_rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren("tr", "tbody", "thead", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _filled(below: dict[int, int], column: int, cells: list[rows.Cell]) -> int:
    """Empty cells for the columns from `column` on that a cell of a row above spans."""
    if column > _MAX_COLUMNS:
        raise ValueError(f"bảng có hơn {_MAX_COLUMNS} cột (a table with too many columns)")
    while below.get(column):
        below[column] -= 1
        cells.append(rows.Cell(("",)))
        column += 1
    return column


def _spanned(element: Any, name: str) -> int:
    value = element.get(name, "1").strip()
    return min(max(int(value), 1), 100 if name == "colspan" else 10_000) if re.fullmatch(r"\d{1,4}", value) else 1
