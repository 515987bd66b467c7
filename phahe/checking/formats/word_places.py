"""Where words stand in a Word document: which letters of which runs. A run is cut at the first and the last letter, so that a comment covers
the very words; nothing of what is shown changes.

A text box and a note have no room for a comment: there it stands at the run that holds the box, or at the mark of the note.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml.ns import qn

_SPACES: Final = (qn("w:tab"), qn("w:ptab"), qn("w:br"), qn("w:cr"))
_BOX: Final = qn("w:txbxContent")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_KEEP_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the clean text: its run, the child of the run that prints it, and where in that child's text it begins and ends."""

    letter: str
    run: Any
    node: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of a paragraph, whitespace collapsed, and the letter behind each; `host` is the run a comment must stand at instead."""

    words: str
    letters: tuple[Letter, ...]
    element: Any
    host: Any = None

    @classmethod
    def of(cls, element: Any, host: Any = None) -> Paragraph:
        """The paragraph `element` (w:p)."""
        words, letters = list[str](), list[Letter]()
        for letter in _letters(element):
            space = letter.letter.isspace()
            if space and (not words or words[-1] == " "):
                continue
            words.append(" " if space else letter.letter)
            letters.append(letter)
        return cls("".join(words), tuple(letters), element, host)


def paragraphs(document: Any) -> list[Paragraph]:
    """The paragraphs of the body in reading order, those of text boxes behind the one that holds the box, then those of the notes."""
    body = document.element.body
    found = [Paragraph.of(element, _host(element)) for element in body.iter(qn("w:p")) if not _in_fallback(element)]
    for kind in ("footnote", "endnote"):
        marks = {mark.get(qn("w:id")): mark.getparent() for mark in body.iter(qn(f"w:{kind}Reference"))}
        part = next((r.target_part for r in document.part.rels.values() if not r.is_external and r.reltype.endswith(f"/{kind}s")), None)
        if part is not None and marks:
            found += _of_notes(part.blob, kind, marks)
    return [paragraph for paragraph in found if paragraph.letters]


def _of_notes(blob: bytes, kind: str, marks: dict[str, Any]) -> Iterator[Paragraph]:
    from lxml import etree  # noqa: PLC0415

    notes = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    for note in notes.iter(qn(f"w:{kind}")):
        mark = marks.get(note.get(qn("w:id")))
        if mark is not None:
            yield from (Paragraph.of(element, mark) for element in note.iter(qn("w:p")))


def _host(element: Any) -> Any:
    """The run of the body that holds the text box of `element`; None outside a box."""
    host, boxed = None, False
    for ancestor in element.iterancestors():
        boxed = boxed or ancestor.tag == _BOX
        if boxed and ancestor.tag == qn("w:r"):
            host = ancestor
    return host if boxed else None


def _in_fallback(element: Any) -> bool:
    return any(ancestor.tag == _FALLBACK for ancestor in element.iterancestors())


def _letters(paragraph: Any) -> Iterator[Letter]:
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:p")), None) is not paragraph:
            continue  # of a text box inside
        for node in run:
            if node.tag == qn("w:t"):
                yield from (Letter(letter, run, node, start, end) for letter, start, end in composed(node.text or ""))
            elif node.tag in _SPACES:
                yield Letter(" ", run, node, 0, 1)
            elif node.tag == qn("w:noBreakHyphen"):
                yield Letter("-", run, node, 0, 1)


def composed(text: str) -> Iterator[tuple[str, int, int]]:
    """The letters of `text` in NFC, each with where it begins and ends in `text`.

    >>> list(composed("e" + chr(0x302) + "n"))
    [('ê', 0, 2), ('n', 2, 3)]
    """
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            for letter in unicodedata.normalize("NFC", text[start:at]):
                yield letter, start, at
            start = at


def cut_out(first: Letter, last: Letter) -> tuple[Any, Any]:
    """The first and last run of exactly the words from `first` to `last`, runs being cut where they hold more."""
    end_run = last.run
    _cut_after(last)
    start_run = _cut_before(first)
    if first.run is end_run:
        end_run = start_run
    return start_run, end_run


def _cut_after(letter: Letter) -> None:
    """Cut the run behind `letter`, if it goes on."""
    text = letter.node.text or "" if letter.node.tag == qn("w:t") else ""
    rest = letter.node.itersiblings()
    if text[letter.end :] or next(rest, None) is not None:
        _split(letter, letter.end)


def _cut_before(letter: Letter) -> Any:
    """The run that begins with `letter`."""
    before = [node for node in letter.node.itersiblings(preceding=True) if node.tag != qn("w:rPr")]
    if letter.start == 0 and not before:
        return letter.run
    return _split(letter, letter.start)


def _split(letter: Letter, at: int) -> Any:
    """Move what stands behind place `at` of the letter's node into a new run of the same look right behind; the new run."""
    run, node = letter.run, letter.node
    new = run.makeelement(run.tag, dict(run.attrib))
    look = run.find(qn("w:rPr"))
    if look is not None:
        new.append(deepcopy(look))
    following = list(node.itersiblings())
    if node.tag == qn("w:t"):
        text = node.text or ""
        if at == 0:
            following.insert(0, node)
        elif at < len(text):
            rest = deepcopy(node)
            node.text, rest.text, rest.tail = text[:at], text[at:], None
            for part in (node, rest):
                part.set(_KEEP_SPACE, "preserve")
            new.append(rest)
    elif at == 0:
        following.insert(0, node)
    for one in following:
        new.append(one)
    run.addnext(new)
    return new
