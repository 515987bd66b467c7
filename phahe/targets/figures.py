"""Figures that can be the value of a target, with the words at their side that say how to read them.

A figure is found by its unit (%, buổi/ngày, mức độ, trường, sinh viên/vạn dân, năm). Dates, document numbers, ages and school years have
none of these and stay out. Which measure a figure belongs to is `finder`'s; patterns run on folded text ("đạt" is "dat").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from phahe.vietnamese import parse_number

NUMBER: Final = r"\d{1,9}(?:[.,]\d{1,4}){0,3}"
_TO: Final = r"\s{0,2}(?:-|–|—|den)\s{0,2}"
_PERCENT: Final = re.compile(rf"(?<![\w.,/])(?:({NUMBER})\s?%?{_TO})?({NUMBER})\s?%(\s?/\s?nam\b)?")
_SESSIONS: Final = re.compile(r"(?<![\w.,/])(\d{1,2})\s?buoi\s?/\s?(?:ngay|tuan)\b")
_LEVEL: Final = re.compile(r"\bmuc do (\d)(?![\w/])")
_PER_HEAD: Final = re.compile(rf"(?<![\w.,/])({NUMBER}) (?:[^\W\d]+ ){{0,2}}[^\W\d]+\s?/\s?(van dan|10\.000 dan|1\.000 dan|100 dan)\b")
#: "2,2 giáo viên/lớp", "109 bé trai/100 bé gái", "10 m2/học sinh": so many of one thing for one, or so many, of another.
_PER_THING: Final = re.compile(
    rf"(?<![\w.,/])({NUMBER}) (?:m2|(?!dong|diem|trieu|ty|nghin|ngan|luot|buoi|tiet|gio)(?:[^\W\d]+ ){{0,2}}[^\W\d]+)\s?/\s?"
    r"(?:\d{1,4} )?(?:lop|hoc sinh|giao vien|sinh vien|giang vien|truong|tre em|tre|be gai|nguoi|nhom|phong|xa|thon|ho)\b"
)
_COUNTED: Final = re.compile(
    # The first sign comes first and is looked back upon: few are tried then. "3/5 trường" is three of the five.
    r"([\dmhb](?<![\w.,/].)(?:(?<=\d)\d{0,8}(?:[.,]\d{1,4}){0,3}|(?<=m)(?:ot|uoi)|(?<=h)ai|(?<=b)(?:a|on)))(?:\s?/\s?(\d{1,4}))? (truong|co so(?! du lieu| vat chat| ha tang)|trung tam|sinh vien|xa|phuong|thon|phong hoc|mo hinh|lop|nha|doanh nghiep"
    r"|san pham|du an|de an|hop tac xa|cau lac bo|thu vien|tram y te|nha van hoa|cong trinh|diem|di tich|vung|giao vien|hoc sinh|lao dong|luot can bo|dang vien|chi bo|to chuc dang)\b"
)
#: Amounts that a measure before them must name: "tổng thu ngân sách đạt 18,5 tỷ đồng", "diện tích rừng đạt 1.700 ha".
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,/])({NUMBER}) (?:(?:(ty|trieu|nghin|ngan) )?(dong)(?:\s?/\s?(nguoi)(?:\s?/\s?nam)?)?|(ha|km|tan|luot khach|luot nguoi|tuoi))\b(?!\s?/)"
)
_AMOUNT_UNITS: Final = {"ha": "hectare", "km": "kilometre", "tan": "tonne", "luot khach": "visit", "luot nguoi": "visit", "tuoi": "year"}
REACHES: Final = frozenset({"dat", "tang len", "len", "tang", "giam con", "giam xuong con", "duy tri", "phan dau"})
_SCALES: Final = {"ty": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
#: Units of which a value is a target only behind the words of its measure.
AMOUNTS: Final = frozenset({"dong", "dong-per-person", *_AMOUNT_UNITS.values()})
_RANK: Final = re.compile(r"\bnhom\s(\d{1,3}) (?:tinh(?:, thanh pho)?|thanh pho|xa(?:, phuong)?|phuong|quoc gia|nuoc)\b")
_INDEX: Final = re.compile(rf"(?:dat|tren|duoi|bang|nhat|thieu) (\d[.,]\d{{1,4}}|{NUMBER} diem)(?![\w%/]|[.,]\d| ?%)")
_COMPULSORY: Final = re.compile(r"\bgiao duc (?:bat buoc|co ban|pho cap) (\d{1,2}) nam\b")

#: A word that must be there, the pattern, kind and unit of the figures that are one whole number.
_SINGLE: Final = (
    ("buoi", _SESSIONS, "frequency", "session-per-day"),
    ("muc do", _LEVEL, "level", "grade"),
    ("nhom", _RANK, "count", "rank"),
    ("giao duc", _COMPULSORY, "duration", "year"),
)
_WORDS: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "muoi": 10}
_COUNT_UNITS: Final = {"truong": "school", "co so": "institution", "sinh vien": "student"}
_BOUND: Final = re.compile(
    r"\b(?:(?P<ge>it nhat|toi thieu|khong duoi|khong thap hon|khong it hon|tu it nhat|dat va vuot)|(?P<gt>tren|hon|vuot)"
    r"|(?P<le>khong qua|khong vuot qua|toi da|nhieu nhat|khong cao hon)|(?P<lt>duoi|nho hon|thap hon|it hon)|(?P<eq>khoang|tu|muc))\s{0,3}$"
)
_VERB: Final = re.compile(
    r"\b(?:giam xuong con|giam xuong|giam con|giam|tang binh quan|tang them|tang len|tang|dat|duy tri|phan dau|bao dam|dam bao|bo tri|chiem"
    r"|hoan thanh|co them|co|xuong con|xuong|con|(?<!tro )len|la|bang)\s{0,3}$"
)
_BUILD: Final = re.compile(
    r"\b(?:xay moi|xay dung moi|xay dung|thanh lap|dau tu xay dung|mo moi|ket nap|(?:dao tao|boi duong|tap huan|giai quyet viec lam|tao viec lam)(?: cho)?)\s{0,3}$"
)
#: Bounds as signs: "≥ 99,8%".
_SIGN: Final = re.compile(r"(?:(?P<ge>≥|>=)|(?P<le>≤|<=)|(?P<gt>>)|(?P<lt><))\s{0,3}$")
_WEAK: Final = frozenset({"co", "con", "xuong", "xuong con", "len", "la", "bang"})
#: Short words that other words fold to as well (kiên "cố" is not "có", đầu "tư" is not "từ").
_PRINTED: Final = {"co": "có", "con": "còn", "la": "là", "len": "lên", "bang": "bằng", "tu": "từ", "hon": "hơn", "tren": "trên", "muc": "mức",
                   "duoi": "dưới", "dat": "đạt", "tang": "tăng", "giam": "giảm", "chiem": "chiếm", "vuot": "vượt"}  # fmt: skip
_STILL: Final = re.compile(r"\btiep tuc\s{0,3}$")
_UPWARDS: Final = re.compile(r"\s{0,2}(?:(tro len)|(tro xuong))\b")
_WINDOW: Final = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in a text: where it stands, where its own words ("phấn đấu có ít nhất") begin and end, how it is bounded.

    `ordered`: among the verbs before it one says more than that there is something ("phấn đấu có", not "có").
    """

    start: int
    end: int
    kind: str
    unit: str
    low: Decimal | None
    value: Decimal
    comparator: str = "eq"
    lead: int = 0
    tail: int = 0
    verb: tuple[int, int] | None = None
    bounded: bool = False
    ordered: bool = False


def find_figures(text: str, folded: str) -> list[Figure]:
    """The figures of a text and its folded copy, in reading order, none inside another.

    >>> from phahe.vietnamese.folding import aligned_fold
    >>> text = "đạt ít nhất 33%; học 02 buổi/ngày; giảm xuống dưới 8,0%"
    >>> [(f.kind, f.comparator, str(f.value)) for f in find_figures(text, aligned_fold(text))]
    [('percent', 'ge', '33'), ('frequency', 'eq', '2'), ('percent', 'lt', '8.0')]
    """
    kept: list[Figure] = []
    for figure in sorted(_candidates(folded), key=lambda one: (one.start, -one.end)):
        if not kept or figure.start >= kept[-1].end:
            said = _with_words(text, folded, figure)
            if (
                said.kind == "duration"
                or said.unit not in AMOUNTS
                or said.bounded
                or (said.verb is not None and folded[slice(*said.verb)] in REACHES)
            ):
                kept.append(said)
    return kept


def _candidates(folded: str) -> Iterator[Figure]:
    if "%" in folded:
        for match in _PERCENT.finditer(folded):
            yield from _percent(match)
    for needle, pattern, kind, unit in _SINGLE:
        if needle in folded:
            for match in pattern.finditer(folded):
                start = match.start() if unit == "grade" else match.start(1)
                yield Figure(start, match.end(), kind, unit, None, Decimal(match[1]), "le" if unit == "rank" else "eq")
    yield from _ratios(folded)
    for match in _COUNTED.finditer(folded):
        if match[2] is None or (match[1].isdigit() and int(match[1]) <= int(match[2])):
            yield from _single(match, "count", _COUNT_UNITS.get(match[3], "item"), match.end())
    yield from _amounts(folded)


def _ratios(folded: str) -> Iterator[Figure]:
    if "dan" in folded:
        for match in _PER_HEAD.finditer(folded):
            unit = "per-10000-people" if match[2] in {"van dan", "10.000 dan"} else "per-1000-people"
            yield from _single(match, "ratio", unit, match.end())
    if "/" in folded:
        for match in _PER_THING.finditer(folded):
            yield from _single(match, "ratio", "per-item", match.end())
    if "chi so" in folded or "diem" in folded:
        for match in _INDEX.finditer(folded):
            yield from _single(match, "ratio", "index", match.end(1))


def _amounts(folded: str) -> Iterator[Figure]:
    for match in _AMOUNT.finditer(folded):
        value = number(match[1])
        if value is not None and (match[5] != "tuoi" or "tuoi tho" in folded[max(match.start() - _WINDOW, 0) : match.start()]):
            unit = _AMOUNT_UNITS[match[5]] if match[5] else "dong-per-person" if match[4] else "dong"
            scaled = value * _SCALES.get(match[2] or "", 1)
            yield Figure(match.start(1), match.end(), "ratio" if match[4] else "count", unit, None, scaled)


def _percent(match: re.Match[str]) -> Iterator[Figure]:
    value, low = number(match[2]), number(match[1]) if match[1] else None
    if value is None:
        return
    start = match.start()
    if match[1] and (low is None or low >= value):  # "năm 2030 - 50%": no range
        start, low = match.start(2), None
    comparator = "per-year" if match[3] else "range" if low is not None else "eq"
    yield Figure(start, match.end(), "percent", "percent", low, value, comparator)


def _single(match: re.Match[str], kind: str, unit: str, end: int) -> Iterator[Figure]:
    words = match[1].removesuffix(" diem")
    value = Decimal(_WORDS[words]) if words in _WORDS else number(words)
    if value is not None:
        yield Figure(match.start(1), end, kind, unit, None, value)


def number(printed: str) -> Decimal | None:
    """Value of a printed figure; a point is read as the decimal comma where it cannot part thousands ("57.6").

    >>> number("48,5"), number("57.6"), number("1.200"), number("1,2,3")
    (Decimal('48.5'), Decimal('57.6'), Decimal('1200'), None)
    """
    value = parse_number(printed)
    if value is None and printed.count(".") == 1 and "," not in printed:
        try:
            return Decimal(printed)
        except InvalidOperation:
            return None
    return value


def _is_word(text: str, base: int, match: re.Match[str]) -> bool:
    """Whether the folded word at `match` is the word meant, or prints no diacritics at all."""
    word = match.group().strip()
    printed = text[base + match.start() : base + match.start() + len(word)].lower()
    return _PRINTED.get(word, printed) == printed or printed == word


def _with_words(text: str, folded: str, figure: Figure) -> Figure:
    """`figure` with the bound and verbs printed before it, and "trở lên" after it."""
    base = max(figure.start - _WINDOW, 0)
    window = folded[base : figure.start]
    bound, verb, ordered = None, None, False
    for _ in range(6):
        match = _SIGN.search(window)
        if match is not None:
            bound = bound or match.lastgroup
        elif (match := _BOUND.search(window)) and _is_word(text, base, match):
            bound = bound or (match.lastgroup if match.lastgroup != "eq" else None)
        elif (match := _VERB.search(window)) and _is_word(text, base, match):
            word = match.group().strip()
            if verb is not None and word in _WEAK:
                break
            ordered = ordered or word not in _WEAK
            verb = verb or (base + match.start(), base + match.start() + len(word.removesuffix(" binh quan")))
        elif figure.kind == "count" and (match := _BUILD.search(window)):
            verb, ordered = verb or (base + match.start(), base + match.start() + len(match.group().strip())), True
        elif not (match := _STILL.search(window)):
            break
        window = window[: match.start()]
    after = _UPWARDS.match(folded, figure.end)
    if after:
        bound = "ge" if after[1] else "le"
    comparator = bound if bound and figure.comparator == "eq" else figure.comparator
    lead, tail = base + len(window), after.end() if after else figure.end
    return replace(figure, comparator=comparator, lead=lead, tail=tail, verb=verb, bounded=bound is not None, ordered=ordered)
