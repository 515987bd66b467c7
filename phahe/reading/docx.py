"""Word files to text: paragraphs one a line with their printed numbers, table rows with tabs, headers, footers, footnotes, text boxes.

The letterhead that stands in a page header comes first; running heads and feet, then foot- and endnotes ("[1] …") come last, because
within the text they would cut sentences in two. Deleted and hidden text is left out, inserted text is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from phahe.reading import rows
from phahe.reading.archive import Archive
from phahe.reading.guarded import Extracted
from phahe.reading.numbering import Numbering, W

_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LEFT_OUT: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{_COMPATIBILITY}Fallback", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"})
_SPACES: Final = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad", f"{W}br": "\n", f"{W}cr": "\n"}
_ACTIVE: Final = ("word/vbaProject.bin", "word/embeddings/", "word/activeX/")
_DEPTH: Final = 30


def extract(raw: bytes) -> Extracted:
    """The text of a Word file.

    Raises ValueError with the cause for a damaged, protected or hostile one.
    """
    archive = Archive(raw)
    document = archive.xml("word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise ValueError("tệp .docx không có nội dung (a Word file without a body)")
    numbers = Numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml"))
    lines = list(_Story(numbers).lines(body))
    heads, feet = _running(archive, body, lines)
    tail = [*feet, *_notes(archive, "footnote"), *_notes(archive, "endnote")]
    text = "\n".join([*heads, *([""] if heads else []), *lines, *([""] if tail else []), *tail])
    return Extracted(text.strip("\n"), tuple(_seen(archive)))


class _Story:
    """Reads the blocks of one part; `numbers` goes on counting from block to block."""

    def __init__(self, numbers: Numbering, depth: int = 0) -> None:
        self.numbers = numbers
        self.depth = depth
        if depth > _DEPTH:
            raise ValueError("bảng hoặc khung lồng nhau quá sâu (tables or frames nested too deep)")

    def lines(self, parent: Any) -> Iterator[str]:
        for block in _blocks(parent):
            if block.tag == f"{W}tbl":
                yield ""
                yield from rows.lines(list(self._rows(block)))
                yield ""
            else:
                yield from self._paragraph(block)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        """Its lines (more than one where a line was broken by hand), then those of the text boxes anchored in it."""
        words, boxes = _words(paragraph)
        label = self.numbers.label(paragraph) if words.strip() else ""
        yield from (label + words.strip(" ")).split("\n")
        for box in boxes:
            yield from _Story(self.numbers, self.depth + 1).lines(box)

    def _rows(self, table: Any) -> Iterator[list[rows.Cell]]:
        for row in _within(table, f"{W}tr"):
            before = _number(row.find(f"{W}trPr/{W}gridBefore"))
            yield [*[rows.Cell(("",))] * before, *(self._cell(cell) for cell in _within(row, f"{W}tc"))]

    def _cell(self, cell: Any) -> rows.Cell:
        """A cell merged with the one above it is empty."""
        columns = max(_number(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(f"{W}val") != "restart":
            return rows.Cell(("",), columns)
        words = tuple(line.replace("\t", " ") for line in _Story(self.numbers, self.depth + 1).lines(cell))
        return rows.Cell(words, columns, next(cell.iter(f"{W}tbl"), None) is not None)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls and marked insertions."""
    return _within(parent, f"{W}p", f"{W}tbl")


def _within(parent: Any, *tags: str) -> Iterator[Any]:
    """The nearest descendants with one of `tags`, through whatever wraps them."""
    pending = [parent.iterchildren()]
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
        elif child.tag in tags:
            yield child
        elif child.tag not in _LEFT_OUT and not child.tag.endswith("}tcPr"):
            pending.append(child.iterchildren())


def _words(paragraph: Any) -> tuple[str, list[Any]]:
    """The words of a paragraph and the text boxes in it."""
    words: list[str] = []
    boxes: list[Any] = []
    skipped: Any = None
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if skipped is not None:
            skipped = None if event == "end" and element is skipped else skipped
        elif event == "end":
            continue
        elif element.tag == f"{W}txbxContent":
            boxes.append(element)
            skipped = element
        elif element.tag in _LEFT_OUT or (element.tag == f"{W}r" and _hidden(element)):
            skipped = element
        elif element.tag == f"{W}t":
            words.append((element.text or "").replace("\t", " ").replace("\n", " "))
        elif element.tag in _SPACES:
            words.append(_SPACES[element.tag])
    return "".join(words), boxes


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off")


def _running(archive: Archive, body: Any, lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands in page headers and footers: first what is a letterhead (several lines), then the rest; nothing twice."""
    heads: list[str] = []
    feet: list[str] = []
    known = {line.strip() for line in lines}
    for kind in ("headerReference", "footerReference"):
        for part in _parts(archive, body, kind):
            story = _Story(Numbering(None, None))
            found = [
                words for line in story.lines(part) if (words := line.strip()) and words not in known and not words.strip("-– ").isdigit()
            ]
            known.update(found)
            (heads if kind == "headerReference" and len(found) > 1 else feet).extend(found)
    return heads, feet


def _parts(archive: Archive, body: Any, kind: str) -> Iterator[Any]:
    """Header or footer parts, those of the first page first."""
    relations = archive.xml("word/_rels/document.xml.rels")
    targets = {item.get("Id"): item.get("Target", "") for item in relations.iterchildren()} if relations is not None else {}
    references = sorted(body.iter(f"{W}{kind}"), key=lambda item: item.get(f"{W}type") != "first")
    seen = set()
    for reference in references:
        target = targets.get(reference.get(f"{_RELATION}id"), "").removeprefix("/word/")
        if target and target not in seen:
            seen.add(target)
            part = archive.xml(f"word/{target}")
            if part is not None:
                yield part


def _notes(archive: Archive, kind: str) -> Iterator[str]:
    """Foot- or endnotes, each on a line with its number; separators are no notes."""
    root = archive.xml(f"word/{kind}s.xml")
    notes = [note for note in root.iterchildren(f"{W}{kind}") if note.get(f"{W}type") is None] if root is not None else []
    for index, note in enumerate(notes, 1):
        words = " ".join(line.strip() for line in _Story(Numbering(None, None)).lines(note) if line.strip())
        if words:
            yield f"[{index}] {words}"


def _seen(archive: Archive) -> Iterator[str]:
    if any(name.startswith(_ACTIVE) for name in archive.names):
        yield "có macro hoặc tệp nhúng, không chạy và không đọc (macros or embedded files: not run, not read)"


def _number(element: Any | None) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 100) if value.isdigit() and len(value) < 6 else 0
