"""Work on the store has limits, happens in another process, and survives what kills that process."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from phahe_server.execution import Executor
from phahe_server.kept import Kept
from phahe_server.problems import Problem
from phahe_server.querying.budget import Budget
from phahe_server.querying.limits import Limits, from_settings
from phahe_server.querying.pool import Pool
from phahe_server.querying.source import given
from phahe_server.turns import Lane, form

from phahe.store import EmbeddedStore, QueryError, Store, open_store
from tests.server.scenes import run

CROSS = "SELECT (COUNT(*) AS ?n) { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } VALUES ?d { %s } }" % (
    (" ".join(map(str, range(100))),) * 4
)
DOUBLED = (
    'SELECT (STRLEN(?v40) AS ?n) { BIND("aaaaaaaa" AS ?v0) ' + " ".join(f"BIND(CONCAT(?v{i},?v{i}) AS ?v{i + 1})" for i in range(40)) + "}"
)


def worker(_: Store) -> int:
    return os.getpid()


def slow(_: Store, seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def nap(_: Store, seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def answer(store: Store, text: str) -> int:
    return len(store.select(text))


def opened(_: Store, path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def boom(_: Store) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def unpicklable(_: Store) -> Any:
    return lambda: None


@pytest.fixture
def pool() -> Iterator[Pool]:
    found = Pool(given(EmbeddedStore()))
    found.start()
    yield found
    found.close()


def test_the_web_process_runs_nothing(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits())
        first, again = await executor.run(worker), await executor.run(worker)
        assert first == again
        assert first not in (os.getpid(), pool.server_pid)

    run(scene())


@pytest.mark.parametrize("what", [(slow, 60.0), (answer, CROSS)])
def test_what_takes_too_long_is_killed(pool: Pool, what: tuple[Any, ...]) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits(seconds=0.3))
        victim = await executor.run(worker)
        with pytest.raises(Problem) as caught:
            await executor.run(*what)
        assert (caught.value.status, caught.value.extra["cause"]) == (504, "time")
        assert await executor.run(worker) != victim

    run(scene())


def test_time_without_a_processor_is_given_back_and_not_without_end(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = itertools.count(0.0, 0.4)
    monkeypatch.setattr("phahe_server.running.SLOW", 0.05)
    monkeypatch.setattr("phahe_server.running.processor_waited", lambda _: next(waited))

    async def scene() -> None:
        executor = Executor(pool, Limits(seconds=0.4))
        assert await executor.run(slow, 0.6) == "done"
        with pytest.raises(Problem) as caught:
            await executor.run(slow, 20.0)
        assert (caught.value.status, caught.value.extra["cause"]) == (504, "time")

    run(scene())


def test_long_jobs_are_done_by_workers_that_stand_back(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits())
        own = os.getpriority(os.PRIO_PROCESS, 0)
        executor.costs.learn(form(worker, ()), 5.0)
        long = await executor.run(worker)
        assert os.getpriority(os.PRIO_PROCESS, long) == max(own, 10)
        executor.costs.learn(form(worker, ()), 5.0)
        assert await executor.run(worker) == long, "kept for the next long one"
        again = await Executor(pool, Limits()).run(worker)
        assert again != long
        assert os.getpriority(os.PRIO_PROCESS, again) == own

    run(scene())


@pytest.mark.parametrize(
    ("what", "limits", "status", "cause"),
    [
        ((answer, DOUBLED), Limits(memory=64 << 20), 413, "memory"),
        ((boom,), Limits(), 400, "crash"),
    ],
)
def test_what_breaks_a_worker_is_told(pool: Pool, what: tuple[Any, ...], limits: Limits, status: int, cause: str) -> None:
    async def scene() -> None:
        executor = Executor(pool, limits)
        with pytest.raises(Problem) as caught:
            await executor.run(*what)
        assert (caught.value.status, caught.value.extra["cause"]) == (status, cause)
        assert await executor.run(slow, 0.0) == "done"

    run(scene())


def test_exceptions_cross(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits())
        with pytest.raises(QueryError, match="line 1, column 9"):
            await executor.run(answer, "SELECT }")
        with pytest.raises(Exception, match="pickle"):
            await executor.run(unpicklable)
        assert await executor.run(slow, 0.0) == "done"

    run(scene())


def test_a_sealed_worker_opens_nothing_and_stays_apart(pool: Pool) -> None:
    async def scene() -> None:
        sealed, own = Executor(pool, Limits(sealed=True)), Executor(pool, Limits())
        with pytest.raises(OSError, match="Too many open files"):
            await sealed.run(opened, __file__)
        assert await own.run(opened, __file__)
        assert await sealed.run(worker) != await own.run(worker)

    run(scene())


def test_a_long_queue_is_refused_and_the_rest_is_answered() -> None:
    pool = Pool(given(open_store()))

    async def scene() -> None:
        executor = Executor(pool, Limits(), places=2, queue=5)
        results = await asyncio.gather(*(executor.run(slow, 0.05) for _ in range(20)), return_exceptions=True)
        refused = [found for found in results if isinstance(found, Problem)]
        assert {problem.status for problem in refused} == {503}
        assert all("Retry-After" in problem.headers for problem in refused)
        assert results.count("done") == 7
        assert executor.waiting == 0
        assert await executor.run(slow, 0.0) == "done"

    run(scene())
    pool.close()


def test_the_oldest_gives_way_where_others_wait(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe_server.execution.PATIENCE", 0.3)

    async def scene() -> None:
        executor = Executor(pool, Limits(), places=2)
        slow_ones = [asyncio.create_task(executor.run(slow, 60.0)) for _ in range(2)]
        await asyncio.sleep(0.1)
        assert await executor.run(slow, 0.0) == "done"
        for task in slow_ones:
            task.cancel()
        results = await asyncio.gather(*slow_ones, return_exceptions=True)
        assert any(isinstance(found, Problem) and found.status == 503 for found in results)

    run(scene())


def test_whoever_goes_away_takes_his_worker_along(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits())
        await executor.run(slow, 0.0)
        task = asyncio.create_task(executor.run(slow, 20.0))
        await asyncio.sleep(0.2)
        (victim,) = pool.busy
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.2)
        assert not pool.busy
        assert not executor.running
        with pytest.raises(ProcessLookupError):
            os.kill(victim.pid, 0)

    run(scene())


def test_a_killed_worker_is_replaced_and_its_job_done(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits())
        await executor.run(slow, 0.0)
        task = asyncio.create_task(executor.run(slow, 0.5))
        await asyncio.sleep(0.2)
        (victim,) = pool.busy
        os.kill(victim.pid, signal.SIGKILL)
        assert await task == "done"

    run(scene())


def test_a_killed_query_server_is_replaced(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits())
        watching = asyncio.create_task(pool.watch())
        await executor.run(slow, 0.0)
        waits = []
        for _ in range(3):
            gone = pool.server_pid
            os.kill(gone, signal.SIGKILL)
            start = time.monotonic()
            tasks = [asyncio.create_task(executor.run(worker)) for _ in range(6)]
            assert len(await asyncio.gather(*tasks)) == 6
            waits.append(time.monotonic() - start)
            while pool.server_pid == gone:
                await asyncio.sleep(0.05)
        assert min(waits) < 2
        watching.cancel()

    run(scene())


def test_workers_of_a_server_that_was_forked_under_the_fast_loop_live() -> None:
    uvloop = pytest.importorskip("uvloop")
    found = Pool(given(EmbeddedStore()))

    async def scene() -> None:
        found.start()
        workers = [await found._forked() for _ in range(40)]  # as many numbers of files as the loop may have taken
        assert found.counts["lost"] == 0
        for one in workers:
            one.kill()

    uvloop.run(asyncio.wait_for(scene(), 30))
    found.close()


def test_settings_that_make_no_sense_are_refused() -> None:
    assert from_settings({"PHAHE_QUERY_ROWS": "5"}).rows == 5
    for text in ("ten", "-1", "0", "nan"):
        with pytest.raises(ValueError, match="PHAHE_QUERY_SECONDS"):
            from_settings({"PHAHE_QUERY_SECONDS": text})


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


def test_memory_of_all_jobs_together_stays_below_what_is_free(pool: Pool) -> None:
    async def scene() -> None:
        pool.budget = Budget(free=lambda: 256 << 20)
        executor = Executor(pool, Limits(memory=1 << 30))
        first = asyncio.create_task(executor.run(slow, 1.0))
        second = asyncio.create_task(executor.run(slow, 1.0))
        await asyncio.sleep(0.2)
        assert pool.budget.granted == (128 + 64) << 20
        with pytest.raises(Problem) as caught:
            await Executor(pool, Limits(seconds=0.2)).run(worker)
        assert (caught.value.status, caught.value.extra["cause"]) == (503, "load")
        assert "Retry-After" in caught.value.headers
        assert await first == await second == "done"
        assert pool.budget.granted == 0
        assert await executor.run(worker)

    run(scene())


def test_a_job_waits_for_memory_that_comes_back(pool: Pool) -> None:
    async def scene() -> None:
        pool.budget = Budget(free=lambda: 160 << 20)
        executor = Executor(pool, Limits(memory=1 << 30))
        assert await asyncio.gather(*(executor.run(slow, 0.1) for _ in range(6))) == ["done"] * 6

    run(scene())


def test_short_jobs_overtake_long_ones_and_long_ones_get_their_turn(pool: Pool) -> None:
    async def scene() -> None:
        executor = Executor(pool, Limits(), places=1)
        executor.costs.learn(form(slow, ()), 5.0)
        executor.costs.learn(form(nap, ()), 0.001)
        ended: list[str] = []

        async def one(name: str, function: Any, seconds: float) -> None:
            await executor.run(function, seconds)
            ended.append(name)

        tasks = [asyncio.create_task(one("first", slow, 0.3))]
        await asyncio.sleep(0.05)
        tasks += [asyncio.create_task(one("long", slow, 0.0))]
        tasks += [asyncio.create_task(one("short", nap, 0.0)) for _ in range(8)]
        await asyncio.gather(*tasks)
        assert ended == ["first"] + ["short"] * 8 + ["long"]

    run(scene())


def test_who_waits_long_is_older_than_who_is_short() -> None:
    async def scene() -> None:
        lane, order = Lane(1), []
        lane.enter()

        async def one(name: str, expected: float) -> None:
            await lane.wait(expected, 5)
            order.append(name)
            lane.leave()

        tasks = [asyncio.create_task(one("long", 0.01))]
        await asyncio.sleep(0.2)  # more than what its length counts
        tasks += [asyncio.create_task(one("short", 0.0))]
        await asyncio.sleep(0)
        lane.leave()
        await asyncio.gather(*tasks)
        assert order == ["long", "short"]
        assert lane.taken == 0

    run(scene())
