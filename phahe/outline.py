"""From blocks to the tree of provisions: Phần, Chương, Mục, Điều, khoản, điểm, sections I./1./1.1., bullets, paragraphs, table rows.

The path of a provision is its printed place: `III.3.p2` (second paragraph under III.3), `III.2.b4` (fourth bullet), `dieu-2.1`
(khoản 1 of Điều 2), `NHÓM II.3` (row 3 of group II), `can-cu.3`. What a provision orders is `tasks`'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from phahe.header import Header, HeaderReader
from phahe.layout import Block, Layout
from phahe.tables import Table, tables
from phahe.text import Span
from phahe.vietnamese import fold, parse_roman


@dataclass(frozen=True, slots=True)
class Provision:
    """One part of a document.

    `heading` and `body` are spans of the laid-out text, several where a group title was cut by a page. `cells` maps the role of a
    table column (lead, coordinate, timing, …) to its span in this row.
    """

    path: str
    kind: str
    number: str | None
    heading: tuple[Span, ...]
    body: tuple[Span, ...]
    parent: str | None
    order: int
    cells: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def spans(self) -> tuple[Span, ...]:
        """All the words of the provision itself, not of its parts."""
        return (*self.heading, *self.body)


@dataclass(frozen=True, slots=True)
class Outline:
    """The provisions of a document in reading order, their tree, and what the document says of itself."""

    provisions: tuple[Provision, ...]
    header: Header

    def by_path(self) -> dict[str, Provision]:
        """Provisions by path."""
        return {provision.path: provision for provision in self.provisions}

    def parents(self, provision: Provision) -> tuple[Provision, ...]:
        """The provisions that enclose `provision`, innermost first."""
        known, chain = self.by_path(), []
        parent = provision.parent
        while parent is not None:
            chain.append(known[parent])
            parent = known[parent].parent
        return tuple(chain)


#: Printed markers, most specific first: kind, rank (smaller encloses larger), pattern whose group 1 is the number.
_MARKERS: Final = (
    ("phan", 0, re.compile(r"(?:PHẦN|Phần)\s+(?:thứ\s+)?([IVXLC]+|\d+|[nN]hất|[hH]ai|[bB]a|[tT]ư|[nN]ăm|NHẤT|HAI|BA)\b[.:]?\s*")),
    ("chuong", 1, re.compile(r"(?:CHƯƠNG|Chương)\s+([IVXLC]+|\d+)\b[.:]?\s*")),
    ("muc", 2, re.compile(r"(?:MỤC|Mục)\s+([IVXLC]+|\d+)\b[.:]?\s*")),
    ("dieu", 3, re.compile(r"(?:ĐIỀU|Điều)\s+(\d+[a-zđ]?)\b\s*[.:]?\s*")),
    ("section", 4, re.compile(r"([IVXLC]{1,6}|I[I1l]{1,2}|[1l]I{1,2})\s?[.)]\s*(?=[“\w])")),
    ("section", 5, re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]\s*(?=[“(,]*[^\W\d])")),
    ("diem", 8, re.compile(r"([a-zđ]{1,2})\)\s*")),
    ("bullet", 9, re.compile(r"([-–•*])\s*(?=[“(\w])")),
    ("bullet", 10, re.compile(r"(\+)\s*(?=[“(\w])")),
)
_BASIS: Final = re.compile(r"Căn cứ\s")
_CONSIDERED: Final = re.compile(r"(?:Xét|Theo)\s(?:đề nghị|[Tt]ờ trình|[Bb]áo cáo|[Cc]ông văn)")
_RECIPIENTS: Final = re.compile(r"N[ơo]i nh[ậa]n\s?:")
_SIGNATURE: Final = re.compile(r"(?:T[/.]\s?M|K[/.]\s?T|T[/.]\s?L|TM|KT|TL|TUQ|Q)[./]?\s+[^\W\d]{2,}")
_ANNEX_NOTE: Final = re.compile(r"\((?:[Kk]èm theo|[Pp]hụ lục|[Bb]an hành kèm)|\(.{0,120}kèm theo\)\.?$")
_CLOSING: Final = re.compile(r"(?:Nghị quyết|Quyết định|Kế hoạch|Chỉ thị|Chương trình) này\s.{0,160}(?:thông qua|có hiệu lực)")
_ENACTING: Final = re.compile(r"(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ)\s*:")
_STOPPED: Final = re.compile(r"[.;:…,][”\"’)]*$")


def without_marker(words: str) -> str:
    """A heading without its printed number.

    >>> without_marker("II. NHIỆM VỤ"), without_marker("Điều 2. Tổ chức thực hiện"), without_marker("PHÁT TRIỂN GIÁO DỤC")
    ('NHIỆM VỤ', 'Tổ chức thực hiện', 'PHÁT TRIỂN GIÁO DỤC')
    """
    match = next(filter(None, (pattern.match(words) for _, _, pattern in _MARKERS)), None)
    return words[match.end() :] if match else words


def outline(layout: Layout) -> Outline:
    """The tree of provisions of a laid-out document.

    >>> from phahe.layout import lay_out
    >>> from phahe.text import whole
    >>> text = "Điều 1. Phê duyệt Kế hoạch:\\nI. MỤC TIÊU\\n1. Cụ thể\\nĐạt 100%.\\nĐiều 2. Tổ chức\\n1. Giao Ủy ban nhân dân xã thi hành."
    >>> [(p.path, p.kind, p.parent) for p in outline(lay_out(whole(text))).provisions][1:]
    [('I', 'section', 'dieu-1'), ('I.1', 'section', 'I'), ('I.1.p1', 'paragraph', 'I.1'), ('dieu-2', 'dieu', None), ('dieu-2.1', 'khoan', 'dieu-2')]
    """
    outliner = _Outliner(layout)
    return Outline(outliner.run(), outliner.reader.header())


@dataclass(slots=True)
class _Open:
    path: str
    rank: int
    number: str
    kind: str


class _Outliner:
    """Walks the blocks once; `stack` holds the numbered units open at this point, outermost first."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.found: list[Provision] = []
        self.stack: list[_Open] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.stage = "header"
        self.reader = HeaderReader()

    def run(self) -> tuple[Provision, ...]:
        by_row = {block.row: table for table in tables(self.layout) for block in table.blocks}
        done: set[int] = set()
        for block in self.layout.blocks:
            table = by_row.get(block.row) if block.row is not None else None
            if table is not None:
                if id(table) not in done:
                    done.add(id(table))
                    self._table(table)
            elif not any(block in table.continuations for table in by_row.values()):
                self._block(block, self.layout.words(block))
        return tuple(self._lifted(self.found))

    def _block(self, block: Block, words: str) -> None:
        if block.part is not None:
            self.reader.part(block.part, words, block.span)
            kind = "title" if block.part in ("title", "subject") else "letterhead"
            path = self._next(kind, ".") if kind == "letterhead" else self._unique(kind)
            self._add(kind, path, None, (), (block.span,), None)
            return
        if self._apparatus(block, words):
            return
        for kind, rank, pattern in _MARKERS:
            match = pattern.match(words)
            if match is not None and self._numbered(block, words, kind, rank, match):
                return
        self._paragraph(block, words)

    def _apparatus(self, block: Block, words: str) -> bool:
        """What surrounds the orders: bases, recipients, signature, annex notes, the adoption sentence."""
        if self.stage in ("recipients", "signature") or _RECIPIENTS.match(words):
            self._back_matter(block, words)
        elif self.stage == "header" and _BASIS.match(words):
            self._add("basis", self._next("can-cu", "."), None, (), (block.span,), None)
        elif self.stage == "header" and _CONSIDERED.match(words):
            self._add("basis", self._next("xet", "."), None, (), (block.span,), None)
        elif _ENACTING.match(words):
            self.stage = "body"
            self.reader.enactment(words, block.span)
            self._add("enactment", self._unique("enactment"), None, (block.span,), (), None)
        elif _ANNEX_NOTE.match(words):
            self._annex_note(block, words)
        elif self.stage == "body" and _CLOSING.match(words):
            self.reader.closing(words, block.span)
            self._add("closing", self._unique("closing"), None, (), (block.span,), None)
        else:
            return False
        return True

    def _annex_note(self, block: Block, words: str) -> None:
        """ "(Kèm theo Kế hoạch số …)" under the title, or "(Phụ lục … kèm theo)" at the end of a section, which it belongs to as a whole."""
        if self.stage == "header":
            self.reader.annex_note(words, block.span)
            self._add("annex-note", self._unique("opening"), None, (), (block.span,), None)
            return
        section = next((unit.path for unit in self.stack if unit.kind == "section"), self._inner())
        self._add("annex-note", self._next(section or "body", ".p"), None, (), (block.span,), section)

    def _back_matter(self, block: Block, words: str) -> None:
        if _RECIPIENTS.match(words):
            self.stage = "recipients"
            self._add("recipients", self._unique("recipients"), None, (block.span,), (), None)
        elif self.stage == "recipients" and words.startswith(("-", "–", "+", "•")):
            self.reader.recipient(words, block.span)
            self._add("bullet", self._next("recipients", ".b"), words[0], (), (block.span,), "recipients")
        else:
            self.stage = "signature"
            self.reader.signature(words, block.span)
            if self.found and self.found[-1].kind == "signature":
                self.found[-1] = replace(self.found[-1], body=(*self.found[-1].body, block.span))
            else:
                self._add("signature", self._unique("signature"), None, (), (block.span,), None)

    def _numbered(self, block: Block, words: str, kind: str, rank: int, match: re.Match[str]) -> bool:
        number = match.group(1)
        if rank == 4:
            value = parse_roman(number.replace("1", "I").replace("l", "I"))
            if value is None or (value > 1 and not self._expected(rank, value)):
                return False
            number = number.replace("1", "I").replace("l", "I")
        if rank == 5:
            rank += number.count(".")
        self.stage = "body"
        self._close(rank, number)
        if kind == "section" and self.stack and self.stack[-1].kind == "dieu" and rank == 5:
            kind = "khoan"
        titled = not _STOPPED.search(words) and kind not in ("bullet", "diem")
        path = self._unique(self._path(kind, rank, number))
        self._add(kind, path, number, (block.span,) if titled else (), () if titled else (block.span,), self._inner())
        if kind != "bullet":
            self.stack.append(_Open(path, rank, number, kind))
        return True

    def _expected(self, rank: int, value: int) -> bool:
        """Whether a Roman numeral continues the sequence at its rank: prose that opens with "V." or "C." does not."""
        numbers = [parse_roman(p.number or "") for p in self.found if p.kind == "section" and (p.number or "").isupper()]
        return value - 1 in numbers or (not numbers and value == 1) or rank != 4

    def _close(self, rank: int, number: str) -> None:
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        if "." in number:
            stem = number.rsplit(".", 1)[0]
            while self.stack and self.stack[-1].rank >= 5 and self.stack[-1].number != stem:
                self.stack.pop()

    def _path(self, kind: str, rank: int, number: str) -> str:
        if kind in ("phan", "chuong", "muc", "dieu"):
            return f"{kind}-{fold(number)}"
        if rank == 4:
            return number
        if kind == "bullet":
            return self._next(self._inner() or "body", ".b" if rank == 9 else ".s", peek=True)
        base = next((unit.path for unit in reversed(self.stack) if unit.rank < (5 if rank < 8 else rank)), None)
        if rank >= 8:
            base = self._inner()
        return f"{base}.{number}" if base else number

    def _paragraph(self, block: Block, words: str) -> None:
        inner = self._inner()
        if inner is None and self.stage == "header":
            name = self.reader.line(words, block.span)
            kind = {"opening": "opening", "title": "title"}.get(name, "letterhead")
            path = self._next(kind, ".") if kind == "letterhead" else self._unique(kind)
            self._add(kind, path, None, (), (block.span,), None)
        else:
            self._add("paragraph", self._next(inner or "body", ".p"), None, (), (block.span,), inner)

    def _table(self, table: Table) -> None:
        self.stage = "body" if self.stage == "header" else self.stage
        group: str | None = None
        for index, row in enumerate(table.rows, 1):
            if row.group is not None:
                group = self._unique(row.group.label)
                self._add("group", group, row.group.label, row.group.title, (), self._inner())
            number = row.number or str(index)
            path = self._unique(f"{group}.{number}" if group else f"{self._inner() or 'bang'}.r{number}")
            self._add("row", path, row.number, (), (row.content,), group or self._inner(), row.cells)

    def _lifted(self, provisions: Iterable[Provision]) -> Iterable[Provision]:
        """The last paragraph of all ("Thủ trưởng các sở, ban, ngành … ./.") speaks to every body: it belongs to the section, not to the last duty."""
        found = list(provisions)
        known = {p.path: p for p in found}
        for index in range(len(found) - 1, -1, -1):
            p = found[index]
            if p.kind != "paragraph" or p.parent is None:
                continue
            parent, text = known[p.parent], self.layout.text.text
            closes = text[p.body[0].start : p.body[0].end].rstrip().endswith("./.") or _ADDRESSES_ALL.match(text, p.body[0].start)
            if closes and parent.parent is not None and parent.heading and parent.kind == "section":
                found[index] = replace(p, path=self._next(parent.parent, ".p"), parent=parent.parent)
            break
        return found

    def _inner(self) -> str | None:
        return self.stack[-1].path if self.stack else None

    def _next(self, base: str, mark: str, *, peek: bool = False) -> str:
        self.counts[base, mark] += 1
        return f"{base}{mark}{self.counts[base, mark]}"

    def _unique(self, path: str) -> str:
        self.counts[path, ""] += 1
        return path if self.counts[path, ""] == 1 else f"{path}~{self.counts[path, '']}"

    def _add(
        self,
        kind: str,
        path: str,
        number: str | None,
        heading: tuple[Span, ...],
        body: tuple[Span, ...],
        parent: str | None,
        cells: Mapping[str, Span] = MappingProxyType({}),
    ) -> None:
        self.found.append(Provision(path, kind, number, heading, body, parent, len(self.found) + 1, cells))


_ADDRESSES_ALL: Final = re.compile(r"(?:Yêu cầu\s+)?(?:Thủ trưởng|Giám đốc|Các đồng chí|Trong quá trình)\b")
