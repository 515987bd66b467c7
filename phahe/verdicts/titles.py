"""Whether two prints of a title say the same; what does not count is said at `register.title_key`."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise
from typing import Final

from phahe.register import title_key
from phahe.vietnamese import comparison_key

#: A title of fewer words says too little to tell one document from another.
TELLING: Final = 5
#: "quy định chi tiết" is as long as such a verb gets.
_LEADING_VERB: Final = 4
_COMMA: Final = re.compile(r"[,;]")
#: Of a restored OCR so many words may differ, if none is missing or added: the difference is the machine's.
_FORGIVEN: Final = 0.1


class Likeness(StrEnum):
    """How a printed title relates to the known one."""

    SAME = "same"
    PART = "part"
    DIFFERENT = "different"


def compare_titles(printed: str, known: str, *, restored: bool = False) -> Likeness:
    """How `printed` relates to `known`; PART where it is its beginning, or all but the verb that leads in ("phê duyệt").

    Words that follow the whole title ("… như sau", "… trên địa bàn xã") are the sentence's, not the title's: nothing prints its end.

    >>> str(compare_titles("về đột phá phát triển giáo dục", "đột phá phát triển giáo dục và đào tạo"))
    'part'
    """
    one, other = title_key(printed), title_key(known)
    if one == other:
        return Likeness.SAME
    if len(other.split()) >= TELLING and one.startswith(f"{other} "):
        return Likeness.SAME
    if one and f"{other} ".startswith(f"{one} "):
        return Likeness.PART
    if one and comparison_key(known).startswith(f"{comparison_key(printed)} "):
        return Likeness.PART  # cut within a date, which the keys of the two then write differently
    if f" {other}".endswith(f" {one}") and len(other.split()) - len(one.split()) <= _LEADING_VERB:
        return Likeness.PART
    if _cut_and_gone_on(one.split(), other.split()) or _cut_at_comma(printed, known):
        return Likeness.PART
    if restored and _nearly(one.split(), other.split()):
        return Likeness.SAME
    return Likeness.DIFFERENT


#: How a sentence goes on behind a title; no rewording of a title begins so.
_GOES_ON: Final = frozenset(
    [
        "và",
        "đến",
        "phù",
        "trên",
        "trong",
        "bảo",
        "đảm",
        "gắn",
        "cho",
        "để",
        "tại",
        "theo",
        "ở",
        "như",
        "với",
        "tới",
        "sau",
        "được",
        "đã",
        "sẽ",
        "phải",
        "cần",
        "là",
        "nhằm",
        "bằng",
        "từ",
        "khi",
    ]
)


def _cut_and_gone_on(one: list[str], other: list[str]) -> bool:
    """Whether `one` is the first half or more of `other`, and then the sentence goes on with words that `other` has not."""
    same = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))
    if same < TELLING or 2 * same < len(other) or same >= len(one) or one[same] not in _GOES_ON:
        return False
    rest = list(pairwise(other[same:]))
    resumed = any(pair in rest for pair in pairwise(one[same : same + 4]))  # a word left out or changed, then the title goes on
    return one[-1] != other[-1] and one[same + 1 : same + 2] != other[same : same + 1] and not resumed


def _cut_at_comma(printed: str, known: str) -> bool:
    """Whether half or more of `known` stands before a comma that it has not there: "… giáo dục và, các địa phương báo cáo"."""
    other = title_key(known).split()
    pauses = {len(title_key(known[: mark.start()]).split()) for mark in _COMMA.finditer(known)}
    cuts = (title_key(printed[: mark.start()]).split() for mark in _COMMA.finditer(printed))
    return any(
        left == other[: len(left)] and len(left) not in pauses
        for left in cuts
        if len(left) >= TELLING and len(other) <= 2 * len(left) < 2 * len(other)
    )


def is_telling(title: str | None) -> bool:
    """Whether a title is long enough to tell which document is meant."""
    return title is not None and len(title_key(title).split()) >= TELLING


def _nearly(one: list[str], other: list[str]) -> bool:
    if len(one) != len(other):
        return False
    return sum(left != right for left, right in zip(one, other, strict=True)) <= _FORGIVEN * len(one)


def titles_differ(one: str, other: str, *, restored: bool = False) -> bool:
    """Whether no reader would take two titles for one: neither is the other, nor a part of it.

    >>> titles_differ("về phát triển đội ngũ nhà giáo", "về phát triển đội ngũ"), titles_differ("định hướng đến 2030", "định hướng đến năm 2030")
    (False, True)
    """
    return all(compare_titles(a, b, restored=restored) is Likeness.DIFFERENT for a, b in ((one, other), (other, one)))
