"""The theme (task group) a heading names, by the labels of `ontology/vocab/theme.ttl`; the caller reads that file and hands its text over.

A heading is compared with every label by the folded words they share, a word counting the more the fewer themes use it ("giáo dục"
stands in nearly all). Two rules in turn: the most alike label, if alike enough; else the longest label that stands in the heading as
it is. Which document is read plays no part. What a body must do is a duty, whose heading names the body: its theme is `DUTIES`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log1p
from typing import Final

from rdflib import SKOS, Graph

from phahe.vietnamese import fold

#: Share of weighted words (Dice) from which a label is alike. Labels of two themes that are not `skos:related` share 0.38 at most, so a
#: heading above that can hardly stand for the other theme; tests/themes holds the vocabulary to it.
ALIKE: Final = 0.45
#: Theme of tasks under TỔ CHỨC THỰC HIỆN.
DUTIES: Final = "implementation"
#: Theme of tasks that no heading puts into a group.
OTHER: Final = "other"
_WORD: Final = re.compile(r"[^\W_]+")
_OPENING: Final = re.compile(r"[^.:;]*")


@dataclass(frozen=True)
class Themes:
    """The labels of each theme, as folded words, by the theme's code."""

    labels: Mapping[str, frozenset[tuple[str, ...]]]

    @classmethod
    def from_turtle(cls, text: str) -> Themes:
        """The concepts of a Turtle text with their Vietnamese labels; raises what rdflib raises for text that is not Turtle."""
        graph = Graph().parse(data=text, format="turtle")
        return cls({str(code): frozenset(_labels(graph, concept)) for concept, code in sorted(graph.subject_objects(SKOS.notation))})

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Weight of a word: one that many themes use says little; one that none uses is as telling as can be."""
        used = Counter(word for labels in self.labels.values() for word in {word for label in labels for word in label})
        return {word: log1p(len(self.labels) / times) for word, times in used.items()}

    def theme_of(self, headings: Sequence[str], text: str = "") -> str | None:
        """Code of the theme that the nearest of `headings` (innermost first) names, or else the opening clause of `text`; None where none does.

        >>> themes = Themes.from_turtle('''@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ... <t> skos:notation "teachers" ; skos:altLabel "Phát triển đội ngũ nhà giáo và cán bộ quản lý giáo dục"@vi .
        ... <d> skos:notation "digital" ; skos:altLabel "Chuyển đổi số trong giáo dục"@vi .''')
        >>> themes.theme_of(["4. Phát triển đội ngũ nhà giáo, cán bộ quản lý", "III. NHIỆM VỤ, GIẢI PHÁP"]), themes.theme_of(["Sở Tài chính"])
        ('teachers', None)
        """
        opening = _OPENING.match(text)
        candidates = (*headings, opening.group() if opening else "")
        return next((code for candidate in candidates if (code := self._remembered(candidate))), None)

    def of_task(self, kind: str, headings: Sequence[str], text: str = "") -> str:
        """Code of a task's theme, never None: `DUTIES` for a task of kind "duty", `OTHER` where no heading names a theme.

        >>> Themes({}).of_task("duty", ["Sở Tài chính"]), Themes({}).of_task("solution", ["NHIỆM VỤ, GIẢI PHÁP"])
        ('implementation', 'other')
        """
        return DUTIES if kind == "duty" else self.theme_of(headings, text) or OTHER

    @cached_property
    def _known(self) -> tuple[tuple[str, tuple[str, ...], frozenset[str], float], ...]:
        """Every label with its theme, its words and their weight."""
        return tuple(
            (code, label, (words := frozenset(label)), self._weight(words)) for code, labels in self.labels.items() for label in labels
        )

    @cached_property
    def _remembered(self) -> Callable[[str], str | None]:
        """The theme a heading names; remembered, since all tasks under a heading ask for it."""
        return lru_cache(maxsize=1024)(lambda heading: self._named(_words(heading)))

    def _named(self, words: tuple[str, ...]) -> str | None:
        if not words:
            return None
        here = frozenset(words)
        weight = self._weight(here)
        alike = max(((self._dice(here & label, weight + told), code) for code, _, label, told in self._known), default=(0.0, ""))
        if alike[0] >= ALIKE:
            return alike[1]
        phrase = _phrase(words)
        standing = ((len(label), code) for code, label, known, _ in self._known if known <= here and _phrase(label) in phrase)
        return max(standing, default=(0, None))[1]

    def likeness(self, one: Iterable[str], other: Iterable[str]) -> float:
        """Dice of two sets of folded words by weight, 0 to 1."""
        first, second = frozenset(one), frozenset(other)
        return self._dice(first & second, self._weight(first) + self._weight(second))

    def _dice(self, shared: frozenset[str], total: float) -> float:
        return 2 * self._weight(shared) / total if shared else 0.0

    def _weight(self, words: frozenset[str]) -> float:
        unknown = log1p(len(self.labels))
        return sum(self._weights.get(word, unknown) for word in sorted(words))


def _labels(graph: Graph, concept: object) -> Iterable[tuple[str, ...]]:
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for label in graph.objects(concept, predicate):  # type: ignore[arg-type]
            if getattr(label, "language", None) == "vi" and (words := _words(str(label))):
                yield words


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(fold(text)) if not word.isdigit())


def _phrase(words: tuple[str, ...]) -> str:
    return f" {' '.join(words)} "
