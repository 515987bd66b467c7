"""Answers kept for a short while, or as long as the data stays: the home page asks the same of the graph for everybody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from math import inf
from typing import Any, Final

SECONDS: Final = 300.0


class Kept:
    """Values by key, each made once and forgotten after `seconds`. Who asks while one is being made waits for it.

    At most `most` of them: the one that nobody asked for longest is forgotten first.
    """

    def __init__(self, seconds: float = SECONDS, most: float = inf) -> None:
        self._seconds, self._most = seconds, most
        self._values: dict[str, tuple[float, Any]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """The value of `key`, made by `make` where there is none or it is too old. A failure is not kept."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                made, value = self._values.pop(key, (-inf, None))
                if made == -inf or time.monotonic() - made > self._seconds:
                    value = await make()
                    made = time.monotonic()
                self._values[key] = (made, value)
                return value
        finally:
            self._drop()

    def _drop(self) -> None:
        while len(self._values) > self._most:
            self._values.pop(next(iter(self._values)))
        for key in [key for key, lock in self._locks.items() if key not in self._values and not lock.locked()]:
            del self._locks[key]

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
