"""The rules 20 to 23 over tables: keys of comparison, targets that fall short of those above, targets of one document in conflict; and 23, totals.

Only plain decimal numbers are compared here; where a target has another, the rules themselves are to be run (`Facts.plain`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from pyoxigraph import Literal

from phahe.conclusions.facts import Facts, Table, Term, ph
from phahe.conclusions.lineage import Triple
from phahe.conclusions.terms import integer, text

_NUMBER: Final = re.compile(rb'"([+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?)"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:decimal|integer)>')
_ALL_LEVELS: Final = "các cấp học".encode()

Number = Decimal | None


@dataclass(frozen=True, slots=True)
class Side:
    """A target as its conflicts are looked for: what must agree, and what may differ, for one choice of its values."""

    target: Term
    measure: Term
    agree: tuple[Term, bytes, frozenset[Term]]
    alike: tuple[bytes, bytes]
    lowest: Number
    highest: Number


class Targets:
    """The targets of each document, their keys and values."""

    def __init__(self, facts: Facts, compared: Iterable[tuple[Term, Term]]) -> None:
        self._facts, self._compared = facts, compared
        self._keys: dict[Term, frozenset[bytes]] = {}
        for target in facts["measure"].subjects():
            if facts["unit"].of(target):
                self._keys[target] = frozenset(self._keys_of(target))
        self._of_document: dict[Term, list[Term]] = defaultdict(list)
        for target in self._keys:
            for document in facts["document"].of(target):
                self._of_document[document].append(target)

    def keys(self) -> Iterator[Triple]:
        """Rule 20."""
        name = ph("comparisonKey")
        return ((target, name, str(Literal(key.decode())).encode()) for target, keys in self._keys.items() for key in keys)

    def _keys_of(self, target: Term) -> Iterator[bytes]:
        facts = self._facts
        levels = b", ".join(sorted({text(level) or b"" for level in self._levels(target)}))
        years, wheres = _optional(facts["year"], target), _folded(facts["condition"], target)
        units = [unit for one in facts["unit"].of(target) if (unit := text(one)) is not None]
        for measure in facts["measure"].of(target):
            if (name := text(measure)) is not None:
                for group, unit, year, where in product(self._groups(target, measure), units, years, wheres):
                    yield b"\n".join((levels, group, name, unit, year, where))

    def _levels(self, target: Term) -> frozenset[Term]:
        return frozenset(level for level in self._facts["educationLevel"].of(target) if text(level) not in (None, _ALL_LEVELS))

    def _groups(self, target: Term, measure: Term) -> Collection[bytes]:
        marks, printed = self._facts["groupMark"].of(measure), self._facts["measureAsPrinted"].of(target)
        return {_group(text(one), text(mark)) for mark in marks for one in printed} or (b"",)

    def falling_short(self) -> Iterator[Triple]:
        """Rule 21."""
        years, fallen = self._facts["year"], set()
        for document, above in self._compared:
            others: dict[bytes, list[Term]] = defaultdict(list)
            for other in self._of_document.get(above, ()):
                for key in self._keys[other]:
                    others[key].append(other)
            for target in self._of_document.get(document, ()) if others else ():
                for key in self._keys[target] if years.of(target) else ():
                    fallen |= {(target, other) for other in others.get(key, ()) if self._weaker(target, other)}
        return ((target, ph("fallsShortOf"), other) for target, other in fallen)

    def _weaker(self, target: Term, other: Term) -> bool:
        facts = self._facts
        directions = {text(one) for measure in facts["measure"].of(target) for one in facts["direction"].of(measure)}
        for (value, low, high), (above, above_low, above_high) in product(self._values(target), self._values(other)):
            if b"higher-better" in directions and _greater(_first(above, above_low), _first(value, low)):
                return True
            if b"lower-better" in directions and _greater(_first(value, high), _first(above, above_high)):
                return True
        return False

    def _values(self, target: Term) -> list[tuple[Number, ...]]:
        """All choices of value, lowest and highest; None for what it has not."""
        return list(product(*(self._numbers(name, target) for name in ("value", "lowValue", "highValue"))))

    def _numbers(self, name: str, target: Term) -> list[Number]:
        found: list[Number] = []
        for term in self._facts[name].of(target):
            match = _NUMBER.fullmatch(term)
            if match is None:
                self._facts.plain = False
            else:
                found.append(Decimal(match[1].decode()))
        return found or [None]

    def in_conflict(self) -> Iterator[Triple]:
        """Rule 22."""
        close: dict[Term, set[Term]] = defaultdict(set)
        for one, two in self._facts.related.pairs():
            close[one].add(two)
            close[two].add(one)
        concluded = set()
        for targets in self._of_document.values():
            groups: dict[tuple[Term, tuple[Term, bytes, frozenset[Term]]], list[Side]] = defaultdict(list)
            for target in targets:
                for side in self._sides(target):
                    groups[side.measure, side.agree].append(side)
            for (measure, agree), sides in groups.items():
                for other in {measure, *close.get(measure, ())}:
                    for first, second in product(sides, groups.get((other, agree), ())):
                        if first.target != second.target and (other != measure or _differ(first, second)):
                            concluded.add((first.target, second.target))
        return ((one, ph("conflictsWith"), two) for one, two in concluded)

    def _sides(self, target: Term) -> Iterator[Side]:
        facts = self._facts
        levels = self._levels(target)
        years, populations = _optional(facts["year"], target), _folded(facts["population"], target)
        ranges = list(product(self._numbers("lowValue", target), self._numbers("highValue", target)))
        ends: list[tuple[Number, Number]] = [both for both in ranges if None not in both] or [(None, None)]
        same = list(product(facts["measure"].of(target), facts["unit"].of(target), _folded(facts["condition"], target)))
        for year, population, value, (low, high) in product(years, populations, self._numbers("value", target), ends):
            for measure, unit, where in same:
                yield Side(target, measure, (unit, where, levels), (year, population), _first(value, low), _first(value, high))


def totals(facts: Facts) -> Iterator[Triple]:
    """Rule 23."""
    for things, name in ((facts.tasks, ph("numberOfTasks")), (facts.targets, ph("numberOfTargets"))):
        numbers = Counter(document for thing in things for document in facts["document"].of(thing))
        yield from ((document, name, integer(number)) for document, number in numbers.items())


def _optional(table: Table, thing: Term) -> Collection[bytes]:
    """STR of the values; an empty one where there is none."""
    return {text(one) or b"" for one in table.of(thing)} or (b"",)


def _folded(table: Table, thing: Term) -> Collection[bytes]:
    return {one.decode().lower().encode() for one in _optional(table, thing)}


def _group(printed: bytes | None, mark: bytes | None) -> bytes:
    """What is printed after the mark, in lower case; empty where one of them is no text."""
    if printed is None or mark is None:
        return b""
    return (printed.partition(mark)[2] if mark else printed).decode().lower().encode()


def _first(one: Number, two: Number) -> Number:
    return two if one is None else one


def _greater(one: Number, two: Number) -> bool:
    return one is not None and two is not None and one > two


def _differ(one: Side, two: Side) -> bool:
    ends = ((one.lowest, two.lowest), (one.highest, two.highest))
    return one.alike == two.alike and any(None not in both and both[0] != both[1] for both in ends)
