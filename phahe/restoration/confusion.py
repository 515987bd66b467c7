"""How an OCR misreads a word: the cost of printing one string for another.

The starting costs say what is true of every OCR of Vietnamese (marks get lost, 6 stands for ó, 1 for l, P for Đ); `learned` replaces them by
what one document shows where its words are known from a near-duplicate. Costs are negative log probabilities.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from phahe.vietnamese import fold

#: Printed sign → letters (without marks) it is known to stand for.
_LOOKALIKES: Final[dict[str, str]] = {
    "0": "oq", "1": "litr", "3": "a", "4": "a", "5": "s", "6": "o", "8": "ebs", "9": "gq", "&": "aeog", "@": "a", "¢": "eoc", "€": "e",
    "§": "sy", "¥": "y", "£": "e", ";": "i", "!": "il", "|": "il", "j": "i", "(": "u", "{": "u", "[": "l", "}": "y", "ﬂ": "nu", "'": "i",
    "’": "uoi", "‘": "uoi", "d": "aoe", "b": "doh", "p": "d", "w": "u", "q": "oag", "v": "uyr", "y": "uv", "u": "nov", "n": "umrh", "m": "nu",
    "i": "ltjau", "l": "it", "t": "lfi", "f": "t", "r": "tvn", "c": "eoa", "e": "caoi", "o": "eacu", "a": "oeui", "g": "qoe", "h": "bn",
    "s": "a", "k": "h", "z": "s", "x": "v",
}  # fmt: skip
#: Two printed signs → letters one of which they stand for.
PAIRS: Final[dict[str, str]] = {
    "ii": "u", "ir": "u", "ui": "u", "iu": "u", "rn": "m", "cl": "d", "li": "h", "vi": "u", "1i": "u", "lr": "u", "tr": "u", "ti": "u",
    "in": "m", "nn": "m", "ci": "a", "uw": "u", "hi": "n", "l'": "u", "yc": "c", "u'": "u", "ia": "a", "ie": "e", "ue": "e", "ee": "e", "ae": "a",
    "ea": "a", "éa": "a",
}  # fmt: skip
_INSERT: Final = 4.5
_LOSE_FIGURE: Final = 6.5  #: a digit that stands for no letter at all is hardly ever noise
_CARE: Final = 4.0
_OMIT: Final = 5.0
_STRANGE: Final = 7.0
_TRUST: Final = 6.0  #: observations the starting costs are worth
_UNSEEN: Final = 0.2  #: least share of the starting costs in what was learned
_HOPELESS: Final = 24.0  #: a cost from which nobody asks how much exactly
_FAR: Final = 99.0

Operation = tuple[str, str]  # (printed, true); one of them may be empty


@dataclass(frozen=True)
class Confusion:
    """The confusions of one document. `wear` (0 to 1) says how often a mark is lost; `seen` and `whole` are what was learned."""

    wear: float
    operations: dict[Operation, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    whole: dict[Operation, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    by_printed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _steps: dict[str, dict[str, float]] = field(default_factory=dict, repr=False, compare=False)
    _costs: dict[Operation, float] = field(default_factory=dict, repr=False, compare=False)

    def cost(self, printed: str, true: str) -> float:
        """Cost of reading the word `true` as `printed` (both lower case).

        >>> Confusion(0.5).cost("gido", "giáo") < Confusion(0.5).cost("gido", "gian")
        True
        """
        found = self._costs.get((printed, true))
        if found is None:
            found = _cheapest(self, printed, true)
            count = self.whole.get((printed, true), 0)
            if count:
                found = -math.log(math.exp(-found) + 0.7 * count / (self.words[true] + 3))
            self._costs[printed, true] = found
        return found

    def readings(self, printed: str) -> tuple[str, ...]:
        """The words `printed` was seen to stand for."""
        return self.by_printed.get(printed, ())

    def steps_of(self, true: str) -> dict[str, float]:
        """The costs already known for one true letter, by printed sign."""
        return self._steps.setdefault(true, {})

    def step(self, printed: str, true: str) -> float:
        """Cost of one operation: a letter read as one or two signs, a sign added, a letter lost."""
        known = self._steps.setdefault(true, {})
        found = known.get(printed)
        if found is None:
            start = _start(printed, true, self.wear)
            total = self.letters.get(true, 0)
            count = self.operations.get((printed, true), 0)
            # what was never seen in one document may still happen: the start keeps a fixed share
            share = max(_TRUST / (total + _TRUST), _UNSEEN)
            seen = count / total if total else 0.0
            found = known[printed] = -math.log((1.0 - share) * seen + share * math.exp(-start))
        return found


def _start(printed: str, true: str, wear: float) -> float:
    rare = max(0.5 - wear, 0.0) * _CARE  # the fewer marks are lost, the better this OCR reads letters too
    if not true:
        return rare + (_LOSE_FIGURE if printed.isdigit() else _INSERT - (0.7 if not printed.isalnum() else 0.0))
    if not printed:
        return _OMIT + rare
    base = fold(true)
    if len(printed) == 2:
        return 2.4 + rare if base in PAIRS.get(printed, "") else _FAR
    if printed == true:
        return 0.05 if base == true else -math.log(max(1.0 - wear, 0.02))
    if fold(printed) == base:  # a mark lost, added, or taken for another
        return -math.log(max(wear, 0.02) * (0.7 if printed == base else 0.25)) if base != true else -math.log(0.3 * max(wear, 0.05))
    return rare + (2.8 if base in _LOOKALIKES.get(fold(printed), _LOOKALIKES.get(printed, "")) else _STRANGE)


def _cheapest(confusion: Confusion, printed: str, true: str) -> float:
    """Cost of the cheapest operations: the last cell of `_path`, without the way there (this is the inner loop of everything)."""
    added = [confusion.step(sign, "") for sign in printed]
    above = [0.0]
    for price in added:
        above.append(above[-1] + price)
    # columns are the printed signs here: one pass a letter of the true word
    for letter in true:
        costs, lost = confusion.steps_of(letter), confusion.step("", letter)
        row = [above[0] + lost]
        for i, sign in enumerate(printed):
            one = costs.get(sign)
            best = above[i] + (confusion.step(sign, letter) if one is None else one)
            if i:
                two = printed[i - 1 : i + 1]
                pair = costs.get(two)
                cost = above[i - 1] + (confusion.step(two, letter) if pair is None else pair)
                best = min(best, cost)
            best = min(best, above[i + 1] + lost, row[i] + added[i])
            row.append(best)
        above = row
        if min(above) > _HOPELESS:
            return min(above)
    return above[-1]


def _path(confusion: Confusion, printed: str, true: str) -> list[list[tuple[float, int, int]]]:
    """Table of (cost, signs, letters of the last operation) for every prefix pair."""
    step = confusion.step
    table = [[(_FAR * 9, 0, 0)] * (len(true) + 1) for _ in range(len(printed) + 1)]
    table[0][0] = (0.0, 0, 0)
    for i in range(len(printed) + 1):
        row, above = table[i], table[i - 1] if i else None
        for j in range(len(true) + 1):
            best = row[j]
            if above is not None:
                cost = above[j][0] + step(printed[i - 1], "")
                if cost < best[0]:
                    best = (cost, 1, 0)
            if j:
                letter = true[j - 1]
                cost = row[j - 1][0] + step("", letter)
                if cost < best[0]:
                    best = (cost, 0, 1)
                if above is not None:
                    cost = above[j - 1][0] + step(printed[i - 1], letter)
                    if cost < best[0]:
                        best = (cost, 1, 1)
                if i > 1:
                    cost = table[i - 2][j - 1][0] + step(printed[i - 2 : i], letter)
                    if cost < best[0]:
                        best = (cost, 2, 1)
            row[j] = best
    return table


def operations(confusion: Confusion, printed: str, true: str) -> list[Operation]:
    """The cheapest operations that turn `true` into `printed`.

    >>> operations(Confusion(0.5), "ciia", "của")
    [('c', 'c'), ('ii', 'ủ'), ('a', 'a')]
    """
    table = _path(confusion, printed, true)
    i, j, steps = len(printed), len(true), []
    while i or j:
        _, signs, letters = table[i][j]
        steps.append((printed[i - signs : i], true[j - letters : j]))
        i, j = i - signs, j - letters
    return steps[::-1]


def plausible(confusion: Confusion, printed: str, true: str) -> bool:
    """Whether `printed` may be a misreading of `true` at all: no more than about half of its letters went wrong.

    >>> plausible(Confusion(0.5), "thuc", "thực"), plausible(Confusion(0.5), "quy", "không")
    (True, False)
    """
    return confusion.cost(printed, true) < 5.5 + 2.0 * len(true)


def _teaches(start: Confusion, printed: str, true: str, count: int) -> bool:
    """A far-fetched pair seen once is an accident of alignment, not a confusion."""
    return start.cost(printed, true) < 2.0 + 1.2 * len(true) or (count > 1 and plausible(start, printed, true))


def learned(start: Confusion, pairs: Iterable[tuple[str, str]]) -> Confusion:
    """The confusions seen in `pairs` of (printed, true) words, resting on those of `start` where little was seen."""
    whole = Counter({pair: count for pair, count in sorted(Counter(pairs).items()) if _teaches(start, *pair, count)})
    seen: Counter[Operation] = Counter()
    letters: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for (printed, true), count in whole.items():
        words[true] += count
        for operation in operations(start, printed, true):
            seen[operation] += count
            letters[operation[1]] += count
    letters[""] = sum(letters.values())  # a sign is added between letters: as often as letters stand there
    by_printed: dict[str, tuple[str, ...]] = {}
    for printed, true in sorted(whole):
        by_printed[printed] = (*by_printed.get(printed, ()), true)
    return Confusion(start.wear, dict(seen), dict(letters), dict(whole), dict(words), by_printed)
