"""The most likely path through the lattice (Viterbi with a beam), and how sure each step of it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from phahe.restoration.language import NUMBER, STOP, LanguageModel
from phahe.restoration.lattice import Edge, Lattice
from phahe.restoration.syllables import is_syllable
from phahe.restoration.symbols import read_roman

_BEAM: Final = 20
_HOPELESS: Final = 13.0  #: a path this much costlier than the best one so far is given up
_SOFTNESS: Final = 1.6  #: costs are not independent: the posterior is flattened by this
_MODEL_WEIGHT: Final = 0.9
_FIGURE_TO_WORD: Final = 0.8  #: a word read out of figures and signs alone ("1&", lệ) is always shown to a person
_UNKNOWN: Final = 0.4  #: belief in a kept string that is no syllable
_UNKNOWN_SYLLABLE: Final = 0.7  #: belief in a kept syllable no clean text has
_STRETCHED: Final = 3.5  #: cost, over 1.5 a letter, from which a reading is more likely wrong than right

State = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """An edge on the best path: the token it begins at, how sure it is (0 to 1), and the next best reading there."""

    index: int
    edge: Edge
    confidence: float
    rival: Edge | None


@dataclass(frozen=True, slots=True)
class _Arrival:
    cost: float
    edge: Edge | None
    index: int
    state: State


def decode(lattice: Lattice, model: LanguageModel) -> list[Step]:
    """The best path, every token once."""
    size = len(lattice.tokens)
    edges = [lattice.edges(index) for index in range(size)]
    arrivals: list[dict[State, _Arrival]] = [{} for _ in range(size + 1)]
    arrivals[0][STOP, STOP] = _Arrival(0.0, None, -1, (STOP, STOP))
    for index in range(size):
        states = sorted(arrivals[index].items(), key=lambda item: (item[1].cost, item[0]))[:_BEAM]
        best = states[0][1].cost if states else 0.0
        for state, arrival in states:
            if arrival.cost > best + _HOPELESS:
                break
            for edge in edges[index]:
                cost, after = _follow(model, state, edge)
                total, goal = arrival.cost + cost, arrivals[index + edge.size]
                known = goal.get(after)
                if known is None or total < known.cost:
                    goal[after] = _Arrival(total, edge, index, state)
    return _steps(_path(arrivals), edges, lattice, model)


def _follow(model: LanguageModel, state: State, edge: Edge) -> tuple[float, State]:
    cost, (before, last) = edge.cost, state
    for word in edge.run:
        cost += _MODEL_WEIGHT * model.cost(before, last, word)
        before, last = last, word
    return cost, (before, last)


def _path(arrivals: list[dict[State, _Arrival]]) -> list[tuple[int, Edge, State]]:
    at = len(arrivals) - 1
    state = min(arrivals[at], key=lambda item: (arrivals[at][item].cost, item))
    path: list[tuple[int, Edge, State]] = []
    while True:
        arrival = arrivals[at][state]
        if arrival.edge is None:
            return path[::-1]
        path.append((arrival.index, arrival.edge, arrival.state))
        at, state = arrival.index, arrival.state


def _steps(path: list[tuple[int, Edge, State]], edges: Sequence[Sequence[Edge]], lattice: Lattice, model: LanguageModel) -> list[Step]:
    steps = []
    for place, (index, edge, state) in enumerate(path):
        ahead = [word for _, later, _ in path[place + 1 : place + 4] for word in later.run][:2]
        rivals = [rival for rival in edges[index] if rival.size == edge.size] + lattice.suspects(index)
        costs = [_around(model, state, rival, ahead) for rival in rivals]
        own = _around(model, state, edge, ahead)
        others = [(cost, rival) for cost, rival in zip(costs, rivals, strict=True) if rival.words != edge.words]
        doubt = sum(math.exp(min((own - cost) / _SOFTNESS, 50.0)) for cost, _ in others)
        rival = min(others, key=lambda item: (item[0], item[1].words))[1] if others else None
        steps.append(Step(index, edge, _believed(edge, lattice) / (1.0 + doubt), rival))
    return steps


def _believed(edge: Edge, lattice: Lattice) -> float:
    """How far a reading is to be believed before its rivals are heard: little where it is far from the print, or no known word."""
    if edge.words == (NUMBER,) or not edge.words:
        return 1.0
    if edge.form is not None and len(edge.words) == 1 and read_roman(edge.form) is None:
        return _UNKNOWN_SYLLABLE if is_syllable(edge.form) else _UNKNOWN
    price = sum(lattice.readings.confusion.cost(core.lower(), word) for core, word in zip(edge.cores, edge.words, strict=False))
    belief = 1.0 / (1.0 + math.exp((price - _STRETCHED - 1.5 * len("".join(edge.words))) / 1.5))
    core = "".join(edge.cores)
    figures_only = any(sign.isdigit() for sign in core) and not any(sign.isalpha() for sign in core)
    return min(belief, _FIGURE_TO_WORD) if figures_only else belief


def _around(model: LanguageModel, state: State, edge: Edge, ahead: Sequence[str]) -> float:
    """Cost of an edge with the words after it as they are."""
    cost, (before, last) = _follow(model, state, edge)
    for word in ahead:
        cost += _MODEL_WEIGHT * model.cost(before, last, word)
        before, last = last, word
    return cost
