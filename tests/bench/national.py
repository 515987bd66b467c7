"""Side by side at the size of the country, in one run on the same data: this program through HTTP, and other engines.

    python -m tests.bench.national [--quads 1000000] [--folder DIR] [--runs 5] [--limit 60] [--minutes 35] [--maplib PYTHON] [--write docs/benchmark.md]

A synthetic nation is generated, built, served; the peers get the same statements, conclusions of the rules included, in one graph. Each question is
asked in the form that suits an engine: the program reads its counts and closures; the peers count, with the materialised closure and with property
paths. Answers must be the same (number of rows, digest of the sorted rows). PYTHON is an interpreter that has maplib, where this one has not.
Every measurement is kept in DIR/results.json and in the page as soon as it is there; a run that was stopped goes on where it ended.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from phahe.store.engines import EVERYDAY_GRAPH
from tests.bench.catalogue import questions
from tests.bench.nation import prepare, written_out
from tests.bench.peers import Peer, jena_installed
from tests.bench.results import OWN, WARM, Results, write
from tests.bench.serving import served, settle
from tests.bench.virtuoso import Virtuoso, installed, virtuoso

BASE = "https://w3id.org/phahe/"
PREFIX = f"PREFIX ph: <{BASE}ns#> PREFIX qb: <http://purl.org/linked-data/cube#> "
CENTRAL = f"<{BASE}doc/tong-hop-trung-uong/2025/0-nq-tw>"
DOCUMENT = f"<{BASE}doc/tong-hop-p0000/2025/tong-hop-p0000-0>"


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


FACTS = "National totals and look-ups: the program reads its counts and closures, the peers count, with the materialised closure and with property paths"
CATALOGUE = "The questions of the catalogue, the same text for all"


@dataclass(frozen=True, slots=True)
class Asking:
    """How the peers are asked: runs, seconds for one, and when (on the monotonic clock) nothing more is begun."""

    results: Results
    page: Path | None
    runs: int
    limit: float
    until: float

    def ask(self, table: str, question: str, column: str, peer: Peer, text: str, *, own: bool = False) -> None:
        """Measure, unless a run before did, and show it."""
        if self.results.has(table, question, column):
            return
        if time.monotonic() > self.until:
            return
        self.results.keep(table, question, column, peer.ask(text, self.runs, self.limit, own=own))
        if self.page:
            write(self.page, self.results)

    def facts(self, peer: Peer) -> None:
        """The questions of the nation, in the two forms of the peers."""
        for question in QUESTIONS:
            for form, text in (("closure", question.closure), ("paths", question.paths)):
                if text:
                    self.ask(FACTS, question.name, f"{peer.name}, {form}", peer, PREFIX + text)
        peer.close()

    def catalogue(self, peer: Peer) -> None:
        """The questions of the catalogue."""
        for slug, text in questions():
            self.ask(CATALOGUE, slug, peer.name, peer, text)
        peer.close()

    def program(self, peer: Peer) -> None:
        """This program: all questions, as shipped and with answers bypassed."""
        asked = [(FACTS, question.name, PREFIX + question.ours) for question in QUESTIONS] + [(CATALOGUE, *one) for one in questions()]
        for column, own in ((WARM, False), (OWN, True)):
            for table, name, text in asked:
                self.ask(table, name, column, peer, text, own=own)
        peer.close()


def compare(folder: Path, options: argparse.Namespace, asking: Asking) -> None:
    """Ask the program, then one peer after another, each alone on the machine."""
    found, quads, triples = written_out(folder)
    wide = {"PHAHE_QUERY_SECONDS": f"{asking.limit:g}", "PHAHE_QUERY_ROWS": "3000000", "PHAHE_QUERY_MB": "1000", "PHAHE_LOG": "off"}
    with served(folder / "store", **wide) as server:
        settle(server)
        asking.program(Peer("phahe", "http", f"{server.address}/sparql"))
    peers = {"pyoxigraph": True, "maplib": True, "Jena": jena_installed(), "rdflib": options.quads <= 1_000_000}
    asking.catalogue(Peer("pyoxigraph in the process, no guard", "engine", str(found.path)))
    if installed() and "Virtuoso" not in options.without:
        with _virtuoso(quads, asking) as server:
            asking.facts(Peer("Virtuoso", "http", f"{server.address}?default-graph-uri={EVERYDAY_GRAPH.value}"))
            asking.catalogue(Peer("Virtuoso", "adapted", server.address))
    for name, there in peers.items():
        if there and name not in options.without:
            peer = Peer(name, name.lower(), str(triples), options.maplib if name == "maplib" else sys.executable)
            asking.facts(peer)
            if peer.load_seconds:
                asking.results.step(f"{name}: time to load the everyday graph, or to open it", f"{peer.load_seconds:.1f} s")


@contextmanager
def _virtuoso(quads: Path, asking: Asking) -> Iterator[Virtuoso]:
    """A Virtuoso that holds the graph, filled unless a run before did."""
    folder = quads.parent / "virtuoso"
    filled = folder / "filled"
    if not filled.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.link(quads, folder / quads.name)
    with virtuoso(folder, megabytes=3000, seconds=int(asking.limit)) as server:
        if not filled.exists():
            start = time.perf_counter()
            server.bulk_load(folder / quads.name)
            asking.results.step("Virtuoso 7: bulk load of the built graph", f"{time.perf_counter() - start:.1f} s")
            filled.touch()
        yield server


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
    parser.add_argument("--limit", type=float, default=60, help="seconds a query may take")
    parser.add_argument("--minutes", type=float, default=35, help="after so many minutes no further question is begun")
    parser.add_argument("--folder", type=Path, help="keep data, stores and results there, and go on from what is there")
    parser.add_argument("--maplib", metavar="PYTHON", default=sys.executable)
    parser.add_argument("--without", nargs="*", default=[], help="peers to leave out: Virtuoso, pyoxigraph, maplib, Jena, rdflib")
    parser.add_argument("--build-only", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    until = time.monotonic() + options.minutes * 60
    with ExitStack() as opened:
        folder = options.folder or Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="phahe-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        results = Results(folder / "results.json", options.quads, machine())
        prepare(folder, options.quads, options.rounds, results)
        if options.write:
            write(options.write, results)
        if not options.build_only:
            compare(folder, options, Asking(results, options.write, options.runs, options.limit, until))
        if options.write:
            write(options.write, results)


if __name__ == "__main__":
    main()
