"""Where work on the store is done: the one place to change when it moves into a guarded process.

Everything the routes want of the store goes through `Executor.run(function, *arguments)`, which calls
`function(store, *arguments)` somewhere else than in the event loop and gives up waiting after a time limit. Today somewhere
else is a small thread pool; functions are module-level and arguments and results plain data, so that they can cross into
a child process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from phahe_server.problems import Problem

DEFAULT_SECONDS: Final = 20.0
_WORKERS: Final = 8
_QUEUE: Final = 64

P = ParamSpec("P")
T = TypeVar("T")


class Executor:
    """Runs functions on one store, with a time limit each and a limit on how many wait."""

    def __init__(self, store: Any, seconds: float = DEFAULT_SECONDS) -> None:
        self._store = store
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(_WORKERS, thread_name_prefix="query")
        self._under_way = 0

    async def run(self, function: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(store, *args, **kwargs)`; a `Problem` 504 past the time limit, 503 where too many wait already.

        A thread cannot be stopped: past the limit the client has its answer and the thread works on until its query ends.
        """
        if self._under_way >= _QUEUE:
            raise Problem(503, "Too many queries are under way; try again in a few seconds.", headers={"Retry-After": "5"})
        self._under_way += 1
        future = asyncio.get_running_loop().run_in_executor(self._threads, lambda: function(self._store, *args, **kwargs))
        future.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._seconds)
        except TimeoutError:
            future.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise Problem(504, f"The query took longer than {self._seconds:g} seconds.", {"seconds": self._seconds}) from None

    def _done(self, _: object) -> None:
        self._under_way -= 1

    def close(self) -> None:
        """Take no more work; does not wait for what is under way."""
        self._threads.shutdown(wait=False, cancel_futures=True)
