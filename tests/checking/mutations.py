"""Corruptions of a correct citation, one a verdict. Each takes the parts of a citation and a seeded source of chance, and gives the
corrupted parts, or None where the citation has no such point to corrupt."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Parts:
    """What a citation prints. `style`: how the date is written and whether a comma stands before it; `as_of`: the day of validity."""

    kind: str
    number: str
    day: datetime.date
    issuer: str | None
    term: str | None
    title: str
    style: int = 0
    number_word: str = " số "
    date: str | None = None
    dated: bool = True
    as_of: datetime.date | None = None
    own: datetime.date = datetime.date(2025, 9, 12)

    def text(self) -> str:
        """The citation as a document of `style` prints it."""
        words = (
            f"ngày {self.day.day:02} tháng {self.day.month:02} năm {self.day.year}"
            if self.day.month < 3
            else f"ngày {self.day.day:02} tháng {self.day.month} năm {self.day.year}"
        )
        figures = f"ngày {self.day.day:02}/{f'{self.day.month:02}' if self.day.month < 3 else self.day.month}/{self.day.year}"
        date = (self.date or (words if self.style % 2 else figures)) if self.dated else ""
        comma = "," if "-" in self.number.split("/")[0] and date and self.style % 3 == 0 else ""
        issuer = (
            f" của {self.issuer}"
            + (f" khóa {self.term}" if (self.term and self.style % 4 < 2) or (self.term and self.date == "term") else "")
            if self.issuer
            else ""
        )
        number = f"{self.number_word}{self.number}{comma}" if self.number else ""
        title = (
            f" “{self.title[0].upper()}{self.title[1:]}”"
            if self.style % 5 == 4
            else f" {'ban hành ' if self.title.startswith('Chương trình') else ''}{self.title}"
        )
        return f"{self.kind}{number}{' ' + date if date else ''}{issuer}{title}"


Corruption = Callable[[Parts, random.Random], Parts | None]


def _digit(parts: Parts, chance: random.Random) -> Parts | None:
    """A digit changed, added in front or behind, or two exchanged."""
    size = len(parts.number) - len(parts.number.lstrip("0123456789"))
    ordinal, rest = parts.number[:size], parts.number[size:]
    at = chance.randrange(size)
    changed = ordinal[:at] + chance.choice([d for d in "123456789" if d != ordinal[at]]) + ordinal[at + 1 :]
    shapes = [changed, changed, chance.choice("123") + ordinal, ordinal + chance.choice("123456789"), ordinal[1::-1] + ordinal[2:]]
    other = chance.choice(shapes)
    return None if other == ordinal or (other.startswith("0") and len(other) > 2) else replace(parts, number=other + rest)


def _day(parts: Parts, chance: random.Random) -> Parts:
    other = parts.day
    while other == parts.day or (other.month == parts.day.month and other.day == parts.day.day):
        other = parts.day + datetime.timedelta(days=chance.choice([-40, -30, -9, -3, -1, 1, 2, 10, 31]))
        if other.year != parts.day.year:
            other = parts.day
    return replace(parts, day=other)


def _year(parts: Parts, chance: random.Random) -> Parts:
    year = parts.day.year + chance.choice([-1, -2, 1] if parts.day.year < 2024 else [-1, -2])
    return replace(parts, day=parts.day.replace(year=year))


def _impossible(parts: Parts, chance: random.Random) -> Parts:
    dates = (
        "29/02/2025", "31/4/2024", "31 tháng 6 năm 2024", "30 tháng 02 năm 2023", "31/9/2023", "32/5/2024", "15/13/2024", "00/5/2024",
        "12 tháng 13 năm 2023", "31 tháng 11 năm 2022",
    )  # fmt: skip
    return replace(parts, date=f"ngày {chance.choice(dates)}")


_SWAPS = {
    "Chính phủ": ["Thủ tướng Chính phủ", "Quốc hội", "Bộ Giáo dục và Đào tạo"], "Thủ tướng Chính phủ": ["Chính phủ", "Bộ Tài chính", "Quốc hội"],
    "Bộ Chính trị": ["Ban Bí thư", "Chính phủ", "Ban Chấp hành Trung ương Đảng"], "Ban Bí thư": ["Bộ Chính trị", "Ban Chấp hành Trung ương Đảng"],
    "Ban Chấp hành Trung ương Đảng": ["Bộ Chính trị", "Ban Bí thư"], "Ủy ban Thường vụ Quốc hội": ["Quốc hội", "Chính phủ"],
    "Hội đồng nhân dân tỉnh Lạng Sơn": ["Hội đồng nhân dân tỉnh Lâm Đồng", "Ủy ban nhân dân tỉnh Lạng Sơn", "Hội đồng nhân dân tỉnh Cao Bằng"],
    "Hội đồng nhân dân tỉnh Lâm Đồng": ["Hội đồng nhân dân tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh Lâm Đồng"],
    "Ủy ban nhân dân tỉnh Lạng Sơn": ["Ủy ban nhân dân tỉnh Lâm Đồng", "Hội đồng nhân dân tỉnh Lạng Sơn", "UBND tỉnh Bắc Giang"],
    "Ủy ban nhân dân tỉnh Lâm Đồng": ["Ủy ban nhân dân tỉnh Lạng Sơn", "Hội đồng nhân dân tỉnh Lâm Đồng"],
}  # fmt: skip


def _issuer(parts: Parts, chance: random.Random) -> Parts:
    others = _SWAPS.get(parts.issuer or "", ["Chính phủ", "Quốc hội", "Bộ Tài chính", "Ủy ban nhân dân tỉnh Cao Bằng"])
    return replace(parts, issuer=chance.choice(others), term=None)


def _term(parts: Parts, chance: random.Random) -> Parts | None:
    if parts.term is None and not parts.number.endswith("/TW"):
        return None
    others = ("XI", "XII", "XIII", "XIV") if parts.term else ("X", "XI", "XII")  # a term not told: only that it is XIII or later is known
    return replace(parts, term=chance.choice([term for term in others if term != parts.term]), style=0)


def _cut(parts: Parts, chance: random.Random) -> Parts | None:
    words = parts.title.split()
    if len(words) < 7:
        return None
    return replace(parts, title=" ".join(words[: chance.randrange(max(5, len(words) // 2), len(words) - 1)]).rstrip(',"“'))


def _reworded(parts: Parts, chance: random.Random) -> Parts | None:
    """A word changed, added, left out, or two exchanged."""
    words = parts.title.split()
    if len(words) < 7:
        return None
    at, other = chance.randrange(3, len(words) - 1), chance.choice(["nâng cao", "một số", "toàn diện", "bền vững"])
    shapes = [[other, *words[at + 1 :]], [other, *words[at:]], words[at + 1 :], [words[at + 1], words[at], *words[at + 2 :]]]
    return replace(parts, title=" ".join([*words[:at], *chance.choice(shapes)]))


def _malformed(parts: Parts, chance: random.Random) -> Parts | None:
    """Marks exchanged, doubled or lost; a letter for a figure; a symbol without its marks."""
    number = parts.number
    if "-" in number.split("/")[0]:
        ordinal, rest = number.split("-", 1)
        code, organ = rest.split("/", 1)
        shapes = [
            f"{ordinal}/{code}-{organ}", f"{ordinal}-{code}-{organ}", f"{ordinal}{code}/{organ}", f"{ordinal}-{code}{organ}", f"{ordinal}.{code}/{organ}",
            f"{ordinal}-{code}//{organ}", f"{ordinal}-{code}\\{organ}", f"{ordinal}-{code}", ordinal,
        ]  # fmt: skip
        return replace(parts, number=chance.choice(shapes))
    head, symbol = number.rsplit("/", 1)
    if "UBTVQH" in symbol or "-" not in symbol:
        return None
    code, organ = symbol.split("-", 1)
    shapes = [
        f"{head}/{code}{organ}", f"{head}/{code}/{organ}", f"{head}-{code}/{organ}", f"{head}I{code}-{organ}", f"{head}{code}-{organ}",
        f"{head}/{code} {organ}", f"{head}-{code}-{organ}", f"{head}//{code}-{organ}", number.replace("HĐND", "HDND").replace("QĐ-", "QD-"),
        f"{head}/{code}", f"{head}/{organ}", head.split("/")[0], f"{head}/{organ}-{code}",
    ]  # fmt: skip
    shape = chance.choice(shapes)
    return None if shape == number else replace(parts, number=shape)


def _kind(parts: Parts, chance: random.Random) -> Parts:
    kinds = ["Nghị định", "Nghị quyết", "Quyết định", "Chỉ thị", "Kết luận", "Kế hoạch", "Thông tư"]
    same = {"Quyết định", "Quy định"} if "QĐ" in parts.number else {parts.kind}
    return replace(parts, kind=chance.choice([kind for kind in kinds if kind not in same]))


def _no_date(parts: Parts, chance: random.Random) -> Parts | None:
    return None if parts.number.count("/") > 1 else replace(parts, dated=False)


def _no_issuer(parts: Parts, chance: random.Random) -> Parts | None:
    return None if parts.number.count("/") > 1 else replace(parts, issuer=None)


def _no_number(parts: Parts, chance: random.Random) -> Parts | None:
    return replace(parts, number="", style=1) if parts.kind in ("Quyết định", "Chỉ thị", "Kết luận", "Nghị quyết", "Nghị định") else None


def _untidy(parts: Parts, chance: random.Random) -> Parts:
    shapes = [replace(parts, number_word=" số: "), replace(parts, number_word=" ")]
    if "-" in parts.number:
        shapes.append(replace(parts, number=parts.number.replace("-", "- ", 1)))
    if parts.day.day < 10:
        shapes.append(
            replace(
                parts,
                date=f"ngày {parts.day.day}/{parts.day:%m}/{parts.day.year}"
                if parts.day.month > 9
                else f"ngày {parts.day.day} tháng {parts.day.month} năm {parts.day.year}",
            )
        )
    return chance.choice(shapes)


def _younger(parts: Parts, chance: random.Random) -> Parts:
    return replace(parts, own=parts.day - datetime.timedelta(days=chance.randrange(1, 60)))


#: The verdict that must be among those given, and the corruption.
CORRUPTIONS: dict[str, list[Corruption]] = {
    "NUMBER_MISMATCH": [_digit], "DATE_MISMATCH": [_day, _year], "IMPOSSIBLE_DATE": [_impossible], "ISSUER_MISMATCH": [_issuer],
    "TERM_MISMATCH": [_term], "TITLE_TRUNCATED": [_cut], "TITLE_MISMATCH": [_reworded], "MALFORMED_NUMBER": [_malformed],
    "TYPE_MISMATCH": [_kind], "MISSING_DATE": [_no_date], "MISSING_ISSUER": [_no_issuer], "MISSING_NUMBER": [_no_number],
    "STYLE": [_untidy], "FUTURE_DOCUMENT": [_younger],
}  # fmt: skip
