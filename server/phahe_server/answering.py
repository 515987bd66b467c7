"""A protocol query answered in a worker: checked, run, and written to the client while it is computed.

Results are written by the engine's own serialiser, so nothing is lost between the engine and the wire; rows are counted on the way out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Triple

from phahe.namespaces import PREFIXES
from phahe.store import EmbeddedStore, Graph, QueryError, Result, Solutions, Store, Truth
from phahe.store.embedded import Lazy
from phahe_server import guard, results
from phahe_server.binding import Bound, bound
from phahe_server.negotiation import QUAD_FORMATS, RDF_FORMATS, TABLE_FORMATS
from phahe_server.problems import Problem
from phahe_server.protocol import Query, choose, dataset
from phahe_server.querying.worker import Out, TooLarge

_TABLES: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
#: What stands between two rows, or in each, as the engine writes them, and where counting starts. A quotation mark in a JSON string is always
#: escaped, so its pattern is met inside a value only where that ends in "}},{"; CSV may break a line inside a value, which then counts twice.
_ROWS: Final = {
    "application/sparql-results+json": (re.compile(rb'(?:(?<=\}\})|(?<=[\[,]\{\})),(?=\{["}])'), 1),
    "application/sparql-results+xml": (re.compile(rb"<result>"), 0),
    "text/csv": (re.compile(rb"\r\n"), -1),
    "text/tab-separated-values": (re.compile(rb"\n"), -1),
}
#: The longest pattern looks at so many bytes before its end and beyond it.
_BEFORE, _BEYOND = 8, 2
_GRAPHS: Final = tuple(name for name in RDF_FORMATS.values() if name not in QUAD_FORMATS)
#: Characters XML cannot hold, and the carriage return, which a parser would turn into a line feed.
_NO_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
#: How many rows a page shows, one more so that it can say there are more.
PAGE_ROWS: Final = 501


class _Counted:
    """A file that counts rows on their way to `out`, and keeps XML well formed."""

    def __init__(self, out: Out, media_type: str) -> None:
        self._out = out
        self._pattern, self._rows = _ROWS[media_type]
        self._beyond = _BEYOND if media_type.endswith("json") else 0
        self._xml = media_type.endswith("xml")
        self._tail, self._held = b"", b""

    def write(self, data: bytes) -> int:
        """Pass bytes on. TooLarge past the limit on rows."""
        text = self._tail + data
        before = len(self._tail)
        self._rows += sum(1 for match in self._pattern.finditer(text) if match.end() + self._beyond > before)
        self._tail = text[-_BEFORE:]
        if self._rows > self._out.limits.rows:
            raise TooLarge("rows", self._out.limits.rows)
        self._out.write(self._clean(data) if self._xml else data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back but half a character of XML."""

    def end(self) -> None:
        """Pass on what was held back."""
        self._out.write(self._held)

    def _clean(self, data: bytes) -> bytes:
        data = self._held + data
        cut = next((size for size, end in ((2, b"\xef\xbf"), (1, b"\xef")) if data.endswith(end)), 0)
        data, self._held = data[: len(data) - cut], data[len(data) - cut :]
        return _NO_XML.sub(b"\xef\xbf\xbd", data).replace(b"\r", b"&#13;")


def answer(store: Store, out: Out, query: Query, accept: str | None) -> None:
    """Run `query` and write its answer to `out`, its media type first. Problem 400 with line and column where it cannot be run."""
    found = _evaluated(store, query)
    if isinstance(found, QueryTriples | Graph):
        media_type = choose(_GRAPHS, query.format, accept)
        out.start(media_type)
        triples = found.triples if isinstance(found, Graph) else found
        pyoxigraph.serialize(results.fit(_counted(triples, out), media_type), out, format=results.RDF[media_type], prefixes=PREFIXES)
        return
    media_type = choose(tuple(TABLE_FORMATS.values()), query.format, accept)
    out.start(media_type)
    if isinstance(found, QuerySolutions | QueryBoolean):
        counted = _Counted(out, media_type)
        found.serialize(counted, format=_TABLES[media_type])
        counted.end()
    else:
        if isinstance(found, Solutions) and len(found) > out.limits.rows:
            raise TooLarge("rows", out.limits.rows)
        out.write(results.write(found, media_type))


def _counted(triples: Iterable[Triple], out: Out) -> Iterator[Triple]:
    """Each triple once; TooLarge past the limit."""
    seen: set[Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            if len(seen) > out.limits.rows:
                raise TooLarge("rows", out.limits.rows)
            yield triple


def table(store: Store, query: Query) -> Result:
    """Run `query` for a page: the first rows of its result."""
    found = _evaluated(store, query)
    if isinstance(found, QuerySolutions):
        variables = found.variables
        rows = tuple(tuple(row[variable] for variable in variables) for row in islice(found, PAGE_ROWS))
        return Solutions(tuple(variable.value for variable in variables), rows)
    if isinstance(found, QueryTriples):
        return Graph(tuple(dict.fromkeys(islice(found, PAGE_ROWS))))
    return Truth(bool(found)) if isinstance(found, QueryBoolean) else found


def _evaluated(store: Store, query: Query) -> Lazy | Result:
    guard.check(query.text)
    text = bound(query.text, query.parameters)
    try:
        if isinstance(store, EmbeddedStore):
            return store.evaluate(text.text, dataset(query), query.base)
        base = f"BASE <{query.base}> " if query.base else ""
        return store.query(base + text.text, dataset(query))
    except QueryError as error:
        raise _problem(error, text) from None


def _problem(error: QueryError, text: Bound) -> Problem:
    if not error.line:
        return Problem(400, error.message, {"cause": "query"})
    line, column = text.place(error.line, max(error.column or 1, 1))
    return Problem(400, f"line {line}, column {column}: {error.message}", {"line": line, "column": column, "cause": "query"})
