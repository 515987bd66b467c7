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
        title = f" “{self.title[0].upper()}{self.title[1:]}”" if self.style % 5 == 4 else f" {self.title}"
        return f"{self.kind}{number}{' ' + date if date else ''}{issuer}{title}"


Corruption = Callable[[Parts, random.Random], Parts | None]


def _digit(parts: Parts, chance: random.Random) -> Parts:
    ordinal = "".join(letter for letter in parts.number[:5] if letter.isdigit())[
        : len(parts.number) - len(parts.number.lstrip("0123456789"))
    ]
    at = chance.randrange(len(ordinal))
    other = chance.choice([d for d in "123456789" if d != ordinal[at]])
    return replace(parts, number=ordinal[:at] + other + parts.number[at + 1 :])


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
    return replace(
        parts,
        date=f"ngày {chance.choice(['29/02/2025', '31/4/2024', '31 tháng 6 năm 2024', '30 tháng 02 năm 2023', '31/9/2023', '32/5/2024'])}",
    )


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
    return replace(parts, issuer=chance.choice(_SWAPS[parts.issuer or ""]))


def _term(parts: Parts, chance: random.Random) -> Parts | None:
    if parts.term is None:
        return None
    return replace(parts, term=chance.choice([term for term in ("XI", "XII", "XIII", "XIV") if term != parts.term]), style=0)


def _cut(parts: Parts, chance: random.Random) -> Parts:
    words = parts.title.split()
    return replace(parts, title=" ".join(words[: chance.randrange(5, len(words) - 1)]))


def _reworded(parts: Parts, chance: random.Random) -> Parts:
    words = parts.title.split()
    at = chance.randrange(3, len(words) - 1)
    return replace(
        parts,
        title=" ".join([*words[:at], chance.choice(["nâng cao", "một số", "toàn diện", "bền vững"]), *words[at + chance.choice([0, 1]) :]]),
    )


def _malformed(parts: Parts, chance: random.Random) -> Parts | None:
    number = parts.number
    party = "-" in number.split("/")[0]
    if party:
        ordinal, rest = number.split("-", 1)
        return replace(parts, number=f"{ordinal}/{rest.replace('/', '-')}")
    head, symbol = number.rsplit("/", 1)
    if "UBTVQH" in symbol or "-" not in symbol:
        return None
    code, organ = symbol.split("-", 1)
    shapes = [f"{head}/{code}{organ}", f"{head}/{code}/{organ}"]
    if head.isdigit():
        shapes += [f"{head}-{code}/{organ}", f"{head}I{code}-{organ}"]
    return replace(parts, number=chance.choice(shapes))


def _kind(parts: Parts, chance: random.Random) -> Parts:
    kinds = ["Nghị định", "Nghị quyết", "Quyết định", "Chỉ thị", "Kết luận", "Kế hoạch", "Thông tư"]
    return replace(parts, kind=chance.choice([kind for kind in kinds if kind != parts.kind]))


def _no_date(parts: Parts, chance: random.Random) -> Parts | None:
    return None if parts.number.count("/") > 1 else replace(parts, dated=False)


def _no_issuer(parts: Parts, chance: random.Random) -> Parts | None:
    return None if parts.number.count("/") > 1 else replace(parts, issuer=None)


def _no_number(parts: Parts, chance: random.Random) -> Parts | None:
    return replace(parts, number="") if parts.kind in ("Quyết định", "Chỉ thị", "Kết luận") else None


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
