"""How a running server stands a crowd: one client alone, then many at once, on the same seeded mix of the catalogue's questions (`mix`).

Two measurements. As shipped: answers are kept for the version of the data, and the same question at once is run once. Bypassed: every request
is made distinct by its Accept header, so each is run; the processors are then the limit, and `floor` says what the median
could be at best: clients × processor time of a request / cores.
Usage: python -m tests.bench.load STORE [--clients 32] [--seconds 60] [--alone 20], with a store built before; or an address in its place.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from tests.bench.client import Client, Tally, run
from tests.bench.mix import Asked, Mix
from tests.bench.serving import Served, processor_seconds, served, settle

_distinct = itertools.count(1)


def headers(asked: Asked, bypass: bool) -> str:
    """The headers of a request; with `bypass` no other request has the same."""
    kind = "application/json" if asked.way == "api" else "application/sparql-results+json"
    return f"Accept: {kind}, x/{os.getpid()}-{next(_distinct)};q=0.1\r\n" if bypass else f"Accept: {kind}\r\n"


async def crowd(address: str, mix: Mix, clients: int, seconds: float, *, bypass: bool, seed: int) -> tuple[Tally, dict[str, list[float]]]:
    """So many clients at once for so long: their tally, and the seconds of each answer by question and way."""
    until = time.monotonic() + seconds
    every = [Client(address) for _ in range(clients)]
    ways: dict[str, list[float]] = defaultdict(list)

    async def work(client: Client, requests: Iterator[Asked]) -> None:
        while time.monotonic() < until:
            asked = next(requests)
            status = await client.ask(asked.path, headers(asked, bypass))
            ways[f"{asked.slug} ({asked.way})"].append(client.tally.times[-1])
            if status != "200":
                wrong[f"{status} {asked.path[:300]}"] += 1
        client.close()

    wrong: dict[str, int] = defaultdict(int)
    await asyncio.gather(*(work(client, mix.requests(seed + n)) for n, client in enumerate(every)))
    for text, number in sorted(wrong.items(), key=lambda pair: -pair[1])[:5]:
        print(f"    {number} × {text}")
    tally = Tally()
    for client in every:
        tally.add(client.tally)
    return tally, ways


def line(name: str, tally: Tally, seconds: float) -> str:
    """What came of it, in one line."""
    times = sorted(tally.times)
    p50, p95, p99 = (times[min(int(len(times) * share), len(times) - 1)] * 1000 for share in (0.5, 0.95, 0.99))
    return (
        f"{name:<22} {len(times):>7} answers {len(times) / seconds:>8.1f}/s   p50 {p50:>8.2f} ms   p95 {p95:>8.2f} ms   p99 {p99:>8.2f} ms   "
        f"longest {times[-1]:>6.2f} s   statuses {dict(tally.statuses)}"
    )


def measure(server: Served, mix: Mix, options: argparse.Namespace, *, bypass: bool) -> None:
    """One client, then many, then one again; prints the lines and the ratio."""
    print(("bypassed: every request is run" if bypass else "as shipped") + f" (load of the machine {os.getloadavg()[0]:.1f})", flush=True)
    alone, ways = run(crowd(server.address, mix, 1, options.alone, bypass=bypass, seed=1))
    print(line("  1 client", alone, options.alone), flush=True)
    before = processor_seconds(server.pid)
    many, under_load = run(crowd(server.address, mix, options.clients, options.seconds, bypass=bypass, seed=1000))
    spent = processor_seconds(server.pid) - before
    print(line(f"  {options.clients} clients", many, options.seconds), flush=True)
    again, _ = run(crowd(server.address, mix, 1, options.alone, bypass=bypass, seed=500))
    print(line("  1 client, after", again, options.alone), flush=True)
    p95 = sorted(many.times)[int(len(many.times) * 0.95)]
    for name, tally in (("before", alone), ("after", again)):
        print(f"  p95 of the crowd = {p95 / statistics.median(tally.times):.1f} × the median of the client alone ({name})")
    if server.pid:
        each = spent / len(many.times)
        print(
            f"  processor time of the server {each * 1000:.2f} ms a request; floor of the mean {options.clients * each / (os.cpu_count() or 1) * 1000:.1f} ms"
        )
    if options.questions:
        for name, times in sorted(under_load.items(), key=lambda pair: -statistics.median(pair[1])):
            lone = f"{statistics.median(ways[name]) * 1000:9.1f}" if name in ways else " " * 9
            print(f"    {name:<42} alone {lone} ms   crowd {statistics.median(times) * 1000:9.1f} ms   × {len(times)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("server", help="a directory of dataset versions, or the address of a server that runs")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--alone", type=float, default=20, help="seconds of the lone client")
    parser.add_argument("--only", choices=("shipped", "bypassed"), help="only one of the two measurements")
    parser.add_argument("--questions", action="store_true", help="medians by question too")
    options = parser.parse_args()
    running = options.server.startswith("http")
    for name in ("shipped", "bypassed"):
        if options.only in (None, name):
            with nullcontext(Served(options.server, 0)) if running else served(Path(options.server)) as server:
                settle(server)
                measure(server, Mix(server.address), options, bypass=name == "bypassed")


if __name__ == "__main__":
    main()
