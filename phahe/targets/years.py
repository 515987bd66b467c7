"""The year of a target: printed beside it, printed in the heading above it, or the plan's horizon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from phahe.vietnamese.folding import aligned_fold

_BESIDE: Final = re.compile(r"\b(?:(?:den het|den|vao|trong|truoc|cuoi|tu) )?nam ((?:19|20)\d\d)\b")
_HORIZON: Final = re.compile(r"(?<!tam nhin )(?<!dinh huong )\bden (?:het )?nam ((?:19|20)\d\d)\b")
#: "giai đoạn 2026 - 2030": the plan reaches to its last year.
_SPAN_OF_YEARS: Final = re.compile(r"\b(?:giai doan|thoi ky)(?: tu nam)? (?:19|20)\d\d(?:\s?[-–]\s?| den (?:nam )?)((?:19|20)\d\d)\b")
_LEADING: Final = re.compile(r"[\s\-–+*]{0,9}(?:phan dau )?(?:den het|den|vao|trong) nam ((?:19|20)\d\d)\b")
_NOT_A_DEADLINE: Final = re.compile(
    r"(?:so voi(?: cung ky| thuc hien)?|tam nhin|dinh huong|giai doan|nam hoc|ngay[^;]{0,15}|thang \d{1,2})\s?(?:den\s)?$|khoa \w{1,6} $"
)
_SCHOOL_YEAR: Final = re.compile(r"\s?[-–]\s?\d|, tam nhin|, dinh huong")


def printed_year(folded: str, start: int, end: int, figure: int) -> int | None:
    """The year printed in a clause, the one nearest to the figure at position `figure`; None without.

    >>> printed_year("phan dau den nam 2030 dat 100% phong hoc kien co", 0, 48, 26)
    2030
    """
    years = [match for match in _BESIDE.finditer(folded, start, end) if is_deadline(folded, match.start(), match.end())]
    return int(min(years, key=lambda match: abs(match.start() - figure))[1]) if years else None


def is_deadline(folded: str, start: int, end: int) -> bool:
    """Whether the year printed at folded[start:end] is a time to reach, not part of a name, a date or a school year."""
    return not _NOT_A_DEADLINE.search(folded[max(start - 30, 0) : start]) and not _SCHOOL_YEAR.match(folded, end)


def heading_year(headings: Sequence[str]) -> int | None:
    """The year the innermost heading that prints exactly one gives ("MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030").

    >>> heading_year(("II. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030", "1. Giáo dục mầm non"))
    2030
    """
    return next((year for heading in reversed(headings) if (year := _only_year(heading)) is not None), None)


@lru_cache(maxsize=256)  # every block under a heading asks again
def _only_year(heading: str) -> int | None:
    folded = aligned_fold(heading)
    years = {match[1] for match in _BESIDE.finditer(folded)} or {match[1] for match in _SPAN_OF_YEARS.finditer(folded)}
    return int(years.pop()) if len(years) == 1 and "ngay" not in folded else None


def leading_year(folded: str, start: int, end: int) -> int | None:
    """The year a sentence opens with ("Đến năm 2030, …; …; …"): it holds for every clause of it."""
    match = _LEADING.match(folded, start, end)
    return int(match[1]) if match and is_deadline(folded, match.start(), match.end()) else None


def plan_horizon(title: str, headings: Sequence[str] = ()) -> int | None:
    """The last year of a plan: the one its title prints before its vision, else the one year that its headings of objectives print.

    Several years in the headings (objectives for 2030, 2035, 2045) give None: none of them is the tasks'.

    >>> plan_horizon("Kế hoạch thực hiện Chiến lược phát triển giáo dục đến năm 2030, tầm nhìn đến năm 2045")
    2030
    >>> plan_horizon("Kế hoạch phát triển du lịch giai đoạn 2026 - 2030, tầm nhìn đến năm 2045")
    2030
    >>> plan_horizon("Chương trình hành động", ("2.1. Mục tiêu đến năm 2030", "2.2. Mục tiêu đến năm 2035"))
    """
    folded = aligned_fold(title)
    titled = _HORIZON.search(folded) or _SPAN_OF_YEARS.search(folded)
    if titled:
        return int(titled[1])
    years = {match[1] for heading in headings for match in _HORIZON.finditer(aligned_fold(heading)) if "muc tieu" in aligned_fold(heading)}
    return int(years.pop()) if len(years) == 1 else None
