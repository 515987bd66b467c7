"""Work on the store has a time limit and a queue of limited length."""

from __future__ import annotations

import asyncio
import time

import pytest
from phahe_server.execution import Executor
from phahe_server.kept import Kept
from phahe_server.problems import Problem


def slow(_: object, seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def test_what_takes_too_long_is_given_up() -> None:
    async def scene() -> None:
        executor = Executor(None, seconds=0.1)
        with pytest.raises(Problem) as caught:
            await executor.run(slow, 0.4)
        assert caught.value.status == 504
        assert await executor.run(slow, 0.0) == "done"
        executor.close()

    asyncio.run(scene())


def test_a_long_queue_is_refused() -> None:
    async def scene() -> None:
        executor = Executor(None, seconds=5)
        waiting = [asyncio.create_task(executor.run(slow, 0.02)) for _ in range(100)]
        results = await asyncio.gather(*waiting, return_exceptions=True)
        refused = [found for found in results if isinstance(found, Problem)]
        assert refused
        assert {problem.status for problem in refused} == {503}
        assert "done" in results
        executor.close()

    asyncio.run(scene())


def test_a_kept_answer_is_made_once() -> None:
    async def scene() -> int:
        kept, made = Kept(60), []

        async def make() -> int:
            made.append(1)
            await asyncio.sleep(0.01)
            return 7

        assert await asyncio.gather(*(kept.get("a", make) for _ in range(5))) == [7] * 5
        return len(made)

    assert asyncio.run(scene()) == 1
