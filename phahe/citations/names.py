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
_MAX_NAME: Final = 18
_NOT_BEFORE_LAW: Final = re.compile(
    r"(?:dai hoc|cong ty|van phong|hoi|khoa|truong|tap chi|bao|nganh|phap|ky|bo|vien|cu nhan|thac si|phong|mon)\s+$"
)
_NOT_AFTER_LAW: Final = re.compile(r"\s*(?:nay|su|gia|do|cu|tren|noi tren|phap|va|hoac|la|thi|ve|duoc|cac|nay,)(?![a-z])|\s*[^\w\s]|\s*$")
_STRONG_END: Final = re.compile(r"\s*,?\s*(?:so\s*:?\s*\d|ngay\s*\d|nam\s+(?:19|20)\d\d|\(?\s?(?:sua doi|hop nhat))")
_AMENDING: Final = re.compile(
    r"\s+(?:sua doi|bo sung)[\s,]+(?:bo sung\s+)?(?:mot so (?:dieu|noi dung)|cac dieu|dieu|cac|mot so)?(?:[^.;:()]{0,40}?)\s+(?:cua\s+)?(?:cac\s+)?(?=(?:bo )?luat|phap lenh)"
)
_PERIOD: Final = re.compile(
    r"(?:(?:giai doan|thoi ky|den nam|den|nam|nam hoc|dinh huong den nam|tam nhin den nam|tam nhin)\s+){1,2}(?:19|20)\d\d(?:\s?-\s?(?:nam\s+)?(?:19|20)\d\d)?"
    r"(?:(?:,|\s+va)?\s*(?:tam nhin|dinh huong|dinh huong phat trien)(?:\s+(?:den|toi))?(?:\s+nam)?\s+(?:19|20)\d\d)?"
)
_WHERE: Final = re.compile(r"\s+(?:tren dia ban|o|cua|tai)\s+(?:tinh|thanh pho|tp\.?|xa|phuong|huyen|quan|thi xa)\b")
_QUOTED: Final = re.compile(r"\s*(?:ve\s+)?(?:\*{0,2})([“\"‘])")
_CLOSES: Final = {"“": "”", '"': '"', "‘": "’"}


@cache
def _known_names(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Folded names of a kind (law, programme) by their first word, as word tuples, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    with files("phahe.citations").joinpath("names.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["kind"] != kind:
                continue
            words = tuple(re.findall(r"\w+", fold(row["name"])))
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(names, key=lambda words: (-len(words), words))) for first, names in found.items()}


def known_name_end(block: Block, start: int, kind: str) -> int | None:
    """End of a registered name of a kind that begins at `start` (after the type word); the longest that fits."""
    words = list(re.finditer(r"\w+", block.folded[start : start + 220]))[:_MAX_NAME]
    if not words or block.folded[start : start + words[0].start()].strip():
        return None
    folded = tuple(match.group() for match in words)
    for name in _known_names(kind).get(folded[0], ()):
        if folded[: len(name)] == name and not re.search(r"[.;:()“”]", block.text[start : start + words[len(name) - 1].end()]):
            return start + words[len(name) - 1].end()
    return None


def law_name_end(block: Block, start: int, after_type: int) -> int | None:
    """End of the name of the law whose type word is block[start:after_type]; None where it is a class, the law itself or no law."""
    if _NOT_BEFORE_LAW.search(block.folded, max(start - 16, 0), start):
        return None
    amending = _AMENDING.match(block.folded, after_type)
    if amending:
        return _amended_end(block, amending.end())
    known = known_name_end(block, after_type, "law")
    if known is not None:
        return known
    if _NOT_AFTER_LAW.match(block.folded, after_type):
        return None
    return _walked_end(block, after_type)


def _amended_end(block: Block, position: int) -> int | None:
    """End of the last law in "… một số điều của Luật A, Luật B và Luật C"."""
    end = None
    for _ in range(12):
        kind = type_pattern().match(block.text, position)
        if kind is None:
            return end
        inner = law_name_end(block, kind.start(), kind.end())
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
        if folded[at : token.end()] in ("so", "nay", "ngay", "nam", "tai", "thi", "duoc", "quy", "ve"):
            break
        if folded[at : token.end()] == "va" and not (
            text[token.end() + 1 : token.end() + 2].isupper() and not type_pattern().match(text, token.end() + 1)
        ):
            break
        end = position = token.end()
        first = False
    return end


def _goes_on(block: Block, position: int) -> bool:
    """Whether after a comma the same name goes on: at most eight words lead to its number, date or year ("Luật Thi đua, khen thưởng ngày …")."""
    match = re.compile(r"\s+(?:[\w&]+\s+){0,8}?(?=so\s*:?\s*\d|ngay\s*\d|nam\s+(?:19|20)\d\d)").match(block.folded, position)
    return match is not None and not type_pattern().search(block.text, position, match.end())


def titled_end(block: Block, after_type: int, *, loose: bool) -> tuple[int, int, int] | None:
    """Start, end and close of the name of a strategy, programme or scheme: in quotes, registered, or running to a period of years.

    With `loose` a name without any of these counts too, to the first comma.
    """
    quoted = _QUOTED.match(block.folded, after_type)
    if quoted:
        close = block.text.find(_CLOSES[quoted.group(1)], quoted.end(), quoted.end() + 500)
        return (quoted.end(), close, close + 1) if close > 0 else None
    known = known_name_end(block, after_type, "programme")
    window = block.folded[after_type : after_type + 260]
    clause = re.match(r"[^.;:()“”\"]*", window)
    length = clause.end() if clause else 0
    if known is not None:
        period = re.compile(rf"\s+(?:(?:19|20)\d\d(?![-\d])|{_PERIOD.pattern})").match(block.folded, known)
        end = period.end() if period else known
        return after_type, end, end
    start = re.match(r"\s+(?=\w)", window)
    if start is None or starting("stop").match(block.lower, after_type + start.end()) or _other_document(block, after_type, start.end()):
        return None
    period = _PERIOD.search(window, 0, length)
    if period and not _breaks(block, after_type, after_type + period.start()):
        end = after_type + period.end()
        return after_type, end, end
    if not loose:
        return None
    end = _walked_end(block, after_type)
    return (after_type, end, end) if end and block.folded[after_type:end].count(" ") >= 3 else None


def _other_document(block: Block, after_type: int, offset: int) -> bool:
    return type_pattern().match(block.text, after_type + offset) is not None


def _breaks(block: Block, start: int, end: int) -> bool:
    """Whether the words between a type and a period of years cannot be one name: a verb of the sentence stands among them."""
    return (
        re.search(
            r"(?<!\w)(?:la|duoc|da|se|nham|theo|tai|ngay|so|bao dam|dam bao|thi|nay|neu tren|dat|phan dau|trong|cho den)(?!\w)",
            block.folded[start:end],
        )
        is not None
    )
