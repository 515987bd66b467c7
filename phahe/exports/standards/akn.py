"""Akoma Ntoso 3.0 (OASIS LegalDocML) of a held document: metadata, preface, preamble, provisions, conclusions.

Every provision is there once, in its order, with the words as printed; where it was restored from a broken OCR the printed words stay. A document that
enacts or has articles is an `act`, any other a `doc`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import IO, Any, Final

from phahe.exports.cleaning import xml_text
from phahe.exports.model import Report
from phahe.exports.standards.akn_meta import NAMESPACE, meta
from phahe.exports.standards.akn_words import Reference, Words, references, split
from phahe.exports.standards.facts import Facts, of_held
from phahe.store import Store

#: The element of each kind of provision (vocab/provision-kind); others are an `hcontainer` with the kind as its name.
_ELEMENTS: Final = {
    "phan": "part", "chuong": "chapter", "muc": "section", "section": "section", "dieu": "article", "khoan": "paragraph", "diem": "point",
    "paragraph": "alinea", "bullet": "indent",
}  # fmt: skip
_PREFACE: Final = frozenset({"letterhead", "title"})
_PREAMBLE: Final = frozenset({"letterhead", "title", "basis", "preamble", "enactment", "opening", "annex-note"})
_CONCLUSIONS: Final = frozenset({"closing", "signature", "recipients"})
#: Hierarchies deeper than this are written side by side: libxml2, which reads most of the world's XML, refuses 256 levels.
_DEEPEST: Final = 60


def write(store: Store, documents: tuple[str, ...], out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write one document as Akoma Ntoso. ExportError where its text is not held."""
    from lxml import etree  # noqa: PLC0415

    facts = of_held(store, documents[0], "Akoma Ntoso")
    root = _Writer(facts, report).document()
    report.rows = len(facts.of_class("Provision"))
    out.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    out.write(b"\n")


class _Writer:
    def __init__(self, facts: Facts, report: Report) -> None:
        from lxml.builder import ElementMaker  # noqa: PLC0415

        self.facts, self.report = facts, report
        self.make = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
        self.parts = facts.of_class("Provision")
        known = set(self.parts)
        self.children: dict[str, list[str]] = defaultdict(list)
        self.roots: list[str] = []
        for part in self.parts:
            parent = next((one for one in facts.iris(part, "partOf") if one in known and one != part), "")
            (self.children[parent] if parent else self.roots).append(part)
        self.break_circles()
        self.cited: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for citation in facts.of_class("Citation"):
            self.cited[facts.iri(citation, "provision")].append((citation, facts.text(citation, "text")))
        self.lost = sum(len(found) for part, found in self.cited.items() if part not in known)

    def break_circles(self) -> None:
        """Parts that no top part leads to, as they are parts of one another, become top parts."""
        reached = {one for part in self.roots for one in self.family(part)}
        for part in self.parts:
            if part not in reached:
                for parts in self.children.values():
                    if part in parts:
                        parts.remove(part)
                self.roots.append(part)
                reached.update(self.family(part))

    def kind(self, part: str) -> str:
        return self.facts.iri(part, "provisionKind").rsplit("/", 1)[-1] or "part"

    def document(self) -> Any:
        preface, preamble, body, conclusions = self.divided()
        act = any(self.kind(part) in ("dieu", "enactment") for part in self.parts)
        kind = self.facts.iri(self.facts.document, "documentType").rsplit("/", 1)[-1] or "van-ban"
        made = self.make("act" if act else "doc", {"name": kind}, meta(self.make, self.facts, self.report))
        for name, parts in (("preface", preface), ("preamble", preamble)):
            if parts:
                made.append(self.make(name, *self.front(parts)))
        blocks = [block for part in body for block in self.hierarchy(part, 0)]
        made.append(
            self.make(
                "body" if act else "mainBody",
                *(blocks or [self.make("hcontainer", {"name": "empty"}, self.make("content", self.make("p")))]),
            )
        )
        if conclusions:
            made.append(self.make("conclusions", *(block for part in conclusions for block in self.closing(part))))
        self.report.note("unplaced", self.lost)
        return self.make("akomaNtoso", made)

    def divided(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """The top provisions as preface, preamble, body and conclusions, in their order."""
        kinds = [self.kind(part) for part in self.roots]
        first = _run(kinds, _PREFACE)
        second = first + _run(kinds[first:], _PREAMBLE)
        last = len(kinds) - _run(kinds[second:][::-1], _CONCLUSIONS)
        return self.roots[:first], self.roots[first:second], self.roots[second:last], self.roots[last:]

    def family(self, part: str) -> list[str]:
        """A part and all within it, in reading order."""
        found, waiting = [], [part]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting.extend(reversed(self.children[one]))
        return found

    def front(self, parts: Sequence[str]) -> list[Any]:
        made: list[Any] = []
        for part in parts:
            kind, blocks = self.kind(part), [self.p(one) for one in self.family(part)]
            if kind == "basis":
                if not (made and made[-1].tag == f"{{{NAMESPACE}}}citations"):
                    made.append(self.make("citations"))
                made[-1].append(self.make("citation", self.id(part), *blocks))
            elif kind == "title":
                made.append(self.make("longTitle", self.id(part), *blocks))
            elif kind in ("enactment", "opening"):
                made.append(self.make("formula", {"name": kind, **self.id(part)}, *blocks))
            else:
                made.append(self.make("container", {"name": kind, **self.id(part)}, *blocks))
        return made

    def closing(self, part: str) -> list[Any]:
        blocks = [self.p(one) for one in self.family(part)]
        if self.kind(part) == "signature":
            blocks[0] = self.make("p", self.signature(part))
            self.lost += len(self.cited[part])
        return [self.make("container", {"name": self.kind(part), **self.id(part)}, *blocks)]

    def signature(self, part: str) -> Any:
        """The words of a signature, in which position and name of the signer are marked where they stand."""
        text, at = self.facts.text(part, "text"), 0
        made, last = self.make("signature"), None
        for tag, name, key in (("role", "signerPosition", "#signer-position"), ("person", "signer", "#signer")):
            words = self.facts.text(self.facts.document, name)
            begin = text.find(words, at) if words else -1
            if begin < 0:
                continue
            self.after(made, last, text[at:begin])
            last = self.make(tag, {"refersTo": key}, xml_text(words, self.report))
            made.append(last)
            at = begin + len(words)
        self.after(made, last, text[at:])
        return made

    def after(self, element: Any, last: Any, text: str) -> None:
        """Text after the last child of an element, or at its beginning."""
        if last is None:
            element.text = xml_text(text, self.report)
        else:
            last.tail = xml_text(text, self.report)

    def hierarchy(self, part: str, depth: int) -> list[Any]:
        """The element of a part with those within it; beyond `_DEEPEST` they follow it."""
        kind = self.kind(part)
        name = _ELEMENTS.get(kind, "hcontainer")
        made = self.make(name, {**({"name": kind} if name == "hcontainer" else {}), **self.id(part)})
        words = split(self.facts.text(part, "text"), self.facts.text(part, "number"), self.facts.text(part, "heading"))
        words, marks = self.marked(part, words)
        for tag, text, inside in zip(("num", "heading"), (words.number, words.heading), marks, strict=False):
            if text:
                made.append(self.inline(self.make(tag), text, inside))
        rest = [self.inline(self.make("p"), words.rest, marks[2])] if words.rest else []
        if not self.children[part]:
            made.append(self.make("content", *(rest or [self.make("p")])))
            return [made]
        if rest:
            made.append(self.make("intro", *rest))
        deeper = [one for child in self.children[part] for one in self.hierarchy(child, depth + 1)] if depth < _DEEPEST else []
        if deeper:
            made.extend(deeper)
            return [made]
        return [made, *(one for child in self.family(part)[1:] for one in self.flat(child))]

    def flat(self, part: str) -> list[Any]:
        name = {"name": self.kind(part), **self.id(part)}
        return [self.make("hcontainer", name, self.make("content", self.p(part)))]

    def marked(self, part: str, words: Words) -> tuple[Words, list[list[Reference]]]:
        """Where the citations of a part stand in its number, heading and rest; a citation over a seam puts all in the rest."""
        heading, left = references(words.heading, self.cited[part])
        missing = [one for one in self.cited[part] if one[0] in left]
        rest, lost = references(words.rest, missing)
        if lost:
            text = " ".join(piece for piece in (words.number, words.heading, words.rest) if piece)
            whole, still = references(text, self.cited[part])
            if len(still) < len(lost):
                self.lost += len(still)
                return Words("", "", text), [[], [], whole]
        self.lost += len(lost)
        return words, [[], heading, rest]

    def p(self, part: str) -> Any:
        """All the words of a part as one paragraph."""
        text = self.facts.text(part, "text")
        found, lost = references(text, self.cited[part])
        self.lost += len(lost)
        return self.inline(self.make("p"), text, found)

    def inline(self, element: Any, text: str, found: Sequence[Reference], base: int = 0) -> Any:
        """Fill an element with text in which citations are `ref`."""
        at, last = 0, None
        for one in found:
            self.after(element, last, text[at : one.begin - base])
            last = self.make("ref", self.target(one.iri))
            self.inline(last, text[one.begin - base : one.end - base], one.within, one.begin)
            element.append(last)
            at = one.end - base
        self.after(element, last, text[at:])
        return element

    def target(self, citation: str) -> dict[str, str]:
        """The document a citation means; where it is not known the citation itself, which says why."""
        cited = self.facts.iri(citation, "citedDocument")
        end = "cit_" + citation.rsplit("/", 1)[-1]
        return {"href": cited, "eId": end} if cited else {"href": citation, "class": "unresolved", "eId": end}

    def id(self, part: str) -> dict[str, str]:
        """An identifier from the path as printed, which is unique within the document."""
        path = part.partition("/provision/")[2] or self.facts.text(part, "path")
        return {"eId": re.sub(r"\s+|%20", "_", path)} if path else {}


def _run(kinds: Sequence[str], wanted: frozenset[str]) -> int:
    """How many of the first kinds are wanted ones.

    >>> _run(["title", "basis", "title"], frozenset({"title"}))
    1
    """
    return next((index for index, kind in enumerate(kinds) if kind not in wanted), len(kinds))
