"""Kills under load: `kill -9` of query workers, of query servers and of a build at random moments, while clients ask the mix of `mix`.

After each kill a question of its own must be answered within 2 s. In the end nothing may be lost: the web process is the same, every answer
was 200 (a killed query is run again), the data is what it was, and a build that is let alone becomes the version served.
Usage: python -m tests.bench.kills [--store ROOT --data FOLDER] [--kills 20] [--clients 8] [--seed 1]; without a store one of the shipped data is built.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from tests.bench.client import Client, Tally, run
from tests.bench.load import headers
from tests.bench.mix import Mix
from tests.bench.serving import ROOT, Served, below, served, status

PHAHE = str(Path(sys.executable).with_name("phahe"))
MOST_SECONDS = 2.0
#: Attempts for each kill that strikes.
MOST_TRIES = 5
COUNT = "/sparql?format=csv&query=" + quote("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")


class Killer:
    """Kills, and asks after each kill."""

    def __init__(self, server: Served, root: Path, data: str | None, dice: random.Random) -> None:
        self._server, self._root, self._data, self._dice = server, root, data, dice
        self._build: subprocess.Popen[bytes] | None = None
        self.killed: Counter[str] = Counter()
        self.waits: list[float] = []
        self.failed: list[str] = []

    async def work(self, kills: int) -> None:
        """So many kills that struck: two thirds of workers, the rest of query servers and builds. A blow at what has just ended does not count."""
        tried = 0
        while (struck := self.killed.total()) < kills and tried < MOST_TRIES * kills:
            tried += 1
            await asyncio.sleep(self._dice.uniform(0.3, 2.0))
            what = ("worker", "worker", "server", "worker", "worker", "build")[struck % 6]
            await (self._kill_build(20.0) if what == "build" else self._kill_process(what))
            if self.killed.total() > struck:
                await self._ask(tried)

    async def _kill_process(self, what: str) -> None:
        web = self._server.pid
        if victims := [pid for pid in below(web) if (status(pid)[0] == web) == (what == "server")]:
            with suppress(ProcessLookupError):
                os.kill(self._dice.choice(victims), signal.SIGKILL)
                self.killed[what] += 1

    async def _kill_build(self, most: float) -> None:
        self.start_build()
        assert self._build
        await asyncio.sleep(self._dice.uniform(0.5, max(most, 2.0)))
        if self._build.poll() is None:
            self._build.kill()
            self.killed["build"] += 1
        self._build.wait()

    def start_build(self) -> subprocess.Popen[bytes]:
        """A build of a new version beside the one served."""
        command = [PHAHE, "build", "--store", str(self._root), *(["--data", self._data] if self._data else [])]
        self._build = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self._build

    async def _ask(self, number: int) -> None:
        client = Client(self._server.address)
        status = await client.ask(f"/sparql?query=ASK%7B%7D%23kill{number}")
        client.close()
        self.waits.append(client.tally.times[-1])
        if status != "200":
            self.failed.append(status)


async def scene(killer: Killer, server: Served, mix: Mix, options: argparse.Namespace) -> Tally:
    """The clients ask until the last kill is answered."""
    ended, tally = asyncio.Event(), Tally()

    async def ask(number: int) -> None:
        client, requests = Client(server.address), mix.requests(options.seed + number)
        while not ended.is_set():
            asked = next(requests)
            await client.ask(asked.path, headers(asked, bypass=True))
        client.close()
        tally.add(client.tally)

    clients = [asyncio.create_task(ask(number)) for number in range(options.clients)]
    await killer.work(options.kills)
    ended.set()
    await asyncio.gather(*clients)
    return tally


def told(server: Served) -> tuple[str, str]:
    """The version served, and what it holds: graphs, triples, quads by a query."""
    with urlopen(server.address + "/health", timeout=60) as response:
        health = json.load(response)
    with urlopen(server.address + COUNT, timeout=60) as response:
        counted = response.read().decode().split()[-1]
    return health["version"], f"{health['graphs']} graphs, {health['triples']} triples, counted {counted}"


def main() -> None:
    """Kill, ask, and print what came of it; exit code 1 where anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kills", description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--data")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.store or Path(folder)
        if options.store is None:
            subprocess.run([PHAHE, "build", "--store", str(root)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with served(root) as server:
            before = told(server)
            killer = Killer(server, root, options.data, random.Random(options.seed))
            tally = run(scene(killer, server, Mix(server.address), options))
            after, alive = told(server), Path(f"/proc/{server.pid}").exists()
            start = time.monotonic()
            code = killer.start_build().wait()
            time.sleep(1)
            built = told(server)
    lost = [status for status in tally.statuses if status != "200"]
    print(f"killed: {dict(killer.killed)}, {killer.killed.total()} of {options.kills}; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"meanwhile {len(tally.times)} answers of {options.clients} clients: {dict(tally.statuses)}")
    print(
        f"asked after each kill: median {sorted(killer.waits)[len(killer.waits) // 2]:.2f} s, longest {max(killer.waits):.2f} s, {len(killer.failed)} failed"
    )
    print(f"web process the same: {alive}; before {before}, after, with builds that were done before they were struck, {after}")
    print(f"a build let alone: code {code}, {time.monotonic() - start:.0f} s, then served {built}")
    struck = killer.killed.total() == options.kills
    sound = struck and alive and before[1] == after[1] and code == 0 and not killer.failed and not lost and max(killer.waits) < MOST_SECONDS
    print("nothing lost" if sound else "NOT as it should be")
    sys.exit(not sound)


if __name__ == "__main__":
    main()
