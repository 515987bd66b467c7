"""Rule 16 over tables: citations of a document that is later than the citing one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from phahe.conclusions.facts import Facts, Term, ph
from phahe.conclusions.lineage import Lineage, Triple

_DATE: Final = re.compile(rb'"(\d{4}-\d\d-\d\d)"\^\^<http://www\.w3\.org/2001/XMLSchema#date>')


def later_citations(facts: Facts, lineage: Lineage) -> Iterator[Triple]:
    """Rule 16. Only plain days are compared here; where another stands, the rules themselves are to be run (`Facts.plain`)."""
    name = ph("citesLater")
    own = {document: max(days) for document in lineage.held if (days := _own_days(facts, document))}
    for citation, cited in facts["citedDocument"].pairs():
        known = [own[document] for document in facts["document"].of(citation) if document != cited and document in own]
        if known and max(_days(facts, _dated(facts, citation, cited)), default="") > min(known):
            yield citation, name, cited


def _own_days(facts: Facts, document: Term) -> list[str]:
    dated = (document, *facts["annexOf"].of(document))
    return [day for one in dated for name in ("dateIssued", "datePassed") for day in _days(facts, facts[name].of(one))]


def _dated(facts: Facts, citation: Term, cited: Term) -> Iterable[Term]:
    return facts["date"].of(citation) or facts["dateIssued"].of(cited) or facts["datePassed"].of(cited)


def _days(facts: Facts, terms: Iterable[Term]) -> list[str]:
    days = [_day(term) for term in terms]
    if None in days:
        facts.plain = False
    return [day for day in days if day is not None]


@lru_cache(maxsize=100_000)
def _day(term: Term) -> str | None:
    """The day, as text that sorts; None for what is no plain day."""
    written = _DATE.fullmatch(term)
    try:
        return date.fromisoformat(written[1].decode()).isoformat() if written else None
    except ValueError:
        return None
