"""From blocks to the tree of provisions: Phần, Chương, Mục, Điều, khoản, điểm, sections I./1./1.1., bullets, paragraphs, rows, annexes.

The path of a provision is its printed place: `III.3.p2` (second paragraph under III.3), `III.2.b4` (fourth bullet), `dieu-2.1`
(khoản 1 of Điều 2), `NHÓM II.3` (row 3 of group II), `can-cu.3`, `phu-luc-1.I.2`. What a provision orders is `tasks`'. See docs/outline.md.
"""

from __future__ import annotations

from phahe.layout import Layout
from phahe.outline.building import Outliner
from phahe.outline.markers import without_marker
from phahe.outline.model import Outline, Provision


def outline(layout: Layout) -> Outline:
    """The tree of provisions of a laid-out document.

    >>> from phahe.layout import lay_out
    >>> from phahe.text import whole
    >>> text = "Điều 1. Phê duyệt Kế hoạch:\\nI. MỤC TIÊU\\n1. Cụ thể\\nĐạt 100%.\\nĐiều 2. Tổ chức\\n1. Giao Ủy ban nhân dân xã thi hành."
    >>> [(p.path, p.kind, p.parent) for p in outline(lay_out(whole(text))).provisions][1:]
    [('I', 'section', 'dieu-1'), ('I.1', 'section', 'I'), ('I.1.p1', 'paragraph', 'I.1'), ('dieu-2', 'dieu', None), ('dieu-2.1', 'khoan', 'dieu-2')]
    """
    outliner = Outliner(layout)
    return Outline(outliner.run(), outliner.reader.header())


__all__ = ["Outline", "Provision", "outline", "without_marker"]
