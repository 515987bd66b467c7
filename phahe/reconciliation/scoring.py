"""How well a thing fits what is given: four features from 0 to 1, their product as a score to 100, and whether it fits without reserve.

| feature | 1 | less |
|---|---|---|
| name | the same words, diacritics and all | 0.98 typed without diacritics, 0.86 with other ones, below 0.85 similar only |
| kind | no kind named, or this one | 0.85 another kind of unit is named ("thị trấn" for a xã) |
| context | every place, property and day given holds | 0.9 not known of the thing, 0.6 something else is true of it |
| time | exists now, or on the day given | 0.9 no longer exists |

Only things with `name` from 0.98 and `kind` and `context` of 1 can be a match; `index` decides whether one of them is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from phahe.reconciliation.kinds import kinds
from phahe.reconciliation.model import Entity, Given
from phahe.reconciliation.words import KindWords, exact, plain
from phahe.vietnamese.dates import date_at

TYPED_PLAIN: Final = 0.98
OTHER_MARKS: Final = 0.86
SIMILAR: Final = 0.85
OTHER_KIND: Final = 0.85
UNKNOWN: Final = 0.9
CONTRADICTED: Final = 0.6
ENDED: Final = 0.9


@dataclass(frozen=True, slots=True)
class Fit:
    """The four features of a thing for a query."""

    name: float
    kind: float = 1.0
    context: float = 1.0
    time: float = 1.0

    @property
    def score(self) -> float:
        """0 to 100."""
        return round(100 * self.name * self.kind * self.context * self.time, 1)

    @property
    def whole(self) -> bool:
        """Whether nothing speaks against the thing."""
        return self.name >= TYPED_PLAIN and self.kind == 1.0 and self.context == 1.0

    def features(self) -> Mapping[str, float]:
        """The features by name."""
        return {"name": self.name, "kind": self.kind, "context": self.context, "time": self.time}


def name_likeness(given: str, known: str, *, typed_plain: bool = False) -> float:
    """How like two names are that are equal without diacritics; `typed_plain`: what was typed had none, though `given`, spelt out, has.

    >>> name_likeness("Lộc Bình", "lộc bình"), name_likeness("loc binh", "Lộc Bình"), name_likeness("Lọc Bính", "Lộc Bình")
    (1.0, 0.98, 0.86)
    """
    if exact(given) == exact(known):
        return 1.0
    return TYPED_PLAIN if typed_plain or exact(given).isascii() else OTHER_MARKS


def day_of(text: str) -> str:
    """The ISO day `text` names, "" for anything else; a year alone is its first day.

    >>> day_of("15/7/2025"), day_of("2024"), day_of("2025-02-30")
    ('2025-07-15', '2024-01-01', '')
    """
    words = text.strip()[:40]
    if len(words) == 4 and words.isdigit():
        return f"{words}-01-01"
    printed = date_at(words, 0)
    if printed is not None:
        return printed.value.isoformat() if printed.value else ""
    try:
        return datetime.date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        return ""


class Context:
    """Judges what is given beside the name. `names`: all names by id."""

    def __init__(self, entities: Mapping[str, Entity], words: KindWords) -> None:
        self._entities, self._words = entities, words

    def of(self, entity: Entity, around: Iterable[str], given: Iterable[Given]) -> tuple[float, float]:
        """(context, time) of a thing."""
        factors = [self._place(entity, words) for words in around]
        day = ""
        for one in given:
            if one.property == "date":
                day = next(filter(None, map(day_of, one.values)), "")
            elif one.property in kinds()[entity.kind].properties:
                factors.append(self._property(entity, one))
        context = min(factors, default=1.0)
        if not day:
            return context, ENDED if entity.valid_to else 1.0
        lived = (not entity.valid_from or entity.valid_from <= day) and (not entity.valid_to or day <= entity.valid_to)
        return (context, 1.0) if lived else (min(context, CONTRADICTED), 1.0)

    def names_place(self, entity: Entity, words: str) -> bool:
        """Whether `words` name a place the thing lies in, or what is above it."""
        return self._place(entity, words) == 1.0

    def _place(self, entity: Entity, words: str) -> float:
        around = [*entity.within, *(value.id for name in ("parent", "issuer", "place") for value in entity.facts.get(name, ()))]
        if not around:
            return UNKNOWN
        return 1.0 if any(self._called(one, words) for one in around) else CONTRADICTED

    def _property(self, entity: Entity, given: Given) -> float:
        if given.property in ("province", "within"):
            if not entity.within:
                return UNKNOWN
            held = any(self._called(one, words) for one in entity.within for words in given.values) or set(given.ids) & set(entity.within)
            return 1.0 if held else CONTRADICTED
        values = entity.facts.get(given.property, ())
        if not values:
            return UNKNOWN
        for value in values:
            if value.id and value.id in given.ids:
                return 1.0
            if any(self._same(value.id, value.text, value.kind, words) for words in given.values):
                return 1.0
        return CONTRADICTED

    def _same(self, iri: str, text: str, kind: str, words: str) -> bool:
        if kind == "date":
            return day_of(words) == text or words.strip() == text[:4]
        return plain(words) == plain(text) or bool(iri and self._called(iri, words))

    def _called(self, iri: str, words: str) -> bool:
        """Whether a thing is called `words`, its kind left out or not."""
        entity = self._entities.get(iri)
        if entity is None:
            return False
        kind, bare = self._words.split(words)
        for name in entity.names:
            if plain(name) == plain(words):
                return True
            own, proper = self._words.split(name)
            if plain(proper) == plain(bare) and (not kind or not own or kind == own):
                return True
        return False
