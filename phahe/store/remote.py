"""Any SPARQL 1.1 server as the store, over HTTP through SPARQLWrapper.

What engines do differently is met in `engines`. What is written here is written twice, as on the engine in the process: into its graph, and into
the everyday graph that queries read. On a server that does not have that graph (it was filled by other means), every query names its dataset
instead (`default-graph-uri`, `named-graph-uri`); that list grows with the documents.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, RdfFormat, Triple

from phahe.store.embedded import ALIGNED, read_quads, solutions, write_quads
from phahe.store.engines import EVERYDAY_GRAPH, Engine, adapted, engine_of, is_refusal
from phahe.store.errors import QueryError, StoreError, UnreachableError, syntax_error
from phahe.store.model import EVERYDAY, Dataset, Graph, Result, Solutions, Term, Truth
from phahe.store.sparql import Form, check_query, names_dataset, refuse_outgoing, tokens

# Grouped, because a bare DISTINCT takes Virtuoso 7 from four seconds to minutes on 90,000 quads.
_ALL_GRAPHS: Final = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_HAS_EVERYDAY: Final = f"SELECT ?s WHERE {{ GRAPH {EVERYDAY_GRAPH} {{ ?s ?p ?o }} }} LIMIT 1"
#: What only this graph states goes from the everyday graph as well.
_FORGET: Final = f"""DELETE {{{{ GRAPH {EVERYDAY_GRAPH} {{{{ ?s ?p ?o }}}} }}}} WHERE {{{{ GRAPH {{graph}} {{{{ ?s ?p ?o }}}}
FILTER NOT EXISTS {{{{ GRAPH ?g {{{{ ?s ?p ?o }}}} FILTER(?g != {{graph}} && ?g != {ALIGNED} && ?g != {EVERYDAY_GRAPH}) }}}} }}}}"""


class RemoteStore:
    """A SPARQL 1.1 endpoint. `timeout` is in seconds. A user and password in the address are sent as HTTP Basic authentication."""

    def __init__(self, query_address: str, update_address: str | None = None, *, timeout: int = 60) -> None:
        parts = urlsplit(query_address)
        self._credentials = (parts.username, parts.password) if parts.username and parts.password else None
        self._query_address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        update_parts = urlsplit(update_address or self._query_address)
        self._update_address = urlunsplit(update_parts._replace(netloc=update_parts.netloc.rpartition("@")[2]))
        self._timeout = timeout
        self._graphs: tuple[NamedNode, ...] | None = None
        self._known: tuple[Engine, bool] | None = None

    def query(self, text: str, dataset: Dataset = EVERYDAY) -> Result:
        """See `Store.query`."""
        kind = check_query(text)
        engine, everyday = self._met()
        plan = adapted(text, engine, everyday=everyday and dataset == EVERYDAY)
        if plan is not None and everyday and dataset == EVERYDAY:
            return plan.finish(_parsed(self._ask(plan.text, kind, {}), kind))
        plan = adapted(text, engine, everyday=False)
        assert plan is not None
        parameters = {} if names_dataset(text) and dataset == EVERYDAY else self._dataset(dataset, text)
        return plan.finish(_parsed(self._ask(plan.text, kind, parameters), kind))

    def _met(self) -> tuple[Engine, bool]:
        """Which engine answers, and whether it has the everyday graph; asked once."""
        if self._known is None:
            body, server = self._answer(self._request(_HAS_EVERYDAY, "SELECT", {}))
            found = _parsed(body, "SELECT")
            self._known = engine_of(server), isinstance(found, Solutions) and len(found) > 0
        return self._known

    def select(self, text: str, dataset: Dataset = EVERYDAY) -> Solutions:
        """See `Store.select`."""
        result = self.query(text, dataset)
        if not isinstance(result, Solutions):
            raise QueryError("a SELECT is needed here")
        return result

    def _dataset(self, dataset: Dataset, text: str) -> dict[str, tuple[NamedNode, ...]]:
        """The protocol's parameters. Once a default graph is named, only the graphs named too can be met by GRAPH."""
        default, named = dataset.default, dataset.named
        if default is None and self._met()[1]:
            default = (EVERYDAY_GRAPH, ALIGNED) if dataset.aligned else (EVERYDAY_GRAPH,)
        elif default is None:
            default = tuple(graph for graph in self.graphs() if dataset.aligned or graph != ALIGNED)
        if named is None:
            named = self.graphs() if any(token.text.upper() == "GRAPH" for token in tokens(text)) else ()
        return {"default-graph-uri": default, "named-graph-uri": named}

    def update(self, text: str) -> None:
        """See `Store.update`. The everyday graph is made anew afterwards, by the server."""
        refuse_outgoing(text, ("SERVICE", "LOAD"))
        self._graphs = self._known = None
        self._ask(text, "UPDATE", {})
        self.fill_everyday()

    def fill_everyday(self) -> None:
        """Make the everyday graph anew from the others; for a server that was filled with its own loader as well."""
        self._graphs = self._known = None
        self._ask(f"CLEAR SILENT GRAPH {EVERYDAY_GRAPH}", "UPDATE", {})
        for graph in self.graphs():
            if graph != ALIGNED:
                self._ask(f"INSERT {{ GRAPH {EVERYDAY_GRAPH} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", "UPDATE", {})

    def add(self, quads: Iterable[Quad]) -> None:
        """See `Store.add`. Sent in batches, so a failure midway leaves the batches before it."""
        rest, engine = iter(quads), self._met()[0]
        while batch := list(islice(rest, engine.batch)):
            by_graph: dict[NamedNode, list[str]] = {}
            for quad in batch:
                if not isinstance(quad.graph_name, NamedNode):
                    raise StoreError(f"a fact without a named graph has no tier: {quad}")
                triple = f"{engine.written(quad.subject)} {quad.predicate} {engine.written(quad.object)} ."
                by_graph.setdefault(quad.graph_name, []).append(triple)
                if quad.graph_name != ALIGNED:
                    by_graph.setdefault(EVERYDAY_GRAPH, []).append(triple)
            blocks = "\n".join(f"GRAPH {graph} {{\n" + "\n".join(dict.fromkeys(triples)) + "\n}" for graph, triples in by_graph.items())
            self._graphs = self._known = None
            self._ask(f"INSERT DATA {{\n{blocks}\n}}", "UPDATE", {})

    def load(self, path: Path, graph: NamedNode | None = None) -> None:
        """See `Store.load`. The file is read here, so the server needs no access to it."""
        self.add(list(read_quads(path, graph)))

    def clear(self, graph: NamedNode | None = None) -> None:
        """See `Store.clear`. The server's own graphs stay."""
        for name in (graph,) if graph else (*self.graphs(), EVERYDAY_GRAPH):
            if graph:
                self._ask(_FORGET.format(graph=name), "UPDATE", {})
            self._ask(f"CLEAR SILENT GRAPH {name}", "UPDATE", {})
        self._graphs = self._known = None

    def graphs(self) -> tuple[NamedNode, ...]:
        """See `Store.graphs`. Remembered until this object writes."""
        if self._graphs is None:
            self._graphs = tuple(self.sizes())
        return self._graphs

    def sizes(self) -> dict[NamedNode, int]:
        """How many triples each graph of the data holds, by name; one request."""
        answer = _parsed(self._ask(_ALL_GRAPHS, "SELECT", {}), "SELECT")
        assert isinstance(answer, Solutions)
        found = {graph: int(row["n"].value) for row in answer if isinstance(graph := row.get("graph"), NamedNode) and self._ours(graph)}
        return dict(sorted(found.items(), key=lambda item: str(item[0])))

    def count(self, graph: NamedNode | None = None) -> int:
        """See `Store.count`."""
        if graph is None:
            return sum(self.sizes().values())
        answer = _parsed(self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", "SELECT", {}), "SELECT")
        assert isinstance(answer, Solutions)
        return sum(int(row["n"].value) for row in answer)

    def _ours(self, graph: Term) -> bool:
        """Whether a graph is of the data: not the server's own, nor the everyday graph."""
        own = self._met()[0].own_graphs
        return isinstance(graph, NamedNode) and graph != EVERYDAY_GRAPH and not graph.value.startswith(own or ("\0",))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See `Store.quads`. One graph at a time is held in memory, sorted, so that what is written of it stands together."""
        for name in (graph,) if graph else self.graphs():
            answer = self.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")
            for s, p, o in sorted(answer.rows, key=lambda row: tuple(map(str, row))):
                yield Quad(s, p, o, name)  # type: ignore[arg-type]

    def export(self, path: Path, graph: NamedNode | None = None) -> int:
        """See `Store.export`."""
        return write_quads(path, self.quads(graph))

    def close(self) -> None:
        """See `Store.close`. Nothing is held between requests."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _ask(self, text: str, kind: Form, parameters: dict[str, tuple[NamedNode, ...]]) -> bytes:
        return self._answer(self._request(text, kind, parameters))[0]

    def _request(self, text: str, kind: Form, parameters: dict[str, tuple[NamedNode, ...]]) -> Any:
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper  # noqa: PLC0415  # a tenth of a second that other stores do not need

        wrapper = SPARQLWrapper(self._query_address, self._update_address, agent="phahe")
        wrapper.setQuery("SELECT * WHERE {}")
        # SPARQLWrapper guesses the form with patterns that comments and prefixes can mislead; it is told instead.
        wrapper.queryString, wrapper.queryType = text, "INSERT" if kind == "UPDATE" else kind
        wrapper.setMethod(POST)
        wrapper.setTimeout(self._timeout)
        wrapper.setOnlyConneg(True)
        wrapper.setReturnFormat(TURTLE if kind in ("CONSTRUCT", "DESCRIBE") else JSON)
        if kind in ("CONSTRUCT", "DESCRIBE"):
            wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.8")
        if self._credentials:
            wrapper.setCredentials(*self._credentials)
        for name, graphs in parameters.items():
            for graph in graphs:
                wrapper.addParameter(name, graph.value)
        return wrapper

    def _answer(self, wrapper: Any) -> tuple[bytes, str]:
        """The body of the answer, and what the server calls itself."""
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException  # noqa: PLC0415

        try:
            with wrapper.query().response as response:
                return bytes(response.read()), str(response.headers.get("Server") or "")
        except QueryBadFormed as error:
            raise _refusal(error) from error
        except SPARQLWrapperException as error:
            if is_refusal(_response(error)):
                raise _refusal(error) from error
            raise UnreachableError(f"{self._query_address}: {' '.join(str(error).split())[:300]}") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise UnreachableError(f"{self._query_address}: no answer: {reason}") from error


def _response(error: Exception) -> str:
    """The server's words: the exception keeps them only as a repr inside its message."""
    _, _, shown = str(error).partition("Response:\n")
    try:
        return str(ast.literal_eval(shown).decode("utf-8", "replace"))
    except (ValueError, SyntaxError, AttributeError):
        return shown


def _refusal(error: Exception) -> QueryError:
    """What a server said of a query it refused: problem+json with a place, or any text."""
    text, _, _ = _response(error).partition("\n\nSPARQL query:")
    try:
        problem = json.loads(text)
    except ValueError:
        return syntax_error(text)
    if not isinstance(problem, dict):
        return syntax_error(text)
    message, line, column = str(problem.get("detail") or text), problem.get("line"), problem.get("column")
    return QueryError(message, int(line), int(column or 1)) if isinstance(line, int) else syntax_error(message)


def _parsed(body: bytes, kind: Form) -> Result:
    body = body.replace(b"nodeID://", b"")  # Virtuoso's way to name blank nodes
    try:
        if kind in ("CONSTRUCT", "DESCRIBE"):
            quads = pyoxigraph.parse(body, format=RdfFormat.TURTLE)
            return Graph(tuple(sorted({Triple(quad.subject, quad.predicate, quad.object) for quad in quads}, key=str)))
        result = pyoxigraph.parse_query_results(body, format=QueryResultsFormat.JSON)
        return Truth(bool(result)) if isinstance(result, QueryBoolean) else solutions(result)
    except SyntaxError as error:
        raise StoreError(f"the endpoint's answer cannot be read: {error}") from error
