"""How long each question takes: in the process over copies of the shipped graph, or through HTTP on a server that runs.

`python -m tests.bench.asking 1 20` prints processor milliseconds at 1 and 20 copies, the best of three, rows and growth.
`python -m tests.bench.asking --http http://127.0.0.1:8000` prints wall milliseconds of each API answer and page, warm, the best and the median of fifteen; every call
has an Accept header of its own, so that no answer comes from the memory of answers. Load is told before and after: on a busy machine the best says more than the
median. Timed, so no test.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
from time import perf_counter, process_time
from urllib.parse import urlsplit

from phahe.inference import infer
from phahe.questions import ask, catalogue
from tests.bench.copies import multiply


def in_process(sizes: list[int]) -> None:
    """Print the table for copies of the graph."""
    times: dict[str, list[tuple[float, int]]] = {}
    for copies in sizes:
        store = multiply(copies)
        start = process_time()
        rules = infer(store)
        print(f"{copies:>4} copies: {store.count():>12,} statements, {sum(rules.values()):,} concluded in {process_time() - start:.1f} s")
        for question in catalogue():
            best, rows = float("inf"), 0
            for _ in range(3):
                start = process_time()
                rows = len(ask(store, question).rows)
                best = min(best, process_time() - start)
            times.setdefault(question.slug, []).append((best * 1000, rows))
    for slug, found in times.items():
        print(
            f"{slug:<26}",
            *(f"{milliseconds:9.1f} ms {rows:>6} rows" for milliseconds, rows in found),
            f"{found[-1][0] / found[0][0]:6.1f}×",
        )


def through_http(address: str) -> None:
    """Print the table for a server."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    number = itertools.count()
    print(f"load {os.getloadavg()[0]:.1f}")

    def once(path: str) -> float:
        kind = "application/json" if path.startswith("/api/") else "text/html"
        accept = f"{kind}, x/{os.getpid()}-{next(number)};q=0.1"
        start = perf_counter()
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status}")
        return (perf_counter() - start) * 1000

    for question in catalogue():
        shown = []
        for path in (f"/api/questions/{question.slug}", f"/questions/{question.slug}"):
            once(path)
            times = sorted(once(path) for _ in range(15))
            shown.append(f"{times[0]:8.1f} {times[7]:8.1f}")
        print(f"{question.slug:<26} API {shown[0]} ms   page {shown[1]} ms", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.asking", description=__doc__)
    parser.add_argument("copies", nargs="*", type=int, default=[1, 20])
    parser.add_argument("--http", metavar="ADDRESS")
    options = parser.parse_args()
    if options.http:
        through_http(options.http)
    else:
        in_process(options.copies)


if __name__ == "__main__":
    main()
