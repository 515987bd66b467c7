"""Which provisions order something: the smallest printed blocks under NHIỆM VỤ, GIẢI PHÁP and under TỔ CHỨC THỰC HIỆN.

Purposes, requirements, objectives and funding are provisions, not tasks. Who does a task and when is `assignments`' and `timings`'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from phahe.layout import Layout
from phahe.outline import Outline, Provision
from phahe.vietnamese import fold

#: Words of a heading, folded, to the kind of what stands under it; the first that matches counts.
_SECTIONS: Final = (
    ("funding", r"\bkinh phi\b|\bnguon von\b|\bnguon luc thuc hien"),
    ("duty", r"\bto chuc thuc hien\b|\bphan cong\b|\btrach nhiem\b|\bto chuc trien khai\b"),
    ("purpose", r"\bmuc dich\b|\byeu cau\b|\bquan diem\b|\bmuc tieu\b|\bchi tieu\b|\bpham vi\b|\bdoi tuong\b|\bthuc trang\b"),
    ("solution", r"\bnhiem vu\b|\bgiai phap\b|\bnoi dung thuc hien\b|\bnoi dung\b"),
)
_ORDERS: Final = re.compile(r"\W*(?:Điều\s+\d+\.?\s*)?(?:\d+\.\s*)?(?:Giao|Đề nghị|Yêu cầu)\b")
_WHO_OR_WHEN: Final = frozenset({"lead", "coordinate", "timing"})
#: "… các giải pháp sau:" introduces what follows and orders nothing itself.
_INTRODUCES: Final = (":", ": ")
#: "Điều 3. Nhiệm vụ, giải pháp" of a plan, unlike "Điều 3. Nhiệm vụ và quyền hạn" or "Nội dung" of a regulation.
_SOLUTIONS: Final = re.compile(r"\bgiai phap\b|\bnhiem vu (?:trong tam|chu yeu|cu the)\b")
_LEAVES: Final = frozenset({"paragraph", "bullet", "row", "section", "khoan", "diem", "dieu"})


@dataclass(frozen=True, slots=True)
class Task:
    """A task: the provision that orders it, and its kind ("solution" or "duty")."""

    provision: Provision
    kind: str


def section_kind(heading: str) -> str | None:
    """What a section holds, by the words of its heading: solution, duty, purpose, funding; None where they do not say.

    >>> section_kind("III. NHIỆM VỤ, GIẢI PHÁP"), section_kind("V. TỔ CHỨC THỰC HIỆN"), section_kind("2. Giáo dục phổ thông")
    ('solution', 'duty', None)
    """
    folded = fold(heading)
    return next((kind for kind, pattern in _SECTIONS if re.search(pattern, folded)), None)


def find_tasks(layout: Layout, outline: Outline) -> tuple[Task, ...]:
    """The tasks of a document, in reading order: leaves of the outline under a section of solutions or duties, and table rows."""
    words = {p.path: " ".join(layout.text.text[s.start : s.end] for s in p.spans) for p in outline.provisions}
    parents = {p.parent for p in outline.provisions}
    found = []
    for provision in outline.provisions:
        if provision.kind not in _LEAVES or provision.path in parents or words[provision.path].endswith(_INTRODUCES):
            continue
        kind = _kind(outline, provision, words)
        if kind in ("solution", "duty"):
            found.append(Task(provision, kind))
    return tuple(found)


def _kind(outline: Outline, provision: Provision, words: dict[str, str]) -> str | None:
    if provision.kind == "row":
        return "solution" if provision.cells.keys() & _WHO_OR_WHEN else None
    if provision.heading:
        return None
    parents = outline.parents(provision)
    # The outermost section that says what it holds decides: "1. Mục tiêu" inside "III. NHIỆM VỤ" is rare, the reverse is not.
    for parent in reversed(parents):
        if parent.kind in ("section", "dieu", "phan", "chuong", "muc", "khoan") and (kind := section_kind(words[parent.path])) is not None:
            if parent.kind == "dieu" and kind == "solution" and not (parent.heading and _SOLUTIONS.search(fold(words[parent.path]))):
                continue
            return kind
    return "duty" if _ORDERS.match(words[provision.path]) and (parents or provision.kind == "dieu") else None
