"""A server of its own for a benchmark: the shipped app over a store that is built already, with the settings of `phahe serve`.

`python -m tests.bench.serving STORE PORT` is its program. It never builds, unlike `phahe serve`: what is measured is the store that was named.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
#: Seconds over which a server must have nearly nothing to do.
_WATCHED = 3.0


@dataclass(frozen=True)
class Served:
    """Where the server listens, and the process to look below for its workers."""

    address: str
    pid: int


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(store: Path, port: int = 0, **settings: str) -> Iterator[Served]:
    """A server over `store` until the block ends; its log lines are written and thrown away."""
    port = port or free_port()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "server"))), **settings}
    command = [sys.executable, "-m", "tests.bench.serving", str(store), str(port)]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        ready(address, process)
        yield Served(address, process.pid)
    finally:
        ended(process)


def ended(process: subprocess.Popen[bytes]) -> None:
    """Tell a server to end, and wait for that."""
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def ready(address: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    """Return once the server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    raise SystemExit(f"the server at {address} is not ready")


def status(pid: int) -> tuple[int, int]:
    """The process above one and the session of both, (0, 0) where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0, 0
    return int(fields[1]), int(fields[3])


def below(pid: int) -> list[int]:
    """The processes that a server started, also those whose parent is gone: they share its session."""
    every = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sorted(one for one in every if one != pid and status(one)[1] == pid)


def processor_seconds(pid: int, *, all_of_it: bool = True) -> float:
    """Processor time of a process and of the children it has reaped, with `all_of_it` also of those below it; 0 for pid 0."""
    found = 0.0
    for one in (pid, *(below(pid) if all_of_it else ())) if pid else ():
        try:
            fields = Path(f"/proc/{one}/stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        found += sum(int(fields[place]) for place in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")
    return found


def settle(server: Served, seconds: float = 900) -> None:
    """Return once the server has made what it makes of a new version (lists, the index of the search), or after so many seconds."""
    until = time.monotonic() + seconds
    before = processor_seconds(server.pid)
    while time.monotonic() < until:
        time.sleep(_WATCHED)
        now = processor_seconds(server.pid)
        if now - before < _WATCHED / 10:
            return
        before = now


def main() -> None:
    """Serve until told to stop."""
    from phahe_server import connections, settings  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415
    from phahe_server.querying.source import Source  # noqa: PLC0415

    store, port = sys.argv[1], int(sys.argv[2])
    connections.run(create_app(Source(store)), "127.0.0.1", port, settings.read().log)


if __name__ == "__main__":
    main()
