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
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(root / "server"))), **settings}
    command = [sys.executable, "-m", "tests.bench.serving", str(store), str(port)]
    process = subprocess.Popen(command, env=environment, cwd=root, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _ready(address, process)
        yield Served(address, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _ready(address: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
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


def descendants(pid: int) -> list[int]:
    """The processes below one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
            except OSError:
                continue
    mine = {pid}
    while more := {child for child, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sorted(mine - {pid})


def processor_seconds(pid: int) -> float:
    """Processor time of a process, of all below it, and of the children these have reaped; 0 for pid 0."""
    found = 0.0
    for one in (pid, *descendants(pid)) if pid else ():
        try:
            fields = Path(f"/proc/{one}/stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        found += sum(int(fields[place]) for place in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")
    return found


def main() -> None:
    """Serve until told to stop."""
    import uvicorn  # noqa: PLC0415
    from phahe_server import logs, settings  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415
    from phahe_server.querying.source import Source  # noqa: PLC0415

    store, port = sys.argv[1], int(sys.argv[2])
    app = create_app(Source(store))
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_config=logs.config(settings.read().log))


if __name__ == "__main__":
    main()
