"""Documents cited by name, without a number: laws, strategies, programmes, schemes.

A law's name is taken from the register of names in `names.tsv` where it stands there (it decides "Luật Doanh nghiệp | nắm giữ 100% vốn"),
else word by word until a word that no name contains. Classes of documents ("các chương trình mục tiêu quốc gia") are not names.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final

from phahe.citations.blocks import Block
from phahe.citations.types import type_pattern
from phahe.citations.words import starting
from phahe.vietnamese import fold

_WORD: Final = re.compile(r"\s*(?:(?P<word>[\w&/]+)|(?P<mark>[^\w\s]))")
_FIRST: Final = re.compile(r"\s{1,3}(\w+)")
_MAX_NAME: Final = 18
_NOT_BEFORE_LAW: Final = re.compile(
    r"(?:dai hoc|cong ty|van phong|hoi|khoa|truong|tap chi|bao|nganh|phap|ky|bo|vien|cu nhan|thac si|phong|mon)\s+$"
)
_NOT_AFTER_LAW: Final = re.compile(r"\s*(?:nay|su|gia|do|cu|tren|noi tren|phap|va|hoac|la|thi|ve|duoc|cac|nay,)(?![a-z])|\s*[^\w\s]|\s*$")
_STRONG_END: Final = re.compile(r"\s*,?\s*(?:so\s*:?\s*\d|ngay\s*\d|nam\s+(?:19|20)\d\d|\(?\s?(?:sua doi|hop nhat))")
_AMENDING: Final = re.compile(
    r"\s+(?:sua doi|bo sung)[\s,]+(?:bo sung\s+)?(?:mot so (?:dieu|noi dung)|cac dieu|dieu|cac|mot so)?(?:[^.;:()]{0,40}?)\s+(?:cua\s+)?(?:cac\s+)?(?=(?:bo )?luat|phap lenh)"
)
#: "Luật sửa đổi, bổ sung một số điều của 37 luật có liên quan đến quy hoạch ngày 20/11/2018": no law is named inside.
_AMENDING_MANY: Final = re.compile(
    r"\s+sua doi[\s,]+bo sung\s(?=[^.;:()]{0,80}(?:luat|phap lenh))[^.;:()]{10,120}?(?=\s+(?:so\s*:?\s*\d|ngay\s*\d|nam\s+(?:19|20)\d\d))"
)
_AMENDS_NOTHING: Final = re.compile(
    r"\s+(?:sua doi|bo sung)(?:[\s,]+bo sung)?(?![a-z])(?!\s+[a-z])|\s+(?:sua doi|bo sung)(?:[\s,]+bo sung)?\s+(?:nam|so|ngay)\s"
)
_LAW_WORD: Final = re.compile(r"(?:bo )?luat(?=\s)|phap lenh(?=\s)")
_PERIOD: Final = re.compile(
    r"(?:(?:giai doan|thoi ky|den nam|den|nam|nam hoc|dinh huong den nam|(?:tam )?nhin den nam|(?:tam )?nhin)\s+){1,2}(?:19|20)\d\d(?:\s?-\s?(?:nam\s+)?(?:19|20)\d\d)?"
    r"(?:(?:,|\s+va)?\s*(?:(?:tam )?nhin|dinh huong|dinh huong phat trien)(?:\s+(?:den|toi))?(?:\s+nam)?\s+(?:19|20)\d\d)?"
)
_NAMED_YEAR: Final = re.compile(rf"\s+(?:(?:19|20)\d\d(?![-\d])|{_PERIOD.pattern})")
#: "Kế hoạch sử dụng đất năm 2018": a year alone makes no name.
_ONE_YEAR: Final = re.compile(r"nam(?: hoc)?\s+\d{4}\Z")
_WHERE: Final = re.compile(r"\s+trên\s+địa\s+bàn\s+(?:tỉnh|thành phố|xã|phường|huyện|quận|thị xã|đặc khu)(?:\s+[A-ZĐÀ-Ỹ]\w*){0,4}")
#: "Hiệp định CPTPP"; "Hiệp định Đối tác toàn diện … (CPTPP)"; "Công ước của Liên hợp quốc về …".
_TREATY_SHORT: Final = re.compile(r"\s{1,3}[A-Z]{3,12}(?!\w)")
_TREATY_BRACKET: Final = re.compile(r"\s?\([A-Z]{3,12}\)")
_TREATY_OF: Final = re.compile(r"\s+(?:cua\s+)?(?:lien hop quoc|lien hiep quoc|asean)(?: nam (?:19|20)\d\d)?\s+(?=ve\s|chong\s)")
_CLAUSE_END: Final = re.compile(r"[.;:()“”\"]")
_VERB_INSIDE: Final = re.compile(
    r"(?<!\w)(?:là|được|đã|sẽ|nhằm|theo|ngày|số \d|bảo đảm|đảm bảo|thì|này|nêu trên|đạt \d|phấn đấu|hằng năm|hàng năm|trong năm)(?!\w)"
)
_QUOTED: Final = re.compile(r"\s*(?:ve\s+)?(?:\*{0,2})([“\"‘])")
_CLOSES: Final = {"“": "”", '"': '"', "‘": "’"}


@cache
def _known_names(kind: str) -> dict[str, re.Pattern[str]]:
    """For each first word of a registered name of a kind (law, programme), a pattern of the names, the longest first; folded."""
    found: dict[str, set[str]] = {}
    with files("phahe.citations").joinpath("names.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["kind"] == kind:
                words = re.findall(r"\w+", fold(row["name"]))
                found.setdefault(words[0], set()).add(r",?\s{1,3}".join(words))
    return {
        first: re.compile(rf"(?:{'|'.join(sorted(names, key=lambda name: (-len(name), name)))})(?!\w)") for first, names in found.items()
    }


def known_name_end(block: Block, start: int, kind: str) -> int | None:
    """End of a registered name of a kind that begins at `start` (after the type word); the longest that fits.

    >>> text = "Luật Doanh nghiệp nắm giữ 100% vốn"
    >>> text[: known_name_end(Block(0, text), 4, "law")]
    'Luật Doanh nghiệp'
    """
    first = _FIRST.match(block.folded, start)
    pattern = _known_names(kind).get(first.group(1)) if first else None
    match = pattern.match(block.folded, first.start(1)) if first and pattern else None
    return match.end() if match else None


def law_name_end(block: Block, start: int, after_type: int, *, amending: bool = True) -> int | None:
    """End of the name of the law whose type word is block[start:after_type]; None where it is a class, the law itself or no law."""
    if _NOT_BEFORE_LAW.search(block.folded, max(start - 16, 0), start) or _stands_alone(block, start, after_type):
        return None
    amended = _AMENDING.match(block.folded, after_type) if amending else None
    if amended and (end := _amended_end(block, amended.end())):
        return end
    many = _AMENDING_MANY.match(block.folded, after_type) if amending else None
    if many:
        return many.end()
    known = known_name_end(block, after_type, "law")
    if known is not None:
        return known
    if _AMENDS_NOTHING.match(block.folded, after_type):
        return None  # "Luật sửa đổi, bổ sung năm 2012": which law it amends is not printed
    if _NOT_AFTER_LAW.match(block.folded, after_type):
        return None
    end = _walked_end(block, after_type)
    first = _FIRST.match(block.text, after_type)
    if end is None or (first and first.group(1)[0].isupper()) or _STRONG_END.match(block.folded, end):
        return end
    return None  # "Luật trình Quốc hội", "Luật áp dụng"


def _stands_alone(block: Block, start: int, end: int) -> bool:
    """Whether the type word has its line to itself: a heading ("LUẬT" over its title), the cell of a table."""
    return (
        block.text[end : end + 1] == "\n" and (not start or block.text[start - 1] == "\n") and not block.text[end + 1 : end + 2].islower()
    )


def _amended_end(block: Block, position: int) -> int | None:
    """End of the last law in "… một số điều của Luật A, Luật B và Luật C"."""
    end = None
    for _ in range(12):  # no law amends more others by name
        kind = _LAW_WORD.match(block.folded, position)
        if kind is None:
            return end
        inner = law_name_end(block, kind.start(), kind.end(), amending=False)
        if inner is None:
            return end
        end = inner
        link = re.compile(r"\s*(?:,|va|;)\s+(?=(?:bo )?luat\s|phap lenh\s)").match(block.folded, end)
        if link is None:
            return end
        position = link.end()
    return end


def _walked_end(block: Block, position: int) -> int | None:
    """End of a name that no register holds: its words up to one that a name does not contain."""
    text, folded = block.text, block.folded
    end, first = None, True
    for _ in range(_MAX_NAME):
        token = _WORD.match(text, position)
        if token is None:
            break
        if token["mark"]:
            if token["mark"] == "," and _goes_on(block, token.end()):
                position = token.end()
                continue
            break
        at = token.start("word")
        if token["word"][0].isdigit() or type_pattern().match(text, at):
            break
        if starting("stop").match(block.lower, at) and not (first and text[at].isupper()):
            break
        if block.lower[at : token.end()] in ("số", "này", "ngày", "năm", "tại", "thì", "được", "về"):
            break
        if folded[at : token.end()] == "va" and not (
            (text[token.end() + 1 : token.end() + 2].isupper() and not type_pattern().match(text, token.end() + 1))
            or _goes_on(block, token.end())
        ):
            break
        end = position = token.end()
        first = False
    return end


def _goes_on(block: Block, position: int) -> bool:
    """Whether after a comma the same name goes on: at most eight words lead to its number, date or year ("Luật Thi đua, khen thưởng ngày …")."""
    match = re.compile(r"\s+(?:[\w&]+\s+){0,8}?(?=so\s*:?\s*\d|ngay\s*\d|nam\s+(?:19|20)\d\d)").match(block.folded, position)
    return match is not None and not type_pattern().search(block.text, position, match.end())


def titled_end(block: Block, after_type: int, *, loose: bool, placed: bool = False) -> tuple[int, int, int] | None:
    """Start, end and close of the name of a strategy, programme or scheme: in quotes, registered, or running to a period of years.

    With `loose` a name without any of these counts too, to the end of its clause. With `placed` a place after the years belongs to the
    name: it is the plan that is "trên địa bàn tỉnh Lạng Sơn", not the strategy it carries out.

    >>> text = "Chiến lược phát triển giáo dục đến năm 2030, tầm nhìn đến năm 2045 là nhiệm vụ"
    >>> start, end, close = titled_end(Block(0, text), 10, loose=False); text[start:end]
    ' phát triển giáo dục đến năm 2030, tầm nhìn đến năm 2045'
    """
    quoted = _QUOTED.match(block.folded, after_type)
    if quoted:
        close = block.text.find(_CLOSES[quoted.group(1)], quoted.end(), quoted.end() + 500)
        return (quoted.end(), close, close + 1) if close > 0 else None
    word = _FIRST.match(block.folded, after_type)
    if word is None:
        return None
    known = known_name_end(block, after_type, "programme")
    if known is not None:
        year = _NAMED_YEAR.match(block.folded, known)
        return after_type, *((year.end(),) * 2 if year else (known, known))
    if word.group(1)[0].isdigit() or starting("stop").match(block.lower, word.start(1)) or type_pattern().match(block.text, word.start(1)):
        return None
    limit = _CLAUSE_END.search(block.text, after_type, after_type + 260)
    end = limit.start() if limit else min(after_type + 260, len(block.text))
    period = _PERIOD.search(block.folded, word.start(1), end)
    if period and not _ONE_YEAR.match(period.group()) and not _VERB_INSIDE.search(block.lower, after_type, period.start()):
        where = _WHERE.match(block.text, period.end()) if placed else None
        end = where.end() if where else period.end()
        return after_type, end, end
    return _loose(block, after_type, word.start(1), end) if loose else None


def treaty_end(block: Block, after_type: int) -> int | None:
    """End of a treaty's name: its short form in capitals, or a capitalised name to the end of its clause; None for a class of treaties.

    >>> text = "Công ước của Liên hợp quốc về quyền trẻ em; các điều ước khác"
    >>> text[: treaty_end(Block(0, text), 8)]
    'Công ước của Liên hợp quốc về quyền trẻ em'
    """
    short = _TREATY_SHORT.match(block.text, after_type)
    if short:
        return short.end()
    of = _TREATY_OF.match(block.folded, after_type)
    first = _FIRST.match(block.text, after_type)
    start = of.end() if of else first.start(1) if first else len(block.text)
    if of is None and (not block.text[start : start + 1].isupper() or type_pattern().match(block.text, start)):
        return None
    limit = _CLAUSE_END.search(block.text, after_type, after_type + 260)
    end = limit.start() if limit else min(after_type + 260, len(block.text))
    if named := _loose(block, after_type, start, end):
        abbreviated = _TREATY_BRACKET.match(block.text, named[1])
        return abbreviated.end() if abbreviated else named[1]
    return None


def _loose(block: Block, after_type: int, position: int, limit: int) -> tuple[int, int, int] | None:
    """A name that nothing but its clause ends: "Đề án đào tạo tài năng", "Chiến lược quốc gia về trí tuệ nhân tạo"."""
    end = position
    while position < limit:
        token = _WORD.match(block.text, position, limit)
        if token is None:
            break
        at = token.start("word") if token["word"] else token.start("mark")
        if token["mark"]:
            after = re.compile(r"\s*").match(block.text, token.end())
            if token["mark"] != "," or (after and starting("clause", "stop").match(block.lower, after.end())):
                break
        elif (
            starting("stop").match(block.lower, at)
            and block.lower[at : token.end()] not in ("trong", "cho", "các")
            and block.lower[at - 4 : token.end()] != "nhà ở"
            and block.lower[at - 6 : token.end()] != "quyền của"
        ) or type_pattern().match(block.text, at):
            break
        else:
            end = token.end()
        position = token.end()
    return (after_type, end, end) if block.folded[after_type:end].count(" ") >= 3 else None
