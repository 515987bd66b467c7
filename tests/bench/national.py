"""Side by side at the size of the country, in one run on the same data: this program through HTTP, and other engines.

    python -m tests.bench.national [--quads 1000000] [--runs 5] [--limit 60] [--maplib PYTHON] [--write docs/benchmark.md]

A synthetic nation is generated, built, served; the peers get the same statements, conclusions of the rules included, in one graph. Each question is
asked in the form that suits an engine: the program reads its counts and closures; the peers count, with the materialised closure and with property
paths. Answers must be the same (number of rows, digest of the sorted rows). PYTHON is an interpreter that has maplib, where this one has not.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.request import urlopen

from phahe.store import EmbeddedStore
from phahe.store.engines import EVERYDAY_GRAPH, with_everyday
from phahe.store.versions import current
from phahe.synthetic import Size, generate
from tests.bench.catalogue import questions
from tests.bench.peers import Peer, Timing
from tests.bench.virtuoso import installed, virtuoso

BASE = "https://w3id.org/phahe/"
PREFIX = f"PREFIX ph: <{BASE}ns#> PREFIX qb: <http://purl.org/linked-data/cube#> "
CENTRAL = f"<{BASE}doc/tong-hop-trung-uong/2025/0-nq-tw>"
DOCUMENT = f"<{BASE}doc/tong-hop-p0000/2025/tong-hop-p0000-0>"


#: Lines of a section before anything was measured.
_INTRODUCTION = 6
NOTES = (
    "Milliseconds, medians of warm runs; each run has a text of its own, so that no answer comes from memory. phahe and Virtuoso are asked through HTTP,",
    "pyoxigraph, maplib and rdflib in their own process, without a server or a guard. All answers are compared: rows, and a digest of them.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: as the program asks it, and the forms the peers are given."""

    name: str
    ours: str
    closure: str
    paths: str = ""


QUESTIONS = (
    Question(
        "national total: tasks of each origin",
        f"SELECT ?origin ?n {{ ?cell qb:dataSet <{BASE}dataset/tasks-by-origin> ; ph:countedOrigin ?origin ; ph:taskCount ?n }}",
        "SELECT ?origin (COUNT(DISTINCT ?task) AS ?n) { ?task a ph:Task ; ph:document ?d . ?d ph:tracesTo ?origin } GROUP BY ?origin",
        "SELECT ?origin (COUNT(DISTINCT ?task) AS ?n) { ?task a ph:Task ; ph:document ?d . ?d ph:carriesOut+ ?origin } GROUP BY ?origin",
    ),
    Question(
        "national total: tasks of each theme",
        f"SELECT ?theme ?n {{ ?cell qb:dataSet <{BASE}dataset/tasks-by-theme> ; ph:countedTheme ?theme ; ph:taskCount ?n }}",
        "SELECT ?theme (COUNT(DISTINCT ?task) AS ?n) { ?task a ph:Task ; ph:theme ?theme } GROUP BY ?theme",
    ),
    Question(
        "all tasks below one central resolution",
        f"SELECT ?task {{ ?task ph:hasOrigin {CENTRAL} }}",
        f"SELECT ?task {{ ?d ph:tracesTo {CENTRAL} . ?task ph:document ?d ; a ph:Task }}",
        f"SELECT ?task {{ ?d ph:carriesOut+ {CENTRAL} . ?task ph:document ?d ; a ph:Task }}",
    ),
    Question("documents below one central resolution", f"SELECT ?d {{ ?d ph:tracesTo {CENTRAL} }}", f"SELECT ?d {{ ?d ph:tracesTo {CENTRAL} }}",
             f"SELECT ?d {{ ?d ph:carriesOut+ {CENTRAL} }}"),
    Question("look-up: the tasks of one document", *(f"SELECT ?task ?text {{ ?task ph:document {DOCUMENT} ; a ph:Task ; ph:text ?text }}",) * 2),
    Question("look-up: the citations of one document", *(f"SELECT ?c ?cited {{ ?c ph:document {DOCUMENT} ; ph:citedDocument ?cited }}",) * 2),
    Question("look-up: one document's own facts", *(f"SELECT ?p ?o {{ {DOCUMENT} ?p ?o }}",) * 2),
)  # fmt: skip


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The program serving the store at `root`, with limits wide enough for the answers measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {**os.environ, "PHAHE_QUERY_SECONDS": "120", "PHAHE_QUERY_ROWS": "3000000", "PHAHE_QUERY_MB": "1000", "PHAHE_LOG": "off"}
    code = (
        "import uvicorn; from phahe_server.app import create_app; from phahe_server.querying.source import Source; "
        f"uvicorn.run(create_app(Source({str(root)!r})), port={port}, log_level='error')"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env=settings)
    try:
        for _ in range(1200):
            try:
                with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/sparql"
    finally:
        process.terminate()
        process.wait()


_BARE = """
import sys, pyoxigraph
pyoxigraph.Store(sys.argv[2]).bulk_load(path=sys.argv[1] + "/nation.nq", format=pyoxigraph.RdfFormat.N_QUADS)
"""
_BUILD = """
import sys, pathlib
from phahe.build import build_version
build_version(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds on the wall, seconds of processor, megabytes at most."""

    wall: float
    processor: float
    megabytes: float


def cost(code: str, *arguments: Path) -> Cost:
    """Run a program of Python in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the program ended with {process.returncode}")
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def prepare(folder: Path, quads: int, rounds: int) -> list[str]:
    """Generate, load bare and build in turn, the least of `rounds`; lines that say what it took."""
    nation = folder / "data" / "nation.nq"
    start = time.perf_counter()
    count = generate(Size(quads=quads), nation)
    lines = [f"| generate {count:,} quads | {time.perf_counter() - start:.1f} s |"]
    bare, built = [], []
    for _ in range(rounds):
        for place in ("bare", "store"):
            shutil.rmtree(folder / place, ignore_errors=True)
        bare.append(cost(_BARE, folder / "data", folder / "bare"))
        built.append(cost(_BUILD, folder / "data", folder / "store"))
    shutil.rmtree(folder / "bare")
    loaded, whole = (min(found, key=lambda one: one.processor) for found in (bare, built))
    lines.append(
        f"| bare pyoxigraph `bulk_load` of the same file | {loaded.wall:.1f} s, {loaded.processor:.1f} s of processor, {loaded.megabytes:,.0f} MB |"
    )
    lines.append(
        f"| `phahe build`: load, rules, counts, checks | {whole.wall:.1f} s, {whole.processor:.1f} s of processor, {whole.megabytes:,.0f} MB |"
    )
    lines.append(
        f"| build / bare load | {whole.wall / loaded.wall:.2f} by the wall, {whole.processor / loaded.processor:.2f} by processor time |"
    )
    print("\n".join(lines), flush=True)
    return lines


def dump(folder: Path, quads: Path, triples: Path) -> Path:
    """What the peers are given: all quads with the everyday graph, and the everyday graph alone as triples. Where the store is."""
    found = current(folder / "store")
    assert found is not None
    with EmbeddedStore(found.path, read_only=True) as store, quads.open("w") as all_of_it, triples.open("w") as merged:
        for quad in with_everyday(store.quads()):
            all_of_it.write(f"{quad} .\n")
            if quad.graph_name == EVERYDAY_GRAPH:
                merged.write(f"{quad.subject} {quad.predicate} {quad.object} .\n")
    return found.path


def measure(peers: list[Peer], ours: Peer, runs: int, limit: float, lines: list[str]) -> None:
    """Adds the table of national totals and look-ups, each peer asked in two forms; what differs is said."""
    names = [f"{peer.name}, {form}" for peer in peers for form in ("closure", "paths")]
    lines += _head(names)
    for question in QUESTIONS:
        mine = ours.ask(PREFIX + question.ours, runs, limit)
        found = [
            peer.ask(PREFIX + text, runs, limit) if text else Timing(problem="–")
            for peer in peers
            for text in (question.closure, question.paths)
        ]
        lines.append(_line(question.name, mine, found))
        print(lines[-1], flush=True)


def measure_catalogue(peers: list[Peer], ours: Peer, runs: int, limit: float, lines: list[str]) -> None:
    """Adds the table of the catalogue: the same text for all."""
    lines += _head([peer.name for peer in peers])
    for slug, text in questions():
        mine = ours.ask(text, runs, limit)
        lines.append(_line(slug, mine, [peer.ask(text, runs, limit) for peer in peers]))
        print(lines[-1], flush=True)


def _head(names: list[str]) -> list[str]:
    return ["| question | rows | phahe | p95 | " + " | ".join(names) + " | best peer / phahe |", "|---" * (len(names) + 5) + "|"]


def _line(name: str, mine: Timing, peers: list[Timing]) -> str:
    if mine.problem:
        return f"| {name} | – | {mine.problem} | – | " + " | ".join("–" for _ in peers) + " | – |"
    cells, best = [], []
    for found in peers:
        if not found.problem and (found.rows, found.digest) != (mine.rows, mine.digest):
            cells.append(f"another answer ({found.rows} rows)")
            continue
        best += [statistics.median(found.milliseconds)] if not found.problem else []
        cells.append(found.problem or f"{statistics.median(found.milliseconds):,.1f}")
    middle = statistics.median(mine.milliseconds)
    high = sorted(mine.milliseconds)[int(len(mine.milliseconds) * 0.95)]
    ratio = f"{min(best) / middle:,.1f}" if best else "–"
    return f"| {name} | {mine.rows:,} | {middle:,.1f} | {high:,.1f} | " + " | ".join(cells) + f" | {ratio} |"


def machine() -> str:
    """Cores, memory, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    found = [f"Python {platform.python_version()}"]
    for name in ("pyoxigraph", "rdflib", "maplib"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}; load {load:.0f} when it began. {', '.join(found)}."


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.national", description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=1, help="how often bare load and build are measured, in turn")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--maplib", metavar="PYTHON", default=sys.executable)
    parser.add_argument("--without", nargs="*", default=[], help="peers to leave out: rdflib, maplib")
    parser.add_argument("--build-only", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines = [f"## {options.quads:,} quads", "", machine(), "", "| step | |", "|---|---|"]
    try:
        with tempfile.TemporaryDirectory(prefix="phahe-bench-") as name:
            lines += prepare(Path(name), options.quads, options.rounds)
            if not options.build_only:
                compare(Path(name), options, lines)
    finally:  # what was measured before a run was stopped is kept
        if options.write and len(lines) > _INTRODUCTION:
            write(options.write, options.quads, lines)


def compare(folder: Path, options: argparse.Namespace, lines: list[str]) -> None:
    """Load the peers and ask them; adds a line of what loading took, and the two tables."""
    (folder / "virtuoso").mkdir()
    quads, triples = folder / "virtuoso" / "all.nq", folder / "everyday.nt"
    store = dump(folder, quads, triples)
    peers = [Peer("pyoxigraph", "pyoxigraph", str(triples)), Peer("maplib", "maplib", str(triples), options.maplib)]
    peers += [Peer("rdflib", "rdflib", str(triples))] if options.quads <= 1_000_000 else []
    peers = [peer for peer in peers if peer.name not in options.without]
    same = [Peer("pyoxigraph in the process, no guard", "engine", str(store))]
    with ExitStack() as opened:
        ours = Peer("phahe", "http", opened.enter_context(served(folder / "store")))
        if installed():
            server = opened.enter_context(virtuoso(folder / "virtuoso", megabytes=3000))
            start = time.perf_counter()
            server.bulk_load(quads)
            lines.append(f"| Virtuoso 7: bulk load of the built graph | {time.perf_counter() - start:.1f} s |")
            peers.append(Peer("Virtuoso", "http", f"{server.address}?default-graph-uri={EVERYDAY_GRAPH.value}"))
            same.append(Peer("Virtuoso", "adapted", server.address))
        lines += ["", *NOTES, ""]
        measure(peers, ours, options.runs, options.limit, lines)
        lines += ["", "The questions of the catalogue, the same text for all:", ""]
        measure_catalogue(same, ours, options.runs, options.limit, lines)
        for peer in (*peers, *same, ours):
            peer.close()


def write(path: Path, quads: int, lines: list[str]) -> None:
    """Put the section of one size into the page, in place of an older one."""
    text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmark\n\nWritten by `make bench` (tests/bench/national.py).\n"
    before, mark, rest = text.partition(f"\n## {quads:,} quads\n")
    _, following, after = rest.partition("\n## ")
    path.write_text(before.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n" + (following + after if mark else ""), encoding="utf-8")


if __name__ == "__main__":
    main()
