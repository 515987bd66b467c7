"""How much memory exports of a large graph take: copies of the shipped graph under other names, in a store on disk, one process a format.

    python -m tests.bench.exports [COPIES] [FORMAT …]

prints, for each size and format, statements, seconds, the largest memory of the process, and the size of the file. Memory that stays the same
from one size to the next is what "streams" means in docs/exports.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from phahe import exports
from phahe.build import build
from phahe.namespaces import BASE
from phahe.store import EmbeddedStore, Store, open_store
from phahe.store.embedded import _both

FORMATS = ("nquads", "turtle", "graphml", "csv", "neo4j", "gexf")
_SHARED = (f"{BASE}ns", f"{BASE}vocab/", f"{BASE}graph/", f"{BASE}measure/")


def copies(store: Store, count: int) -> Iterator[Quad]:
    """The graph `count` times: things of each copy under a name of their own, vocabularies shared."""
    quads = [quad for quad in store.quads() if not str(quad.graph_name.value).endswith("/ontology")]  # type: ignore[union-attr]
    yield from (quad for quad in store.quads() if str(quad.graph_name.value).endswith("/ontology"))  # type: ignore[union-attr]
    for number in range(count):
        for quad in quads:
            yield Quad(_renamed(quad.subject, number), quad.predicate, _renamed(quad.object, number), quad.graph_name)  # type: ignore[arg-type]


def _renamed(term: object, number: int) -> object:
    if isinstance(term, NamedNode) and term.value.startswith(BASE) and not term.value.startswith(_SHARED):
        kind, _, rest = term.value.removeprefix(BASE).partition("/")
        return NamedNode(f"{BASE}{kind}/c{number}/{rest}")
    return term


class Memory(threading.Thread):
    """Watches the anonymous memory of this process: its own, without the pages of the store's files that the system keeps at hand."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0

    def run(self) -> None:
        """Look ten times a second."""
        while True:
            lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
            self.most = max(self.most, next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) >> 10)
            time.sleep(0.1)


def one(path: str, form: str) -> None:
    """Export the store at `path` and print what it took; in a process of its own."""
    memory = Memory()
    memory.start()
    with open_store(path, read_only=True) as store, tempfile.TemporaryDirectory() as folder:
        time.sleep(0.3)
        before, start, file = memory.most, time.perf_counter(), Path(folder) / "x"
        selection = exports.Selection("x", exports.selecting.RESULT)
        report = exports.to_file(file, lambda out: exports.export(store, selection, exports.get(form), out))
        counts = {"statements": report.statements, "nodes": report.nodes, "edges": report.edges}
        sizes = {
            "seconds": round(time.perf_counter() - start, 1),
            "before_mb": before,
            "most_mb": memory.most,
            "file_mb": file.stat().st_size >> 20,
        }
        print(json.dumps({"format": form, **counts, **sizes}), flush=True)


def main() -> None:
    """Two sizes, each format in a process of its own."""
    if sys.argv[1:2] == ["one"]:
        one(*sys.argv[2:4])
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with open_store() as shipped, tempfile.TemporaryDirectory() as folder:
        build(shipped)
        for count in dict.fromkeys((max(most // 4, 1), most)):
            path = f"{folder}/{count}"
            with EmbeddedStore(Path(path)) as store:
                # straight into the engine, with the copies its default graph needs: many times faster for a benchmark
                store._engine.bulk_extend(_both(copies(shipped, count)))
                print(f"{count} copies: {store.count()} statements", flush=True)
            for form in sys.argv[2:] or FORMATS:
                subprocess.run([sys.executable, "-m", "tests.bench.exports", "one", path, form], check=True)


if __name__ == "__main__":
    main()
