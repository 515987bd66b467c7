"""From records to candidates: places by the table of the whole country and the day, agencies and documents by the reconciliation index.

Linked is only a record that one thing fits; a title that speaks of a thing is related to it, not the same. Confidence is by method, a table below,
not a probability that was measured.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final

from phahe.linking.model import Candidate, Doubt, Matches, Record
from phahe.namespaces import BASE
from phahe.places import Place
from phahe.places.gazetteer import KINDS
from phahe.places.names import Found, NotFound, PlaceNames
from phahe.reconciliation import Given, Index, Query
from phahe.vietnamese import nfc

#: Method to (relation, confidence). The name with its code and the day leaves no room; a name in a title only says what a record is about.
METHODS: Final = {
    "iri": ("exactMatch", "1.0"), "name+code": ("exactMatch", "0.98"), "name+province": ("closeMatch", "0.95"), "name": ("closeMatch", "0.9"),
    "code": ("closeMatch", "0.85"), "bare-name": ("closeMatch", "0.8"), "folded": ("closeMatch", "0.75"), "former": ("relatedMatch", "0.7"),
    "title": ("relatedMatch", "0.6"),
}  # fmt: skip
_MOST_WORDS: Final = 6
_KIND: Final = re.compile(rf"\b(?:{'|'.join(KINDS)})\s+(?=\S)", re.IGNORECASE)

Match = tuple[str, tuple[Place, ...]]


def match_places(records: Iterable[Record], names: PlaceNames, on: datetime.date | None) -> Matches:
    """The units the records mean on a day (today without one)."""

    def one(record: Record) -> Candidate | Doubt:
        method, units = _in_title(record, names, on) if record.title else _place(record, names, on)
        if method in METHODS and len(units) == 1:
            relation, confidence = METHODS[method]
            return Candidate(record, units[0].iri, units[0].label, relation, Decimal(confidence), f"place:{method}")
        reason = "ambiguous" if method in METHODS else method
        return Doubt(record, reason, tuple((unit.iri, unit.label) for unit in units))

    return _matched(records, one)


def match_things(records: Iterable[Record], kind: str, index: Index, on: datetime.date | None) -> Matches:
    """The agencies or documents the records mean, by the reconciliation index."""
    day = (Given("date", (on.isoformat(),)),) if on else ()

    def one(record: Record) -> Candidate | Doubt:
        given = (*day, *((Given("province", (record.within,)),) if record.within else ()))
        found = index.find(Query(record.name, (kind,), given, 5)) if record.name else []
        best = next((candidate for candidate in found if candidate.match), None)
        if best is None:
            several = sum(candidate.score >= 90 for candidate in found) > 1
            return Doubt(record, "ambiguous" if several else "unknown", tuple((BASE + each.entity.id, each.entity.name) for each in found))
        relation = "relatedMatch" if record.title else "closeMatch"
        confidence = Decimal(str(round(best.score))) / 100 * (Decimal("0.6") if record.title else 1)
        told = ", ".join(f"{name} {value}" for name, value in sorted(best.features.items()))
        return Candidate(record, BASE + best.entity.id, best.entity.name, relation, confidence, f"reconciliation: {told}")

    return _matched(records, one)


def _matched(records: Iterable[Record], one: Callable[[Record], Candidate | Doubt]) -> Matches:
    results = [one(record) for record in records]
    candidates = tuple(result for result in results if isinstance(result, Candidate))
    return Matches(candidates, tuple(result for result in results if isinstance(result, Doubt)))


def _place(record: Record, names: PlaceNames, on: datetime.date | None) -> Match:
    found = names.find(record.name, on, within=record.within, code=record.code)
    if isinstance(found, NotFound):
        return found.reason, found.candidates
    if found.how != "name":
        return found.how, (found.place,)
    beside = record.within or "," in record.name
    # A code counts only where the day is known: it may have been another unit's.
    return "name+code" if record.code and on else "name+province" if beside else "name", (found.place,)


def _in_title(record: Record, names: PlaceNames, on: datetime.date | None) -> Match:
    """The smallest unit that a title names; a province named in it says where a commune lies."""
    said = [names.find(words, on) for words in _mentions(record.name, names, on)]
    found = {one.place.key: one.place for one in said if isinstance(one, Found)}
    provinces = [unit for unit in found.values() if len(unit.code) == 2]
    communes = [unit for unit in found.values() if len(unit.code) == 5]
    for doubt in (one for one in said if isinstance(one, NotFound)):
        inside = [unit for unit in doubt.candidates if any(province in names.places.chain(unit.key) for province in provinces)]
        communes += inside if len(inside) == 1 else []
        if len(inside) != 1:
            return "ambiguous", doubt.candidates
    units = tuple(communes or provinces)
    return ("title", units) if units else ("unknown", ())


def _mentions(text: str, names: PlaceNames, on: datetime.date | None) -> Iterator[str]:
    """The words of a title, from a kind of unit on, that are a name: the longest."""
    text = nfc(text)
    for kind in _KIND.finditer(text):
        words = re.findall(r"[\w'’-]+", re.split(r"[,;:()]", text[kind.end() :])[0])[:_MOST_WORDS]
        for length in range(len(words), 0, -1):
            name = f"{kind[0].strip()} {' '.join(words[:length])}"
            found = names.find(name, on)
            if (isinstance(found, Found) and found.how == "name") or (isinstance(found, NotFound) and found.reason == "ambiguous"):
                yield name
                break
