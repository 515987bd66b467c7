"""Whose turn it is to run: the job that will most likely be done soonest, and nobody waits for ever.

What a job will take is told by what jobs of its form took before, in processor time. Who waits grows older, so a long job is overtaken
by short ones for a while only. Knows nothing of workers; see `execution`.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from phahe_server.protocol import Query

#: A second a job is expected to take counts as so many seconds of having come later.
STRETCH: Final = 3.0
#: What a job of a form never seen is expected to take, in seconds, and how much a new measurement weighs.
_UNKNOWN: Final = 0.05
_WEIGHT: Final = 0.3
_MOST_FORMS: Final = 4096
_DIGITS: Final = b"0123456789"


def form(function: Callable[..., Any], args: tuple[Any, ...]) -> Hashable:
    """What jobs must share to be expected to take the same: the function, words without their figures, the names of parameters.

    >>> one, other = Query("ASK { ?s ?p 1 } # 17"), Query("ASK { ?s ?p 2 } # 9")
    >>> form(print, (one, "text/csv")) == form(print, (other, "text/csv"))
    True
    >>> form(print, ("tasks-due", {"from": "2026"})) == form(print, ("tasks-due", {"agency": "x"}))
    False
    """
    return (function, *map(_kind, args))


def _kind(value: Any) -> Hashable:
    if isinstance(value, str):
        return hash(value.encode("utf-8", "surrogatepass").translate(None, _DIGITS))
    if isinstance(value, Query):
        return _kind(value.text), tuple(name for name, _ in value.parameters)
    return tuple(sorted(value)) if isinstance(value, Mapping) else None


class Costs:
    """Seconds of processor time by form, learnt as jobs end; the function's own average stands for a form never seen."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, float] = OrderedDict()

    def expected(self, form: Hashable) -> float:
        """What a job of this form will take.

        >>> costs = Costs()
        >>> costs.learn(("f", 1), 2.0)
        >>> costs.expected(("f", 1)), costs.expected(("f", 2)), costs.expected(("g", 1))
        (2.0, 2.0, 0.05)
        """
        found = self._known.get(form)
        if found is None:
            found = self._known.get(_function(form), _UNKNOWN)
        return found

    def known(self, form: Hashable) -> bool:
        """Whether a job of this very form was seen."""
        return form in self._known

    def learn(self, form: Hashable, seconds: float) -> None:
        """A job of this form took so long."""
        for one in (form, _function(form)):
            before = self._known.pop(one, seconds)
            self._known[one] = before + _WEIGHT * (seconds - before)
        while len(self._known) > _MOST_FORMS:
            self._known.popitem(last=False)


def _function(form: Hashable) -> Hashable:
    return form[:1] if isinstance(form, tuple) else form


class Lane:
    """So many jobs at once; the others wait, whoever is expected to be done soonest first."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, 0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = itertools.count()

    @property
    def free(self) -> bool:
        """Whether the next that enters need not wait."""
        return self.taken < self.size

    def enter(self) -> None:
        """Take a place that is free."""
        self.taken += 1

    async def wait(self, expected: float, seconds: float) -> None:
        """Take a place once it is one's turn. TimeoutError after `seconds`."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (loop.time() + STRETCH * expected, next(self._count), mine))
        try:
            async with asyncio.timeout(seconds):
                await mine
        except BaseException:
            if mine.done() and not mine.cancelled():
                self.leave()
            else:
                mine.cancel()
            raise

    def leave(self) -> None:
        """Pass the place on to whose turn it is."""
        while self._waiting:
            following = heapq.heappop(self._waiting)[2]
            if not following.done():
                following.set_result(None)
                return
        self.taken -= 1
