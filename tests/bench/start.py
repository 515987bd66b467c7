"""How long `phahe serve` takes to its first answered page, when the store is built already: seconds by the clock, and processor time.

The store is one of the shipped data, built first in a folder of its own. A round in which the program itself changed does not count, since
`phahe serve` builds anew then. On a busy machine the processor time says more than the clock; on an idle one of two cores the clock
comes to a little less than the processor time of all processes.
Usage: python -m tests.bench.start [--port 8028] [--rounds 3]
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.serving import ended, processor_seconds

PHAHE = str(Path(sys.executable).with_name("phahe"))


def first_page(store: str, port: int) -> tuple[float, float, float]:
    """Start a server, wait for its first page, end it: seconds by the clock, of the web process, of all processes."""
    command = [PHAHE, "serve", "--port", str(port), "--store", store]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "PHAHE_LOG": "off"}, start_new_session=True)
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - begun > 120:
                raise SystemExit("the server did not answer")
            time.sleep(0.01)
        return time.perf_counter() - begun, processor_seconds(process.pid, all_of_it=False), processor_seconds(process.pid)
    finally:
        ended(process)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/")
        response = connection.getresponse()
        return bool(response.read()) and response.status == 200
    except OSError:
        return False
    finally:
        connection.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.start", description=__doc__)
    parser.add_argument("--port", type=int, default=8028)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rounds: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory() as store:
        while len(rounds) < options.rounds:
            version = subprocess.run([PHAHE, "build", "--store", store], check=True, stdout=subprocess.DEVNULL) and _current(store)
            while len(rounds) < options.rounds:
                found = first_page(store, options.port)
                if _current(store) != version:
                    print("the program changed meanwhile: again")
                    break
                rounds.append(found)
    print(f"load of the machine {os.getloadavg()[0]:.1f}, best and median of {options.rounds} rounds")
    for name, values in zip(("by the clock", "web process", "all processes"), zip(*rounds, strict=True), strict=True):
        print(f"first page, {name:<14} {min(values):.2f} s   {sorted(values)[len(values) // 2]:.2f} s")


def _current(store: str) -> str:
    return Path(store, "current").read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
