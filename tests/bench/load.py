"""How a running server stands a crowd: one client alone, then many at once on mixed questions, optionally while its workers are killed.

Prints the medians, the 95th percentile, their ratio and every answer that was no 200. The server is started apart (`phahe serve`).
Usage: python -m tests.bench.load http://127.0.0.1:8000 [--clients 32] [--seconds 60] [--kill PID_OF_THE_SERVER]
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import statistics
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

PREFIX = "PREFIX ph: <https://w3id.org/phahe/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
#: Questions of different weight; the comment is made different in each request, so that no answer comes from memory.
MIXED = (
    "ASK {{}} # {n}",
    PREFIX + "SELECT ?t ?l {{ ?t a ph:Task ; rdfs:label ?l }} LIMIT 20 # {n}",
    PREFIX + "SELECT ?p ?o {{ ?t a ph:Task ; ?p ?o }} LIMIT 50 # {n}",
    PREFIX + "SELECT ?c ?cited {{ ?c a ph:Citation ; ph:citedDocument ?cited }} LIMIT 100 # {n}",
    "SELECT ?p (COUNT(*) AS ?n) {{ {{ SELECT ?p {{ ?s ?p ?o }} LIMIT 2000 }} }} GROUP BY ?p # {n}",
    "DESCRIBE <https://w3id.org/phahe/vocab/role/carries-out> # {n}",
)


class Client:
    """One client with a connection of its own."""

    def __init__(self, address: str, distinct: int = 50_000) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._distinct = distinct
        self._connection: http.client.HTTPConnection | None = None
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()

    def ask(self, number: int) -> None:
        query = MIXED[number % len(MIXED)].format(n=random.randrange(self._distinct))
        start = time.perf_counter()
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
            self._connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "*/*"})
            response = self._connection.getresponse()
            response.read()
            self.statuses[str(response.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            self.statuses[type(error).__name__] += 1
            self._connection = None
        self.times.append(time.perf_counter() - start)

    def work(self, until: float) -> None:
        number = random.randrange(1000)
        while time.monotonic() < until:
            self.ask(number)
            number += 1


def crowd(address: str, clients: int, seconds: float, distinct: int) -> list[Client]:
    """So many clients at once for so long."""
    every = [Client(address, distinct) for _ in range(clients)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=client.work, args=(until,)) for client in every]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return every


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


def kill_some(pid: int, seconds: float, times: int, log: list[str]) -> None:
    """Kill -9 a process below `pid`, so many times, at random moments."""
    for _ in range(times):
        time.sleep(random.uniform(0.2, 2 * seconds / times - 0.2))
        if below := descendants(pid):
            victim = random.choice(below)
            os.kill(victim, signal.SIGKILL)
            log.append(str(victim))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--distinct", type=int, default=50_000, help="so many variants of each question; few of them are answered from memory"
    )
    parser.add_argument("--kill", type=int, metavar="PID", help="kill twenty processes below this one meanwhile")
    options = parser.parse_args()
    alone = crowd(options.address, 1, min(options.seconds, 10), options.distinct)[0]
    killed: list[str] = []
    killer = threading.Thread(target=kill_some, args=(options.kill, options.seconds, 20, killed)) if options.kill else None
    if killer:
        killer.start()
    every = crowd(options.address, options.clients, options.seconds, options.distinct)
    if killer:
        killer.join()
    times = sorted(one for client in every for one in client.times)
    statuses = sum((client.statuses for client in every), Counter[str]())
    median, p95 = statistics.median(alone.times), times[int(len(times) * 0.95)]
    print(f"alone:   {len(alone.times)} answers, median {median * 1000:.1f} ms")
    print(f"{options.clients} at once: {len(times)} answers in {options.seconds:g} s, median {statistics.median(times) * 1000:.1f} ms, "
          f"p95 {p95 * 1000:.1f} ms ({p95 / median:.1f} times the median alone), longest {times[-1]:.2f} s")  # fmt: skip
    print(f"statuses: {dict(statuses)}" + (f"; {len(killed)} killed" if killer else ""))


if __name__ == "__main__":
    main()
