"""Where an annex begins: "PHỤ LỤC II", "Mẫu số 01", or a regulation issued with the document ("QUY CHẾ" under the signature)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from phahe.layout.head_words import is_type_line
from phahe.vietnamese import fold, slug

_LABEL: Final = re.compile(
    r"(?P<label>PHỤ LỤC|Phụ lục|MẪU SỐ|Mẫu số|MẪU BIỂU|Mẫu biểu|BIỂU MẪU|BIỂU SỐ|Biểu số)\b(?:\s+số)?\s*"
    r"(?P<number>(?:\d{1,3}|[IVXLC]{1,6})(?:[./-]?\w{1,8})?|[A-Z])?\b[.:]?\s*(?P<rest>.*)"
)
_ISSUED_WITH: Final = re.compile(r"\(?\s*(?:Ban hành|Kèm|Phê duyệt|Được ban hành)\b.{0,40}?\b(?:theo|Quyết định|Nghị quyết)", re.IGNORECASE)


class Annex(NamedTuple):
    """The path of an annex and its printed number."""

    path: str
    number: str | None


def annex(words: str, following: str, *, closed: bool) -> Annex | None:
    """The annex that a block opens, None where it opens none. `following`: the words after it; `closed`: the document is signed already.

    >>> annex("PHỤ LỤC II", "", closed=False), annex("QUY CHẾ", "(Ban hành kèm theo Quyết định số 5/QĐ-UBND)", closed=False)
    (Annex(path='phu-luc-ii', number='II'), Annex(path='quy-che', number=None))
    >>> annex("Phụ lục I ban hành kèm theo Thông tư này gồm", "", closed=False) is None
    True
    """
    if (match := _LABEL.fullmatch(words)) is not None:
        rest = match["rest"]
        issued = len(words) < 80 and (_ISSUED_WITH.match(following) is not None or following.startswith("CỘNG H"))
        if words[:7].isupper() or not rest or rest.isupper() or issued:
            number = match["number"]
            return Annex(slug(match["label"]) + (f"-{slug(number)}" if number else ""), number)
        return None
    if is_type_line(words) and words.isupper() and (closed or _ISSUED_WITH.search(following)):
        return Annex(slug(fold(words)), None)
    return None


def is_note(words: str) -> bool:
    """Whether a block says which document an annex was issued with.

    >>> is_note("(Kèm theo Kế hoạch số 125/KH-UBND)"), is_note("(sau đây gọi là Đề án)")
    (True, False)
    """
    return words[:1] in "(*" and len(words) < 600 and _ISSUED_WITH.match(words.lstrip("(* ")) is not None
