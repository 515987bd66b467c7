"""What printed words stand for: the codes of one vocabulary by the labels of its concepts.

The words themselves stand in `ontology/vocab/*.ttl`; the caller reads such a file and hands its text over. Labels are looked for to the
letter, the longest first; tones count ("trường" is a school, "trưởng" is not).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import SKOS, Graph

from phahe.text import Span
from phahe.vietnamese.lexicon import whole_words


@dataclass(frozen=True)
class Glossary:
    """Label, case folded, to the code it stands for."""

    codes: Mapping[str, str]

    @classmethod
    def from_turtle(cls, text: str) -> Glossary:
        """The Vietnamese alternative and hidden labels of a Turtle text; raises what rdflib raises for text that is not Turtle."""
        graph = Graph().parse(data=text, format="turtle")
        labels = {
            str(label).casefold(): str(code)
            for concept, code in graph.subject_objects(SKOS.notation)
            for predicate in (SKOS.altLabel, SKOS.hiddenLabel)
            for label in graph.objects(concept, predicate)
            if getattr(label, "language", None) == "vi"
        }
        return cls(dict(sorted(labels.items(), key=lambda item: (-len(item[0]), item[0]))))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return whole_words(*(re.escape(label).replace(r"\ ", r"\s+") for label in self.codes))

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[Span, str]]:
        """The labels that stand in `text` between two positions, each with its code, from left to right, none within another.

        >>> Glossary({"vốn oda": "foreign", "ngân sách": "state-budget"}).find("Ngân sách xã, vốn ODA")
        [(Span(start=0, end=9), 'state-budget'), (Span(start=14, end=21), 'foreign')]
        """
        end = len(text) if end is None else end
        return [(Span(*match.span()), self._code(match.group())) for match in self._pattern.finditer(text, start, end)]

    def at(self, text: str, position: int) -> tuple[Span, str] | None:
        """The label that begins at `position`, with its code."""
        match = self._pattern.match(text, position)
        return (Span(*match.span()), self._code(match.group())) if match else None

    def _code(self, printed: str) -> str:
        return self.codes[" ".join(printed.split()).casefold()]


@dataclass(frozen=True)
class Glossaries:
    """The glossaries that reading needs: kinds of money, kinds of things made."""

    funding: Glossary
    outputs: Glossary
