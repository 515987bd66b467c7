"""The user's own Word file with a comment at the very words of each problem. Its words and their look stay as they are, and every part of
the file that the comments do not need stays to the byte.

A problem in a place where Word allows no comment (a page header) or whose words are not found again is told at the first paragraph.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from phahe.checking.formats.word_places import Paragraph, cut_out, paragraphs
from phahe.checking.report import CheckReport, Remark
from phahe.vietnamese import collapse, nfc

AUTHOR: Final = "Phả hệ"
_INITIALS: Final = "PH"
#: Of words that are not found whole (they run over two paragraphs) the first so many are looked for.
_HEADS: Final = (8, 4)
#: What commenting may change of a file.
_CHANGED: Final = ("word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml")


def commented(report: CheckReport, original: bytes, language: str = "vi") -> bytes:
    """The bytes of `original` with the remarks of `report` as comments; the same input gives the same comments.

    Raises ValueError where `original` is no Word file.
    """
    try:
        document = Document(io.BytesIO(original))
        places = _Places(paragraphs(document))
    except Exception as error:  # python-docx raises what its XML and zip readers raise
        raise ValueError("không phải tệp .docx (not a Word file)") from error
    for remark in report.remarks:
        runs = places.find(remark)
        if runs:
            comment = document.add_comment([Run(run, document) for run in runs], _told(remark, language), AUTHOR, _INITIALS)
            comment._comment_elm.attrib.pop(qn("w:date"), None)  # no clock: the same draft gives the same comments
    if not report.remarks:
        return original
    written = io.BytesIO()
    document.save(written)
    return _only_needed(original, written.getvalue(), document.part.partname.lstrip("/"))


def _only_needed(original: bytes, written: bytes, main: str) -> bytes:
    """`original` with only those parts of `written` that comments change or add, in the order and with the dates of `original`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        folder, _, name = main.rpartition("/")
        changed = {*_CHANGED, main, f"{folder}/_rels/{name}.rels", *(part for part in new.namelist() if "comments" in part)}
        before = {entry.filename for entry in old.infolist()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in old.infolist():
                source = new if entry.filename in changed and entry.filename in new.namelist() else old
                made.writestr(entry, source.read(entry.filename), compress_type=zipfile.ZIP_DEFLATED)
            for entry in new.infolist():
                if entry.filename not in before and entry.filename in changed:
                    made.writestr(zipfile.ZipInfo(entry.filename), new.read(entry.filename), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _told(remark: Remark, language: str) -> str:
    rule = f"\n{remark.verdict.rule.text(language)}" if remark.verdict.rule else ""
    return f"{remark.code}. {remark.message.text(language)}{rule}"


class _Places:
    """Finds the words of remarks, which come in reading order, in the paragraphs; words that recur are found one after the other."""

    def __init__(self, found: list[Paragraph]) -> None:
        self.paragraphs = found
        self.at = (0, 0)

    def find(self, remark: Remark) -> list[Any]:
        """First and last run of the words; the first run of the document where they are not found."""
        whole = collapse(nfc(remark.quotes[0].exact if remark.quotes else remark.words))
        heads = (" ".join(whole.split()[:size]) for size in _HEADS if len(whole.split()) > size)
        for words in (whole, *heads):
            for index, offset in self._from_here() if words else ():
                at = self.paragraphs[index].words.find(words, offset)
                if at >= 0:
                    self.at = (index, at)
                    return self._runs(index, at, at + len(words) - 1)
        first = next((one for one in self.paragraphs if one.host is None), None)
        return [first.letters[0].run] * 2 if first else []

    def _runs(self, index: int, first: int, last: int) -> list[Any]:
        paragraph = self.paragraphs[index]
        if paragraph.host is not None:
            return [paragraph.host] * 2
        runs = cut_out(paragraph.letters[first], paragraph.letters[last])
        self.paragraphs[index] = Paragraph.of(paragraph.element)
        return list(runs)

    def _from_here(self) -> Iterator[tuple[int, int]]:
        index, offset = self.at
        yield index, offset
        yield from ((other, 0) for other in range(index + 1, len(self.paragraphs)))
        yield from ((other, 0) for other in range(index + 1))
