"""Answers kept for a short while: the home page asks the same of the graph for everybody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

SECONDS: Final = 300.0


class Kept:
    """Values by key, each made once and forgotten after `seconds`. Who asks while one is being made waits for it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._values: dict[str, tuple[float, Any]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """The value of `key`, made by `make` where there is none or it is too old. A failure is not kept."""
        async with self._locks.setdefault(key, asyncio.Lock()):
            made, value = self._values.get(key, (0.0, None))
            if key not in self._values or time.monotonic() - made > self._seconds:
                value = await make()
                self._values[key] = (time.monotonic(), value)
            return value

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
