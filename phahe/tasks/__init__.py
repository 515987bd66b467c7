"""Which provisions order something: the smallest printed blocks under NHIỆM VỤ, GIẢI PHÁP and under TỔ CHỨC THỰC HIỆN.

Purposes, requirements, objectives and funding are provisions, not tasks. Who does a task and when is `assignments`' and `timings`'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from phahe.bodies import starts_with_verb
from phahe.layout import Layout
from phahe.outline import Outline, Provision, without_marker
from phahe.tasks.assignments import find_assignments
from phahe.tasks.labels import label_of_block
from phahe.vietnamese import fold

#: Words of a heading, folded, to the kind of what stands under it; the first that matches counts.
_SECTIONS: Final = (
    ("funding", r"\bkinh phi\b|\bnguon von\b|\bnguon luc thuc hien"),
    ("duty", r"\bto chuc thuc hien\b|\bphan cong\b|\btrach nhiem\b|\bto chuc trien khai\b"),
    ("purpose", r"\bmuc dich\b|\byeu cau\b|\bquan diem\b|\bmuc tieu\b|\bchi tieu\b|\bpham vi\b|\bdoi tuong\b|\bthuc trang\b"),
    ("solution", r"\bnhiem vu\b|\bgiai phap\b|\bnoi dung thuc hien\b|\bnoi dung\b"),
)
_ORDERS: Final = re.compile(r"\W*(?:Điều\s+\d+\.?\s*)?(?:\d+\.\s*)?(?:Giao|Đề nghị|Yêu cầu)\b")
#: What takes effect by being said orders nobody: "Bãi bỏ Nghị quyết số …", "Nghị quyết này có hiệu lực từ …", "(Chi tiết tại Phụ lục)".
_ENACTS: Final = re.compile(
    r"\W*(?:Điều\s+\d+\.?\s*)?(?:(?:\d+|[a-zđ])[.)]\s*)?(?:Bãi bỏ|Thay thế|Hết hiệu lực|(?:Nghị quyết|Quyết định|Quy định|Quy chế|Kết luận|Chỉ thị|Kế hoạch)(?: này)? (?:này )?"
    r"(?:có hiệu lực|thay thế|bãi bỏ|được phổ biến|phổ biến)|(?:Nghị quyết|Quyết định|Quy định)\b[^.;]{0,160} hết hiệu lực)"
)
_ASIDE: Final = re.compile(r"\W*\([^()]{0,300}\)\W*\Z")
#: Opens the orders of a conclusion: "Ban Thường vụ Tỉnh ủy kết luận như sau:", "yêu cầu … thực hiện các nhiệm vụ sau:".
_CONCLUDES: Final = frozenset({"kết luận", "thông báo kết luận"})
#: What was, not what is to be done: "I. Kết quả thực hiện năm 2025", "1. Đánh giá tình hình".
_LOOKS_BACK: Final = re.compile(
    r"\W*(?:danh gia (?:chung|tinh hinh|ket qua|thuc trang|nguy co|tac dong)|(?:nhung )?ket qua (?:thuc hien|dat duoc|nam)|tinh hinh|thuc trang"
    r"|(?:nhung )?(?:ton tai|han che|kho khan)|du bao|boi canh|su can thiet)\b"
)
#: Documents that are orders from their opening on, under no heading that says so.
_ORDERING: Final = frozenset({"chỉ thị", "công điện"})
#: A heading that is about money alone stands for itself, even under TỔ CHỨC THỰC HIỆN: "1. Kinh phí thực hiện".
_MONEY: Final = re.compile(r"\W*(?:ve\s+)?(?:(?:co che|du toan|nhu cau|nguon)\s+)?(?:kinh phi|nguon von|nguon luc tai chinh)\b")
_MONEY_HEADING: Final = 120
_OF_MONEY: Final = re.compile(r"\bkinh phi\b|\bvon\b|\bngan sach\b|\btai chinh\b|\bnguon luc\b")
_AIMS_AND_TASKS: Final = re.compile(r"\bmuc tieu\b.*\b(?:nhiem vu|giai phap)\b")
_WHO_OR_WHEN: Final = frozenset({"lead", "coordinate", "timing"})
#: "… các giải pháp sau:" introduces what follows and orders nothing itself.
_INTRODUCES: Final = (":", ": ")
_HEADING: Final = 80  # characters; a heading may be longer, but then it ends without a full stop
_SENTENCE_END: Final = re.compile(r"[.;]\W*$")
#: "Điều 3. Nhiệm vụ, giải pháp" of a plan, unlike "Điều 3. Nhiệm vụ và quyền hạn" or "Nội dung" of a regulation.
_SOLUTIONS: Final = re.compile(r"\bgiai phap\b|\bnhiem vu (?:trong tam|chu yeu|cu the)\b")
_SECTION_KINDS: Final = frozenset({"section", "dieu", "phan", "chuong", "muc", "khoan"})
#: A label stands within so many characters of its block.
_LABEL: Final = 90
_LEAVES: Final = frozenset({"paragraph", "bullet", "row", "section", "khoan", "diem", "dieu"})


@dataclass(frozen=True, slots=True)
class Task:
    """A task: the provision that orders it, and its kind ("solution" or "duty"; "funding" for a block about money, which is no task).

    `told` are the labelled blocks beside it that say more of it ("- Đơn vị chủ trì: …"), each with what it tells: lead, coordinate,
    timing, output.
    """

    provision: Provision
    kind: str
    told: tuple[tuple[str, Provision], ...] = ()


def section_kind(heading: str) -> str | None:
    """What a section holds, by the words of its heading: solution, duty, purpose, funding; None where they do not say.

    >>> section_kind("III. NHIỆM VỤ, GIẢI PHÁP"), section_kind("V. TỔ CHỨC THỰC HIỆN"), section_kind("2. Giáo dục phổ thông")
    ('solution', 'duty', None)
    """
    folded = fold(heading)
    return next((kind for kind, pattern in _SECTIONS if re.search(pattern, folded)), None)


def looks_back(heading: str) -> bool:
    """Whether a heading is of what was and not of what is to be: neither orders nor aims stand under it.

    >>> looks_back("I. KẾT QUẢ THỰC HIỆN NĂM 2025"), looks_back("II. MỤC TIÊU")
    (True, False)
    """
    return _LOOKS_BACK.match(fold(without_marker(heading))) is not None


def find_tasks(layout: Layout, outline: Outline) -> tuple[Task, ...]:
    """The tasks of a document, in reading order: leaves of the outline under a section of solutions or duties, and table rows."""
    return tuple(block for block in told_blocks(layout, outline) if block.kind != "funding")


def told_blocks(layout: Layout, outline: Outline) -> tuple[Task, ...]:
    """The tasks and, of kind "funding", the smallest blocks about money; in reading order."""
    words = {p.path: " ".join(layout.text.text[s.start : s.end] for s in p.spans) for p in outline.provisions}
    kinds_of_parts: dict[str | None, set[str]] = {}
    for provision in outline.provisions:
        kinds_of_parts.setdefault(provision.parent, set()).add(provision.kind)
    sections = _Sections(outline, words)
    groups = _Groups(outline, words)
    for provision in outline.provisions:
        printed, parts = words[provision.path], kinds_of_parts.get(provision.path)
        # A block with paragraphs under it is a task only where it orders something itself before them.
        whole = parts is not None and (bool(provision.heading or provision.cells) or parts != {"paragraph"} or not _is_order(printed))
        if provision.kind not in _LEAVES or whole or printed.endswith(_INTRODUCES) or _ENACTS.match(printed) or _ASIDE.match(printed):
            continue
        kind = sections.kind(provision)
        if kind in ("solution", "duty") and (role := label_of_block(fold(printed[:_LABEL]))) is not None:
            groups.label(role, provision, kind)
        elif kind in ("solution", "duty", "funding"):
            groups.task(Task(provision, kind))
    return groups.tasks(sections)


class _Groups:
    """Tasks in reading order, and the labelled blocks that follow them: these tell of the tasks printed since the labels before."""

    def __init__(self, outline: Outline, words: Mapping[str, str]) -> None:
        self.outline, self.words = outline, words
        self.found: list[Task] = []
        self.told: dict[int, list[tuple[str, Provision]]] = {}
        self.current: dict[str, list[int]] = {}
        self.closed: set[str] = set()
        self.waiting: dict[str, list[tuple[str, Provision, str]]] = {}

    def task(self, task: Task) -> None:
        """The next task."""
        index = len(self.found)
        self.found.append(task)
        if task.kind == "funding":
            return
        for parent in self.outline.parents(task.provision):
            if parent.path in self.closed:  # labels stood before: they told of the tasks before
                self.current[parent.path] = []
                self.closed.discard(parent.path)
            self.current.setdefault(parent.path, []).append(index)

    def label(self, role: str, block: Provision, kind: str) -> None:
        """The next labelled block."""
        about = self._about(block)
        if tasks := self.current.get(about):
            self.closed.add(about)
            for index in tasks:
                self.told.setdefault(index, []).append((role, block))
        else:
            self.waiting.setdefault(about, []).append((role, block, kind))

    def _about(self, block: Provision) -> str:
        """The path of the part whose tasks a labelled block tells of: the one around it, past "b) Cơ quan thực hiện:"."""
        parents = self.outline.parents(block)
        return next((parent.path for parent in parents if label_of_block(fold(self.words[parent.path][:_LABEL])) is None), "")

    def tasks(self, sections: _Sections) -> tuple[Task, ...]:
        """All tasks with their labelled blocks; a part of labelled blocks alone is a task itself."""
        known = self.outline.by_path()
        for path, waiting in self.waiting.items():
            for index in self.current.get(path, ()):  # labels printed before the only task
                self.told.setdefault(index, []).extend((role, block) for role, block, _ in waiting)
            if self.current.get(path):
                continue
            # Without a heading of its own ("III. NHIỆM VỤ" over labelled blocks) a block that says who is the order itself.
            alone = path not in known or section_kind(sections.words[path]) is not None
            told = tuple((role, block) for role, block, _ in waiting)
            self.found += [Task(block, kind) for _, block, kind in waiting] if alone else [Task(known[path], waiting[0][2], told)]
        told_of = [replace(task, told=tuple(self.told.get(index, task.told))) for index, task in enumerate(self.found)]
        return tuple(sorted(told_of, key=lambda task: task.provision.order))


class _Sections:
    """What the sections of one outline hold; asked once for each heading."""

    def __init__(self, outline: Outline, words: Mapping[str, str]) -> None:
        self.outline, self.words = outline, words
        self.ordering = (outline.header.document_type or "").casefold() in _ORDERING
        self.concluding = (outline.header.document_type or "").casefold() in _CONCLUDES
        self._kinds: dict[str, str | None] = {}

    def kind(self, provision: Provision) -> str | None:
        """What a leaf is."""
        if provision.kind == "row":
            return "solution" if provision.cells.keys() & _WHO_OR_WHEN else None
        if provision.heading:
            return None
        words = self.words[provision.path]
        told, colon, _ = words.partition(":")
        if colon and _is_money(told):
            return "funding"
        parents = self.outline.parents(provision)
        kinds = [kind for parent in parents if (kind := self._held_by(parent)) is not None]
        if "past" in kinds:
            return None
        if kinds:
            # The outermost section decides: "1. Mục tiêu" inside "III. NHIỆM VỤ" is rare, the reverse is not. Money stands for itself.
            if "money" in kinds:  # "Yêu cầu các thôn nghiêm túc thực hiện" at the end is of the whole document
                return "duty" if _ORDERS.match(words) and not _OF_MONEY.search(fold(words)) else "funding"
            named = [kind for kind in kinds if kind != "mixed"]
            if named and named[-1] == "funding" and _ORDERS.match(words) and not _OF_MONEY.search(fold(words)):
                return "duty"
            return named[-1] if named else "solution"
        if self.ordering and parents and parents[-1].kind == "section" and "annex" not in {parent.kind for parent in parents}:
            return "duty"
        if self.ordering and provision.kind == "section":
            return "duty"
        if self.concluding and provision.parent != "recipients" and provision.kind in ("section", "khoan", "bullet") and _is_told(words):
            return "duty"
        return "duty" if _ORDERS.match(words) and (parents or provision.kind == "dieu") else None

    def _held_by(self, parent: Provision) -> str | None:
        if parent.path not in self._kinds:
            self._kinds[parent.path] = self._told_by(parent)
        return self._kinds[parent.path]

    def _told_by(self, parent: Provision) -> str | None:
        words = self.words[parent.path]
        if parent.heading and _is_money(words):
            return "money"
        if parent.heading and looks_back(words):
            return "past"
        kind = section_kind(words) if parent.kind in _SECTION_KINDS else None
        if kind == "purpose" and parent.heading and _AIMS_AND_TASKS.search(fold(words)):
            return "mixed"  # "B. MỤC TIÊU, NHIỆM VỤ": its parts decide
        if parent.kind == "dieu" and kind == "solution" and not (parent.heading and _SOLUTIONS.search(fold(words))):
            return None
        return kind


def _is_order(printed: str) -> bool:
    """Whether the words of a block that has parts are a sentence of their own, unlike "1. Cày bừa." over its parts."""
    return len(printed) > _HEADING and _SENTENCE_END.search(printed) is not None


def _is_told(words: str) -> bool:
    """Whether a block of a conclusion says who is to do something: its subject leads, or it opens with a verb of doing."""
    block = without_marker(words)
    return any(one.role == "lead" for one in find_assignments(block)) or starts_with_verb(block) is not None


def _is_money(heading: str) -> bool:
    return len(heading) < _MONEY_HEADING and _MONEY.match(fold(without_marker(heading))) is not None
