"""Levels of education that a phrase or a heading names ("cấp THCS" is lower secondary). Nothing here decides what a level means for a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_LEVEL: Final = re.compile(
    r"nhà trẻ|mẫu giáo|mầm non|tiểu học|trung học cơ sở|thcs|trung học phổ thông|thpt|phổ thông|giáo dục nghề nghiệp"
    r"|cao đẳng|đại học|giáo dục thường xuyên|các cấp học"
)
#: What comes after a level, and what somebody holds, are none: "sau trung học phổ thông", "người lao động có trình độ cao đẳng, đại học".
_NO_LEVEL: Final = re.compile(r"(?:\bsau|có trình độ(?: (?:cao đẳng|đại học),?(?: và| hoặc)?)?)\s\Z")
_NAMES: Final = {"nhà trẻ": "mầm non", "mẫu giáo": "mầm non", "thcs": "trung học cơ sở", "thpt": "trung học phổ thông"}
_HEADING: Final = re.compile(r"[\W\dIVX]{0,12}(?:giáo dục )(?!nghề|thường)", re.IGNORECASE)


def levels_of(printed: str) -> tuple[str, ...]:
    """Levels of education named, each once, in printed order.

    >>> levels_of("cấp tiểu học, cấp THCS và trung học phổ thông"), levels_of("người lao động có trình độ cao đẳng, đại học")
    (('tiểu học', 'trung học cơ sở', 'trung học phổ thông'), ())
    """
    lower = printed.lower()
    found = (match.group() for match in _LEVEL.finditer(lower) if not _NO_LEVEL.search(lower, max(match.start() - 60, 0), match.start()))
    return tuple(dict.fromkeys(_NAMES.get(level, level) for level in found))


def heading_level(headings: Sequence[str]) -> tuple[str, ...]:
    """The level that the innermost heading about one gives to what stands under it; none for vocational and continuing education.

    >>> heading_level(("II. MỤC TIÊU", "2.2. Giáo dục phổ thông (tiểu học và trung học cơ sở)"))
    ('phổ thông',)
    """
    for heading in reversed(headings):
        if match := _HEADING.match(heading):
            levels = levels_of(heading[match.end() :])
            return levels[:1] if levels and heading[match.end() :].lower().startswith(levels[0]) else ()
    return ()
