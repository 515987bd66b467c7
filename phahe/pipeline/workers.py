"""Runs jobs in this process or in several processes of this machine.

A process that dies (a parser that crashes, the kernel that needs memory) takes only the file it was reading: it is reported and another
process takes the dead one's place. `cluster` does the same on several machines.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Final

from phahe.pipeline.document import prepare
from phahe.pipeline.job import Job, Outcome, failed, work

Clean = tuple[str, ...] | None
#: Address space of one process, in bytes.
MEMORY: Final = 4 * 2**30
#: Seconds for one file: two scans of the largest size that `reading` allows, and their restoration.
SECONDS: Final = 3600
_LOOK_UP: Final = 5  # seconds between two looks whether the parent still lives


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_process(jobs: Iterable[Job], clean: Clean) -> Iterator[Outcome]:
    """Outcomes of the jobs, one after the other, in this process."""
    prepare()
    return (work(job, clean) for job in jobs)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    job: Job | None = None
    until: float = 0.0


def in_processes(jobs: Iterable[Job], clean: Clean, count: int, seconds: float = SECONDS) -> Iterator[Outcome]:
    """Outcomes of the jobs in the order they come, from `count` processes; at most `count` jobs are taken up at a time."""
    waiting = iter(jobs)
    workers: list[_Worker] = []
    try:
        while True:
            while len(workers) < count and (job := next(waiting, None)) is not None:
                if not workers:  # loaded here, once: a forked process finds it loaded
                    prepare(clean)
                workers.append(_started(job, clean, seconds))
            if not workers:
                return
            for worker in _ready(workers):
                outcome = _outcome(worker)
                job = next(waiting, None) if worker.process.is_alive() else None
                if job is not None:
                    _give(worker, job, seconds)
                else:
                    _stop(worker)
                    workers.remove(worker)
                yield outcome
    finally:
        for worker in workers:
            _stop(worker)


def _started(job: Job, clean: Clean, seconds: float) -> _Worker:
    # A fork shares what is loaded; it is safe on Linux and while no other thread runs.
    forked = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forked else "spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, clean, os.getpid()), daemon=True)
    process.start()
    there.close()  # or a dead process's end would stay open here, and in those forked after it
    worker = _Worker(process, here)
    _give(worker, job, seconds)
    return worker


def _give(worker: _Worker, job: Job, seconds: float) -> None:
    worker.job, worker.until = job, monotonic() + seconds
    with suppress(OSError):  # a process that has just died is noticed by `_outcome`
        worker.connection.send(job)


def _ready(workers: list[_Worker]) -> list[_Worker]:
    """The workers that have answered, died, or taken too long; waits for the first."""
    patience = max(min(worker.until for worker in workers) - monotonic(), 0)
    ready = set(wait([thing for worker in workers for thing in (worker.connection, worker.process.sentinel)], patience))
    late = monotonic()
    return [w for w in workers if w.connection in ready or w.process.sentinel in ready or w.until <= late]


def _outcome(worker: _Worker) -> Outcome:
    job = worker.job
    assert job is not None
    with suppress(EOFError, OSError):
        if worker.connection.poll():
            outcome: Outcome = worker.connection.recv()
            return outcome
    if worker.until <= monotonic():
        _stop(worker)
        return failed(job, f"{job.path.name}: đọc quá lâu nên dừng (took too long, stopped)")
    worker.process.join(_LOOK_UP)
    return failed(job, f"{job.path.name}: tiến trình đọc tệp này dừng đột ngột (the process reading it died): {_cause(worker.process)}")


def _cause(process: BaseProcess) -> str:
    code = process.exitcode
    with suppress(ValueError):
        return signal.Signals(-code).name if code is not None and code < 0 else f"mã thoát (exit code) {code}"
    return f"mã thoát (exit code) {code}"


def _stop(worker: _Worker) -> None:
    worker.connection.close()
    worker.process.kill()
    worker.process.join()


def _serve(connection: Connection, clean: Clean, parent: int) -> None:
    """A worker process: answers each job with its outcome until the parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _limit_memory()
    with suppress(EOFError, OSError):
        while True:
            while not connection.poll(_LOOK_UP):
                if os.getppid() != parent:
                    return
            connection.send(work(connection.recv(), clean))


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
