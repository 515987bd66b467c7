"""Targets whose value is a year: something is to be complete by then ("phổ cập … vào năm 2029").

A year beside a figure is that figure's year and no target of its own; `finder` asks here only for clauses without a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from phahe.targets.phrases import Slice
from phahe.targets.years import is_deadline

_YEAR: Final = re.compile(r"\b(vao|den het|den|truoc|cuoi|trong) nam ((?:19|20)\d\d)\b")
_DONE: Final = re.compile(
    r"\b(?:(?:bao dam|dam bao|dat|hoan thanh)(?: chuan)? pho cap|hoan thanh|dat (?:chuan|muc|pho cap)|pho cap|tro thanh|cham dut|xoa bo|duoc cong nhan)\b"
)
_NEXT: Final = re.compile(r"[,:] (?=(?:hinh thanh|gop phan|dua|dap ung|bao dam|dam bao|tao|tro thanh|xay dung|phan dau)\b)|\.")


@dataclass(frozen=True, slots=True)
class Completion:
    """What is to be complete (`phrase`), the printed time (`when`, "vào năm 2029") and its year."""

    phrase: Slice
    when: Slice
    year: int
    comparator: str


def find_completions(clause: Slice) -> list[Completion]:
    """The completion years of one clause without figures."""
    key = clause.key
    years = [match for match in _YEAR.finditer(key) if is_deadline(key, *match.span())] if " nam " in key else []
    starts, ends = [match.start() for match in years], [match.end() for match in years]
    found: list[Completion] = []
    for match, free_from, free_to in zip(years, [0, *ends], [*starts[1:], len(clause.key)], strict=False):
        phrase = _after(clause, match.end(), free_to) or _before(clause, free_from, match.start())
        if phrase:
            comparator = {"truoc": "lt", "vao": "eq", "trong": "eq"}.get(match[1], "le")
            found.append(Completion(phrase, clause.part(*match.span()), int(match[2]), comparator))
    return found


def _after(clause: Slice, at: int, end: int) -> Slice | None:
    rest = clause.part(at, end).stripped()
    done = _DONE.search(rest.key)
    if not done:
        return None
    stop = _NEXT.search(rest.key, done.end())
    return rest.part(0, stop.start() if stop else len(rest.key)).stripped()


def _before(clause: Slice, start: int, at: int) -> Slice | None:
    dones = list(_DONE.finditer(clause.key, start, at))
    return clause.part(dones[-1].start(), at).stripped() if dones else None
