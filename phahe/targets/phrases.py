"""What stands around a figure, taken apart: the measure's own words, whom it is about, at which level of education, on what condition.

Works on a slice of the text as printed; a `Slice` keeps the text and its folded copy side by side, so that every part is a slice again.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from phahe.vietnamese.folding import aligned_fold


class Slice(NamedTuple):
    """A stretch of the block: `text[start:end]` and the same of its folded copy."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def printed(self) -> str:
        """The stretch as printed."""
        return self.text[self.start : self.end]

    @property
    def key(self) -> str:
        """The stretch without diacritics, lower case; same positions."""
        return self.folded[self.start : self.end]

    def part(self, start: int, end: int) -> Slice:
        """The stretch from `start` to `end`, counted within this one."""
        return Slice(self.text, self.folded, self.start + start, self.start + end)

    def stripped(self) -> Slice:
        """Without spaces and loose punctuation at either end."""
        printed = self.printed
        left = len(printed) - len(printed.lstrip(" \t\n\u00a0,;:.-–+*"))
        right = len(printed.rstrip(" \t\n\u00a0,;:.-–"))
        return self.part(left, max(left, right))

    def __bool__(self) -> bool:
        return self.end > self.start


def slice_of(text: str, folded: str | None = None) -> Slice:
    """The whole of `text` as a Slice; `folded` is `aligned_fold(text)`, where it is at hand."""
    return Slice(text, aligned_fold(text) if folded is None else folded, 0, len(text))


_OPENING: Final = re.compile(
    r"(?:va|rieng|trong do|hang nam|moi nam|dong thoi|phan dau|duy tri|bao dam|dam bao|tiep tuc|cung co|nang cao|trien khai|thuc hien|day du"
    r"|(?:den|vao|trong|den het|tu) nam \d{4}(?: den nam \d{4})?|nam \d{4})\b[\s,:]{0,4}"
)
_RATE: Final = re.compile(r"\bt[yi] le\b|\bty trong\b|\btoc do\b")
_INDEX: Final = re.compile(r"\b(?:chi so|muc do|diem)\b")
_NUMBER_OF: Final = re.compile(r"(?:tổng )?số (?!hóa|hoá|liệu)", re.IGNORECASE)
_STEM_VERB: Final = re.compile(
    r"(?P<head>(?:t[yi] le|tong so|so luong|so|chi so|ty trong) )?(?P<verb>(?:huy dong|di hoc dung do tuoi|di hoc|hoan thanh chuong trinh|hoan thanh|chuyen cap|chuyen lop"
    r"|tot nghiep|nhap hoc|bo hoc|luu ban)(?= |$) ?)?"
)
_PREDICATE: Final = re.compile(
    r"[\s,](?:được|đạt|có|về|áp dụng|tổ chức|tiếp tục|hoàn thành|đến trường|qua đào tạo|biết chữ|suy dinh dưỡng|theo học|vào học|tham gia"
    r"|kiên cố|dân lập|tư thục|ngoài công lập|sử dụng|thực hiện|ở|tại|trên địa bàn|trên tổng|đáp ứng|hài lòng|biết|giải quyết|thu gom|xử lý|tham dự|dự họp|đăng ký|hưởng|mắc|các ngành|nằm trong|thuộc|đóng góp|giúp|cho|theo|trong(?! độ tuổi)|vào năm"
    r"|đến năm|duy trì|giảm|tăng|xuống|so với)\b(?<!phụ thuộc)|/",
    re.IGNORECASE,
)
_AGE: Final = re.compile(r"trong độ tuổi(?: từ)? \d{1,2}\s?[-–]\s?\d{1,2}(?: tuổi)?", re.IGNORECASE)
_ATTENDING: Final = re.compile(r"(?:trẻ em|trẻ|học sinh) đến trường(?= được)", re.IGNORECASE)
_LEVEL_PHRASE: Final = re.compile(r"(?:tu )?(?:cap |bac )?(?:mam non|tieu hoc|trung hoc co so|thcs|trung hoc pho thong|thpt)\b.*")
_CONDITION: Final = re.compile(
    r"\b(?:doi voi|tai|o|cho)(?: cac| nhung)? (?:dia ban|vung|khu vuc|xa|thon|noi)\b[^;.:]{0,80}?\b(?:kho khan|bien gioi|hai dao|thieu so|mien nui"
    r"|dieu kien thuan loi)(?:, (?:bien gioi|hai dao|mien nui|vung dong bao dan toc thieu so)){0,4}"
)
_PREPOSITION: Final = re.compile(r"(?:doi voi|tai|o|cho) ")
_BASE: Final = re.compile(r"(?:(?:tren|trong|cua) )?tong (?:so |chi |chi tieu )?|(?:cua |tren )?so ")
_WHOLE: Final = re.compile(r"(tong (?!so)[^,;.:]{2,80}?)(?= theo quy dinh| hang nam|$|[,;.:(])")


def opened(phrase: Slice) -> Slice:
    """`phrase` without the words that only open a clause ("và", "trong đó", "phấn đấu", "đến năm 2030")."""
    phrase = phrase.stripped()
    while phrase and (match := _OPENING.match(phrase.key)) and match.end():
        phrase = phrase.part(match.end(), len(phrase.key)).stripped()
    return phrase


def headed(phrase: Slice) -> Slice | None:
    """The part of `phrase` from the word that names an indicator ("tỷ lệ", "số", "chỉ số") on; None without such a word."""
    rates = list(_RATE.finditer(phrase.key))
    if rates:
        return phrase.part(rates[-1].start(), len(phrase.key)).stripped()
    if index := _INDEX.search(phrase.key):
        return phrase.part(index.start(), len(phrase.key)).stripped() if index.group() == "chi so" else None
    opening = opened(phrase)
    return opening if _NUMBER_OF.match(opening.printed) else None


def condition_in(phrase: Slice) -> Slice | None:
    """The stretch that limits a value to some places ("đối với các địa bàn … đặc biệt khó khăn")."""
    match = _CONDITION.search(phrase.key)
    return phrase.part(*match.span()).stripped() if match else None


def stem_of(head: Slice, own: Slice) -> Slice:
    """The part of the last measure phrase that a shortened clause `own` repeats in thought: "Tỷ lệ huy động" before "trẻ mẫu giáo"."""
    match, again = _STEM_VERB.match(head.key), _STEM_VERB.match(own.key)
    if match is None or not match["verb"]:
        return head
    return head.part(0, match.end("head") if again and again["verb"] and match["head"] else match.end()).stripped()


def population_in(phrase: Slice) -> Slice | None:
    """Whom or what a measure phrase is about: the noun phrase after "tỷ lệ …" and before its verb."""
    match = _STEM_VERB.match(phrase.key)
    if match and (match["head"] or "").startswith("chi so"):
        return None
    rest = phrase.part(match.end() if match else 0, len(phrase.key)).stripped()
    if level := _LEVEL_PHRASE.match(rest.key):
        return rest.part(0, level.end()).stripped()
    if attending := _ATTENDING.match(rest.printed):  # children as such are no population, those who attend are
        return rest.part(0, attending.end())
    stop = _PREDICATE.search(rest.printed)
    subject = rest.part(0, stop.start() if stop else len(rest.key)).stripped()
    return subject if subject else None


def aged(population: Slice, phrase: str) -> str:
    """The printed population, or the age group a rate is taken of ("trong độ tuổi từ 15 - 60")."""
    age = _AGE.search(phrase)
    return age.group() if age else population.printed


def beneficiary(phrase: Slice) -> Slice | None:
    """Whom a completed work is for ("phổ cập … cho trẻ 5 tuổi"), else what reaches a state ("giáo dục Lạng Sơn đạt mức khá")."""
    giving, reaching = phrase.key.rfind(" cho "), phrase.key.find(" dat ")
    if giving >= 0:
        return phrase.part(giving + len(" cho "), len(phrase.key)).stripped()
    return phrase.part(0, reaching).stripped() if reaching > 0 else None


def place_of(condition: Slice) -> str:
    """A condition without the preposition ("các địa bàn … đặc biệt khó khăn")."""
    match = _PREPOSITION.match(condition.key)
    return condition.part(match.end() if match else 0, len(condition.key)).printed


def is_level(phrase: Slice) -> bool:
    """Whether a phrase names a level of education and nothing else ("cấp tiểu học")."""
    return bool(_LEVEL_PHRASE.match(phrase.key))


def base_of(after: Slice) -> int:
    """Length of the words after a figure that name what it is a share of ("số học sinh", "tổng chi ngân sách địa phương"), 0 without."""
    match = _BASE.match(after.key)
    if not match:
        return 0
    stop = re.compile(r"(?:[,.](?!\d)|[;:(])| va ").search(after.key)
    return stop.start() if stop else len(after.key)


def whole_in(base: Slice) -> Slice | None:
    """The total a figure is a share of, where the base names one ("tổng chi ngân sách địa phương")."""
    match = _WHOLE.match(base.key)
    return base.part(*match.span(1)).stripped() if match else None
