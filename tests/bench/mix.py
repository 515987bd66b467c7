"""What people ask: the questions of the catalogue with real choices, by `/api/questions/…` and, the same text, by `/sparql`.

The choices are asked of the server itself. Which question, which choice and which way is drawn from a seed; a choice that stands first
in its (shuffled) list is drawn more often than the next, as 1 to 2 to 3 (Zipf), because that is how people ask for places and documents.
"""

from __future__ import annotations

import csv
import io
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from phahe.namespaces import BASE, VOCAB
from phahe.questions import Parameter, Question, catalogue
from phahe.store import with_prefixes

#: The share of requests that come as SPARQL, and of optional parameters that are given a value.
_SPARQL, _FILLED = 0.3, 0.75
_DAYS = [(f"{year}-{month:02}-01", f"{year}-12-31") for year in (2025, 2026, 2027, 2030) for month in (1, 4, 7, 10)]


@dataclass(frozen=True)
class Choices:
    """The values of a parameter as IRIs, and how often each is drawn, cumulated."""

    values: tuple[str, ...]
    weights: tuple[float, ...]

    def draw(self, dice: random.Random) -> str:
        """One of them."""
        return dice.choices(self.values, cum_weights=self.weights)[0]


@dataclass(frozen=True)
class Asked:
    """A request of the mix: its question, how it is asked, its path with the query string."""

    slug: str
    way: str
    path: str


class Mix:
    """The mix over one server."""

    def __init__(self, address: str, most: int = 2_000) -> None:
        dice = random.Random(6)
        self._choices: dict[str, Choices] = {}
        for question in catalogue():
            for item in question.parameters:
                if item.choices and item.choices not in self._choices:
                    values = sorted(_column(address, with_prefixes(_some(item.choices, most))))
                    dice.shuffle(values)
                    self._choices[item.choices] = Choices(
                        tuple(values), tuple(itertools.accumulate(1 / n for n in range(1, len(values) + 1)))
                    )

    def requests(self, seed: int) -> Iterator[Asked]:
        """Requests without end, the same for the same seed."""
        dice = random.Random(seed)
        questions = catalogue()
        while True:
            question = dice.choice(questions)
            values = self._values(question, dice)
            if dice.random() < _SPARQL:
                yield Asked(question.slug, "sparql", "/sparql?" + urlencode(_as_sparql(question, values)))
            else:
                yield Asked(
                    question.slug,
                    "api",
                    f"/api/questions/{question.slug}?" + urlencode({name: _short(text) for name, text in values.items()}),
                )

    def _values(self, question: Question, dice: random.Random) -> dict[str, str]:
        first, last = dice.choice(_DAYS)
        found = {}
        for item in question.parameters:
            if item.required or item.default or dice.random() < _FILLED:  # the default is a thing of the shipped data
                found[item.name] = self._value(item, dice, last if item.name == "until" else first)
        return found

    def _value(self, item: Parameter, dice: random.Random, day: str) -> str:
        choices = self._choices.get(item.choices or "")
        if choices and choices.values:
            return choices.draw(dice)
        return {"date": day, "integer": str(dice.randint(2, 6))}.get(item.type, item.default or "")


def _as_sparql(question: Question, values: dict[str, str]) -> dict[str, str]:
    types = {item.name: item.type for item in question.parameters}
    bound = {
        f"${name}": f'"{text}"^^<http://www.w3.org/2001/XMLSchema#{types[name]}>' if types[name] in ("date", "integer") else text
        for name, text in values.items()
    }
    return {"query": with_prefixes(question.query), "format": "json", **bound}


def _short(value: str) -> str:
    """As the pages write it: without the base of the addresses."""
    if value.startswith(VOCAB):
        return value.rpartition("/")[2]
    return value.removeprefix(BASE)


def _some(query: str, most: int) -> str:
    """The query of the choices without its order, which takes long over a nation."""
    return f"{query.rpartition('ORDER BY')[0] or query} LIMIT {most}"


def _column(address: str, query: str) -> set[str]:
    request = Request(f"{address}/sparql", urlencode({"query": query}).encode(), {"Accept": "text/csv"})
    with urlopen(request, timeout=60) as response:
        return {row["value"] for row in csv.DictReader(io.TextIOWrapper(response, "utf-8"))}
