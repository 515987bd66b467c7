"""The user's own Word file with a comment at each problem. Its words and formatting stay as they are: comments are anchored at whole runs.

A problem in a place where Word allows no comment (a header, a footnote) or whose words are not found again is told at the first paragraph.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from phahe.checking.report import CheckReport, Remark
from phahe.vietnamese import collapse, nfc

AUTHOR: Final = "Phả hệ"
_INITIALS: Final = "PH"


def commented(report: CheckReport, original: bytes, language: str = "vi") -> bytes:
    """The bytes of `original` with the remarks of `report` as comments; the same input gives the same comments.

    Raises ValueError where `original` is no Word file.
    """
    try:
        document = Document(io.BytesIO(original))
    except Exception as error:  # python-docx raises what its XML and zip readers raise
        raise ValueError("không phải tệp .docx (not a Word file)") from error
    places = _Places([_Paragraph.of(element) for element in document.element.body.iter(qn("w:p"))])
    for remark in report.remarks:
        runs = places.find(remark)
        if runs:
            comment = document.add_comment([Run(run, document) for run in runs], _told(remark, language), AUTHOR, _INITIALS)
            comment._comment_elm.attrib.pop(qn("w:date"), None)  # no clock: the same draft gives the same comments
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _told(remark: Remark, language: str) -> str:
    rule = f"\n{remark.verdict.rule.text(language)}" if remark.verdict.rule else ""
    return f"{remark.code}. {remark.message.text(language)}{rule}"


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The words of one paragraph, whitespace collapsed, and the run that each letter stands in."""

    words: str
    runs: tuple[Any, ...]

    @classmethod
    def of(cls, element: Any) -> _Paragraph:
        letters = list(_letters(element))
        words, runs = list[str](), list[Any]()
        for letter, run in letters:
            if letter.isspace() and (not words or words[-1] == " "):
                continue
            words.append(" " if letter.isspace() else letter)
            runs.append(run)
        return cls("".join(words), tuple(runs))


def _letters(paragraph: Any) -> Iterator[tuple[str, Any]]:
    for run in paragraph.iter(qn("w:r")):
        for node in run:
            text = node.text or "" if node.tag == qn("w:t") else " " if node.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")) else ""
            text = "-" if node.tag == qn("w:noBreakHyphen") else text
            yield from ((letter, run) for letter in nfc(text))


class _Places:
    """Finds the words of remarks, which come in reading order, in the paragraphs; words that recur are found one after the other."""

    def __init__(self, paragraphs: list[_Paragraph]) -> None:
        self.paragraphs = [paragraph for paragraph in paragraphs if paragraph.runs]
        self.at = (0, 0)

    def find(self, remark: Remark) -> list[Any]:
        """First and last run of the words; the first run of the document where they are not found."""
        words = collapse(nfc(remark.quotes[0].exact if remark.quotes else remark.words))
        for index, offset in self._from_here():
            paragraph = self.paragraphs[index]
            at = paragraph.words.find(words, offset)
            if at >= 0:
                self.at = (index, at)
                return [paragraph.runs[at], paragraph.runs[at + len(words) - 1]]
        return [self.paragraphs[0].runs[0]] * 2 if self.paragraphs else []

    def _from_here(self) -> Iterator[tuple[int, int]]:
        index, offset = self.at
        yield index, offset
        yield from ((other, 0) for other in range(index + 1, len(self.paragraphs)))
        yield from ((other, 0) for other in range(index + 1))
