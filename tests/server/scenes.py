"""A scene: a coroutine that tests what happens at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


def run(scene: Coroutine[Any, Any, None], seconds: float = 30) -> None:
    """Play it; TimeoutError where it does not end."""
    asyncio.run(asyncio.wait_for(scene, seconds))
