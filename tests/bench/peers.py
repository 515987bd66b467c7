"""The engines the program is measured against, each in a process of its own that can be ended when a query takes too long.

    python -m tests.bench.peers KIND DATA      reads queries as JSON lines from standard input, answers with JSON lines

KIND is `pyoxigraph`, `rdflib`, `maplib` or `jena` (DATA: N-Triples; pyoxigraph and Jena fill a store beside it once), `engine` (DATA: a store this
program built, asked in the process with no guard), `http` (DATA: an endpoint) or `adapted` (DATA: an endpoint, asked through `phahe.store.engines`,
which says what an engine would get wrong in forms it gets right).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

Rows = Iterable[tuple[str, ...]]
_LITERAL: Final = re.compile(r'"(.*)"(?:@[A-Za-z-]+|\^\^<[^>]*>)?', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)")
#: Truth values are spelled in two ways.
_TRUTH: Final = {"true": "1", "false": "0"}
#: Seconds after which a question is not asked again.
LONG: Final = 10.0
_JARS: Final = (
    "jena-arq", "jena-base", "jena-core", "jena-iri", "jena-tdb2", "jena-dboe-base", "jena-dboe-index", "jena-dboe-storage", "jena-dboe-trans-data",
    "jena-dboe-transaction", "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3", "dexx.collection", "gson",
    "guava", "httpclient", "httpcore", "jackson-core", "jackson-databind", "jackson-annotations", "jsonld-java", "thrift", "protobuf", "slf4j-api", "slf4j-nop",
    "titanium-json-ld",
)  # fmt: skip


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
    """Asked for CSV, which costs the client least, over a connection that stays open."""
    address = urlsplit(data)
    connection = HTTPConnection(address.netloc)
    csv.field_size_limit(1 << 30)  # a cell may list the evidence of a country
    target = f"{address.path}?{address.query}" if address.query else address.path
    headers = {"Accept": "text/csv", "Content-Type": "application/x-www-form-urlencoded"}

    def ask(text: str) -> Rows:
        connection.request("POST", target, urlencode({"query": text}), headers)
        response = connection.getresponse()
        body = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{response.status} {body[:300]}")
        return islice(map(tuple, csv.reader(io.StringIO(body, newline=""))), 1, None)

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


class _Timed(list[tuple[str, ...]]):
    """Rows with the milliseconds that the engine's own process measured."""

    milliseconds = 0.0


def jena_installed() -> bool:
    """Whether Debian's Jena and a Java are there."""
    return bool(shutil.which("java")) and Path("/usr/share/java/jena-tdb2.jar").exists()


def _jena(data: str) -> Callable[[str], Rows]:
    place = Path(data)
    command = ["java", "-Xmx4g", "-cp", _class_path(place.parent), str(Path(__file__).with_name("Jena.java")), data, data + ".tdb2"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    assert process.stdin is not None
    assert process.stdout is not None
    sent, answered = process.stdin, process.stdout
    if answered.readline() != "ready\n":
        raise RuntimeError("Jena did not start")

    def ask(text: str) -> Rows:
        sent.write(text.replace("\n", "\\n") + "\n")
        sent.flush()
        first = answered.readline()
        if first.startswith("! ") or not first:
            raise RuntimeError(first[2:] or "ended")
        took, number = first.split("\t")
        rows = _Timed(tuple(map(_unescaped, answered.readline().rstrip("\n").split("\t"))) for _ in range(int(number)))
        rows.milliseconds = float(took)
        return rows

    return ask


def _class_path(folder: Path) -> str:
    """The jars, and Jena's messages where Debian's jar looks for them: its classes were moved to another package, its messages were not."""
    messages = folder / "jena-messages"
    with zipfile.ZipFile("/usr/share/java/jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith("org/apache/jena/ext/xerces/") and name.endswith(".properties"):
                target = messages / name.removeprefix("org/apache/jena/ext/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    return ":".join([str(messages), *(f"/usr/share/java/{name}.jar" for name in _JARS)])


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(lambda found: {"t": "\t", "n": "\n", "r": "\r"}.get(found[1], found[1]), cell) if "\\" in cell else cell


KINDS: dict[str, Callable[[str], Callable[[str], Rows]]] = {
    "pyoxigraph": _pyoxigraph,
    "rdflib": _rdflib,
    "maplib": _maplib,
    "jena": _jena,
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
            found = ask(text)
            rows = list(found)
            took = getattr(found, "milliseconds", 0.0) or (time.perf_counter() - start) * 1000
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

    def ask(self, text: str, runs: int, limit: float, *, own: bool = False) -> Timing:
        """Ask once to warm up and then `runs` times, in the same words or (`own`) each time in a text of its own; `limit` seconds end a run.

        What takes more than `LONG` seconds the second time is not asked again: that run is the measurement.
        """
        answers: list[dict[str, Any]] = []
        for number in range(runs + 1):
            try:
                process = self._running()
                assert process.stdin is not None
                process.stdin.write(json.dumps(f"{text}\n# {os.getpid()} {number}" if own else text) + "\n")
                process.stdin.flush()
                answer = self._line(limit)
            except (OSError, RuntimeError) as error:
                return Timing(problem=f"failed: {str(error)[:100]}")
            if answer is None:
                self.close()
                return Timing(problem=f">{limit:g} s")
            if "problem" in answer:
                return Timing(problem=f"refused: {answer['problem']}")
            answers.append(answer)
            if number and answer["ms"] > LONG * 1000:
                break
        return Timing(tuple(one["ms"] for one in answers[1:] or answers), answers[0]["rows"], answers[0]["digest"])

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            start = time.perf_counter()
            command = [self._python, str(Path(__file__)), self._kind, self._data]
            self._process = subprocess.Popen(  # with what it starts itself, so that both can be ended
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
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
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
