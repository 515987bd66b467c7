"""Which congress terms a dated document of a central Party body can be of: terms follow one another, so what lies after a known document of
term XIII is of XIII or later, and what lies before it of XIII or earlier. Dates of congresses are not assumed.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from phahe.citations import Citation
from phahe.numbers import parse_number
from phahe.register import CENTRAL, KnownDocument, number_key
from phahe.vietnamese import parse_roman


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest term possible, each with the known document that proves it; None where nothing is known."""

    earliest: KnownDocument | None = None
    latest: KnownDocument | None = None

    def excludes(self, term: int) -> KnownDocument | None:
        """The document that proves that `term` is not the one; None where it may be."""
        if self.earliest is not None and (first := number_of(self.earliest.term)) is not None and term < first:
            return self.earliest
        if self.latest is not None and (last := number_of(self.latest.term)) is not None and term > last:
            return self.latest
        return None


def number_of(term: str | None) -> int | None:
    """A term as a number: "XIII" and "13" are 13.

    >>> number_of("XIII"), number_of("15"), number_of(None)
    (13, 15, None)
    """
    return None if term is None else int(term) if term.isdigit() else parse_roman(term.upper())


def bounds(day: datetime.date | None, known: Sequence[KnownDocument]) -> Bounds:
    """What the documents of known term, oldest first, say of one of `day`."""
    if day is None:
        return Bounds()
    before = [one for one in known if one.date is not None and one.date <= day]
    after = [one for one in known if one.date is not None and one.date >= day]
    return Bounds(max(before, key=_term, default=None), min(after, key=_term, default=None))


def is_central(citation: Citation) -> bool:
    """Whether the number is that of a central Party body.

    >>> from phahe.citations import find_citations
    >>> [is_central(find_citations(f"Nghị quyết số {n} ngày 22/12/2024")[0]) for n in ("57-NQ/TW", "57-NQ/TU")]
    [True, False]
    """
    number = parse_number(citation.number) if citation.number else None
    return number is not None and number_key(number.value or "").endswith(CENTRAL)


def _term(document: KnownDocument) -> int:
    return number_of(document.term) or 0
