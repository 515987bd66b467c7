"""Whether a text is Vietnamese prose, told by its commonest syllables."""

from __future__ import annotations

import re
from typing import Final

from phahe.vietnamese import fold, nfc

_SYLLABLES: Final = (
    "và của các có trong cho theo về đến được với là tại năm ngày số học giáo dục phát triển thực hiện quy định dân ủy uỷ ban nhân xã "
    "tỉnh căn cứ nghị quyết kế hoạch chính phủ điều việc tổ chức quan lý đào tạo người không một những nhiệm vụ đồng hội"
)
#: The commonest syllables of Vietnamese administrative prose.
COMMON: Final = frozenset(_SYLLABLES.split())
#: The same without diacritics: an OCR that lost every one of them still shows these.
_FOLDED: Final = frozenset(fold(word) for word in COMMON)
_MARKED: Final = frozenset(word for word in COMMON if not word.isascii())
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
#: An opening of this length decides where it reads like prose beyond doubt.
_GLANCE: Final = 2_000
#: The least share that passes for Vietnamese.
ENOUGH: Final = 0.08


def share(text: str) -> float:
    """The share of common syllables, diacritics aside, in the opening of `text`; clean prose has 0.3 and more.

    >>> round(share("Căn cứ Luật Giáo dục"), 1), share("The quick brown fox")
    (0.8, 0.0)
    """
    words = _WORD.findall(fold(text[:_SAMPLE]))
    return sum(word in _FOLDED for word in words) / len(words) if words else 0.0


def marked(text: str) -> int:
    """How many common syllables with their right diacritics `text` has.

    >>> marked("Căn cứ Nghị quyết của Hội đồng"), marked("Can cu NghÞ quyÕt cña Héi ®ång")
    (7, 0)
    """
    return sum(word in _MARKED for word in _WORD.findall(nfc(text).lower()))


def require_vietnamese(text: str) -> None:
    """Raise ValueError unless `text` reads like Vietnamese prose, well printed or badly recognised.

    >>> require_vietnamese("Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019")
    >>> require_vietnamese("The quick brown fox jumps over the lazy dog again")
    Traceback (most recent call last):
    ...
    ValueError: không phải tiếng Việt (not Vietnamese): 0% âm tiết thường gặp
    """
    if share(text[:_GLANCE]) >= 2 * ENOUGH:
        return
    found = share(text)
    if found < ENOUGH:
        raise ValueError(f"không phải tiếng Việt (not Vietnamese): {found:.0%} âm tiết thường gặp")
