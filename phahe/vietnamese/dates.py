"""Dates as Vietnamese documents print them, found at a place in a text.

Reads "ngày 15 tháng 7 năm 2025", "15/7/2025", "20-11-2017", "22.12.2024", and the blanks of a draft ("ngày     tháng 8 năm 2026").
What a date means (issue, effect, deadline) is the caller's business. Numbers and Unicode are in `vietnamese`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from phahe.text import Span
from phahe.vietnamese import make_date

# "ngày" read by a machine may carry any tone mark (ngàỷ), or none; "tháng11" is glued in real pages.
_DAY: Final = r"[Nn][gG][aàáảãạAÀÁẢÃẠăâ][yỳýỷỹỵYỲÝỶỸỴ]"
_MONTH: Final = r"[Tt][hH][aáàảãạăAÁÀẢÃẠ][nN][gG]"
_YEAR: Final = r"[Nn][aăáàảãạĂAÁÀẢÃẠâ][mM]"
_WORDS: Final = rf"(?:{_DAY}\s{{0,8}})(?P<d1>\d{{1,2}})\s{{0,3}}{_MONTH}\s{{0,3}}(?P<m1>\d{{1,2}})\s{{0,3}},?\s{{0,3}}{_YEAR}\s{{0,3}}(?P<y1>\d{{4}})(?!\d)"
_FIGURES: Final = (
    rf"(?:{_DAY}\s{{0,8}})?(?P<d2>\d{{1,2}})\s?(?P<sep>[/.–-])\s?(?P<m2>\d{{1,2}})\s?(?P=sep)\s?(?P<y2>(?:1[89]|20)\d{{2}})(?!\d)"
)
#: "ngày 15/5 năm 2014", "ngày 16/6 2025": the second mark left out.
_MIXED: Final = rf"{_DAY}\s{{0,8}}(?P<d4>\d{{1,2}})\s?[/.-]\s?(?P<m4>\d{{1,2}})\s(?:{_YEAR}\s)?(?P<y4>(?:19|20)\d\d)(?!\d)"
_BLANK: Final = rf"{_DAY}[\s.…_]{{1,60}}{_MONTH}[\s.…_]{{0,60}}(?P<m3>\d{{1,2}})?[\s.…_]{{0,60}}{_YEAR}\s{{0,3}}(?P<y3>\d{{4}})(?!\d)"
#: "ngày     /9/2025", "ngày …/…/2025".
_BLANK_FIGURES: Final = rf"{_DAY}[\s.…_]{{1,40}}/[\s.…_]{{0,40}}(?P<m5>\d{{1,2}})?[\s.…_]{{0,40}}/\s?(?P<y5>(?:19|20)\d\d)(?!\d)"
_ANY: Final = rf"{_WORDS}|{_FIGURES}|{_MIXED}|{_BLANK}|{_BLANK_FIGURES}"
_DATE: Final = re.compile(_ANY)
_ANYWHERE: Final = re.compile(rf"(?<![\d/.,–-])(?:{_ANY})")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed at `span`; `value` is None for a blank or for a day the calendar does not have (29/02/2025)."""

    span: Span
    day: int | None
    month: int | None
    year: int
    value: datetime.date | None

    @property
    def impossible(self) -> bool:
        """Whether day, month and year are printed but no such day exists."""
        return self.day is not None and self.month is not None and self.value is None

    @property
    def blank(self) -> bool:
        """Whether day or month is left open, as in drafts."""
        return self.day is None or self.month is None


def date_at(text: str, position: int, end: int | None = None) -> PrintedDate | None:
    """The date printed exactly at `position` of `text` (before `end`), with or without the word "ngày"; None where there is none.

    >>> date_at("ngày 29/02/2025 của", 0)
    PrintedDate(span=Span(start=0, end=15), day=29, month=2, year=2025, value=None)
    """
    match = _DATE.match(text, position, len(text) if end is None else end)
    return _read(match) if match else None


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every full date of `text`, in reading order.

    >>> [date.value.isoformat() for date in find_dates("từ 20-11-2017 đến ngày 15 tháng 7 năm 2025")]
    ['2017-11-20', '2025-07-15']
    """
    return (_read(match) for match in _ANYWHERE.finditer(text))


def _read(match: re.Match[str]) -> PrintedDate:
    span = Span(*match.span())
    for index in "124":
        if match["y" + index]:
            day, month, year = (int(match[part + index]) for part in "dmy")
            return PrintedDate(span, day, month, year, make_date(day, month, year))
    blank = "3" if match["y3"] else "5"
    return PrintedDate(span, None, int(match["m" + blank]) if match["m" + blank] else None, int(match["y" + blank]), None)
