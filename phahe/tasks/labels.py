"""Labelled blocks that say who, when or with what result about the task beside them, and order nothing themselves.

Plans print a task as a heading with such blocks under it: "1.1. Tổ chức tập huấn / - Đơn vị chủ trì: Sở Nội vụ / - Thời gian: Quý I/2026".
"""

from __future__ import annotations

import re
from typing import Final

_MARKER: Final = r"\W*(?:[a-zđ\d]{1,3}(?:\.\d{1,2}){0,3}[.)]\s+)?[\s*_]*"
#: Folded words before the colon, to what they tell: lead, coordinate, timing, output.
_LABELS: Final = (
    ("coordinate", r"(?:(?:cac )?(?:co quan|don vi|to chuc)(?:,? (?:don vi|to chuc|dia phuong))? )?(?:cung )?phoi hop(?: thuc hien)?"),
    (
        "lead",
        r"(?:(?:cac )?(?:co quan|don vi|to chuc|bo phan|phan cong)(?:,? (?:don vi|dia phuong))? )?chu tri(?: (?:tham muu|thuc hien|xay dung|to chuc|trien khai))*(?: va phoi hop)?",
    ),
    ("lead", r"(?:cac )?(?:co quan|don vi|bo phan|nguoi)(?:,? (?:don vi|to chuc))? (?:thuc hien|chiu trach nhiem|dau moi|duoc giao)"),
    ("lead", r"phan cong(?: nhiem vu| thuc hien)?|trach nhiem thuc hien|chu tri, phoi hop"),
    (
        "timing",
        r"(?:thoi gian|thoi han|tien do|lo trinh|thoi diem|moc thoi gian)(?: (?:thuc hien|hoan thanh|trien khai|to chuc))*(?: du kien)?",
    ),
    ("output", r"(?:du kien )?(?:san pham|ket qua)(?: (?:dau ra|du kien|hoan thanh|dat duoc|thuc hien|can dat))*"),
)
_PATTERNS: Final = tuple((role, re.compile(rf"{_MARKER}(?:{words})[\s*_]*:")) for role, words in _LABELS)
_LONGEST: Final = 80


def label_of_block(folded: str) -> str | None:
    """What a block tells of its task by the label it begins with, folded: lead, coordinate, timing, output; None for a block without one.

    >>> label_of_block("- don vi chu tri: so noi vu"), label_of_block("b) thoi gian thuc hien: nam 2025"), label_of_block("1. so noi vu: tham muu")
    ('lead', 'timing', None)
    """
    head = folded[:_LONGEST]
    return next((role for role, pattern in _PATTERNS if pattern.match(head)), None) if ":" in head else None
