"""Where work on the store is done: never in the web process, but in a worker under limits (see `querying`).

Everything the routes want of the store goes through `Executor.run(function, *arguments)`, which calls `function(store, *arguments)`
in a worker, or through `Executor.stream`, whose function also writes bytes that reach the client as they come. Functions are
module-level, arguments and results plain data; what a function raises is raised here. Past a limit the worker is killed.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from phahe.store import StoreError, UnreachableError
from phahe_server.problems import Problem
from phahe_server.querying.frames import Kind, send_soon
from phahe_server.querying.limits import Limits
from phahe_server.querying.pool import Pool
from phahe_server.querying.worker import Job, TooLarge
from phahe_server.running import Running, busy, ended, killed
from phahe_server.turns import Costs, Lane, form

#: A job counts among the quick ones for so many seconds; one that takes longer goes on aside, and the next begins.
HURRY: Final = 0.15
#: A job may wait for its turn as many times as long as it may run.
WAIT: Final = 3.0
#: While others wait, a job may keep its place for so many seconds.
PATIENCE: Final = 2.5

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Stream:
    """An answer that comes in pieces: what `start` said, the pieces, and after the last one the function's result."""

    head: Any
    pieces: AsyncIterator[bytes]
    result: Any = None


@dataclass(eq=False)
class _Place:
    """The right to work, in the lane of quick or of long jobs; one that passed its place on goes on `aside`."""

    lane: Lane
    aside: bool = False


class Executor:
    """Runs functions on the store of a pool: so many at once, so many waiting, each under `limits`.

    Quick jobs share as many places as there are processors, so that each is done soon; a job that turns out long makes room and goes on aside,
    until `places` are taken. A job whose form is known to be long waits for a place among the long ones, of which there are as many again;
    with `unhurried` all are taken for long.
    """

    def __init__(self, pool: Pool, limits: Limits, places: int = 32, queue: int = 128, *, unhurried: bool = False) -> None:
        self.pool, self.limits, self._unhurried = pool, limits, unhurried
        cores = max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
        self._quick = Lane(min(places, cores))
        self._long = Lane(min(places - self._quick.size, cores))
        self._most_aside, self._aside = places - self._quick.size, 0
        self._queue, self.waiting = queue, 0
        self.costs = Costs()
        self.running: set[Running] = set()
        #: How jobs ended: "done", "failed" (an exception of the function), "time", "memory", "crash", "load", "client", "killed", …
        self.counts: Counter[str] = Counter()

    async def run(self, function: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(store, *args, **kwargs)`; a `Problem` past a limit (504 time, 413 memory), 503 where too many wait already."""
        job, kind = Job(function, args, kwargs, self.limits), form(function, args)
        async with self._place(kind) as place:
            async with self._run(job, place) as running:
                frame, payload = await self._answer(running)
            if frame is Kind.GONE:  # somebody else killed it, and nothing has been sent: once more
                async with self._run(job, place) as running:
                    frame, payload = await self._answer(running)
        result = self._opened(frame, payload, kind)
        return result  # type: ignore[no-any-return]

    @asynccontextmanager
    async def stream(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> AsyncIterator[Stream]:
        """As `run`, for `function(store, out, *args, **kwargs)`. A `Problem` may also be raised while pieces are read."""
        job, kind = Job(function, args, kwargs, self.limits, streams=True), form(function, args)
        async with self._place(kind) as place:
            for again in (True, False):
                async with self._run(job, place) as running:
                    frame, payload = await self._answer(running)
                    if frame is Kind.GONE and again:
                        continue
                    if frame is not Kind.HEAD:
                        self._opened(frame, payload, kind)
                        raise RuntimeError("a streaming function ended without a start")
                    found = Stream(pickle.loads(payload), _nothing())
                    found.pieces = self._pieces(running, found, kind, place)
                    yield found
                    return

    async def _pieces(self, running: Running, stream: Stream, form: Hashable, place: _Place) -> AsyncIterator[bytes]:
        while True:
            kind, payload = await self._answer(running)
            if kind is not Kind.DATA:
                stream.result = self._opened(kind, payload, form)
                return
            running.pause()
            timer = asyncio.get_running_loop().call_later(HURRY, self._step_aside, place)  # whose client does not read needs no place
            try:
                yield payload
            finally:
                timer.cancel()
            running.resume(len(payload))

    @asynccontextmanager
    async def _run(self, job: Job, place: _Place) -> AsyncIterator[Running]:
        limits = await self._granted(job.limits)
        try:
            async with self._leased(replace(job, limits=limits), slow=place.lane is self._long) as running:
                yield running
        finally:
            self.pool.budget.release(limits)

    async def _granted(self, limits: Limits) -> Limits:
        """The limits with the memory that can be had. Problem 503 where none is given back in time."""
        until = time.monotonic() + limits.seconds
        while (granted := self.pool.budget.grant(limits)) is None:
            if time.monotonic() > until:
                self.counts["load"] += 1
                raise busy()
            await asyncio.sleep(0.05)
        return granted

    @asynccontextmanager
    async def _leased(self, job: Job, *, slow: bool) -> AsyncIterator[Running]:
        try:
            worker = await self.pool.lease(sealed=job.limits.sealed, slow=slow)
        except (StoreError, OSError) as error:
            raise Problem(503, f"The store is not ready: {error}", {"cause": "store"}, headers={"Retry-After": "5"}) from None
        running = Running(worker, job.limits)
        self.running.add(running)
        sound = False
        try:
            running.begin()
            with suppress(OSError):  # it is gone; reading will say so
                await send_soon(worker.connection, Kind.JOB, pickle.dumps(job, 5))
            yield running
            sound = running.done
        except (asyncio.CancelledError, GeneratorExit):
            self.counts["client"] += 1
            raise
        finally:
            running.end()
            self.running.discard(running)
            self.pool.give_back(worker, sound=sound and running.reason is None)

    @asynccontextmanager
    async def _place(self, form: Hashable) -> AsyncIterator[_Place]:
        """One of the places; waits for it in turn. Problem 503 where the queue is full or does not move."""
        expected = self.costs.expected(form)
        lane = self._long if (self._unhurried or expected > HURRY) and self._long.size else self._quick
        if lane.free:
            lane.enter()
        else:
            await self._queued(lane, expected)
        place = _Place(lane)
        timer = asyncio.get_running_loop().call_later(HURRY, self._turned_out_long, place, form)
        try:
            yield place
        finally:
            timer.cancel()
            if place.aside:
                self._aside -= 1
            else:
                lane.leave()

    def _turned_out_long(self, place: _Place, form: Hashable) -> None:
        if place.lane is self._quick:
            if not self.costs.known(form):
                self.costs.learn(form, 2 * HURRY)  # until it is done and told what it took
            self._step_aside(place)

    def _step_aside(self, place: _Place) -> None:
        if not place.aside and self._aside < self._most_aside:
            place.aside = True
            self._aside += 1
            place.lane.leave()

    async def _queued(self, lane: Lane, expected: float) -> None:
        if self.waiting >= self._queue:
            self.counts["load"] += 1
            raise busy()
        self.waiting += 1
        asyncio.get_running_loop().call_later(self._until_room(), self._make_room)
        try:
            await lane.wait(expected, WAIT * self.limits.seconds)
        except TimeoutError:
            self.counts["load"] += 1
            raise busy() from None
        finally:
            self.waiting -= 1

    def _until_room(self) -> float:
        oldest = min((one.started for one in self.running if one.reason is None), default=time.monotonic())
        return max(oldest + PATIENCE - time.monotonic(), 0.01)

    def _make_room(self) -> None:
        """While somebody waits for a quick place, the job that has run longest gives way, if it had its share."""
        if not self.waiting:
            return
        now = time.monotonic()
        full = self._aside >= self._most_aside and not self._quick.free
        old = sorted((one for one in self.running if one.reason is None and now - one.started >= PATIENCE), key=lambda one: one.started)
        for one in old[: self.waiting] if full else ():
            one.stop(busy())
        asyncio.get_running_loop().call_later(self._until_room(), self._make_room)

    async def _answer(self, running: Running) -> tuple[Kind, bytes]:
        """The next frame of a job. GONE without a payload where the worker was killed from outside; `Problem` where we stopped it or it crashed."""
        frame = await running.worker.reader.receive()
        if running.reason is not None:
            raise self._counted(running.reason)
        if frame is None:
            return Kind.GONE, b""
        kind, payload = frame
        if kind in (Kind.RESULT, Kind.FAILURE):
            running.end()
        if kind is Kind.GONE:
            if problem := ended(int(payload), running.limits):
                raise self._counted(problem)
            return Kind.GONE, b""
        return kind, payload

    def _counted(self, problem: Problem) -> Problem:
        self.counts[str(problem.extra["cause"])] += 1
        return problem

    def _opened(self, kind: Kind, payload: bytes, form: Hashable) -> Any:
        """The result of a job, or what it raised."""
        if kind is Kind.GONE:
            raise self._counted(killed())
        found = pickle.loads(payload)
        if kind is Kind.RESULT:
            self.counts["done"] += 1
            seconds, result = found
            self.costs.learn(form, seconds)
            return result
        self.counts["failed"] += 1
        if isinstance(found, TooLarge):
            unit = "rows" if found.what == "rows" else "bytes"
            raise Problem(
                413, f"The answer has more than {found.most} {unit}; ask for less of it.", {"cause": found.what, "limit": found.most}
            )
        if isinstance(found, MemoryError):
            raise Problem(413, "The query needs more memory than it may take.", {"cause": "memory"})
        if isinstance(found, UnreachableError):
            raise Problem(503, "The store on another server gives no answer.", {"cause": "store"}, headers={"Retry-After": "5"})
        raise found


async def _nothing() -> AsyncIterator[bytes]:
    for piece in ():
        yield piece
