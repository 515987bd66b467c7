"""The memory of the machine, shared out among jobs: what all of them may take together never exceeds what is free.

A job gets its limit while there is plenty, at most half of what is left when it gets scarce, and nothing below `LEAST`: it is refused instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from phahe_server.querying.limits import Limits, memory_free

#: Bytes below which a job is not begun.
LEAST: Final = 64 << 20
#: Seconds for which a look at the system's memory holds.
_FRESH: Final = 0.05


class Budget:
    """Grants memory to jobs. `free` tells the bytes the machine can still give.

    >>> budget = Budget(free=lambda: 1 << 30)
    >>> first = budget.grant(Limits(memory=1 << 30))
    >>> first.memory >> 20, budget.grant(Limits(memory=1 << 30)).memory >> 20
    (512, 256)
    """

    def __init__(self, free: Callable[[], int] = memory_free) -> None:
        self._free = free
        self._seen, self._known = 0.0, 0
        self.granted = 0

    def grant(self, limits: Limits) -> Limits | None:
        """The limits with the memory that can be had, to be given back to `release`; None where there is too little."""
        if time.monotonic() - self._seen > _FRESH:
            self._seen, self._known = time.monotonic(), self._free()
        memory = min(limits.memory, (self._known - self.granted) // 2)
        if memory < min(LEAST, limits.memory):
            return None
        self.granted += memory
        return limits if memory == limits.memory else replace(limits, memory=memory)

    def release(self, limits: Limits) -> None:
        """The job is over."""
        self.granted -= limits.memory
