"""What a store takes and gives. Terms are pyoxigraph's, whichever engine answers; results are plain frozen dataclasses.

Nothing here knows an engine; see `embedded` and `remote`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Term = NamedNode | BlankNode | Literal
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: variable names in order, and rows as tuples in that order, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[Row]:
        """Each row as variable → term, unbound variables left out."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> tuple[Term | None, ...]:
        """The values of one variable, top to bottom."""
        index = self.variables.index(name)
        return tuple(row[index] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE: distinct triples, sorted."""

    triples: tuple[Triple, ...]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)


Result = Solutions | Truth | Graph


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a query sees.

    `default`: the graphs merged into the default graph; None means every named graph but `graph/aligned` (same wording is no
    derivation, so it is seen only when asked for: `aligned=True`). `named`: the graphs GRAPH may name; None means all.
    """

    default: tuple[NamedNode, ...] | None = None
    named: tuple[NamedNode, ...] | None = None
    aligned: bool = False


EVERYDAY = Dataset()


@runtime_checkable
class Store(Protocol):
    """A set of named graphs that answers SPARQL 1.1. Methods raise StoreError and its kinds, nothing of the engine's own."""

    def query(self, text: str, dataset: Dataset = EVERYDAY) -> Result:
        """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE. Updates and SERVICE are refused with QueryError."""
        ...

    def select(self, text: str, dataset: Dataset = EVERYDAY) -> Solutions:
        """The answer to a SELECT; QueryError for another form."""
        ...

    def update(self, text: str) -> None:
        """Run a SPARQL 1.1 Update; SERVICE and LOAD are refused."""
        ...

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads. Each must stand in a named graph."""
        ...

    def load(self, path: Path, graph: NamedNode | None = None) -> None:
        """Add a file: .ttl and .nt into `graph`, .trig and .nq into the graphs they name. All of it or, on LoadError, nothing."""
        ...

    def clear(self, graph: NamedNode | None = None) -> None:
        """Remove one graph with all it holds, or all graphs."""
        ...

    def graphs(self) -> tuple[NamedNode, ...]:
        """The named graphs that hold something, sorted."""
        ...

    def count(self, graph: NamedNode | None = None) -> int:
        """How many triples `graph` holds, or how many quads the store holds."""
        ...

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """The quads of one graph or of all; order is the engine's."""
        ...

    def export(self, path: Path, graph: NamedNode | None = None) -> int:
        """Write sorted N-Quads, of one graph or of all; the number of lines. The file is whole or untouched."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
