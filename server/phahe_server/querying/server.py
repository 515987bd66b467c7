"""The query server: it holds the store, forks a worker for each connection, says how each one ended, and runs no query itself.

Two of them stand on one listening socket, so that one may be killed and the other goes on. Both end when the web process hangs up.
`serve` is run in a forked child (`launch`); the module itself is run for a store that is opened later, when the web process
has threads and forking it would not be safe.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass, field
from typing import Final, NoReturn

from phahe_server.querying.frames import Kind, packed
from phahe_server.querying.source import Served, Source
from phahe_server.querying.worker import work

#: Milliseconds between looks at the twin and the children where nothing happens.
_PAUSE: Final = 1000


@dataclass(slots=True)
class _Server:
    listener: socket.socket
    lifeline: socket.socket
    served: Served
    twin: int = 0
    workers: dict[int, socket.socket] = field(default_factory=dict)


def serve(listener: socket.socket, lifeline: socket.socket, source: Source | Served) -> NoReturn:
    """Open the store, say so on `lifeline`, and fork workers until the other end of it is closed. Never returns."""
    code = 0
    try:
        served = source.serve() if isinstance(source, Source) else source
        _prepare()
        gc.freeze()
        lifeline.sendall(json.dumps({"version": served.version}).encode() + b"\n")
        _run(_Server(listener, lifeline, served), primary=True)
    except Exception as error:  # # said to the web process, which tells the operator
        with contextlib.suppress(OSError):
            lifeline.sendall(json.dumps({"error": str(error) or type(error).__name__}).encode() + b"\n")
        code = 1
    finally:
        os._exit(code)


def _prepare() -> None:
    """Load what jobs will need before the first fork, so that no worker has to."""
    import phahe_server.app  # noqa: F401, PLC0415
    from phahe.questions import catalogue  # noqa: PLC0415

    catalogue()


def _run(server: _Server, primary: bool) -> None:
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    server.listener.setblocking(False)
    poll = select.poll()
    for ready in (server.listener, server.lifeline, woken):
        poll.register(ready, select.POLLIN)
    while True:
        if primary and not server.twin:
            _fork_twin(server)
        events = dict(poll.poll(_PAUSE))
        if server.lifeline.fileno() in events:
            break
        if woken in events:
            with contextlib.suppress(BlockingIOError):
                os.read(woken, 4096)
        _reap(server)
        if server.listener.fileno() in events:
            _accept(server)
    for pid in (*server.workers, *([server.twin] if server.twin else [])):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _fork_twin(server: _Server) -> None:
    pid = os.fork()
    if pid:
        server.twin = pid
        return
    try:
        for connection in server.workers.values():
            connection.close()
        server.workers = {}
        _run(server, primary=False)
    finally:
        os._exit(0)


def _accept(server: _Server) -> None:
    try:
        connection, _ = server.listener.accept()
    except (BlockingIOError, ConnectionAbortedError):
        return
    try:
        pid = os.fork()
    except OSError:  # no process to be had: the web process sees the connection close
        connection.close()
        return
    if pid == 0:
        work(connection, server.served)
    server.workers[pid] = connection


def _reap(server: _Server) -> None:
    """Learn who ended, and tell the web process how, over the connection the worker had."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid == server.twin:
            server.twin = 0
        connection = server.workers.pop(pid, None)
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.setblocking(False)
                connection.send(packed(Kind.GONE, str(status).encode()))
            connection.close()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), socket.socket(fileno=int(sys.argv[2])), Source.decoded(sys.argv[3]))
