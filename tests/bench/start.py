"""How long `phahe serve` takes to its first answered page, when the store is built already: seconds by the clock, and processor time of all its processes.

Usage: python -m tests.bench.start [--port 8028] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench.serving import descendants, processor_seconds


def first_page(port: int) -> tuple[float, float, float]:
    """Start a server, wait for its first page, end it: seconds by the clock, of the web process, of the whole tree."""
    command = [str(Path(sys.executable).with_name("phahe")), "serve", "--port", str(port)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "PHAHE_LOG": "off"})
    try:
        while time.perf_counter() - begun < 120:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
                    assert response.status == 200, response.status
                    response.read()
                break
            except urllib.error.URLError:
                time.sleep(0.02)
        seconds, web = time.perf_counter() - begun, processor_seconds(process.pid)
        return seconds, web, web + sum(map(processor_seconds, descendants(process.pid)))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.start", description=__doc__)
    parser.add_argument("--port", type=int, default=8028)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rounds = [first_page(options.port) for _ in range(options.rounds + 1)][1:]  # the first one builds
    for name, values in zip(("by the clock", "web process", "all processes"), zip(*rounds, strict=True), strict=True):
        print(f"first page, {name:<14} best {min(values):.2f} s of {options.rounds}")


if __name__ == "__main__":
    main()
