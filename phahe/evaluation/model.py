"""What an evaluation says: scores by kind of fact, shares of right fields, the single mistakes, speeds. No logic beyond sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Score:
    """Facts of one kind: found and in the gold, found only, in the gold only."""

    kind: str
    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        found = self.true_positive + self.false_positive
        return self.true_positive / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 where there is none."""
        gold = self.true_positive + self.false_negative
        return self.true_positive / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Score("target", true_positive=9, false_positive=1, false_negative=1).f1
        0.9
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        """The two together; `kind` stays."""
        return Score(
            self.kind,
            self.true_positive + other.true_positive,
            self.false_positive + other.false_positive,
            self.false_negative + other.false_negative,
        )


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Of the facts of one kind found at their place and having this field in the gold or in the program: how many have it right."""

    kind: str
    field: str
    right: int = 0
    total: int = 0

    @property
    def accuracy(self) -> float:
        """Share right; 1 where there is none.

        >>> FieldScore("citation", "date", right=3, total=4).accuracy
        0.75
        """
        return self.right / self.total if self.total else 1.0

    def __add__(self, other: FieldScore) -> FieldScore:
        """The two together; `kind` and `field` stay."""
        return FieldScore(self.kind, self.field, self.right + other.right, self.total + other.total)


_S = TypeVar("_S", Score, FieldScore)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One difference between gold and program. `what`: missed, false alarm, or wrong (a field of a fact found at its place)."""

    document: str
    kind: str
    what: str
    path: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Speed:
    """Throughput of one stage on one core; a page is 3,000 characters."""

    stage: str
    characters: int
    seconds: float

    @property
    def pages_per_second(self) -> float:
        """Pages of 3,000 characters a second.

        >>> Speed("citations", characters=300_000, seconds=0.5).pages_per_second
        200.0
        """
        return self.characters / 3000 / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """The comparison of one document, or of one gold file of the corpus."""

    name: str
    scores: tuple[Score, ...] = ()
    fields: tuple[FieldScore, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def __add__(self, other: Part) -> Part:
        """Both, equal kinds and fields summed; `name` stays."""
        return Part(
            self.name,
            tuple(_summed((*self.scores, *other.scores))),
            tuple(_summed((*self.fields, *other.fields))),
            (*self.mistakes, *other.mistakes),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation: a part a document, a part a gold file of the corpus, the speeds (empty where not measured)."""

    documents: tuple[Part, ...]
    corpus: tuple[Part, ...] = ()
    speeds: tuple[Speed, ...] = ()

    @property
    def total(self) -> Part:
        """All documents together."""
        return sum(self.documents, Part("total"))

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Every miss, false alarm and wrong field, documents first."""
        return tuple(mistake for part in (*self.documents, *self.corpus) for mistake in part.mistakes)


def _summed(scores: Iterable[_S]) -> Iterable[_S]:
    by_name: dict[tuple[str, str], _S] = {}
    for score in scores:
        name = (score.kind, getattr(score, "field", ""))
        by_name[name] = by_name[name] + score if name in by_name else score
    return by_name.values()
