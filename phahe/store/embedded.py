"""The engine in the process: pyoxigraph, in memory or in a directory.

The engine's unnamed graph is kept as the merge of the named graphs, `graph/aligned` left out, and is what queries read unless
they say otherwise. The engine's own union repeats a triple that stands in two graphs, and a list of graphs costs it time with
every graph in the list; a merged copy does neither (docs/decisions/003-store.md has the measurements).
Nothing outside this module sees the unnamed graph.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Triple, Variable

from phahe.namespaces import GRAPH
from phahe.store.blank_nodes import name_blank_nodes
from phahe.store.bulk import Watch, bulk_load
from phahe.store.errors import LoadError, QueryError, StoreError, syntax_error
from phahe.store.model import EVERYDAY, Dataset, Graph, Result, Solutions, Truth
from phahe.store.sparql import check_query, names_dataset, refuse_outgoing

ALIGNED: Final = NamedNode(GRAPH + "aligned")
_MERGED: Final = DefaultGraph()
Lazy = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
_MERGE: Final = f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {ALIGNED}) }}"


class EmbeddedStore:
    """A pyoxigraph store: in memory, or in the directory `path` (made if absent; `read_only` opens one that exists)."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path: Final = path
        try:
            if path is None:
                self._engine = pyoxigraph.Store()
            else:
                self._engine = pyoxigraph.Store.read_only(str(path)) if read_only else pyoxigraph.Store(str(path))
        except OSError as error:
            raise StoreError(f"{path}: cannot be opened as a store: {error}") from error

    def query(self, text: str, dataset: Dataset = EVERYDAY) -> Result:
        """See `Store.query`."""
        try:
            return _plain(self.evaluate(text, dataset))
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def evaluate(self, text: str, dataset: Dataset = EVERYDAY, base: str | None = None) -> Lazy:
        """As `query`, but the engine's own result, which is computed while it is read and can write itself as a document.

        Relative IRIs are resolved against `base`. Reading the result may raise ValueError, OSError or RuntimeError.
        """
        check_query(text)
        try:
            return self._run(text, dataset, base)
        except SyntaxError as error:
            raise syntax_error(str(error)) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def _run(self, text: str, dataset: Dataset, base: str | None) -> Lazy:
        named: list[NamedNode | BlankNode] | None = None if dataset.named is None else [*dataset.named]
        if names_dataset(text) and dataset == EVERYDAY:
            return self._engine.query(text, base_iri=base)
        if dataset.default is not None:
            return self._engine.query(text, base_iri=base, default_graph=[*dataset.default], named_graphs=named)
        merged: list[NamedNode | BlankNode | DefaultGraph] = [_MERGED, ALIGNED] if dataset.aligned else [_MERGED]
        return self._engine.query(text, base_iri=base, default_graph=merged, named_graphs=named)

    def select(self, text: str, dataset: Dataset = EVERYDAY) -> Solutions:
        """See `Store.select`."""
        result = self.query(text, dataset)
        if not isinstance(result, Solutions):
            raise QueryError("a SELECT is needed here")
        return result

    def update(self, text: str) -> None:
        """See `Store.update`. The merged graph is made anew afterwards, which reads the whole store: for bulk use `add` and `load`."""
        refuse_outgoing(text, ("SERVICE", "LOAD"))
        try:
            self._engine.update(text)
        except SyntaxError as error:
            raise syntax_error(str(error)) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise StoreError(str(error)) from error
        self._engine.clear_graph(_MERGED)
        self._engine.update(_MERGE)

    def add(self, quads: Iterable[Quad]) -> None:
        """See `Store.add`."""
        self._engine.extend(_both(quads))

    def fill(self, quads: Iterable[Quad]) -> None:
        """As `add`, two times faster for many; a failure may leave some of them, so this is for stores that are thrown away then."""
        self._engine.bulk_extend(_both(quads))

    def remove(self, quads: Iterable[Quad]) -> None:
        """Take quads out, and out of the merge what no other graph states."""
        for quad in quads:
            self._engine.remove(quad)
            triple = Triple(quad.subject, quad.predicate, quad.object)
            if quad.graph_name != ALIGNED and not self._stated(triple):
                self._engine.remove(Quad(quad.subject, quad.predicate, quad.object, _MERGED))

    def matching(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        """What queries see of a pattern, each triple once; None is anything."""
        return self._engine.quads_for_pattern(subject, predicate, value, _MERGED)

    def holds(self, quad: Quad) -> bool:
        """Whether this very quad is in the store."""
        return quad in self._engine

    def load(self, path: Path, graph: NamedNode | None = None) -> None:
        """See `Store.load`."""
        self.add(list(read_quads(path, graph)))

    def bulk_load(self, paths: Path | Sequence[Path], watch: Watch | None = None) -> Counter[str]:
        """Load N-Quads files of any size (see `phahe.store.bulk`); lines per graph. A failure may leave what was loaded before it."""
        return bulk_load(self._engine, paths, watch)

    def clear(self, graph: NamedNode | None = None) -> None:
        """See `Store.clear`."""
        if graph is None:
            self._engine.clear()
            return
        gone = [Triple(quad.subject, quad.predicate, quad.object) for quad in self.quads(graph)]
        self._engine.remove_graph(graph)
        for triple in gone:
            if not self._stated(triple):
                self._engine.remove(Quad(triple.subject, triple.predicate, triple.object, _MERGED))

    def _stated(self, triple: Triple) -> bool:
        """Whether a graph that belongs to the merge still states the triple."""
        found = self._engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(quad.graph_name not in (_MERGED, ALIGNED) for quad in found)

    def graphs(self) -> tuple[NamedNode, ...]:
        """See `Store.graphs`."""
        named = (graph for graph in self._engine.named_graphs() if isinstance(graph, NamedNode))
        return tuple(sorted((graph for graph in named if next(self.quads(graph), None)), key=str))

    def count(self, graph: NamedNode | None = None) -> int:
        """See `Store.count`."""
        if graph is not None:
            return self._number(f"{{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return len(self._engine) - self._number("{ ?s ?p ?o }")

    def _number(self, pattern: str) -> int:
        found = solutions(self._engine.query(f"SELECT (COUNT(*) AS ?n) {pattern}"))  # type: ignore[arg-type]
        return int(found.rows[0][0].value)  # type: ignore[union-attr]

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds, by its IRI, sorted."""
        text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        found = solutions(self._engine.query(text))  # type: ignore[arg-type]
        return dict(sorted((str(graph.value), int(number.value)) for graph, number in found.rows if graph and number))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See `Store.quads`."""
        if graph is not None:
            yield from self._engine.quads_for_pattern(None, None, None, graph)
            return
        for quad in self._engine:
            if quad.graph_name != _MERGED:
                yield quad

    def export(self, path: Path, graph: NamedNode | None = None) -> int:
        """See `Store.export`."""
        return write_quads(path, self.quads(graph))

    def flush(self) -> None:
        """Write what is held in memory to the directory; nothing to do for a store in memory."""
        self._engine.flush()

    def optimize(self) -> None:
        """Merge the files of the engine, so that a look-up opens few of them: worth it after much was loaded; takes a quarter of its processor time, on one thread."""
        self._engine.optimize()

    def backup(self, target: Path) -> None:
        """A store of its own in the new directory `target`; on one file system its immutable files are shared by hard links."""
        try:
            self._engine.backup(str(target))
        except (OSError, ValueError) as error:
            raise StoreError(f"{target}: the store cannot be copied there: {error}") from error

    def close(self) -> None:
        """See `Store.close`."""
        if self._engine is not None:
            del self._engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _plain(result: Lazy) -> Result:
    if isinstance(result, QueryBoolean):
        return Truth(bool(result))
    if isinstance(result, QuerySolutions):
        return solutions(result)
    return Graph(tuple(sorted(set(result), key=str)))


def solutions(result: pyoxigraph.QuerySolutions) -> Solutions:
    """An engine's rows as plain tuples."""
    variables: list[Variable] = result.variables
    rows = tuple(tuple(row[variable] for variable in variables) for row in result)
    return Solutions(tuple(variable.value for variable in variables), rows)


def _both(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad, and its copy in the merged graph."""
    for quad in quads:
        if quad.graph_name == _MERGED:
            raise StoreError(f"a fact without a named graph has no tier: {quad}")
        yield quad
        if quad.graph_name != ALIGNED:
            yield Quad(quad.subject, quad.predicate, quad.object, _MERGED)


_FORMATS: Final = {".ttl": "ttl", ".nt": "nt", ".nq": "nq", ".trig": "trig"}


def read_quads(path: Path, graph: NamedNode | None = None) -> Iterator[Quad]:
    """The quads of an RDF file, the triples of .ttl and .nt in `graph`. Raises LoadError naming file, line and cause."""
    extension = _FORMATS.get(path.suffix)
    form = RdfFormat.from_extension(extension) if extension else None
    if form is None:
        raise LoadError(path, f"not a kind of RDF file this store reads ({', '.join(_FORMATS)})")
    try:
        parsed = pyoxigraph.parse(path=str(path), format=form)
        for quad in parsed if form == RdfFormat.N_QUADS else name_blank_nodes(parsed):
            if quad.graph_name != _MERGED:
                yield quad
            elif graph is not None:
                yield Quad(quad.subject, quad.predicate, quad.object, graph)
            else:
                raise LoadError(path, "holds triples outside any graph, and no graph was named for them")
    except SyntaxError as error:
        raise LoadError(path, error.msg or str(error), error.lineno, error.offset) from error
    except OSError as error:
        raise LoadError(path, error.strerror or str(error)) from error


def write_quads(path: Path, quads: Iterable[Quad]) -> int:
    """Write quads as sorted N-Quads; the file is whole or untouched. The number of lines."""
    lines = sorted(f"{quad} .\n" for quad in quads)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(lines)
