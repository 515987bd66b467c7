"""What the guard costs: the same queries on the same store, in this process without any limit, and through the executor in a guarded worker.

Both write the whole answer as SPARQL results in JSON. Asked by turns, so that a busy machine hits both alike; HTTP is not part of it.
Beside the clock it prints processor time, of this process and the worker together: on a busy machine a message to another process
waits for a turn of the processor, which is no cost of the guard.
Usage: python -m tests.bench.guard STORE [--rounds 200], STORE being a directory of dataset versions.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from pathlib import Path
from typing import Any

from phahe_server import answering
from phahe_server.execution import Executor
from phahe_server.protocol import Query
from phahe_server.querying import limits
from phahe_server.querying.pool import Pool
from phahe_server.querying.source import Source

from phahe.store import EmbeddedStore
from phahe.store.versions import current

JSON = "application/sparql-results+json"
QUERIES = {
    "ASK": "ASK {}",
    "a label": "SELECT ?l { <https://w3id.org/phahe/vocab/role/carries-out> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }",
    "twenty tasks": "PREFIX ph: <https://w3id.org/phahe/ns#> SELECT ?t ?x { ?t a ph:Task ; ph:text ?x } LIMIT 20",
    "a count of 2,000": "SELECT ?p (COUNT(*) AS ?n) { { SELECT ?p { ?s ?p ?o } LIMIT 2000 } } GROUP BY ?p",
}


class Unguarded:
    """Where an answer is written that nobody guards."""

    limits = limits.Limits()

    def __init__(self) -> None:
        self.size = 0

    def start(self, head: Any) -> None:
        """Nothing to say."""

    def write(self, data: bytes) -> int:
        """Count."""
        self.size += len(data)
        return len(data)


async def guarded(executor: Executor, query: Query) -> int:
    """The bytes of the answer by a worker."""
    async with executor.stream(answering.answer, query, JSON) as stream:
        return sum([len(piece) async for piece in stream.pieces])


def processor(pool: Pool) -> float:
    """Seconds of processor time of this process and of the workers that wait for jobs."""
    found = time.process_time()
    for worker in pool._idle:
        found += int(Path(f"/proc/{worker.pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return found


def _line(what: str, bare: list[tuple[float, float]], kept: list[tuple[float, float]], place: int) -> str:
    one, other = (statistics.median(pair[place] for pair in found) * 1000 for found in (bare, kept))
    return f"   {what}: unguarded {one:>7.2f} ms, guarded {other:>7.2f} ms, overhead {other - one:>6.2f} ms"


async def measure(root: Path, rounds: int) -> None:
    """Both ways by turns; prints the medians."""
    pool = Pool(Source(str(root)))
    pool.start().wait()  # before the engine is opened here: its threads would not survive the fork
    found = current(root)
    assert found
    executor, store = Executor(pool, limits.from_settings({})), EmbeddedStore(found.path, read_only=True)
    print(f"{store.count():,} quads, {rounds} rounds, load of the machine {os.getloadavg()[0]:.1f}")
    for name, text in QUERIES.items():
        query, bare, kept = Query(text), [], []
        await guarded(executor, query)
        for _ in range(rounds):
            out = Unguarded()
            before, start = time.process_time(), time.perf_counter()
            answering.answer(store, out, query, JSON)  # type: ignore[arg-type]
            bare.append((time.perf_counter() - start, time.process_time() - before))
            before, start = processor(pool), time.perf_counter()
            size = await guarded(executor, query)
            kept.append((time.perf_counter() - start, processor(pool) - before))
            assert size == out.size
        print(f"{name:<18}" + "".join(_line(what, bare, kept, place) for place, what in enumerate(("clock", "processor"))))
    pool.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.guard", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    asyncio.run(measure(options.store, options.rounds))


if __name__ == "__main__":
    main()
