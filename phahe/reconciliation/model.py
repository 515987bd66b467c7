"""What is passed around: things that can be found, what is asked, and what is answered. All plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: its words, and the id of the thing it is, if it is one. `kind`: "text", "date", "number", "truth", "entity"."""

    text: str
    kind: str = "text"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that can be found.

    `id` is its IRI without the project's base ("place/06529"). `name` is the name shown, `names` all it is known by, `kind` one of `kinds()`,
    `types` the ids of its finer kinds. `within`: the ids of the places it lies in, from the inside out. `valid_from`, `valid_to`: ISO days
    or "". `facts`: values by property id.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    facts: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """The words of the first value of a property, "" without one."""
        values = self.facts.get(name, ())
        return values[0].text if values else ""


@dataclass(frozen=True, slots=True)
class Given:
    """A condition of a query: a property and what is given for it, words or the id of a thing; one of `values` must hold."""

    property: str
    values: tuple[str, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: words as they stand in a table, the types wanted (any of them), conditions, how many candidates."""

    text: str = ""
    types: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant. `score` 0 to 100; `match`: it fits all that was given, and nothing else does.

    `features` is how the score came about, each 0 to 1: `name`, `kind`, `context` and `time` (see `scoring`).
    """

    entity: Entity
    score: float
    match: bool
    features: Mapping[str, float]
