"""The life of a worker: forked with the store, it does one job after the other until the other side hangs up or somebody kills it.

A job is a function of a module with plain arguments; its first argument is the store. Whatever it raises crosses as data. A worker
trusts the web process (it unpickles its jobs) and nothing else.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from phahe.store import Store
from phahe_server.querying import limits as limiting
from phahe_server.querying.frames import Kind, receive, send
from phahe_server.querying.limits import Limits
from phahe_server.querying.sealing import seal
from phahe_server.querying.source import Served

_CHUNK: Final = 1 << 16
_HIGHEST: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Hello:
    """What a worker says first."""

    pid: int
    version: str


@dataclass(frozen=True, slots=True)
class Job:
    """A call: `function(store, *args, **kwargs)`; with `streams`, `function(store, out, *args, **kwargs)`."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    streams: bool = False


class TooLarge(Exception):  # noqa: N818  # what it says, not a mistake of the program
    """An answer past its limit: `what` is "rows" or "bytes"."""

    def __init__(self, what: str, most: int) -> None:
        super().__init__(what, most)
        self.what, self.most = what, most


class Out:
    """Where a streaming job writes: `start` once with what precedes the data, then bytes. A file, as far as serialisers ask."""

    def __init__(self, connection: socket.socket, most: Limits) -> None:
        self._connection, self.limits = connection, most
        self._buffer = bytearray()
        self._written = 0

    def start(self, head: Any) -> None:
        """Say what kind of data comes."""
        send(self._connection, Kind.HEAD, pickle.dumps(head, 5))

    def write(self, data: bytes) -> int:
        """Add bytes. TooLarge past the limit."""
        self._written += len(data)
        if self._written > self.limits.bytes:
            raise TooLarge("bytes", self.limits.bytes)
        self._buffer += data
        if len(self._buffer) >= _CHUNK:
            self.flush_all()
        return len(data)

    def flush(self) -> None:
        """Nothing: chunks are sent when they are full, and at the end."""

    def flush_all(self) -> None:
        """Send what is held back."""
        if self._buffer:
            send(self._connection, Kind.DATA, bytes(self._buffer))
            self._buffer.clear()


def work(connection: socket.socket, served: Served) -> NoReturn:
    """Be a worker on `connection` until it ends; never returns."""
    code, sealed = 0, False
    try:
        _settle(connection)
        store = served.open()
        send(connection, Kind.HELLO, pickle.dumps(Hello(os.getpid(), served.name(store)), 5))
        while (frame := receive(connection)) is not None:
            job: Job = pickle.loads(frame[1])
            limiting.impose(job.limits)
            if job.limits.sealed and not sealed and not served.network:
                sealed = seal(files=served.files)
            _do(connection, store, job)
    except BaseException:  # # a forked child must never return into its parent's code
        code = 1
    os._exit(code)


def _settle(connection: socket.socket) -> None:
    """Let go of all that was inherited: signals, files, the right to write anywhere; be the first to die where memory runs out."""
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    kept = connection.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, _HIGHEST)
    connection.setblocking(True)
    os.environ["RUST_BACKTRACE"] = "0"
    sys.setrecursionlimit(1000)
    _sacrifice()


def _sacrifice() -> None:
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write("1000")
    except OSError:
        pass


def _do(connection: socket.socket, store: Store, job: Job) -> None:
    started = time.process_time()
    try:
        if job.streams:
            out = Out(connection, job.limits)
            result = job.function(store, out, *job.args, **job.kwargs)
            out.flush_all()
        else:
            result = job.function(store, *job.args, **job.kwargs)
        payload = pickle.dumps((time.process_time() - started, result), 5)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except BaseException as error:  # # panics of the engine are no Exception; all must cross
        send(connection, Kind.FAILURE, _failure(error))
        return
    send(connection, Kind.RESULT, payload)


def _failure(error: BaseException) -> bytes:
    """The exception pickled; a RuntimeError with its words where it cannot be."""
    try:
        found = pickle.dumps(error, 5)
        pickle.loads(found)
    except Exception:  # # whatever pickling dislikes
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"), 5)
    return found if isinstance(error, Exception) else pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"), 5)
