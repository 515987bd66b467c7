"""The indicators that targets are about, read from the measure vocabulary, and the search for the one a printed phrase names.

The list itself is `ontology/vocab/measure.ttl`; the caller reads that file and hands its text over. A phrase that no concept's
label covers gets None, never the nearest guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import RDF, SKOS, Graph
from rdflib.term import Node

from phahe.namespaces import PH
from phahe.vietnamese import fold
from phahe.vietnamese.levels import heading_level, levels_of

#: A label must cover this share of the words of a phrase: "lao động qua đào tạo" is not the measure of every longer phrase that holds it.
COVERAGE: Final = 0.35
_WORD: Final = re.compile(r"\w+")
#: An index printed with a percent sign ("đạt trên 0,85%") is still that index; saying so is the checker's.
_MISTAKEN: Final = {"index", "percent"}
#: Printed or left out at will, so it tells measures apart no more than a space does.
_RATE: Final = re.compile(r"\bt[yi] le\b")
_GAP: Final = "…"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as folded word runs in order; "huy động … nhà trẻ" has two runs with a gap between."""

    runs: tuple[str, ...]
    words: int

    def covers(self, key: str) -> bool:
        """Whether the runs stand in `key` (folded words, a space at either end) in this order."""
        at = 0
        for run in self.runs:
            at = key.find(run, at)
            if at < 0:
                return False
            at += len(run) - 1
        return True


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator. `unit` and `direction` are codes; `levels` are given where the level of education splits the measure."""

    code: str
    unit: str
    direction: str
    population: str | None
    levels: frozenset[str]
    labels: tuple[Label, ...]


def label_of(printed: str) -> Label:
    """The label `printed` folded for searching.

    >>> label_of("Tỷ lệ huy động … nhà trẻ")
    Label(runs=(' huy dong ', ' nha tre '), words=4)
    """
    runs = tuple(_key(run) for run in printed.split(_GAP) if run.strip())
    return Label(runs, sum(len(run.split()) for run in runs))


def _key(printed: str) -> str:
    return f" {' '.join(_WORD.findall(_RATE.sub(' ', fold(printed))))} "


@dataclass(frozen=True)
class Measures:
    """The measures of a vocabulary."""

    measures: tuple[Measure, ...]

    @classmethod
    def from_turtle(cls, text: str) -> Measures:
        """The `ph:Measure` concepts of a Turtle text, sorted by code; raises what rdflib raises for text that is not Turtle."""
        graph = Graph().parse(data=text, format="turtle")
        return cls(tuple(sorted((_measure(graph, node) for node in graph.subjects(RDF.type, PH.Measure)), key=lambda one: one.code)))

    @cached_property
    def by_code(self) -> dict[str, Measure]:
        """The measures by their code."""
        return {measure.code: measure for measure in self.measures}

    def _of_unit(self, unit: str | None) -> dict[str, list[tuple[int, Label]]]:
        """The labels of the measures a value of `unit` can be of, by their first word, each with its measure's place; worked out once a unit."""
        if (found := self._by_unit.get(unit)) is None:
            found = self._by_unit[unit] = {}
            for place, one in enumerate(self.measures):
                if not (unit and one.unit and unit != one.unit and {unit, one.unit} != _MISTAKEN):
                    for label in one.labels:
                        for first in label.runs[0].split()[:1]:
                            found.setdefault(first, []).append((place, label))
        return found

    @cached_property
    def _by_unit(self) -> dict[str | None, dict[str, list[tuple[int, Label]]]]:
        return {}

    def _sizes(self, key: str, unit: str | None) -> dict[int, int]:
        """The measures of which a label covers enough of `key`, by place, with the words of the longest such label."""
        words, labels, sizes = key.split(), self._of_unit(unit), dict[int, int]()
        for first in set(words):
            for place, label in labels.get(first, ()):
                if label.words >= COVERAGE * len(words) and label.words > sizes.get(place, 0) and label.covers(key):
                    sizes[place] = label.words
        return sizes

    def match(self, phrase: str, headings: Sequence[str] = (), population: str | None = None, unit: str | None = None) -> str | None:
        """Code of the measure that `phrase` names, None where no label covers it.

        `headings` decide the level of education where the phrase names none ("Giáo dục mầm non" over "Tỷ lệ phòng học kiên cố"),
        `population` breaks ties, `unit` (a code) excludes measures of another unit.

        >>> Measures.from_turtle('''@prefix ph: <https://w3id.org/phahe/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ... <m> a ph:Measure ; skos:notation "huy-dong" ; skos:hiddenLabel "huy động … nhà trẻ"@vi ; ph:unit <unit/percent> .
        ... ''').match("Tỷ lệ huy động trẻ nhà trẻ đến trường")
        'huy-dong'
        """
        key = _key(phrase)
        levels = frozenset(levels_of(phrase) or heading_level(headings))
        best: tuple[float, str] | None = None
        for place, size in sorted(self._sizes(key, unit).items()):
            measure = self.measures[place]
            if measure.levels and not (levels and levels <= measure.levels):
                continue
            score = size + (0.5 if measure.levels else 0) + (0.25 if population and population == measure.population else 0)
            if best is None or score > best[0]:
                best = (score, measure.code)
        return best[1] if best else None


def _measure(graph: Graph, node: Node) -> Measure:
    def text(predicate: Node) -> str:
        return str(graph.value(node, predicate) or "")

    printed = (str(label) for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel) for label in graph.objects(node, predicate)
               if getattr(label, "language", "vi") in {"vi", None})  # fmt: skip
    return Measure(
        code=text(SKOS.notation),
        unit=text(PH.unit).rpartition("/")[2],
        direction=text(PH.direction),
        population=text(PH.population) or None,
        levels=frozenset(str(level) for level in graph.objects(node, PH.educationLevel)),
        labels=tuple(sorted({label for one in printed if (label := label_of(one)).runs}, key=lambda one: (-one.words, one.runs))),
    )
