"""Loading by the million: N-Quads streamed into a store on disk in bounded memory, each line once with its graph and once for the merge.

The engine reads from a pipe while this side checks that each line says its graph and counts; both run at once. Lines in the form the
engine itself writes pass as they are; any other line is read and written anew, so a file may be indented or commented as it likes.
"""

from __future__ import annotations

import gzip
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat

from phahe.namespaces import GRAPH
from phahe.store.errors import LoadError

#: Only where the graph begins matters here; the engine judges the rest.
_QUAD: Final = re.compile(rb'((?:<[^ ]+>|_:\S+) <[^ ]+> (?:[^" \n]+|"[^\n]*"[^" \n]*)) (<[^ "]*>) \.\n')
_ALIGNED: Final = f"<{GRAPH}aligned>".encode()
_PIPE: Final = 1 << 20


def bulk_load(engine: pyoxigraph.Store, path: Path) -> Counter[str]:
    """Load the N-Quads file `path` (or `.nq.gz`), and into the unnamed graph what is not in `graph/aligned`; lines per graph.

    Raises LoadError naming file and line; what was loaded before it stays, so this is for stores that are thrown away on failure.
    """
    found: Counter[str] = Counter()
    failure: list[BaseException] = []
    reading, writing = os.pipe()

    def feed() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=_PIPE) as pipe:
                pipe.writelines(_doubled(path, found))
        except BrokenPipeError:
            pass  # the engine gave up; it says why
        except BaseException as error:  # raised again below, in the thread that asked
            failure.append(error)

    feeder = threading.Thread(target=feed, name="bulk")
    feeder.start()
    try:
        engine.bulk_load(path=f"/dev/fd/{reading}", format=RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise _located(path) or LoadError(path, error.msg or str(error)) from error
    finally:
        os.close(reading)
        feeder.join()
    if failure:
        raise failure[0]
    return found


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, unpacked where its name ends in .gz. LoadError where it cannot be read."""
    opener: Callable[..., Iterable[bytes]] = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:  # type: ignore[attr-defined]
            yield from file
    except (OSError, EOFError) as error:
        raise LoadError(path, getattr(error, "strerror", None) or str(error)) from error


def _doubled(path: Path, found: Counter[str]) -> Iterator[bytes]:
    match = _QUAD.fullmatch
    counted: Counter[bytes] = Counter()
    for number, line in enumerate(lines_of(path), 1):
        if quad := match(line):
            triple, graph = quad[1], quad[2]
            counted[graph] += 1
            yield line
            if graph != _ALIGNED:
                yield triple + b" .\n"
        else:
            yield from _rewritten(path, number, line, counted)
    found.update({graph[1:-1].decode(): count for graph, count in counted.items()})


def _rewritten(path: Path, number: int, line: bytes, counted: Counter[bytes]) -> Iterator[bytes]:
    """A line in some other form, as the engine writes it."""
    try:
        quads = list(pyoxigraph.parse(line, format=RdfFormat.N_QUADS))
    except (SyntaxError, ValueError) as error:
        raise LoadError(path, getattr(error, "msg", None) or str(error), number) from error
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            raise LoadError(path, "holds triples outside any graph, and no graph was named for them", number)
        graph = str(quad.graph_name).encode()
        counted[graph] += 1
        yield f"{quad} .\n".encode()
        if graph != _ALIGNED:
            yield f"{quad.subject} {quad.predicate} {quad.object} .\n".encode()


def _located(path: Path) -> LoadError | None:
    """Where the engine's parser stumbles in the file itself."""
    for number, line in enumerate(lines_of(path), 1):
        try:
            for _ in pyoxigraph.parse(line, format=RdfFormat.N_QUADS):
                pass
        except (SyntaxError, ValueError) as error:
            return LoadError(path, getattr(error, "msg", None) or str(error), number)
    return None
