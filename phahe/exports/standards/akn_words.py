"""The words of one provision for Akoma Ntoso: number, heading and rest, with the citations that stand in them. Every word stays, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """A provision's text in three pieces that, joined, are the text."""

    number: str
    heading: str
    rest: str


@dataclass(slots=True)
class Reference:
    """Words that cite, where they stand in a text (`begin`, `end`), and the citations that stand within them."""

    iri: str
    begin: int
    end: int
    within: list[Reference] = field(default_factory=list)


def split(text: str, number: str, heading: str) -> Words:
    """Number and heading as they stand at the beginning of the text; what is not there as printed stays in the rest.

    >>> split("1. Mục tiêu tổng quát", "1", "Mục tiêu tổng quát")
    Words(number='1.', heading='Mục tiêu tổng quát', rest='')
    >>> split("Điều 2. Giao Sở Tài chính", "2", "")
    Words(number='Điều 2.', heading='', rest='Giao Sở Tài chính')
    >>> split("Nơi nhận: Như Điều 2", "", "Nơi nhận:")
    Words(number='', heading='Nơi nhận:', rest='Như Điều 2')
    """
    found = re.match(rf"((?:\w+ )?{re.escape(number)}[.):/]*)(?=\s|$)", text) if number else None
    printed = found.group(1) if found else ""
    after = text[len(printed) :].lstrip()
    if heading and after.startswith(heading):
        return Words(printed, heading, after[len(heading) :].lstrip())
    return Words(printed, "", after)


def references(text: str, citations: Iterable[tuple[str, str]]) -> tuple[list[Reference], list[str]]:
    """Where citations (IRI and words, in reading order) stand in a text, the inner within the outer; and those not found.

    >>> found, lost = references("theo Luật A và Luật A", [("x", "Luật A"), ("y", "Luật A"), ("z", "Luật B")])
    >>> [(one.iri, one.begin) for one in found], lost
    ([('x', 5), ('y', 15)], ['z'])
    """
    spans: list[Reference] = []
    taken: set[tuple[int, int]] = set()
    lost: list[str] = []
    for iri, words in citations:
        begin = text.find(words) if words else -1
        while begin >= 0 and not _free(begin, begin + len(words), taken):
            begin = text.find(words, begin + 1)
        if begin < 0:
            lost.append(iri)
            continue
        taken.add((begin, begin + len(words)))
        spans.append(Reference(iri, begin, begin + len(words)))
    return _nested(spans), lost


def _free(begin: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    """Whether a span lies beside, within or around every taken one, and is none of them."""
    return all((end <= low or begin >= high or (low <= begin and end <= high) or (begin <= low and high <= end)) and (begin, end) != (low, high)
               for low, high in taken)  # fmt: skip


def _nested(spans: Sequence[Reference]) -> list[Reference]:
    outer: list[Reference] = []
    open_: list[Reference] = []
    for span in sorted(spans, key=lambda one: (one.begin, -one.end)):
        while open_ and span.begin >= open_[-1].end:
            open_.pop()
        (open_[-1].within if open_ else outer).append(span)
        open_.append(span)
    return outer
