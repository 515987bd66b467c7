"""Where work on the store is done: never in the web process, but in a worker under limits (see `querying`).

Everything the routes want of the store goes through `Executor.run(function, *arguments)`, which calls `function(store, *arguments)`
in a worker, or through `Executor.stream`, whose function also writes bytes that reach the client as they come. Functions are
module-level, arguments and results plain data; what a function raises is raised here. Past a limit the worker is killed.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from phahe.store import StoreError
from phahe_server.problems import Problem
from phahe_server.querying.frames import Kind, send_soon
from phahe_server.querying.limits import Limits
from phahe_server.querying.pool import Pool, Worker
from phahe_server.querying.worker import Job, TooLarge

#: A job counts among those at work for so many seconds; one that takes longer goes on aside, and the next begins.
HURRY: Final = 0.15
#: After so many seconds a job lets others have the processor first.
SLOW: Final = 1.0
#: While others wait, a job may keep its place for so many seconds.
PATIENCE: Final = 2.5
#: A client may keep a worker waiting for so many seconds in all by not reading.
STALL: Final = 30.0

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(eq=False)
class Running:
    """A job under way: its worker, its clock, and why it was stopped, if it was."""

    worker: Worker
    limits: Limits
    started: float = field(default_factory=time.monotonic)
    reason: Problem | None = None
    done: bool = False
    memory: int = 0
    _timers: list[asyncio.TimerHandle] = field(default_factory=list)
    _left: float = 0.0
    _since: float = 0.0
    _stall: float = STALL

    def begin(self) -> None:
        """Start the clock."""
        loop = asyncio.get_running_loop()
        self._left = self.limits.seconds
        self._timers = [loop.call_later(SLOW, self._slow), self._alarm()]
        self._since = time.monotonic()

    def _alarm(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(max(self._left, 0.0), self.stop, _timed_out(self.limits))

    def _slow(self) -> None:
        self.worker.stand_back()

    def pause(self) -> None:
        """The client does not read: its time runs, not the query's."""
        self._timers[1].cancel()
        now = time.monotonic()
        self._left -= now - self._since
        self._since = now
        gone = Problem(408, f"The client kept the answer waiting for more than {STALL:g} seconds.")
        self._timers[1] = asyncio.get_running_loop().call_later(max(self._stall, 0.0), self.stop, gone)

    def resume(self) -> None:
        """The client reads again."""
        self._timers[1].cancel()
        now = time.monotonic()
        self._stall -= now - self._since
        self._since = now
        self._timers[1] = self._alarm()

    def stop(self, reason: Problem) -> None:
        """Kill the worker; whoever waits for it gets `reason`."""
        if self.reason is None and not self.done:
            self.reason = reason
            self.worker.abort()

    def end(self) -> None:
        """Stop the clock."""
        self.done = True
        for timer in self._timers:
            timer.cancel()


def _timed_out(limits: Limits) -> Problem:
    return Problem(504, f"The query took longer than {limits.seconds:g} seconds.", {"cause": "time", "seconds": limits.seconds})


def busy(seconds: int = 5) -> Problem:
    """Too much to do at the moment."""
    return Problem(
        503, "Too many queries are under way; try again in a few seconds.", {"cause": "load"}, headers={"Retry-After": str(seconds)}
    )


@dataclass
class Stream:
    """An answer that comes in pieces: what `start` said, the pieces, and after the last one the function's result."""

    head: Any
    pieces: AsyncIterator[bytes]
    result: Any = None


@dataclass(eq=False)
class _Place:
    """The right to work; `aside`: it was passed on while the job goes on."""

    aside: bool = False


class Executor:
    """Runs functions on the store of a pool: so many at once, so many waiting, each under `limits`.

    Short jobs share few places, twice as many as there are processors, so that each is done soon; a job that turns out long makes room
    and goes on aside, until `places` are taken by such jobs.
    """

    def __init__(self, pool: Pool, limits: Limits, places: int = 32, queue: int = 128) -> None:
        self.pool, self.limits = pool, limits
        self._at_work = min(places, max(4, 2 * (os.cpu_count() or 1)))
        self._most_aside, self._queue = places - self._at_work, queue
        self._aside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.running: set[Running] = set()
        self._taken = 0
        #: How jobs ended: "done", "failed" (an exception of the function), "time", "memory", "crash", "load", "client", "killed", …
        self.counts: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many jobs wait for a place."""
        return len(self._waiting)

    async def run(self, function: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(store, *args, **kwargs)`; a `Problem` past a limit (504 time, 413 memory), 503 where too many wait already."""
        job = Job(function, args, kwargs, self.limits)
        async with self._place():
            async with self._run(job) as running:
                kind, payload = await _answer(running)
            if kind is Kind.GONE:  # somebody else killed it, and nothing has been sent: once more
                async with self._run(job) as running:
                    kind, payload = await _answer(running)
        result = _opened(kind, payload, self.counts)
        return result  # type: ignore[no-any-return]

    @asynccontextmanager
    async def stream(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> AsyncIterator[Stream]:
        """As `run`, for `function(store, out, *args, **kwargs)`. A `Problem` may also be raised while pieces are read."""
        job = Job(function, args, kwargs, self.limits, streams=True)
        async with self._place():
            for again in (True, False):
                async with self._run(job) as running:
                    kind, payload = await _answer(running)
                    if kind is Kind.GONE and again:
                        continue
                    if kind is not Kind.HEAD:
                        _opened(kind, payload, self.counts)
                        raise RuntimeError("a streaming function ended without a start")
                    found = Stream(pickle.loads(payload), _nothing())
                    found.pieces = self._pieces(running, found)
                    yield found
                    return

    async def _pieces(self, running: Running, stream: Stream) -> AsyncIterator[bytes]:
        while True:
            kind, payload = await _answer(running)
            if kind is not Kind.DATA:
                stream.result = _opened(kind, payload, self.counts)
                return
            running.pause()
            yield payload
            running.resume()

    @asynccontextmanager
    async def _run(self, job: Job) -> AsyncIterator[Running]:
        limits = self.pool.budget.grant(job.limits)
        if limits is None:
            self.counts["load"] += 1
            raise busy()
        try:
            async with self._leased(replace(job, limits=limits)) as running:
                yield running
        finally:
            self.pool.budget.release(limits)

    @asynccontextmanager
    async def _leased(self, job: Job) -> AsyncIterator[Running]:
        try:
            worker = await self.pool.lease(sealed=job.limits.sealed)
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
    async def _place(self) -> AsyncIterator[None]:
        """One of the places; waits for it in turn. Problem 503 where the queue is full or does not move."""
        if self._taken >= self._at_work:
            await self._queued()
        else:
            self._taken += 1
        place = _Place()
        timer = asyncio.get_running_loop().call_later(HURRY, self._step_aside, place)
        try:
            yield
        finally:
            timer.cancel()
            if place.aside:
                self._aside -= 1
            else:
                self._pass_on()

    def _step_aside(self, place: _Place) -> None:
        if self._aside < self._most_aside:
            place.aside = True
            self._aside += 1
            self._pass_on()

    async def _queued(self) -> None:
        if len(self._waiting) >= self._queue:
            self.counts["load"] += 1
            raise busy()
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[None] = loop.create_future()
        self._waiting.append(mine)
        loop.call_later(self._until_room(), self._make_room)
        try:
            async with asyncio.timeout(self.limits.seconds + PATIENCE):
                await mine
        except BaseException as error:
            if mine.done() and not mine.cancelled():
                self._pass_on()
            elif mine in self._waiting:
                self._waiting.remove(mine)
            if isinstance(error, TimeoutError):
                self.counts["load"] += 1
                raise busy() from None
            raise

    def _pass_on(self) -> None:
        """Give a place to the next that waits."""
        while self._waiting:
            following = self._waiting.popleft()
            if not following.done():
                following.set_result(None)
                return
        self._taken -= 1

    def _until_room(self) -> float:
        oldest = min((one.started for one in self.running if one.reason is None), default=time.monotonic())
        return max(oldest + PATIENCE - time.monotonic(), 0.01)

    def _make_room(self) -> None:
        """While somebody waits, the job that has run longest gives way, if it had its share."""
        if not self._waiting:
            return
        now = time.monotonic()
        full = self._aside >= self._most_aside
        old = sorted((one for one in self.running if one.reason is None and now - one.started >= PATIENCE), key=lambda one: one.started)
        for one in old[: len(self._waiting)] if full else ():
            one.stop(busy())
        asyncio.get_running_loop().call_later(self._until_room(), self._make_room)


async def _nothing() -> AsyncIterator[bytes]:
    for piece in ():
        yield piece


async def _answer(running: Running) -> tuple[Kind, bytes]:
    """The next frame of a job. GONE without a payload where the worker was killed from outside; `Problem` where we stopped it or it crashed."""
    frame = await running.worker.reader.receive()
    if running.reason is not None:
        raise running.reason
    if frame is None:
        return Kind.GONE, b""
    kind, payload = frame
    if kind in (Kind.RESULT, Kind.FAILURE):
        running.end()
    if kind is Kind.GONE:
        if problem := _ended(int(payload), running.limits):
            raise problem
        return Kind.GONE, b""
    return kind, payload


def _ended(status: int, limits: Limits) -> Problem | None:
    """Why a worker ended by itself; None where it was killed."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGABRT:
        detail = f"The query needs more than {limits.memory / (1 << 20):g} MB of memory."
        return Problem(413, detail, {"cause": "memory", "megabytes": limits.memory >> 20})
    if number in (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE):
        return Problem(400, "The engine cannot take this query: it is too deep or too long.", {"cause": "crash"})
    if number == signal.SIGXCPU:
        return _timed_out(limits)
    return None


def _opened(kind: Kind, payload: bytes, counts: Counter[str]) -> Any:
    """The result of a job, or what it raised."""
    if kind is Kind.GONE:
        counts["killed"] += 1
        raise Problem(503, "The query was interrupted; try again.", {"cause": "killed"}, headers={"Retry-After": "1"})
    found = pickle.loads(payload)
    if kind is Kind.RESULT:
        counts["done"] += 1
        return found
    counts["failed"] += 1
    if isinstance(found, TooLarge):
        unit = "rows" if found.what == "rows" else "bytes"
        raise Problem(413, f"The answer has more than {found.most} {unit}; ask for less of it.", {"cause": found.what, "limit": found.most})
    if isinstance(found, MemoryError):
        raise Problem(413, "The query needs more memory than it may take.", {"cause": "memory"})
    raise found
