"""Workers for jobs: leased, given back, killed by handle, replaced; and the query servers they come from, swapped when the data changes.

The pool knows nothing of limits on time or of queues; see `execution`. It works in whichever event loop calls it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from phahe.store import StoreError
from phahe_server.querying.budget import Budget
from phahe_server.querying.frames import Kind, Reader
from phahe_server.querying.launch import QueryServer
from phahe_server.querying.limits import memory_used
from phahe_server.querying.source import Served, Source
from phahe_server.querying.worker import Hello

#: A worker is let go after so many jobs, or when it holds so many bytes more than when it began.
JOBS: Final = 5_000
GROWTH: Final = 192 << 20
#: Workers kept waiting for jobs: at least, at most; and those that stand back, which do long jobs only.
SPARE: Final = 3
MOST_IDLE: Final = 12
MOST_SLOW: Final = 4
#: Seconds between two attempts to start a query server, and how long one is waited for.
_PAUSE: Final = 0.5
_PATIENCE: Final = 60.0


class Worker:
    """A process that does one job at a time."""

    def __init__(self, connection: socket.socket, reader: Reader, hello: Hello, server: QueryServer) -> None:
        self.connection, self.reader, self.server = connection, reader, server
        self.pid, self.version = hello.pid, hello.version
        self.sealed = self.slow = False
        self.jobs = 0
        self.size = memory_used(self.pid)
        # A handle stays with this very process, also after its number was given to another one.
        self._handle = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else -1

    def kill(self) -> None:
        """End the process at once and forget it."""
        self.abort()
        self.close()

    def abort(self) -> None:
        """End the process at once; whoever reads from it learns that."""
        with contextlib.suppress(ProcessLookupError, OSError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            elif self.connection.fileno() >= 0:
                os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Hang up; an idle worker ends by that."""
        self.connection.close()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def stand_back(self) -> None:
        """Let others have the processor first."""
        self.slow = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.pid, max(10, os.getpriority(os.PRIO_PROCESS, 0)))

    def grown(self) -> int:
        """Bytes it holds beyond those it began with."""
        return max(memory_used(self.pid) - self.size, 0)


class Pool:
    """Workers of one source of data. `swapped` are called after the data changed, with the new version."""

    def __init__(self, source: Source | Served) -> None:
        self._source = source
        self._server: QueryServer | None = None
        self._coming: QueryServer | None = None
        self._leaving: list[QueryServer] = []
        self._tried = 0.0
        self._idle: list[Worker] = []
        self.busy: set[Worker] = set()
        #: Shared by all that run jobs on these workers.
        self.budget = Budget()
        self.swapped: list[Callable[[str], None]] = []
        #: What happened: "fork", "lost" (a worker that never said a word), "retire", "server", "swap".
        self.counts: Counter[str] = Counter()

    @property
    def version(self) -> str:
        """The name of the data served now; "" while the first server is not ready."""
        return self._server.version if self._server and self._server.ready() else ""

    @property
    def idle(self) -> int:
        """How many workers wait for a job."""
        return len(self._idle)

    @property
    def server_pid(self) -> int:
        """The process that holds the store."""
        return self._server.pid if self._server else 0

    def start(self) -> QueryServer:
        """Start the first query server, once. Best before the process has threads."""
        if self._server is None:
            self._server = QueryServer(self._source, fork=True)
            self.counts["server"] += 1
        return self._server

    async def lease(self, *, sealed: bool, slow: bool = False) -> Worker:
        """A worker for one job, to be given back; with `slow` one that lets others have the processor first.

        A sealed one never does an unsealed job. StoreError where none can be had.
        """
        self.start()
        worker = self._waiting(sealed, slow)
        if worker is None:
            worker = await self._forked()
            if self._follows and worker.version != self.version:
                self._advance(worker.version)  # it opened a version that was made a moment ago
        if slow and not worker.slow:
            worker.stand_back()
        worker.sealed |= sealed
        worker.jobs += 1
        self.busy.add(worker)
        return worker

    def _waiting(self, sealed: bool, slow: bool) -> Worker | None:
        """An idle worker that lives: one as wanted before one that would be changed by the job. None where there is none."""
        fit = [one for one in reversed(self._idle) if (sealed or not one.sealed) and (slow or not one.slow) and not self._stale(one)]
        for worker in sorted(fit, key=lambda one: (one.slow != slow, one.sealed != sealed)):
            self._idle.remove(worker)
            if not _hung_up(worker):
                return worker
            worker.close()
        return None

    def give_back(self, worker: Worker, *, sound: bool) -> None:
        """The job is over; `sound` where the worker finished it and waits for the next."""
        self.busy.discard(worker)
        old = self._stale(worker)
        if not sound:
            worker.kill()
        elif old or worker.jobs >= JOBS or self._enough(slow=worker.slow) or worker.grown() > GROWTH:
            self.counts["retire"] += 1
            worker.close()
        else:
            self._idle.append(worker)
        self._farewell()

    def _enough(self, *, slow: bool) -> bool:
        """Whether no more workers of the kind need to be kept."""
        return sum(one.slow == slow for one in self._idle) >= (MOST_SLOW if slow else MOST_IDLE)

    def _stale(self, worker: Worker) -> bool:
        return worker.server is not self._server or (self._follows and worker.version != self.version)

    @property
    def _follows(self) -> bool:
        """Whether new workers of a server open what is current then: a directory of dataset versions."""
        return isinstance(self._source, Source) and self._source.root is not None

    def _advance(self, version: str) -> None:
        """Workers open another version from now on; the server, which holds none, stays."""
        assert self._server is not None
        self._server.version = version
        for worker in self._idle:
            worker.close()
        self._idle.clear()
        self.counts["swap"] += 1
        for listener in self.swapped:
            listener(version)

    async def _forked(self) -> Worker:
        until = time.monotonic() + _PATIENCE
        while True:
            server = self._server
            assert server is not None
            worker = await _connected(server, max(until - time.monotonic(), 0.1))
            if worker is not None:
                self.counts["fork"] += 1
                return worker
            self.counts["lost"] += 1
            if server.error or time.monotonic() > until:
                raise StoreError(server.error or "no query worker can be had")
            if not server.alive() and server is self._server:
                await self._replace()
            await asyncio.sleep(0.02)

    async def _replace(self) -> None:
        """Start a server in place of one that is dead, not more often than twice a second."""
        if time.monotonic() - self._tried < _PAUSE:
            return
        self._tried = time.monotonic()
        dead, new = self._server, self._coming or QueryServer(self._source, fork=False)
        self._coming, self._server = None, new
        self.counts["server"] += 1
        if dead:
            self._leaving.append(dead)

    async def watch(self) -> None:
        """Look after workers and servers, for as long as the app runs."""
        self.start()
        while True:
            with contextlib.suppress(StoreError, OSError):
                await self.refresh(wait=False)
                while self.version and sum(not one.slow for one in self._idle) < SPARE:
                    self._idle.append(await self._forked())
            await asyncio.sleep(0.25)

    async def refresh(self, *, wait: bool = True) -> str:
        """Serve what is current now: a new server for a new version or for a dead server, taken once it is ready. The version served.

        With `wait` it returns when that is so. StoreError where the new data cannot be opened; the old stays in service.
        """
        while True:
            server = self.start()
            if self._follows and self._coming is None and server.ready() and server.alive() and self._outdated(server):
                self._advance(self._source.current() if isinstance(self._source, Source) else "")
            if self._coming is None and self._outdated(server):
                self._coming = QueryServer(self._source, fork=False)
            coming = self._coming
            if coming is None:
                return self.version
            if coming.ready():
                self._switch(coming)
            elif coming.error or not coming.alive():
                self._coming = None
                coming.end()
                if server.alive():
                    raise StoreError(coming.error or "the new query server ended before it was ready")
            elif not wait:
                return self.version
            await asyncio.sleep(0.02)

    def _outdated(self, server: QueryServer) -> bool:
        if not server.ready():
            return False
        if not server.alive():
            return True
        wanted = self._source.current() if isinstance(self._source, Source) else ""
        return bool(wanted) and wanted != server.version

    def _switch(self, coming: QueryServer) -> None:
        old, self._server, self._coming = self._server, coming, None
        for worker in self._idle:
            worker.close()
        self._idle.clear()
        if old:
            self._leaving.append(old)
        self._farewell()
        if old is None or old.version != coming.version:
            self.counts["swap"] += 1
            for listener in self.swapped:
                listener(coming.version)
        else:
            self.counts["server"] += 1

    def _farewell(self) -> None:
        """End the old servers whose last job is done."""
        for server in [one for one in self._leaving if not any(worker.server is one for worker in self.busy)]:
            self._leaving.remove(server)
            server.end()

    def close(self) -> None:
        """End everything."""
        for worker in (*self._idle, *self.busy):
            worker.kill()
        self._idle.clear()
        self.busy.clear()
        for server in (self._server, self._coming, *self._leaving):
            if server:
                server.end()
        self._server, self._coming = None, None
        self._leaving.clear()


def _hung_up(worker: Worker) -> bool:
    """Whether an idle worker is gone: it says nothing while it waits, so whatever can be read is its end."""
    try:
        worker.connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


async def _connected(server: QueryServer, seconds: float) -> Worker | None:
    """A fresh worker of `server`; None where it cannot be reached or ends first."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(connection, server.address)
        reader = Reader(connection)
        async with asyncio.timeout(seconds):
            frame = await reader.receive()
        if frame is not None and frame[0] is Kind.HELLO:
            hello: Hello = pickle.loads(frame[1])
            return Worker(connection, reader, hello, server)
    except (OSError, TimeoutError):
        pass
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None
