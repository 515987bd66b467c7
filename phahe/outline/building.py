"""Walks the blocks of a document once and grows the tree: head, bases, numbered parts, tables, annexes, recipients, signature, footnotes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from phahe.header import HeaderReader
from phahe.layout import Block, Layout
from phahe.layout.tables import Row, Table, tables
from phahe.outline.annexes import annex, is_note
from phahe.outline.markers import ARTICLE, LETTER, MARKERS, ROMAN, Marker
from phahe.outline.model import Provision
from phahe.outline.quotations import quoted
from phahe.outline.tree import Open, Tree

_BASIS: Final = re.compile(r"[-–+]?\s*C[ăâ]n cứ\s")
_CONSIDERED: Final = re.compile(r"[-–+]?\s*(?:Xét|Theo)\s(?:đề nghị|[Tt]ờ trình|[Bb]áo cáo|[Cc]ông văn)")
_ADDRESSED: Final = re.compile(r"Kính\s+gửi\s*:?")
_RECIPIENTS: Final = re.compile(r"N[ơoƠ][iI] [nN][hH][ậaẬ][nN]\s?:")
_SIGNATURE: Final = re.compile(r"(?:T[/.]\s?M|K[/.]\s?T|T[/.]\s?L|TM|KT|TL|TUQ|Q)[./]?\s+[^\W\d]{2,}")
_POSITION: Final = re.compile(
    r"(?:PHÓ |QUYỀN |THỨ )*(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|CỤC TRƯỞNG|TRƯỞNG BAN|CHÁNH ÁN|VIỆN TRƯỞNG)(?: [^\W\d_]+){0,6}"
)
_PERSON: Final = re.compile(r"(?:\S+\.\s?)?[^\W\d_]+(?: [^\W\d_]+){1,4}")
_CLOSING: Final = re.compile(
    r"Trên đây là (?:nội dung )?(?:Kế hoạch|kế hoạch|Chương trình|Nghị quyết|Đề án|Phương án|Hướng dẫn)\b|(?:Nghị quyết|Quyết định|Kế hoạch|Chỉ thị|Chương trình|Chương trình hành động|Luật|Bộ luật|Pháp lệnh) này\s.{0,160}(?:thông qua|có hiệu lực)"
    r"|(?:Nghị quyết|Kế hoạch|Chỉ thị|Chương trình|Chương trình hành động|Kết luận|Quy định|Hướng dẫn) này (?:được )?(?:phổ biến|quán triệt) (?:đến|tới)\b"
)
_ENACTING: Final = re.compile(r"(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ)\s*:")
_ENACTING_BODY: Final = re.compile(r".{3,80}\s(?:QUYẾT NGHỊ|QUYẾT ĐỊNH)\s*:?")
_NOTE: Final = re.compile(r"\((?:[Kk]èm theo|[Pp]hụ lục|[Bb]an hành kèm)|\(.{0,120}kèm theo\)\.?$")
_FOOTNOTE: Final = re.compile(r"\[\d{1,3}\]\s*\S|\[[^\]]{12,}\]$")
_STOPPED: Final = re.compile(r"[.;:…,][”\"’)]*$")
_ADDRESSES_ALL: Final = re.compile(r"(?:Yêu cầu\s+)?(?:Thủ trưởng|Giám đốc|Các đồng chí|Trong quá trình)\b")
#: A heading without a number is no longer than this.
_HEADING_LENGTH: Final = 200


class Outliner:
    """One walk over the blocks. `stage`: header, body, recipients, signature or closed (signed; what follows is annexed)."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.tree = Tree()
        self.stage = "header"
        self.reader = HeaderReader()
        self.signed = False
        self._heads_annex = False
        self._words = [layout.words(block) for block in layout.blocks]
        self._tables = 0
        self._recipients: set[str] = set()

    def run(self) -> tuple[Provision, ...]:
        """The provisions, in reading order."""
        found = tables(self.layout)
        by_row = {block.row: table for table in found for block in table.blocks}
        skipped = {block.span for table in found for block in table.continuations}
        inside = quoted(self._words)
        last: Table | None = None
        for index, block in enumerate(self.layout.blocks):
            table = by_row.get(block.row) if block.row is not None else None
            if table is not None:
                if table is not last:
                    self._table(table)
                last = table
            elif block.span not in skipped and block.span.size:
                self._block(index, block, self._words[index], index in inside)
        return tuple(self._lifted())

    def _block(self, index: int, block: Block, words: str, inside: bool) -> None:
        if block.part is not None:
            self._part(block, words)
        elif (inside and self.stage == "body") or (not self._apparatus(index, block, words) and not self._numbered(block, words)):
            self._paragraph(index, block, words)

    def _part(self, block: Block, words: str) -> None:
        assert block.part is not None
        self.reader.part(block.part, words, block.span)
        if block.part in ("title", "subject"):
            self.tree.add("title", self.tree.unique("title"), None, (), (block.span,), None)
        else:
            self.tree.add("letterhead", self.tree.next("letterhead", "."), None, (), (block.span,), None)

    def _apparatus(self, index: int, block: Block, words: str) -> bool:
        """What surrounds the orders: bases, recipients, signature, annex titles and notes, footnotes, the adoption sentence."""
        if words[0] == "[" and _FOOTNOTE.match(words):
            self.tree.add("footnote", self.tree.next("chu-thich", "."), None, (), (block.span,), None)
        elif (
            self._back_matter(index, block, words)
            or self._annex(index, block, words)
            or (self.stage == "header" and self._preamble(block, words))
        ):
            pass
        elif words[0] == "(" and (is_note(words) or _NOTE.match(words)):
            self._note(block, words)
        elif self.stage == "body" and _CLOSING.match(words):
            self.reader.closing(words, block.span)
            self.tree.add("closing", self.tree.unique(self.tree.rooted("closing")), None, (), (block.span,), self.tree.scope)
        else:
            return False
        return True

    def _preamble(self, block: Block, words: str) -> bool:
        """Addressees, bases, considerations, the enacting words."""
        if _BASIS.match(words):
            self.tree.add("basis", self.tree.next("can-cu", "."), None, (), (block.span,), None)
        elif _CONSIDERED.match(words):
            self.tree.add("basis", self.tree.next("xet", "."), None, (), (block.span,), None)
        elif _ENACTING.match(words) or (words.isupper() and _ENACTING_BODY.fullmatch(words)):
            self.stage = "body"
            self.reader.enactment(words, block.span)
            self.tree.add("enactment", self.tree.unique("enactment"), None, (block.span,), (), None)
        elif _ADDRESSED.match(words):
            self.tree.add("opening", self.tree.unique("kinh-gui"), None, (), (block.span,), None)
        elif words[0] in "-–" and self.tree.found and self.tree.found[-1].path.startswith(("kinh-gui", "opening")) and len(words) < 300:
            self.tree.add("bullet", self.tree.next("kinh-gui", ".b"), words[0], (), (block.span,), self._addressees())
        else:
            return False
        return True

    def _addressees(self) -> str:
        last = self.tree.found[-1]
        return last.parent or last.path

    def _note(self, block: Block, words: str) -> None:
        """ "(Kèm theo Kế hoạch số …)" under the title, or "(Phụ lục … kèm theo)" at the end of a section, which it belongs to as a whole."""
        self._heads_annex = False
        if self.stage == "header":
            self.reader.annex_note(words, block.span)
            self.tree.add("annex-note", self.tree.unique("opening"), None, (), (block.span,), None)
            return
        section = next((unit.path for unit in self.tree.stack if unit.kind == "section"), self.tree.inner)
        self.tree.add("annex-note", self.tree.next(section or "body", ".p"), None, (), (block.span,), section)

    def _annex(self, index: int, block: Block, words: str) -> bool:
        """The title of an annex, over as many blocks as it takes."""
        if self._heads_annex and words.isupper() and not any(marker.pattern.match(words) for marker in MARKERS[:5]):
            self.tree.extend(block.span, heading=True)
            return True
        may = len(words) <= 300 and (words[0] in "PMB" or words.isupper())
        if not may or (self.stage == "header" and not self.reader.enacted):
            return False
        found = annex(words, " ".join(self._words[index + 1 : index + 4]), closed=self.stage == "closed")
        if found is None:
            return False
        path = self.tree.unique(found.path)
        self.tree.add("annex", path, found.number, (block.span,), (), None)
        self.tree.enter(path)
        self.stage, self._heads_annex = "body", True
        return True

    def _back_matter(self, index: int, block: Block, words: str) -> bool:
        if _RECIPIENTS.match(words):
            self.stage = "recipients"
            path = self.tree.rooted("recipients")
            self._recipients.add(path)
            self.tree.add("recipients", self.tree.unique(path), None, (block.span,), (), self.tree.scope)
            return True
        # "Nơi nhận: CHỦ TỊCH": the signature stands beside the recipients, and their lines come after its first.
        beside = self.stage == "signature" and self.tree.rooted("recipients") in self._recipients
        if (self.stage == "recipients" or beside) and words.startswith(("-", "–", "+", "•")):
            self._recipient(block, words)
            return True
        if self.stage in ("recipients", "signature") or self._begins_signature(index, words):
            return self._signature(block, words)
        return False

    def _recipient(self, block: Block, words: str) -> None:
        if self.tree.scope is None:
            self.reader.recipient(words, block.span)
        parent = self.tree.rooted("recipients")
        self.tree.add("bullet", self.tree.next(parent, ".b"), words[0], (), (block.span,), parent)

    def _begins_signature(self, index: int, words: str) -> bool:
        """Authority in capitals; or a position in capitals with a person's name under it."""
        if self.stage != "body" or len(words) > 120 or not words[:8].isupper():
            return False
        if _SIGNATURE.match(words):
            return True
        following = self._words[index + 1] if index + 1 < len(self._words) else ""
        return _POSITION.fullmatch(words) is not None and _PERSON.fullmatch(following) is not None and following == following.title()

    def _signature(self, block: Block, words: str) -> bool:
        reader = self.reader if self.tree.scope is None else HeaderReader()
        if reader.signature(words, block.span) is None or (self.signed and self._opens_more(words)):
            self.stage = "closed" if self.tree.scope is None else "body"
            self.tree.stack.clear()
            return False
        self.stage = "signature"
        if (at := self.tree.last_signature()) is not None:
            self.tree.extend(block.span, at=at)
        else:
            self.tree.add("signature", self.tree.unique(self.tree.rooted("signature")), None, (), (block.span,), self.tree.scope)
        self.signed = bool(reader.signers)
        return True

    def _opens_more(self, words: str) -> bool:
        """Whether words after a signature open an annex rather than another signature."""
        if _SIGNATURE.match(words) or _POSITION.fullmatch(words):
            return False
        marked = any(marker.pattern.match(words) for marker in MARKERS[:4])
        return marked or words.isupper() or not _PERSON.fullmatch(words)

    def _numbered(self, block: Block, words: str) -> bool:
        for marker in MARKERS:
            match = marker.pattern.match(words)
            if match is not None and self._opened(marker, block, words, match):
                return True
        return False

    def _opened(self, marker: Marker, block: Block, words: str, match: re.Match[str]) -> bool:
        kind, form, _ = marker
        number = match.group(1)
        if form == ROMAN:
            number = number.replace("1", "I").replace("l", "I")
        rest = words[match.end() :]
        rank = self.tree.rank_of(form, number, heading=" " in rest and rest.isupper() and len(number) < 5)
        if rank is None:
            return False
        self.stage, self._heads_annex = "body", False
        path, parent = self.tree.open(rank, form, number, kind)
        enclosing = self.tree.stack[-1] if self.tree.stack else None
        if kind == "section" and enclosing is not None and enclosing.rank == ARTICLE and form not in (ROMAN, LETTER) and "." not in number:
            kind = "khoan"
        titled = (not _STOPPED.search(words) and kind not in ("bullet", "diem")) or (kind in ("phan", "chuong", "muc"))
        self.tree.add(kind, path, number, (block.span,) if titled else (), () if titled else (block.span,), parent)
        if kind != "bullet":
            self.tree.stack.append(Open(path, rank, number, kind))
        return True

    def _paragraph(self, index: int, block: Block, words: str) -> None:
        tree = self.tree
        if self.stage == "header" and tree.inner is None:
            following = self._words[index + 1] if index + 1 < len(self._words) else ""
            name = self.reader.line(words, block.span, following)
            kind = {"opening": "opening", "title": "title"}.get(name, "letterhead")
            path = tree.next(kind, ".") if kind == "letterhead" else tree.unique(kind)
            tree.add(kind, path, None, (), (block.span,), None)
            return
        if self.stage == "closed" and words.isupper():
            path = tree.unique("kem-theo")
            tree.add("annex", path, None, (block.span,), (), None)
            tree.enter(path)
            self.stage, self._heads_annex = "body", True
            return
        self._heads_annex = False
        if words.isupper() and 6 < len(words) < _HEADING_LENGTH and not _STOPPED.search(words):
            tree.add("heading", tree.next(tree.inner or "body", ".h"), None, (block.span,), (), tree.inner)
        else:
            tree.add("paragraph", tree.next(tree.inner or "body", ".p"), None, (), (block.span,), tree.inner)

    def _table(self, table: Table) -> None:
        tree = self.tree
        self.stage = "body" if self.stage in ("header", "closed", "signature", "recipients") else self.stage
        self._heads_annex = False
        self._tables += 1
        base, parent = tree.inner or "bang", tree.inner
        if not table.roles and not table.head:
            return
        if not table.roles:
            base = tree.unique(tree.rooted(f"bang-{self._tables}"))
            tree.add("table", base, None, table.head, (), parent)
            parent = base
        groups: list[tuple[int, str]] = []
        for index, row in enumerate(table.rows, 1):
            if row.group is not None:
                self._group(row, groups, base, parent)
            if row.content is None:
                continue
            group = groups[-1][1] if groups else None
            number = row.number or str(index)
            path = tree.unique(f"{group}.{number}" if group else f"{base}.r{number}")
            tree.add("row", path, row.number, (), row.body, group or parent, row.cells)

    def _group(self, row: Row, groups: list[tuple[int, str]], base: str, parent: str | None) -> None:
        """A group of rows: "NHÓM I" keeps its printed label as path; "I" under "A" stands inside it."""
        assert row.group is not None
        label, depth = row.group.label, row.group.depth
        while groups and groups[-1][0] >= depth:
            groups.pop()
        outer = groups[-1][1] if groups else None
        path = self.tree.unique(label) if label.startswith("NHÓM") or len(label) > 8 else self.tree.unique(f"{outer or base}.{label}")
        self.tree.add("group", path, label, row.group.title, (), outer or parent)
        groups.append((depth, path))

    def _lifted(self) -> list[Provision]:
        """The last paragraph of all ("Thủ trưởng các sở, ban, ngành … ./.") speaks to every body: it belongs to the section, not to the last duty."""
        found, text = list(self.tree.found), self.layout.text.text
        known = {p.path: p for p in found}
        for index in range(len(found) - 1, -1, -1):
            p = found[index]
            if p.kind != "paragraph" or p.parent is None:
                continue
            parent = known[p.parent]
            closes = text[p.body[0].start : p.body[0].end].rstrip().endswith("./.") or _ADDRESSES_ALL.match(text, p.body[0].start)
            if closes and parent.parent is not None and parent.heading and parent.kind == "section":
                found[index] = replace(p, path=self.tree.next(parent.parent, ".p"), parent=parent.parent)
            break
        return found
