"""Answers from memory beside the ceiling of the framework: a Starlette application of one route that returns the same bytes, on the same uvicorn.

Both servers run at the same time and are asked by turns, so that a busy machine hits both alike. Beside requests by the clock it prints
the processor time of the web process for each, which does not depend on what else runs; 1 s divided by it is what one core can do.
Usage: python -m tests.bench.cached [STORE] [--seconds 2] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from tests.bench.client import Client, run
from tests.bench.serving import ROOT, ended, free_port, processor_seconds, ready, served

QUERY = "/sparql?query=" + quote("SELECT ?p (COUNT(*) AS ?n) { { SELECT ?p { ?s ?p ?o } LIMIT 500 } } GROUP BY ?p")
CLIENTS = 8


def bare(port: int) -> subprocess.Popen[bytes]:
    """A server of one route that returns the bytes it was given on standard input."""
    code = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = sys.stdin.buffer.read()
async def answer(request): return Response(body, media_type="application/sparql-results+json")
uvicorn.run(Starlette(routes=[Route("/{rest:path}", answer)]), host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="warning")
"""
    return subprocess.Popen([sys.executable, "-c", code, str(port)], stdin=subprocess.PIPE, cwd=ROOT)


async def rate(address: str, headers: str, seconds: float) -> int:
    """How many answers so many clients got in so many seconds; anything but 200 and 304 ends the measurement."""
    until = time.monotonic() + seconds
    every = [Client(address) for _ in range(CLIENTS)]

    async def work(client: Client) -> None:
        while time.monotonic() < until:
            if (status := await client.ask(QUERY, headers)) not in ("200", "304"):
                raise SystemExit(f"{address}: {status}")
        client.close()

    await asyncio.gather(*map(work, every))
    return sum(len(client.tally.times) for client in every)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cached", description=__doc__)
    parser.add_argument("store", nargs="?", default="memory")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with ExitStack() as stack:
        ours = stack.enter_context(served(Path(options.store)))
        with urlopen(ours.address + QUERY) as response:
            body, tag = response.read(), response.headers["ETag"]
        port = free_port()
        process = bare(port)
        stack.callback(ended, process)
        assert process.stdin
        process.stdin.write(body)
        process.stdin.close()
        ready(f"http://127.0.0.1:{port}", process)
        json = "Accept: application/sparql-results+json\r\n"
        # the log line of each request is part of what is shipped
        asked = {
            "bare Starlette, 200": (f"http://127.0.0.1:{port}", process.pid, json),
            "from memory, 200": (ours.address, ours.pid, json),
            "from memory, 304": (ours.address, ours.pid, f"{json}If-None-Match: {tag}\r\n"),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
        for _ in range(options.rounds):
            for name, (address, pid, headers) in asked.items():
                before = processor_seconds(pid, all_of_it=False)
                number = run(rate(address, headers, options.seconds))
                found[name].append((number / options.seconds, (processor_seconds(pid, all_of_it=False) - before) / number))
        print(
            f"{len(body)} bytes, {CLIENTS} clients, best of {options.rounds} rounds, load of the machine {os.getloadavg()[0]:.1f}, {urlsplit(ours.address).netloc}"
        )
        for name, rounds in found.items():
            most, least = max(one[0] for one in rounds), min(one[1] for one in rounds)
            print(
                f"{name:<22} {most:>8,.0f}/s by the clock   {least * 1e6:>6.0f} µs of processor time each   {1 / least:>8,.0f}/s on one core"
            )


if __name__ == "__main__":
    main()
