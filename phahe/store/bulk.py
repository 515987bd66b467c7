"""Loading by the million: N-Quads streamed into a store on disk in bounded memory, each line once with its graph and once for the merge.

The engine reads from a pipe while this side cuts the graph off each line, counts, and lets a `Watch` read along; both run at once. Lines in the
form the engine itself writes are cut as text, no term is parsed; any other line is read and written anew, so a file may be indented or
commented as it likes. What a watch concludes from the statements goes into the same load, as statements of `graph/inferred`.
"""

from __future__ import annotations

import gzip
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat

from phahe.namespaces import GRAPH
from phahe.store.errors import LoadError

#: Only where the graph begins matters here; the engine judges the rest.
_QUAD: Final = re.compile(rb'((?:<[^ ]+>|_:\S+) <[^ ]+> (?:[^" \n]+|"[^\n]*"[^" \n]*)) (<[^ "]*>) \.\n')
_SUBJECT: Final = re.compile(rb'<[^\x00-\x20<>"]*>|_:[^\x00-\x20<>"]+')
_PREDICATE: Final = re.compile(rb'<[^\x00-\x20<>"]*>')
_ALIGNED: Final = f" <{GRAPH}aligned> .\n".encode()
_INFERRED: Final = f" <{GRAPH}inferred> .\n".encode()
_END: Final = b" .\n"
_CHUNK: Final = 1 << 20
#: Sought as numbers: Python looks for a byte twelve times faster than for bytes of length one.
_TAB, _SPACE, _BACKSLASH = b"\t \\"
_CORES: Final = 3
_SET_PIPE_SIZE: Final = 1031  # F_SETPIPE_SZ of Linux, which Python names from 3.10 on only where the system has it

Taker = Callable[[bytes, bytes], object]


class Watch(Protocol):
    """Who reads along: statements by property (subject and object as written), and what it concludes from them, as triples."""

    @property
    def takers(self) -> Mapping[bytes, Taker]:
        """Who takes the statements of a property."""
        ...

    def drain(self) -> list[bytes]:
        """Triples concluded since the last call."""
        ...

    def finish(self) -> Iterable[bytes]:
        """What is concluded from the whole, after the last line."""
        ...


def bulk_load(engine: pyoxigraph.Store, paths: Path | Sequence[Path], watch: Watch | None = None) -> Counter[str]:
    """Load N-Quads files (or `.nq.gz`), and into the unnamed graph what is not in `graph/aligned`; lines per graph.

    Raises LoadError naming file and line; what was loaded before it may stay, so this is for stores that are thrown away on failure.
    """
    sources = [paths] if isinstance(paths, Path) else [*paths]
    feed = _Feed(sources, watch)
    reading, writing = os.pipe()
    feeder = threading.Thread(target=feed.run, args=(writing,), name="bulk")
    feeder.start()
    try:
        _read(engine, reading)
        if os.read(reading, 1):
            raise LoadError(sources[0], "the engine did not read to the end")
    except SyntaxError as error:
        raise next(filter(None, map(_located, sources)), None) or LoadError(sources[0], error.msg or str(error)) from error
    finally:
        os.close(reading)
        feeder.join()
    if feed.failure:
        raise feed.failure
    return Counter({tail[2:-4].decode(): count for tail, count in feed.counted.items()})


def _read(engine: pyoxigraph.Store, pipe: int) -> None:
    """Have the engine read a pipe. Where it sees four cores or more it divides a file among several readers, and reads nothing of a pipe."""
    if hasattr(os, "sched_setaffinity"):
        with _few_cores():
            engine.bulk_load(path=f"/dev/fd/{pipe}", format=RdfFormat.N_QUADS)
    else:  # no way to show it fewer: by way of Python, slower
        with open(pipe, "rb", closefd=False) as file:
            engine.bulk_load(file, RdfFormat.N_QUADS)


@contextmanager
def _few_cores() -> Iterator[None]:
    """Show the engine a few cores only; it counts those of this thread."""
    cores = os.sched_getaffinity(0)
    if len(cores) <= _CORES:
        yield
        return
    os.sched_setaffinity(0, sorted(cores)[:_CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, unpacked where its name ends in .gz. LoadError where it cannot be read."""
    for lines in _chunks(path):
        yield from lines


def _chunks(path: Path) -> Iterator[list[bytes]]:
    opener: Callable[..., gzip.GzipFile] = gzip.open if path.suffix == ".gz" else open  # type: ignore[assignment]
    try:
        with opener(path, "rb") as file:
            while lines := file.readlines(_CHUNK):
                yield lines
    except (OSError, EOFError) as error:
        raise LoadError(path, getattr(error, "strerror", None) or str(error)) from error


class _Feed:
    """What goes down the pipe; `counted` tells lines by " <graph> .\\n", `failure` why it ended before its time."""

    def __init__(self, sources: Sequence[Path], watch: Watch | None) -> None:
        self.counted: Counter[bytes] = Counter()
        self.failure: BaseException | None = None
        self._sources, self._watch = sources, watch
        self._takers: dict[bytes, Taker | None] = {}
        self._subject = b""

    def run(self, writing: int) -> None:
        """Write everything, and close the pipe."""
        try:
            with os.fdopen(writing, "wb", buffering=0) as pipe:
                _widen(pipe.fileno())
                for part in self._parts():
                    _write(pipe.fileno(), part)
        except BrokenPipeError:
            pass  # the engine gave up; it says why
        except BaseException as error:  # raised again in the thread that asked
            self.failure = error

    def _parts(self) -> Iterator[bytes]:
        for path in self._sources:
            number = 0
            for lines in _chunks(path):
                yield b"".join(self._doubled(path, number, lines))
                number += len(lines)
                if self._watch:
                    yield b"".join(self._concluded(self._watch.drain()))
        if self._watch:
            yield b"".join(self._concluded(self._watch.drain()))
            rest = iter(self._watch.finish())
            while part := list(islice(rest, 5000)):
                yield b"".join(self._concluded(part))

    def _concluded(self, triples: list[bytes]) -> Iterator[bytes]:
        self.counted[_INFERRED] += len(triples)
        for triple in triples:
            yield triple + _INFERRED
            yield triple + _END

    def _doubled(self, path: Path, number: int, lines: list[bytes]) -> list[bytes]:
        """Each line, and its triple; the loop that every line of the country goes through, so it calls little."""
        out: list[bytes] = []
        append, takers = out.append, self._takers
        tail, size, count, merged = b"\n\n", 0, 0, True  # no line ends so
        subject = self._subject
        for at, line in enumerate(lines, number + 1):
            if not line.endswith(tail) or _TAB in line:
                self.counted[tail] += count
                match = _QUAD.fullmatch(line)
                tail, count = (b" " + match[2] + _END, 0) if match else (b"\n\n", 0)
                size, merged = len(tail), tail != _ALIGNED
                if not match:
                    out += self._rewritten(path, at, line)
                    continue
            triple = line[:-size]
            try:
                one, predicate, value = triple.split(b" ", 2)
            except ValueError:
                out += self._rewritten(path, at, line)
                continue
            if one != subject:
                if not _SUBJECT.fullmatch(one):
                    out += self._rewritten(path, at, line)
                    continue
                subject = one
            if value[:1] == b'"':
                after = value[value.find(b'"', 1) :]
                plain = after.count(b'"') == 1 and _SPACE not in after and len(after) < len(value)
            else:
                plain = value != b"" and _SPACE not in value
            if not (plain or _QUAD.fullmatch(line)) or (predicate not in takers and not self._known(predicate)):
                out += self._rewritten(path, at, line)
                continue
            take = takers[predicate]
            if take and _BACKSLASH in triple:  # one spelling for whoever compares
                out += self._rewritten(path, at, line)
                continue
            count += 1
            append(line)
            if merged:
                append(triple)
                append(_END)
                if take:
                    take(subject, value)
        self.counted[tail] += count
        self.counted += Counter()  # drops what was counted for no graph
        self._subject = subject
        return out

    def _known(self, predicate: bytes) -> bool:
        """Whether it is a property as the engine writes it; who takes it is then known too."""
        if not _PREDICATE.fullmatch(predicate):
            return False
        self._takers[predicate] = self._watch.takers.get(predicate) if self._watch else None
        return True

    def _rewritten(self, path: Path, number: int, line: bytes) -> Iterator[bytes]:
        """A line in some other form, as the engine writes it."""
        try:
            quads = list(pyoxigraph.parse(line, format=RdfFormat.N_QUADS))
        except (SyntaxError, ValueError) as error:
            raise LoadError(path, getattr(error, "msg", None) or str(error), number) from error
        for quad in quads:
            if isinstance(quad.graph_name, DefaultGraph):
                raise LoadError(path, "holds triples outside any graph, and no graph was named for them", number)
            subject, predicate, value = str(quad.subject).encode(), str(quad.predicate).encode(), str(quad.object).encode()
            tail = f" {quad.graph_name} .\n".encode()
            self.counted[tail] += 1
            yield b" ".join((subject, predicate, value)) + tail
            if tail != _ALIGNED:
                yield b" ".join((subject, predicate, value)) + _END
                if self._watch and (take := self._watch.takers.get(predicate)):
                    take(subject, value)


def _widen(pipe: int) -> None:
    """A pipe of one megabyte, where the system allows it: fewer turns between the two sides."""
    try:
        import fcntl  # noqa: PLC0415  # not everywhere

        fcntl.fcntl(pipe, _SET_PIPE_SIZE, _CHUNK)
    except (ImportError, OSError):
        return


def _write(pipe: int, part: bytes) -> None:
    rest = memoryview(part)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _located(path: Path) -> LoadError | None:
    """Where the engine's parser stumbles in the file itself."""
    for number, line in enumerate(lines_of(path), 1):
        try:
            for _ in pyoxigraph.parse(line, format=RdfFormat.N_QUADS):
                pass
        except (SyntaxError, ValueError) as error:
            return LoadError(path, getattr(error, "msg", None) or str(error), number)
    return None
