"""The engines the program is measured against, each in a process of its own that can be ended when a query takes too long.

    python -m tests.bench.peers KIND DATA      reads queries as JSON lines from standard input, answers with JSON lines

KIND is `pyoxigraph`, `rdflib` or `maplib` (DATA: N-Triples, for pyoxigraph a folder that is filled once), `engine` (DATA: a store this program
built, asked in the process with no guard), `http` (DATA: an endpoint) or `adapted` (DATA: an endpoint, asked through `phahe.store.engines`, which
says what an engine would get wrong in forms it gets right).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

Rows = Iterable[tuple[str, ...]]
_LITERAL: Final = re.compile(r'"(.*)"(?:@[A-Za-z-]+|\^\^<[^>]*>)?', re.DOTALL)
#: Truth values are spelled in two ways.
_TRUTH: Final = {"true": "1", "false": "0"}


@dataclass(frozen=True, slots=True)
class Timing:
    """What asking several times gave: milliseconds, the number of rows and the digest of the sorted rows; `problem` where it gave none."""

    milliseconds: tuple[float, ...] = ()
    rows: int = 0
    digest: str = ""
    problem: str = ""


def _pyoxigraph(data: str) -> Callable[[str], Rows]:
    from pyoxigraph import RdfFormat, Store  # noqa: PLC0415

    place = Path(data + ".oxigraph")
    if not place.exists():
        made = Store(str(place))
        made.bulk_load(path=data, format=RdfFormat.N_TRIPLES)
        made.flush()
        del made
    store = Store.read_only(str(place))
    return lambda text: (tuple(str(term.value) for term in row) for row in store.query(text))  # type: ignore[union-attr]


def _rdflib(data: str) -> Callable[[str], Rows]:
    from rdflib import Graph  # noqa: PLC0415

    graph = Graph()
    graph.parse(data, format="nt")
    return lambda text: (tuple(str(term) for term in row) for row in graph.query(text))  # type: ignore[union-attr]


def _maplib(data: str) -> Callable[[str], Rows]:
    from maplib import Model  # noqa: PLC0415

    model = Model()
    model.read(data, format="ntriples")
    return lambda text: (tuple(_value("" if cell is None else str(cell)) for cell in row) for row in model.query(text).rows())


def _value(written: str) -> str:
    """The value of a term as N-Triples writes it."""
    found = _LITERAL.fullmatch(written)
    return found[1].replace('\\"', '"') if found else written.strip("<>")


def _http(data: str) -> Callable[[str], Rows]:
    def ask(text: str) -> Rows:
        request = Request(data, urlencode({"query": text}).encode(), {"Accept": "application/sparql-results+json"})
        with urlopen(request) as response:
            found = json.load(response)
        names = found["head"]["vars"]
        return [tuple(row[name]["value"] if name in row else "" for name in names) for row in found["results"]["bindings"]]

    return ask


def _engine(data: str) -> Callable[[str], Rows]:
    from pyoxigraph import Store  # noqa: PLC0415

    store = Store.read_only(data)

    def ask(text: str) -> Rows:
        found = store.query(text)
        return (tuple("" if term is None else str(term.value) for term in row) for row in found)  # type: ignore[union-attr]

    return ask


def _adapted(data: str) -> Callable[[str], Rows]:
    from phahe.store import open_store  # noqa: PLC0415

    store = open_store(data)
    return lambda text: (tuple("" if term is None else str(term.value) for term in row) for row in store.select(text).rows)


KINDS: dict[str, Callable[[str], Callable[[str], Rows]]] = {
    "pyoxigraph": _pyoxigraph,
    "rdflib": _rdflib,
    "maplib": _maplib,
    "engine": _engine,
    "http": _http,
    "adapted": _adapted,
}


def serve(kind: str, data: str) -> None:
    """Answer until standard input ends."""
    ask = KINDS[kind](data)
    print("{}", flush=True)
    for line in sys.stdin:
        text = json.loads(line)
        start = time.perf_counter()
        try:
            rows = list(ask(text))
            took = (time.perf_counter() - start) * 1000
            # what one cell lists has no order
            same = sorted("\t".join(" ".join(sorted(_TRUTH.get(cell, cell).split())) for cell in row) for row in rows)
            digest = hashlib.sha256("\n".join(same).encode()).hexdigest()[:12]
            print(json.dumps({"ms": took, "rows": len(rows), "digest": digest}), flush=True)
        except Exception as error:  # a peer's own words
            print(json.dumps({"problem": f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"}), flush=True)


class Peer:
    """One engine over its data; started when first asked, started again after a query that took too long."""

    def __init__(self, name: str, kind: str, data: str, python: str = sys.executable) -> None:
        self.name, self._kind, self._data, self._python = name, kind, data, python
        self._process: subprocess.Popen[str] | None = None
        self.load_seconds = 0.0

    def ask(self, text: str, runs: int, limit: float) -> Timing:
        """Ask once to warm up and then `runs` times, each time in other words; a run longer than `limit` seconds ends it."""
        answers: list[dict[str, Any]] = []
        for number in range(runs + 1):
            try:
                process = self._running()
                assert process.stdin is not None
                process.stdin.write(json.dumps(f"{text}\n# {os.getpid()} {number}") + "\n")  # a text of its own: no answer from memory
                process.stdin.flush()
                answer = self._line(limit)
            except (OSError, RuntimeError) as error:
                return Timing(problem=str(error)[:100])
            if answer is None:
                self.close()
                return Timing(problem=f">{limit:g} s")
            if "problem" in answer:
                return Timing(problem=answer["problem"])
            answers.append(answer)
        return Timing(tuple(one["ms"] for one in answers[1:]), answers[0]["rows"], answers[0]["digest"])

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            start = time.perf_counter()
            command = [self._python, str(Path(__file__)), self._kind, self._data]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if self._line(3600) is None:
                raise RuntimeError("did not start")
            self.load_seconds = self.load_seconds or time.perf_counter() - start
        return self._process

    def _line(self, limit: float) -> dict[str, Any] | None:
        assert self._process is not None
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], limit)[0]:
            return None
        line = self._process.stdout.readline()
        if not line:
            said = self._process.stderr.read() if self._process.stderr else ""
            self._process = None
            raise RuntimeError(said.strip().rpartition("\n")[2] or "ended")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """End its process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
