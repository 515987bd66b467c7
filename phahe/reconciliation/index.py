"""Finding: things by the folded names they are known by, similar ones where none has the name, and the decision whether one is meant.

A match is said only where one thing fits and no other does: not for a name that two provinces have, not for a code (codes were given to
other units in 2025), not for "Sở Tài chính" or "47/NQ-HĐND" without the province, which every province has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from phahe.namespaces import BASE
from phahe.reconciliation.kinds import kinds
from phahe.reconciliation.model import Candidate, Entity, Query
from phahe.reconciliation.scoring import CONTRADICTED, OTHER_KIND, SIMILAR, TYPED_PLAIN, Context, Fit, name_likeness
from phahe.reconciliation.words import LONGEST, KindWords, Numbered, Reading, number_key, numbered, plain, spelt_out

#: The least likeness that is shown, of 100.
_LEAST: Final = 72.0
_SIMILAR_FROM: Final = 5
_MOST: Final = 100
_SHORTEST: Final = 3
_CODE: Final = re.compile(r"\d{2,5}")
#: Documents of these levels have numbers that every place has.
_LOCAL: Final = frozenset({"level/commune", "level/province", "level/district"})
_DISTINCT: Final = 0.5


class Index:
    """Things, ready to be found. Made once for a version of the data; nothing in it changes."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = {entity.id: entity for entity in entities}
        self.words = KindWords(self._kind_words())
        self.context = Context(self.entities, self.words)
        #: folded name → (id, name, whether the name says where the thing is)
        self.keys: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        self._numbers: dict[str, list[str]] = defaultdict(list)
        self._codes: dict[str, list[str]] = defaultdict(list)
        for entity in self.entities.values():
            self._add(entity)
        self._types = {
            kind: {name for entity in self.entities.values() if entity.kind == kind for name in entity.types} for kind in kinds()
        }
        self._provinces = self._proper_names_of_provinces()
        self._choices = {
            kind: sorted(key for key, known in self.keys.items() if any(self.entities[one[0]].kind == kind for one in known))
            for kind in kinds()
        }

    def _kind_words(self) -> dict[str, str]:
        """What places are called before their names, from the names of their kinds in the data and the abbreviations of `kinds.yaml`."""
        found = {short: code for kind in kinds().values() for short, code in kind.abbreviations.items()}
        for entity in self.entities.values():
            if entity.kind == "place":
                for value in entity.facts.get("kind", ()):
                    found[value.text] = value.id.rpartition("/")[2]
        return found

    def _proper_names_of_provinces(self) -> list[frozenset[str]]:
        """The words of each province's own name."""
        found = {value.id for entity in self.entities.values() for value in entity.facts.get("province", ())}
        names = (self.words.split(self.entities[one].name)[1] for one in sorted(found) if one in self.entities)
        return [frozenset(plain(name).split()) for name in names]

    def _add(self, entity: Entity) -> None:
        for name in entity.names:
            for variant, placed in self._variants(entity, name):
                key = plain(variant)
                if key and (entity.id, variant, placed) not in self.keys[key]:
                    self.keys[key].append((entity.id, variant, placed))
        for value in entity.facts.get("number", ()):
            self._numbers[number_key(value.text)].append(entity.id)
        for value in entity.facts.get("code", ()):
            self._codes[value.text].append(entity.id)

    def _variants(self, entity: Entity, name: str) -> list[tuple[str, bool]]:
        """The ways a name is written, and whether it says where the thing is (places need not)."""
        if entity.kind == "place":
            return [(name, True), (self.words.split(name)[1], True)]
        if entity.kind == "measure" or not entity.within:
            return [(name, True), (spelt_out(name), True)]
        if entity.kind == "document":
            return [(name, True), (spelt_out(name), True)]
        full = spelt_out(name)
        bare = full
        placed = False
        for place in (self.entities[one] for one in entity.within if one in self.entities):
            proper = self.words.split(place.name)[1]
            placed |= bool(proper) and plain(proper) in plain(full)
            bare = bare.replace(place.name, proper)
        return list(dict.fromkeys([(name, placed), (full, placed), (bare, placed)]))

    def find(self, query: Query) -> list[Candidate]:
        """The candidates for a query, best first; those of other kinds than `types` are left out.

        >>> index = Index([Entity("place/1", "place", "xã A", ("xã A",), ("place",)), Entity("place/2", "place", "xã B", ("xã B",), ("place",))])
        >>> [(one.entity.id, one.score, one.match) for one in index.find(Query("Xa A"))]
        [('place/1', 98.0, True)]
        """
        fits: dict[str, Fit] = {}
        text = query.text.strip()[:LONGEST]
        chosen = self.named(text)
        if chosen is not None:
            fits[chosen.id] = Fit(1.0)
        elif text:
            wanted = [kind for kind in kinds() if not query.types or self._types[kind] & set(query.types)]
            for kind in wanted:
                self._of_kind(kind, text, query, fits)
            if not fits and len(text) >= _SHORTEST:
                for kind in wanted:
                    self._similar(kind, self._readings(kind, text)[-1 if kind == "place" else 0], query, fits)
        else:
            self._by_conditions(query, fits)
        found = [
            (self.entities[iri], fit) for iri, fit in fits.items() if not query.types or set(query.types) & set(self.entities[iri].types)
        ]
        found.sort(key=lambda one: (-one[1].score, bool(one[0].valid_to), one[0].id))
        match = chosen.id if chosen else self._match(text, query, found)
        return [
            Candidate(entity, fit.score, entity.id == match, fit.features()) for entity, fit in found[: max(1, min(query.limit, _MOST))]
        ]

    def named(self, text: str) -> Entity | None:
        """The thing whose id or IRI `text` is."""
        return self.entities.get(text.removeprefix(BASE))

    def _match(self, text: str, query: Query, found: Sequence[tuple[Entity, Fit]]) -> str:
        """The id of the one thing that is meant; "" where none or several fit."""
        fitting = [(entity, fit) for entity, fit in found if fit.whole]
        exact = [one for one in fitting if one[1].name == 1.0]
        if exact and not text.isascii():  # "thanh an" may be Thanh An or Thạnh An; "xã Thanh An" is the one
            fitting = exact
        now = [one for one in fitting if one[1].time == 1.0] or fitting
        return now[0][0].id if len(now) == 1 else ""

    def _of_kind(self, kind: str, text: str, query: Query, fits: dict[str, Fit]) -> None:
        if kind == "place" and _CODE.fullmatch(text):
            self._by_code(text, query, fits)
            return
        number = numbered(text) if kind == "document" else None
        if number is not None and number.key in self._numbers:
            self._by_number(number, query, fits)
            return
        for reading in self._readings(kind, text):
            self._by_name(kind, reading, query, fits)

    def _readings(self, kind: str, text: str) -> list[Reading]:
        """The ways to read a name of a kind; what stands after a comma may be a place, but not in a title."""
        if kind == "place":
            return self.words.readings(text)
        readings = [one for one in self.words.readings(text) if not one.kind] if kind == "agency" else [Reading(text)]
        return list(dict.fromkeys([*readings, *(Reading(spelt_out(one.name), "", one.around) for one in readings)]))

    def _by_name(self, kind: str, reading: Reading, query: Query, fits: dict[str, Fit]) -> None:
        for iri, name, placed in self.keys.get(plain(reading.name), ()):
            entity = self.entities[iri]
            if entity.kind == kind:
                self._keep(
                    fits,
                    entity,
                    self._fit(entity, name_likeness(reading.name, name, typed_plain=query.text.isascii()), reading, query, placed),
                )

    def _fit(self, entity: Entity, likeness: float, reading: Reading, query: Query, placed: bool = True) -> Fit:
        kind = OTHER_KIND if reading.kind and f"place-kind/{reading.kind}" not in entity.types else 1.0
        context, time = self.context.of(entity, reading.around, query.given)
        if not placed and not reading.around and not any(one.property in ("province", "place", "within", "parent") for one in query.given):
            context = min(context, 0.95)  # a name that every province has, and nothing says which
        return Fit(round(likeness, 3), kind, context, time)

    @staticmethod
    def _keep(fits: dict[str, Fit], entity: Entity, fit: Fit) -> None:
        if entity.id not in fits or fits[entity.id].score < fit.score:
            fits[entity.id] = fit

    def _similar(self, kind: str, reading: Reading, query: Query, fits: dict[str, Fit]) -> None:
        """Things with similar names: none of them can be a match."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        scorer = fuzz.ratio if kind == "place" else fuzz.token_sort_ratio
        found = process.extract(plain(reading.name), self._choices[kind], scorer=scorer, limit=20, score_cutoff=_LEAST)
        if kind in ("measure", "document") and len(found) < _SIMILAR_FROM:
            found += [
                (key, score * 0.9, place)
                for key, score, place in process.extract(
                    plain(reading.name), self._choices[kind], scorer=fuzz.token_set_ratio, limit=10, score_cutoff=90
                )
            ]
        for key, score, _ in found:
            for iri, _, placed in self.keys[key]:
                if self.entities[iri].kind == kind:
                    self._keep(fits, self.entities[iri], self._fit(self.entities[iri], SIMILAR * score / 100, reading, query, placed))

    def _by_code(self, code: str, query: Query, fits: dict[str, Fit]) -> None:
        """Units with a code. Without a day it may be another unit's: never a match then."""
        dated = any(one.property == "date" for one in query.given)
        for iri in self._codes.get(code, ()):
            fit = self._fit(self.entities[iri], 1.0, Reading(""), query)
            self._keep(fits, self.entities[iri], fit if dated else Fit(0.7, fit.kind, fit.context, fit.time))

    def _by_number(self, number: Numbered, query: Query, fits: dict[str, Fit]) -> None:
        """Documents with a number. Local ones need a place or a day beside it; what is said besides must not be of another one."""
        for iri in self._numbers[number.key]:
            entity = self.entities[iri]
            fit = self._fit(entity, 1.0, Reading(""), query)
            bag = self._bag(entity)
            share = len(number.rest & bag) / len(number.rest) if number.rest else 1.0
            days = {value.text for name in ("dateIssued", "datePassed") for value in entity.facts.get(name, ())}
            context = fit.context
            elsewhere = any(words <= number.rest and not words <= bag for words in self._provinces)
            if (
                elsewhere
                or share < _DISTINCT
                or (number.year and days and not any(day.startswith(number.day or number.year) for day in days))
            ):
                context = min(context, CONTRADICTED)
            elif self._is_local(entity) and not (number.day and days) and not self._placed(entity, number, query):
                context = min(context, 0.95)
            self._keep(fits, entity, Fit(round(0.98 + 0.02 * share, 3), fit.kind, context, fit.time))

    def _is_local(self, entity: Entity) -> bool:
        return any(value.id.removeprefix("vocab/") in _LOCAL for value in entity.facts.get("level", ()))

    def _placed(self, entity: Entity, number: Numbered, query: Query) -> bool:
        """Whether the query says where a local document is from."""
        if any(one.property in ("province", "place", "issuer", "within") for one in query.given):
            return True
        proper = [set(plain(self.words.split(self.entities[one].name)[1]).split()) for one in entity.within if one in self.entities]
        return any(words and words <= number.rest for words in proper)

    def _bag(self, entity: Entity) -> frozenset[str]:
        """The words a document may be spoken of with: its names, issuer, places, type."""
        around = [value.id for name in ("issuer", "place") for value in entity.facts.get(name, ())]
        names = [*entity.names, entity.first("kind"), entity.first("issuer")]
        for one in (*around, *entity.within):
            if one in self.entities:
                names += self.entities[one].names
        return frozenset(word for name in names for word in plain(spelt_out(name)).split())

    def _by_conditions(self, query: Query, fits: dict[str, Fit]) -> None:
        """Things that meet every condition of a query without words."""
        for entity in self.entities.values():
            if query.types and not set(query.types) & set(entity.types):
                continue
            known = [one for one in query.given if one.property in kinds()[entity.kind].properties]
            if len(known) == len(query.given) and any(one.property != "date" for one in known):
                context, time = self.context.of(entity, (), query.given)
                if context == 1.0:
                    fits[entity.id] = Fit(TYPED_PLAIN, 1.0, context, time)
