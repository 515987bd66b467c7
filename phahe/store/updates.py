"""SPARQL 1.1 Update on an embedded store, by its effect: which quads go and which come, and nothing else is touched.

The engine's own update would write into the merged default graph behind our back and would not say what it changed. So each operation is
taken apart (`phahe.store.operations`): the engine finds the solutions of WHERE, and fills the templates in an empty store of their own;
what comes out is removed and added quad by quad. A write that names no graph means `graph/default`. LOAD and SERVICE are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from phahe.namespaces import GRAPH
from phahe.store.embedded import EmbeddedStore
from phahe.store.errors import QueryError, StoreError, syntax_error
from phahe.store.model import Dataset, Solutions, Term
from phahe.store.operations import Operation, operations
from phahe.store.sparql import refuse_outgoing

#: Where a write goes that names no graph.
UNNAMED: Final = NamedNode(GRAPH + "default")
#: More quads than this are a new build, not a change.
MOST: Final = 1_000_000
MOST_SOLUTIONS: Final = 250_000
_NODE: Final = "urn:phahe:blank:"
_ROWS: Final = 2_000


@dataclass(slots=True)
class Delta:
    """What a change did, net: everything cleared first or not, then these quads removed and those added."""

    cleared: bool = False
    removed: set[Quad] = field(default_factory=set)
    added: set[Quad] = field(default_factory=set)
    _size: int = 0

    def __bool__(self) -> bool:
        return bool(self.cleared or self.removed or self.added)

    def remove(self, store: EmbeddedStore, quads: Iterable[Quad]) -> None:
        """Take quads out of `store`."""
        gone = [quad for quad in dict.fromkeys(quads) if store.holds(quad)]
        self._grow(len(gone))
        store.remove(gone)
        for quad in gone:
            if quad in self.added:
                self.added.discard(quad)
            elif not self.cleared:
                self.removed.add(quad)

    def add(self, store: EmbeddedStore, quads: Iterable[Quad]) -> None:
        """Put quads into `store`."""
        new = [quad for quad in dict.fromkeys(quads) if not store.holds(quad)]
        self._grow(len(new))
        store.add(new)
        for quad in new:
            if quad in self.removed:
                self.removed.discard(quad)
            else:
                self.added.add(quad)

    def clear(self, store: EmbeddedStore) -> None:
        """Take everything out of `store`."""
        if store.graphs():
            self.cleared, self.removed, self.added = True, set(), set()
            store.clear()

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > MOST:
            raise QueryError(f"the change touches more than {MOST} statements; build a new dataset version instead")


@dataclass(frozen=True, slots=True)
class Using:
    """What a request says of the dataset: graphs for WHERE (`using-graph-uri`, `using-named-graph-uri`), and the graph of unnamed writes."""

    default: tuple[NamedNode, ...] = ()
    named: tuple[NamedNode, ...] = ()
    unnamed: NamedNode = UNNAMED

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


def check_update(text: str, base: str | None = None) -> None:
    """Raise QueryError for an update that does not parse or would call out."""
    refuse_outgoing(text, ("SERVICE", "LOAD"))
    try:
        pyoxigraph.Store().update(text, base_iri=base)
    except SyntaxError as error:
        raise syntax_error(str(error)) from error
    except (ValueError, OSError, RuntimeError):
        return  # a graph that is not there, say: that is for the real store to find


def update(store: EmbeddedStore, text: str, using: Using = Using(), base: str | None = None) -> Delta:
    """Run an update on `store`; what it did. QueryError where it is refused; then `store` is of no more use.

    >>> from phahe.store import open_store
    >>> with open_store() as store:
    ...     len(update(store, "INSERT DATA { <urn:s> <urn:p> 1, 2 } ; DELETE DATA { <urn:s> <urn:p> 2 }").added)
    1
    """
    check_update(text, base)
    delta = Delta()
    preamble = f"BASE <{base}>\n" if base else ""
    for operation in operations(text, preamble):
        if using and operation.names_dataset:
            raise QueryError("the request names graphs by using-graph-uri and the update by USING or WITH: only one of them may")
        _apply(store, operation, using, delta)
    return delta


def _apply(store: EmbeddedStore, operation: Operation, using: Using, delta: Delta) -> None:
    match operation.verb:
        case "INSERT DATA":
            delta.add(store, _instances(operation.prologue, operation.insert, None, using.unnamed))
        case "DELETE DATA":
            delta.remove(store, _instances(operation.prologue, operation.delete, None, using.unnamed))
        case "MODIFY":
            _modify(store, operation, using, delta)
        case "CLEAR" | "DROP":
            _clear(store, operation, using, delta)
        case "ADD" | "COPY" | "MOVE":
            _transfer(store, operation, using, delta)
        case _:  # CREATE: a graph is there once something is in it
            return


def _modify(store: EmbeddedStore, operation: Operation, using: Using, delta: Delta) -> None:
    target = _graph(operation, operation.with_graph, using) if operation.with_graph else using.unnamed
    found = _solutions(store, operation, using, target)
    gone = list(_instances(operation.prologue, operation.delete, found, target)) if operation.delete else []
    new = list(_instances(operation.prologue, operation.insert, found, target)) if operation.insert else []
    delta.remove(store, gone)
    delta.add(store, new)


def _solutions(store: EmbeddedStore, operation: Operation, using: Using, target: NamedNode) -> Solutions:
    froms = operation.froms
    dataset = Dataset()
    if using:
        dataset = Dataset(using.default, using.named)
    elif not froms and (operation.with_graph or using.unnamed != UNNAMED):
        dataset = Dataset((target,))
    text = f"{operation.prologue}\nSELECT * {froms} WHERE {operation.where} LIMIT {MOST_SOLUTIONS + 1}"
    result = store.query(text, dataset)
    assert isinstance(result, Solutions)
    if len(result) > MOST_SOLUTIONS:
        raise QueryError(f"WHERE has more than {MOST_SOLUTIONS} solutions; build a new dataset version instead")
    return result


def _instances(prologue: str, template: str, found: Solutions | None, unnamed: NamedNode) -> Iterator[Quad]:
    """The quads of a template, once for each solution, as the engine makes them."""
    rows = iter(found.rows) if found is not None else iter([()])
    names = found.variables if found is not None else ()
    while batch := list(islice(rows, _ROWS)):
        values = " ".join(f"({' '.join(_written(term) for term in row)})" for row in batch)
        made = pyoxigraph.Store()
        head = " ".join(f"?{name}" for name in names)
        try:
            made.update(f"{prologue}\nINSERT {template} WHERE {{ VALUES ({head}) {{ {values} }} }}")
        except SyntaxError as error:
            raise syntax_error(str(error)) from error
        for quad in made:
            yield _read(quad, unnamed)


def _written(term: Term | None) -> str:
    """A term as VALUES takes it; blank nodes go in disguise."""
    if term is None:
        return "UNDEF"
    return f"<{_NODE}{term.value}>" if isinstance(term, BlankNode) else str(term)


def _read(quad: Quad, unnamed: NamedNode) -> Quad:
    graph = unnamed if isinstance(quad.graph_name, DefaultGraph) else _undisguised(quad.graph_name)
    return Quad(_undisguised(quad.subject), quad.predicate, _undisguised(quad.object), graph)


def _undisguised(term: Any) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(_NODE):
        return BlankNode(term.value.removeprefix(_NODE))
    return term


def _graph(operation: Operation, written: str, using: Using) -> NamedNode:
    """A graph as an operation writes it, a prefixed or relative name read by the engine."""
    if written.upper() == "DEFAULT":
        return using.unnamed
    quad = next(_instances(operation.prologue, f"{{ <urn:x> <urn:x> {written} }}", None, UNNAMED))
    if not isinstance(quad.object, NamedNode):
        raise QueryError(f"{written} names no graph")
    return quad.object


def _clear(store: EmbeddedStore, operation: Operation, using: Using, delta: Delta) -> None:
    what = operation.graphs[0]
    if what.upper() == "ALL":
        delta.clear(store)
        return
    if what.upper() == "NAMED":
        for graph in store.graphs():
            if graph != using.unnamed:
                delta.remove(store, list(store.quads(graph)))
        return
    delta.remove(store, list(store.quads(_graph(operation, what, using))))


def _transfer(store: EmbeddedStore, operation: Operation, using: Using, delta: Delta) -> None:
    source, target = (_graph(operation, written, using) for written in operation.graphs)
    if source == target:
        return
    quads = list(store.quads(source))
    if not quads and not operation.silent:
        raise QueryError(f"there is no graph {source}")
    if operation.verb in ("COPY", "MOVE"):
        delta.remove(store, list(store.quads(target)))
    delta.add(store, [Quad(quad.subject, quad.predicate, quad.object, target) for quad in quads])
    if operation.verb == "MOVE":
        delta.remove(store, quads)


def replace_graph(store: EmbeddedStore, graph: NamedNode, quads: Sequence[Quad] | None, *, keep: bool = False) -> Delta:
    """Graph Store Protocol on one graph: PUT (`quads`), POST (`quads`, `keep`), DELETE (None); what it did."""
    delta = Delta()
    new = {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads or ()}
    if not keep:
        delta.remove(store, [quad for quad in store.quads(graph) if quad not in new])
    delta.add(store, new)
    return delta


def apply(store: EmbeddedStore, delta: Delta) -> Delta:
    """Do again what `delta` says, as far as it is not so already; what that did."""
    done = Delta()
    if delta.cleared:
        done.clear(store)
    done.remove(store, delta.removed)
    done.add(store, delta.added)
    return done


def inverse(store: EmbeddedStore, delta: Delta) -> Delta:
    """What undoes `delta`. StoreError where it cleared everything: then only the version before it can bring that back."""
    if delta.cleared:
        raise StoreError("a change that cleared everything is undone by going back to the version before it")
    return Delta(removed=set(delta.added), added=set(delta.removed))
