"""When something is to be done, as printed: quarters, months, years, deadlines, periods, "hằng năm", "thường xuyên".

Reads one block of text, or one cell of a table's time column. A date that belongs to a citation is no timing: the caller masks the
citations. No day is invented: a quarter gives its first and last day because it is those days, a deadline without a year gives none.
Dates of issue are `dates`'s.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from phahe.text import Span
from phahe.vietnamese import make_date, parse_roman
from phahe.vietnamese.folding import aligned_fold


@dataclass(frozen=True, slots=True)
class Timing:
    """One printed time: `kind` is a code of the vocabulary timing; `begins` and `ends` are the first and last day, None where open or unknown."""

    span: Span
    kind: str
    printed: str
    begins: datetime.date | None
    ends: datetime.date | None


# All patterns run on folded text ("quý" is "quy", "đến" is "den"); every repetition is bounded.
_Y: Final = r"((?:19|20)\d\d)(?!\d|[./]\d|-[a-z])"
_ANY_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_QUARTER: Final = re.compile(
    rf"(?<!\w)(?:trong |het |tu )?quy (iv|i{{1,3}}|[1-4])(?:(?: quy)?\s?(?:,|va|-|–|den|/)\s?(?:quy )?(iv|i{{1,3}}|[1-4])(?!\d))?(?:\s?/\s?|,? nam |-)(?:nam )?{_Y}"
)
_BARE_QUARTER: Final = re.compile(r"(?<!\w)(?:trong |hết )?quý (?:iv|i{1,3}|[1-4])(?!\w|/)", re.IGNORECASE)
_DAY: Final = r"(?:ngay )?(\d{1,2})(?:\s?[/.-]\s?| thang )(\d{1,2})"
_BY_DATE: Final = re.compile(
    rf"(?<!\w)(?:(?:xong |hoan thanh )?truoc|den het|den|cham nhat(?: la)?(?: den| vao| trong)?|muon nhat(?: la)?(?: den)?) (?:het )?{_DAY}"
    rf"(?:(?:\s?[/.-]\s?|,? nam ){_Y}|,? (hang nam|moi nam|hang quy|hang thang))?(?!\d|[/.]\d)"
)
#: "trước ngày 15/6 và 15/12 hằng năm", "trước ngày 15/6, 15/12": two days of every year.
_TWO_DAYS: Final = re.compile(
    r"(?<!\w)(?:truoc|vao|cham nhat(?: la)?|muon nhat(?: la)?) (?:cac )?(?:ngay )?(\d{1,2})[/.-](\d{1,2})(?:,| va|, va) (?:truoc )?(?:ngay )?(\d{1,2})[/.-](\d{1,2})"
    r"(?:,? (?:hang|moi) nam)?(?!\d|[/.-]\d)"
)
#: "trong ngày 10/9/2025", "hoàn thành ngày 10 tháng 9 năm 2025".
_ON_DATE: Final = re.compile(
    rf"(?<!\w)(?:trong|xong|hoan thanh|vao) ngay (\d{{1,2}})(?:\s?[/.-]\s?| thang )(\d{{1,2}})(?:\s?[/.-]\s?|,? nam ){_Y}(?!\d|[/.]\d)"
)
_FROM_DATE: Final = re.compile(rf"(?<!\w)(?:bat dau |ke )?tu {_DAY}(?:\s?[/.-]\s?|,? nam ){_Y}(?!\d|[/.]\d)")
_MONTHLY_DAY: Final = re.compile(r"(?<!\w)truoc ngay (\d{1,2}) (?:hang thang|thang cuoi quy|cua thang|moi thang)")
_PERIOD: Final = re.compile(
    rf"(?<!\w)(?:(?:trong )?(?:giai doan|thoi ky)|trong nhiem ky)(?: tu)?(?: nam)? ((?:19|20)\d\d)(?: den(?: nam)? |\s?[-–—]\s?){_Y}"
)
_FROM_TO: Final = re.compile(rf"(?<!\w)tu nam ((?:19|20)\d\d)(?: den(?: het)? nam | den | - nam |\s?[-–]\s?){_Y}")
_YEARS: Final = re.compile(rf"(?<!\w)(?:trong )?(?:cac )?nam ((?:19|20)\d\d)\s?[-–]\s?{_Y}")
_SCHOOL_YEAR: Final = re.compile(rf"(?<!\w)(?:(?:trong|tu|dau|cuoi|het) )?nam hoc ((?:19|20)\d\d)\s?[-–]\s?{_Y}")
_MONTH: Final = re.compile(rf"(?<!\w)(?:(truoc|den het|den|het|tu) )?(?:trong )?thang (\d{{1,2}})(?:\s?[/-]\s?|,? nam ){_Y}")
_FROM_YEAR: Final = re.compile(rf"(?<!\w)(?:bat dau )?(?:ke )?tu (?:dau )?nam {_Y}")
_BY_YEAR: Final = re.compile(rf"(?<!\w)(?:truoc|den het|den|cham nhat(?: la)?(?: den)?|het) nam {_Y}")
_YEAR: Final = re.compile(rf"(?<!\w)(?:(?:trong|vao|ngay trong|dau|cuoi) )?nam {_Y}")
_ANNUAL: Final = re.compile(r"(?<!\w)(?:dinh ky )?(?:hang|moi) nam(?!\w)")
_CONTINUOUS: Final = re.compile(r"(?<!\w)(?:thuc hien |lam )?thuong xuyen(?:,? (?:lien tuc|hang nam|hang ngay))?(?!\w)")

#: Words that must be there, pattern and kind of the times that are years.
_OF_YEARS: Final = (
    ("", _PERIOD, "period"), ("tu nam", _FROM_TO, "period"), ("nam ", _YEARS, "period"), ("nam hoc", _SCHOOL_YEAR, "period"),
    ("tu ", _FROM_YEAR, "from-year"), (" nam ", _BY_YEAR, "by-year"), ("nam ", _YEAR, "year"),
)  # fmt: skip
_CELL: Final = 200
_YEAR_END: Final = (12, 31)
#: What stands before or after a year when it is part of a name or a vision and no time of this task.
_NAMED: Final = re.compile(
    r"(?:(?:tam nhin|dinh huong)(?: den)?|khoa|luat [^,;.]{0,40}|(?:chuong trinh|de an|ke hoach|chien luoc|du an|quy hoach) [^,;.]{0,60}|ngay[^,;.]{0,14}thang \d{1,2},?|thang \d{1,2},?)\s?$"
)
_VISION: Final = re.compile(r",? (?:va )?(?:tam nhin|dinh huong)")
_OPENS: Final = re.compile(r"(?:\A|[.;:(\n]\s{0,3}|\A[-–+*]\s{0,3}|\b(?:hoan thanh|thuc hien|xong) )\Z")
#: "định kỳ 6 tháng, hằng năm báo cáo …", "quý, năm".
_REPORTING: Final = re.compile(r",? (?:tong hop|bao cao|so ket|tong ket|danh gia|ra soat)\b")
_PERIODIC: Final = re.compile(r"\bdinh ky [^.;]{0,30}$")
_REPORTED: Final = re.compile(r"\b(?:bao cao|so ket|tong ket|danh gia)(?: [^\W\d]+){0,5} $")


def find_timings(text: str, masked: Sequence[Span] = (), folded: str | None = None) -> tuple[Timing, ...]:
    """The times printed in `text`, in reading order, none inside another and none inside `masked`.

    "hằng năm" and "thường xuyên" count where they say when: alone in a cell, at the head of a clause, after "báo cáo"; not as
    adjectives of a plan or a budget ("kế hoạch công tác hằng năm", "giáo dục thường xuyên"). `folded` is `aligned_fold(text)`, where it
    is at hand.

    >>> [(t.printed, t.kind, str(t.ends)) for t in find_timings("Quý I/2026; từ năm 2026; đến năm 2030")]
    [('Quý I/2026', 'quarter', '2026-03-31'), ('từ năm 2026', 'from-year', 'None'), ('đến năm 2030', 'by-year', '2030-12-31')]
    """
    folded = aligned_fold(text) if folded is None else folded
    found = sorted(_all(text, folded), key=lambda one: (one.span.start, -one.span.end))
    hidden = sorted((span.start, span.end) for span in masked)
    kept: list[Timing] = []
    at = 0
    for timing in found:
        while at < len(hidden) and hidden[at][1] <= timing.span.start:
            at += 1
        if at < len(hidden) and hidden[at][0] < timing.span.end:
            continue
        if not kept or timing.span.start >= kept[-1].span.end:
            kept.append(timing)
    return tuple(kept)


def _all(text: str, folded: str) -> Iterator[Timing]:
    if "quy" in folded:
        yield from _quarters(text, folded)
    if any(word in folded for word in ("truoc", "den", "cham", "muon")):
        yield from _deadlines(text, folded)
    if " ngay " in folded:
        yield from _on_days(text, folded)
    if "tu " in folded:
        yield from _starts(text, folded)
    if "thang" in folded:
        yield from _months(text, folded)
    if _ANY_YEAR.search(folded):
        yield from _years(text, folded)
    if "nam" in folded or "xuyen" in folded:
        yield from _recurring(text, folded)


def _timing(text: str, match: re.Match[str], kind: str, begins: datetime.date | None = None, ends: datetime.date | None = None) -> Timing:
    return Timing(Span(*match.span()), kind, text[match.start() : match.end()], begins, ends)


def _quarters(text: str, folded: str) -> Iterator[Timing]:
    for match in _QUARTER.finditer(folded):
        quarters = sorted((_quarter(match[1]), _quarter(match[2] or match[1])))
        year = int(match[3])
        yield _timing(text, match, "quarter", datetime.date(year, 3 * quarters[0] - 2, 1), _month(3 * quarters[1], year)[1])
    for match in _BARE_QUARTER.finditer(text):  # "quý" spelt in full: folded, "quy 1" may be of "nội quy"
        yield _timing(text, match, "quarter")


def _deadlines(text: str, folded: str) -> Iterator[Timing]:
    for match in _BY_DATE.finditer(folded):
        day, month = int(match[1]), int(match[2])
        if 1 <= day <= 31 and 1 <= month <= 12 and (match[3] or match[4] or "ngay" in match.group()):
            yield _timing(text, match, "by-date", None, make_date(day, month, int(match[3])) if match[3] else None)
    for match in _TWO_DAYS.finditer(folded):
        if max(int(match[1]), int(match[3])) <= 31 and max(int(match[2]), int(match[4])) <= 12:
            yield _timing(text, match, "by-date")
    for match in _MONTHLY_DAY.finditer(folded):
        yield _timing(text, match, "by-date")


def _on_days(text: str, folded: str) -> Iterator[Timing]:
    for match in _ON_DATE.finditer(folded):
        yield _timing(text, match, "by-date", None, make_date(int(match[1]), int(match[2]), int(match[3])))


def _starts(text: str, folded: str) -> Iterator[Timing]:
    """From a day on: "Từ 01/7/2025, …", "thực hiện từ ngày 01 tháng 7 năm 2025"; not what was approved or took effect from a day."""
    for match in _FROM_DATE.finditer(folded):
        begins = make_date(int(match[1]), int(match[2]), int(match[3]))
        if begins is not None and _says_when(folded, match):
            yield _timing(text, match, "from-date", begins, None)


def _months(text: str, folded: str) -> Iterator[Timing]:
    for match in _MONTH.finditer(folded):
        if 1 <= int(match[2]) <= 12 and not _follows_day(folded, match.start()):
            first, last = _month(int(match[2]), int(match[3]))
            opens = None if match[1] in {"truoc", "den", "den het", "het"} else first
            yield _timing(text, match, "month", opens, None if match[1] == "tu" else last)


def _recurring(text: str, folded: str) -> Iterator[Timing]:
    for match in _ANNUAL.finditer(folded):
        periodic = _REPORTING.match(folded, match.end()) and _PERIODIC.search(folded, max(match.start() - 40, 0), match.start())
        if periodic or _says_when(folded, match) or _REPORTED.search(folded[max(match.start() - 60, 0) : match.start()]):
            yield _timing(text, match, "annual")
    for match in _CONTINUOUS.finditer(folded):
        alone = len(text) < _CELL and not folded[match.end() :].strip(" .;,/") and not folded[: match.start()].strip(" -–+*")
        if alone or match.group().startswith("thuc hien"):
            yield _timing(text, match, "continuous")


def _years(text: str, folded: str) -> Iterator[Timing]:
    for needle, pattern, kind in _OF_YEARS:
        if needle not in folded:
            continue
        for match in pattern.finditer(folded):
            within = match.group().startswith("trong ")  # no name of a plan goes on like that
            if _VISION.match(folded, match.end()) or (not within and _NAMED.search(folded[max(match.start() - 70, 0) : match.start()])):
                continue
            if pattern is _YEAR and match.group().startswith("nam") and not _says_when(folded, match):
                continue  # "dự toán năm 2025" names the budget, not the time
            begins, ends = _bounds(pattern, kind, [int(year) for year in match.groups()], match.group().startswith(("dau", "cuoi")))
            yield _timing(text, match, kind, begins, ends)


def _bounds(pattern: re.Pattern[str], kind: str, years: list[int], part: bool) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of the years; a school year prints no days, so it has none."""
    if pattern is _SCHOOL_YEAR or years[0] > years[-1]:
        return None, None
    if part:  # "đầu năm 2026" is no more exact than that
        return None, None
    begins = None if kind == "by-year" else datetime.date(years[0], 1, 1)
    return begins, None if kind == "from-year" else datetime.date(years[-1], *_YEAR_END)


def _quarter(printed: str) -> int:
    return int(printed) if printed.isdigit() else parse_roman(printed.upper()) or 1


def _month(month: int, year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, month, 1), datetime.date(year, month, monthrange(year, month)[1])


def _follows_day(folded: str, at: int) -> bool:
    """Whether "tháng 7 năm 2025" at `at` is the rest of "ngày 15 tháng 7 năm 2025"."""
    return bool(re.search(r"\d{1,2}\s{0,3}$|ngay[\s.…_]{0,40}$", folded[max(at - 45, 0) : at]))


def _says_when(folded: str, match: re.Match[str]) -> bool:
    """Whether the time opens its clause, stands alone or follows a word of doing ("hoàn thành năm 2026")."""
    before = folded[max(match.start() - 14, 0) : match.start()]
    return bool(_OPENS.search(before if match.start() > 14 else before.lstrip()))
