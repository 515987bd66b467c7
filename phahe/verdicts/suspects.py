"""Which known document a citation was meant to be, where one of its points is wrong: the one that its other points single out.

`resolve` gives a document only where nothing printed contradicts it. Here a contradiction is allowed if what agrees is enough to tell:
"Nghị quyết số 48/NQ-HĐND ngày 15/7/2025" under the title of 47/NQ-HĐND of that day is 47/NQ-HĐND. What is not enough stays NOT_HELD.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from phahe.citations import Citation
from phahe.numbers import DocumentNumber, parse_number
from phahe.register import KnownDocument, Register, number_key, title_key
from phahe.resolve import Resolution, same_body
from phahe.verdicts.organs import is_local
from phahe.verdicts.titles import TELLING, Likeness, compare_titles, is_telling
from phahe.vietnamese import comparison_key, slug

#: So many words of the sentence may follow a title whose end nothing prints.
_TRAILING: Final = 20


@dataclass(frozen=True, slots=True)
class Points:
    """Which points of a citation agree with a document: True, False, or None where one of the two is silent."""

    number: bool | None
    date: bool | None
    year: bool | None
    issuer: bool | None
    title: bool | None
    kind: bool | None


def subject_of(
    citation: Citation, resolution: Resolution, issuer: URIRef | None, register: Register, *, restored: bool = False
) -> KnownDocument | None:
    """The known document to compare `citation` with; None where none is singled out.

    >>> from phahe.citations import find_citations
    >>> from phahe.register import DocumentRegister
    >>> import datetime
    >>> known = KnownDocument(URIRef("urn:x"), "17/CT-TTg", "chi-thi", datetime.date(2025, 6, 6), None, None, None)
    >>> citation = find_citations("Chỉ thị số 17/CT-TTg ngày 06/6/2025 của Chính phủ")[0]
    >>> subject_of(citation, Resolution(None, "minted"), None, DocumentRegister.of([known])) is known
    True
    """
    if citation.form in ("self", "anaphoric") or resolution.method in ("ambiguous", "self", "approved"):
        return resolution.known if resolution.method == "approved" else None
    known = resolution.known
    number = parse_number(citation.number) if citation.number else None
    if known is not None and citation.number and known.number and number_key(citation.number) != number_key(known.number):
        # A law by its name: two laws of one name may be passed in one year, so only a slip of the pen is a wrong number.
        return known if citation.date == known.date is not None or is_slip(citation.number, known.number) else None
    if known is not None and _points(citation, issuer, known, restored=restored).title is not False:
        return known
    if known is None and resolution.method == "antecedent":
        return None
    for candidate in _candidates(citation, register):
        points = _points(citation, issuer, candidate, restored=restored)
        if candidate is known or not _singled_out(points, number, resolved=known is not None):
            continue
        if number is None and citation.date and candidate.date and not _slip_of_day(citation.date, candidate.date):
            continue  # a law of the same name and year, as Luật Tổ chức chính quyền địa phương of February and of June 2025
        return candidate
    return known


def is_slip(one: str, other: str) -> bool:
    """Whether one sign too many, too few or another, or two exchanged, make `other` of `one`.

    >>> is_slip("42/2019/QH14", "43/2019/QH14"), is_slip("65/2025/QH15", "72/2025/QH15")
    (True, False)
    """
    if len(one) == len(other):
        differ = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
        swapped = (
            len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]
        )
        return len(differ) == 1 or swapped
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _slip_of_day(one: datetime.date, other: datetime.date) -> bool:
    """Whether only the day, only the month or only the year differs."""
    return [one.day != other.day, one.month != other.month, one.year != other.year].count(True) == 1


def _candidates(citation: Citation, register: Register) -> list[KnownDocument]:
    found: list[KnownDocument] = []
    if citation.number:
        found += register.with_number(number_key(citation.number))
    if citation.title and is_telling(citation.title):
        found += (document for document in _of_title(citation.title, register) if document not in found)
    if not citation.number and citation.title:
        found += (document for document in register.with_name(comparison_key(citation.title)) if document not in found)
    return found


def _of_title(printed: str, register: Register) -> tuple[KnownDocument, ...]:
    """The documents of that title; words of the sentence may follow it ("… đến cán bộ, đảng viên và Nhân dân")."""
    words = title_key(printed).split()
    for size in range(len(words), max(len(words) - _TRAILING, TELLING - 1), -1):
        if found := register.with_title(" ".join(words[:size])):
            return found
    return ()


def _points(citation: Citation, issuer: URIRef | None, known: KnownDocument, *, restored: bool) -> Points:
    year = citation.date.year if citation.date else citation.year
    title = None
    if citation.title and known.title and citation.number:
        likeness = compare_titles(citation.title, known.title, restored=restored)
        title = likeness is Likeness.SAME or (likeness is Likeness.PART and is_telling(citation.title))
    elif citation.title and not citation.number:
        title = comparison_key(citation.title) in known.names
    return Points(
        number_key(citation.number) == number_key(known.number) if citation.number and known.number else None,
        citation.date == known.date if citation.date and known.date else None,
        year == known.date.year if year and known.date else None,
        same_body(citation.issuer, issuer, known),
        title,
        slug(citation.doc_type).startswith(known.document_type) if citation.doc_type and known.document_type else None,
    )


def _singled_out(points: Points, number: DocumentNumber | None, *, resolved: bool) -> bool:
    """Whether the points that agree leave no other document. `resolved`: the number printed is that of another known document."""
    if number is None:
        return points.title is True and points.date is False
    if points.number:
        if points.title:
            return True
        if points.issuer and points.date is False:  # numbers recur every year, those of the Party every term
            return points.year is True or number.year is not None
        if points.date:
            return points.kind is False if is_local(number) and points.issuer else not is_local(number)
        return number.year is not None and not is_local(number) and points.title is None and points.date is not None
    if points.title and points.date and points.kind is not False:
        return points.issuer is not False or not resolved
    return False
