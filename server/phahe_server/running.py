"""A job under way: its worker, its clocks, and why it was stopped, if it was.

The limit on time is one on the job, not on the crowd: seconds for which the system made the worker wait for a processor are given back
when the time is up, until the job has had `PATIENCE` times its limit by the clock.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Final

from phahe_server.problems import Problem
from phahe_server.querying.limits import Limits, processor_waited
from phahe_server.querying.pool import Worker

#: After so many seconds a job lets others have the processor first.
SLOW: Final = 0.3
#: By the clock a job may take as many times its limit, where it had to wait for a processor.
PATIENCE: Final = 3.0
#: Less than this share of the limit is not worth another look at the clock.
_SPECK: Final = 0.02
#: A client may keep a worker waiting for so many seconds by not reading, and for one more with each `PACE` bytes it has read.
STALL: Final = 30.0
PACE: Final = 64 << 10


@dataclass(eq=False)
class Running:
    """A job under way."""

    worker: Worker
    limits: Limits
    started: float = field(default_factory=time.monotonic)
    reason: Problem | None = None
    done: bool = False
    _timers: list[asyncio.TimerHandle] = field(default_factory=list)
    _left: float = 0.0
    _waited: float | None = None
    _given: float = 0.0
    _since: float = 0.0
    _stall: float = STALL

    def begin(self) -> None:
        """Start the clock."""
        loop = asyncio.get_running_loop()
        self._left = self.limits.seconds
        self._timers = [loop.call_later(SLOW, self._slow), self._alarm()]
        self._since = time.monotonic()

    def _slow(self) -> None:
        self.worker.stand_back()
        self._waited = processor_waited(self.worker.pid)

    def _alarm(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(max(self._left, 0.0), self._time_is_up)

    def _time_is_up(self) -> None:
        """Give back the time in which there was no processor for the worker, or end it."""
        waited = processor_waited(self.worker.pid) if self._waited is not None else 0.0
        back = min(waited - (self._waited or 0.0), (PATIENCE - 1) * self.limits.seconds - self._given)
        if back < _SPECK * self.limits.seconds:
            self.stop(timed_out(self.limits))
            return
        self._given += back
        self._waited = waited
        self._left, self._since = back, time.monotonic()
        self._timers[1] = self._alarm()

    def pause(self) -> None:
        """The client does not read: its time runs, not the query's."""
        self._timers[1].cancel()
        now = time.monotonic()
        self._left -= now - self._since
        self._since = now
        gone = Problem(408, f"The client kept the answer waiting for more than {STALL:g} seconds.", {"cause": "client"})
        self._timers[1] = asyncio.get_running_loop().call_later(max(self._stall, 0.0), self.stop, gone)

    def resume(self, size: int) -> None:
        """The client has taken so many bytes and reads on."""
        self._timers[1].cancel()
        now = time.monotonic()
        self._stall -= now - self._since - size / PACE
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


def timed_out(limits: Limits) -> Problem:
    """The time is up."""
    return Problem(504, f"The query took longer than {limits.seconds:g} seconds.", {"cause": "time", "seconds": limits.seconds})


def busy(seconds: int = 5) -> Problem:
    """Too much to do at the moment."""
    return Problem(
        503, "Too many queries are under way; try again in a few seconds.", {"cause": "load"}, headers={"Retry-After": str(seconds)}
    )


def killed() -> Problem:
    """Somebody else ended the worker."""
    return Problem(503, "The query was interrupted; try again.", {"cause": "killed"}, headers={"Retry-After": "1"})


def ended(status: int, limits: Limits) -> Problem | None:
    """Why a worker ended by itself, from its wait status; None where it was killed."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGABRT:  # the engine gives up in this way for both reasons (docs/scaling.md)
        detail = (
            f"The query needs more than {limits.memory / (1 << 20):g} MB of memory, or sorts values of kinds that have no common order."
        )
        return Problem(413, detail, {"cause": "memory", "megabytes": limits.memory >> 20})
    if number in (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE):
        return Problem(400, "The engine cannot take this query: it is too deep or too long.", {"cause": "crash"})
    return timed_out(limits) if number == signal.SIGXCPU else None
