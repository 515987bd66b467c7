"""Starting and ending a query server, as the web process sees one.

The first server is forked from the web process before that has threads: it shares what is imported. Later ones (another version of the
data, or one that died) are started as a program of their own, because a process with threads must not be forked; only a store that
lives in this very process (tests, scripts) is forked on again.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from phahe.store import StoreError
from phahe_server.querying.server import serve
from phahe_server.querying.source import Served, Source

_BACKLOG: Final = 128


class QueryServer:
    """A running query server: where to connect for a worker, what it serves, whether it lives."""

    def __init__(self, source: Source | Served, *, fork: bool) -> None:
        self._folder = tempfile.mkdtemp(prefix="phahe-")
        self.address = f"{self._folder}/query"
        self.version = ""
        self.error = ""
        self.started = time.monotonic()
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(self.address)
        listener.listen(_BACKLOG)
        self._lifeline, theirs = socket.socketpair()
        self._heard = bytearray()
        self._process: subprocess.Popen[bytes] | None = None
        self._status: int | None = None
        if fork or isinstance(source, Served):
            self.pid = _forked(listener, theirs, source)
        else:
            self._process = _program(listener, theirs, source)
            self.pid = self._process.pid
        listener.close()
        theirs.close()
        self._lifeline.setblocking(False)

    def alive(self) -> bool:
        """Whether its first process lives. (The twin may answer for a while longer.)"""
        self._listen()
        if self._process is not None:
            return self._process.poll() is None
        if self._status is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self._status = status if pid else None
                return not pid
            self._status = 1
        return False

    def ready(self) -> bool:
        """Whether the store is open and `version` is known."""
        self._listen()
        return bool(self.version)

    def wait(self, seconds: float = 600.0) -> None:
        """Return once it is ready. StoreError with its words where the store cannot be opened."""
        until = time.monotonic() + seconds
        while not self.ready():
            if self.error or not self.alive():
                raise StoreError(self.error or "the query server ended before it was ready")
            if time.monotonic() > until:
                raise StoreError(f"the query server was not ready within {seconds:g} seconds")
            time.sleep(0.01)

    def end(self) -> None:
        """Hang up: the server and its workers end. Waits a moment for that."""
        self._lifeline.close()
        for _ in range(200):
            if self._ended():
                break
            time.sleep(0.005)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ended(self) -> bool:
        if self._process is not None:
            return self._process.poll() is not None
        try:
            return self._status is not None or os.waitpid(self.pid, os.WNOHANG)[0] != 0
        except ChildProcessError:
            return True

    def _listen(self) -> None:
        """Take in what the server said."""
        if self.version or self.error or self._lifeline.fileno() < 0:
            return
        with contextlib.suppress(BlockingIOError, ConnectionResetError):
            self._heard += self._lifeline.recv(65536)
        if b"\n" in self._heard:
            said = json.loads(self._heard)
            self.version, self.error = said.get("version", ""), said.get("error", "")


def _forked(listener: socket.socket, lifeline: socket.socket, source: Source | Served) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _let_go({listener.fileno(), lifeline.fileno()})
        gc.collect()  # objects of the parent close their files now, before the numbers are taken by others
        serve(listener, lifeline, source)
    finally:
        os._exit(1)


def _let_go(kept: set[int]) -> None:
    """Lose the files of the parent, but not their numbers: each leads nowhere now.

    The event loop's library (libuv) closes the numbers of a pipe of its own in the child of every fork. A number that was free by then
    would have been given to the connection of a worker, and the worker would lose it.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        if number > 2 and number not in kept and number != nowhere:  # after the standard ones
            with contextlib.suppress(OSError):  # the listing itself
                os.fstat(number)
                os.dup2(nowhere, number, inheritable=False)


def _program(listener: socket.socket, lifeline: socket.socket, source: Source) -> subprocess.Popen[bytes]:
    ends = listener.fileno(), lifeline.fileno()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path)}
    command = [sys.executable, "-m", "phahe_server.querying.server", *map(str, ends), source.encoded()]
    return subprocess.Popen(command, pass_fds=ends, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
