"""Targets printed as a table: a row an indicator, a column its unit, a column a year ("Chỉ tiêu | ĐVT | Năm 2026 | Năm 2030").

Reads one row with the heads of its columns. Columns of what was ("Thực hiện năm 2024", a year before the document's) hold no target.
Tables with merged cells, whose rows are shorter than their head, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from phahe.targets.measures import Measures
from phahe.targets.model import Target
from phahe.text import Span
from phahe.vietnamese import parse_number
from phahe.vietnamese.folding import aligned_fold
from phahe.vietnamese.levels import levels_of

_NAME: Final = re.compile(r"chi tieu|muc tieu|noi dung|ten chi so")
_UNIT: Final = re.compile(r"don vi(?: tinh)?|dvt")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PAST: Final = re.compile(r"thuc hien|uoc|hien trang|ket qua|\bth\b|so sanh|%|/")
_VALUE: Final = re.compile(r"(?P<bound>≥|>|<|≤|trên|dưới|tối thiểu|ít nhất|đến|từ)?\s?(?P<figure>\d[\d.,]*)\s?%?", re.IGNORECASE)
_BOUNDS: Final = {"≥": "ge", ">": "gt", "<": "lt", "≤": "le", "trên": "gt", "dưới": "lt", "tối thiểu": "ge", "ít nhất": "ge", "từ": "ge"}
#: Printed units, folded, to kind, code and what one of them is worth.
_UNITS: Final = {
    "%": ("percent", "percent", 1), "ha": ("count", "hectare", 1), "km": ("count", "kilometre", 1), "tan": ("count", "tonne", 1),
    "truong": ("count", "school", 1), "co so": ("count", "institution", 1), "luot khach": ("count", "visit", 1),
    "dong": ("count", "dong", 1), "trieu dong": ("count", "dong", 10**6), "ty dong": ("count", "dong", 10**9),
    "trieu dong/nguoi/nam": ("ratio", "dong-per-person", 10**6), "trieu dong/nguoi": ("ratio", "dong-per-person", 10**6),
}  # fmt: skip


def targets_of_row(
    heads: Sequence[str], cells: Sequence[tuple[Span, str]], headings: Sequence[str], measures: Measures | None, since: int | None = None
) -> Iterator[Target]:
    """The targets of one row: its cells with their places in the row, under `heads`; years before `since` are the past.

    >>> cells = [(Span(0, 1), "1"), (Span(2, 18), "Tỷ lệ hộ dùng nước sạch"), (Span(20, 21), "%"), (Span(22, 24), "92"), (Span(25, 27), "98")]
    >>> heads = ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2024", "Năm 2030"]
    >>> [(t.measure_printed, str(t.value), t.unit, t.year) for t in targets_of_row(heads, cells, (), None)]
    [('Tỷ lệ hộ dùng nước sạch', '98', 'percent', 2030)]
    """
    folded = [aligned_fold(head) for head in heads]
    name = next((index for index, head in enumerate(folded) if _NAME.search(head)), None)
    unit = next((index for index, head in enumerate(folded) if _UNIT.search(head)), None)
    if name is None or len(heads) != len(cells):
        return
    for index, head in enumerate(folded):
        years = {match[1] for match in _YEAR.finditer(head)}
        if index in (name, unit) or not years or _PAST.search(head) or (since is not None and int(max(years)) < since):
            continue
        span, words = cells[index]
        value = _VALUE.fullmatch(words.strip())
        figure = parse_number(value["figure"]) if value else None
        if value is None or figure is None:
            continue
        printed = aligned_fold(cells[unit][1].strip()) if unit is not None else "%" if "%" in words else ""
        yield _target(cells[name], span, words, (value["bound"] or "").lower(), figure, printed, int(max(years)), headings, measures)


def _target(
    name: tuple[Span, str], span: Span, words: str, bound: str, figure: Decimal, unit: str, year: int, headings: Sequence[str],
    measures: Measures | None,
) -> Target:  # fmt: skip
    kind, code, worth = _UNITS.get(unit, ("count", "item", 1))
    phrase = name[1].strip()
    return Target(
        span=Span(min(name[0].start, span.start), max(name[0].end, span.end)), value_span=span, kind=kind, measure_printed=phrase,
        measure=measures.match(phrase, headings, None, code) if measures else None, population=None, levels=levels_of(phrase),
        comparator=_BOUNDS.get(bound, "eq"), value=figure * worth, low=None, high=None, value_printed=words.strip(), unit=code,
        year=year, year_basis="heading", verb=None, condition=None,
    )  # fmt: skip
