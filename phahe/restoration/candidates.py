"""Which words a printed core may stand for: the words of the language model nearest to it under the confusions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from phahe.restoration.confusion import PAIRS, Confusion
from phahe.restoration.language import LanguageModel
from phahe.restoration.words import is_figure
from phahe.vietnamese import fold

_SIGNS: Final = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "3": "a",
        "4": "a",
        "5": "s",
        "6": "o",
        "8": "e",
        "9": "g",
        "¢": "e",
        "€": "e",
        "&": "a",
        "§": "y",
        "¥": "y",
        "w": "u",
    }
)
_BEST: Final = 8
_REACH: Final = 9.0  #: candidates this much costlier than the best are dropped
_LONGEST: Final = 14  #: printed cores longer than this are never one syllable


@dataclass(frozen=True)
class Lexicon:
    """The words of a model, found by what is left of them when letters are dropped."""

    model: LanguageModel
    index: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Readings:
    """The readings of printed cores under one set of confusions; each core is looked up once."""

    lexicon: Lexicon
    confusion: Confusion
    _found: dict[str, list[tuple[float, str]]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, printed: str) -> list[tuple[float, str]]:
        """(cost, key) of the words `printed` (lower case) may stand for, cheapest first."""
        found = self._found.get(printed)
        if found is None:
            found = self._found[printed] = self._search(printed)
        return found

    def _search(self, printed: str) -> list[tuple[float, str]]:
        if not printed or len(printed) > _LONGEST:
            return []
        model, confusion = self.lexicon.model, self.confusion
        names: set[str] = set()
        for shape in _shapes(_skeleton(printed)):
            for left in _reduced(shape):
                names.update(self.lexicon.index.get(left, ()))
        names.update(true for true in confusion.readings(printed) if true in model.words)
        costs = {name: confusion.cost(printed, name) for name in names if abs(len(name) - len(printed)) < 4}
        # common words first where the cut falls, so that a rare look-alike does not push one out
        ranked = sorted(costs, key=lambda name: (costs[name] + model.cost("", "", name) / 3, name))[:_BEST]
        best = min(costs.values(), default=0.0)
        return sorted((costs[name], name) for name in ranked if costs[name] < best + _REACH)


def build_lexicon(model: LanguageModel) -> Lexicon:
    """The index of a model's words."""
    index: dict[str, list[str]] = {}
    for name in sorted(model.words):
        if name.isalpha() and not is_figure(name):
            for left in sorted(_reduced(_skeleton(name))):
                index.setdefault(left, []).append(name)
    return Lexicon(model, {left: tuple(names) for left, names in index.items()})


def _skeleton(word: str) -> str:
    return fold(word.translate(_SIGNS))


def _shapes(skeleton: str) -> list[str]:
    """`skeleton`, and with two signs taken for the letter they may stand for.

    >>> _shapes("hir")
    ['hir', 'nr', 'hu']
    """
    found = [skeleton]
    for at in range(len(skeleton) - 1):
        found += [skeleton[:at] + letter + skeleton[at + 2 :] for letter in PAIRS.get(skeleton[at : at + 2], "")]
    return found


def _reduced(skeleton: str) -> set[str]:
    """`skeleton` and what is left of it after dropping one letter, two from four letters on.

    >>> sorted(_reduced("cac"))
    ['ac', 'ca', 'cac', 'cc']
    """
    once = set(_dropped(skeleton))
    twice = {left for one in once for left in _dropped(one)} if len(skeleton) > 3 else set()
    return {skeleton} | once | twice


def _dropped(word: str) -> Iterable[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word))) if len(word) > 1 else ()
