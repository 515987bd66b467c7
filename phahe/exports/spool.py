"""A property graph kept in temporary files, so that formats can read it several times and memory stays small."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import IO, Final, Self

from phahe.exports.cleaning import whole_text
from phahe.exports.model import EDGE_FIELDS, NODE_FIELDS, Edge, Field, FieldType, Node, Report, Value
from phahe.labels import Label

_IN_MEMORY: Final = 8_000_000


class Spool:
    """Collects nodes and edges, then is read as a `PropertyGraph`. Use in a `with`; what it held is gone afterwards."""

    def __init__(self, title: str, report: Report) -> None:
        self.title = title
        self._report = report
        self._files: dict[str, IO[bytes]] = {name: _file() for name in ("nodes", "edges")}
        self._types: dict[str, dict[str, set[FieldType]]] = {"nodes": {}, "edges": {}}
        self._counts = {"nodes": 0, "edges": 0}

    def add_node(self, node: Node) -> None:
        """Keep a node."""
        head = [node.id, node.kind, node.label.vi, node.label.en, node.kind_label.vi, node.kind_label.en, node.tier]
        self._add("nodes", head, node.attributes)

    def add_edge(self, edge: Edge) -> None:
        """Keep an edge."""
        head = [edge.id, edge.source, edge.target, edge.kind, edge.label.vi, edge.label.en, edge.tier, edge.quote]
        self._add("edges", head, edge.attributes)

    def _add(self, what: str, head: Sequence[str], attributes: Mapping[str, Value]) -> None:
        types = self._types[what]
        kept = {name: _clean(value, self._report) for name, value in sorted(attributes.items())}
        for name, value in kept.items():
            types.setdefault(name, set()).add(_type(value))
        line = [[whole_text(text, self._report) for text in head], kept]
        file = self._files[what]
        file.seek(0, os.SEEK_END)
        file.write((json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
        self._counts[what] += 1

    @property
    def size(self) -> tuple[int, int]:
        """See `PropertyGraph.size`."""
        return self._counts["nodes"], self._counts["edges"]

    @property
    def node_fields(self) -> Sequence[Field]:
        """See `PropertyGraph.node_fields`."""
        return (*NODE_FIELDS, *_fields(self._types["nodes"]))

    @property
    def edge_fields(self) -> Sequence[Field]:
        """See `PropertyGraph.edge_fields`."""
        return (*EDGE_FIELDS, *_fields(self._types["edges"]))

    def nodes(self) -> Iterator[Node]:
        """See `PropertyGraph.nodes`."""
        for head, attributes in self._read("nodes"):
            iri, kind, vi, en, kind_vi, kind_en, tier = head
            yield Node(iri, kind, Label(vi, en), Label(kind_vi, kind_en), tier, attributes)

    def edges(self) -> Iterator[Edge]:
        """See `PropertyGraph.edges`."""
        for head, attributes in self._read("edges"):
            iri, source, target, kind, vi, en, tier, quote = head
            yield Edge(iri, source, target, kind, Label(vi, en), tier, quote, attributes)

    def _read(self, what: str) -> Iterator[tuple[list[str], dict[str, Value]]]:
        types = {field.name: field.type for field in _fields(self._types[what])}
        file = self._files[what]
        # Two readers of one file would disturb each other, so the place is kept here and not in the file.
        place = 0
        while True:
            file.seek(place)
            lines = file.readlines(1_000_000)
            place = file.tell()
            if not lines:
                return
            for line in lines:
                head, attributes = json.loads(line)
                yield head, {name: _typed(value, types[name]) for name, value in attributes.items()}

    def close(self) -> None:
        """Remove the temporary files."""
        for file in self._files.values():
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _file() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def _clean(value: Value, report: Report) -> Value:
    if isinstance(value, tuple):
        return tuple(whole_text(item, report) for item in value)
    return whole_text(value, report) if isinstance(value, str) else value


def _type(value: Value) -> FieldType:
    if isinstance(value, bool):
        return "boolean"
    kinds: dict[type, FieldType] = {int: "integer", float: "number", tuple: "list"}
    return kinds.get(type(value), "string")


def _fields(types: Mapping[str, set[FieldType]]) -> list[Field]:
    return [Field(name, _common(found)) for name, found in sorted(types.items())]


def _common(found: set[FieldType]) -> FieldType:
    """The one type that holds values of several: whole numbers are numbers, a list holds anything, all else is text.

    >>> _common({"integer", "number"}), _common({"integer", "string"}), _common({"string", "list"})
    ('number', 'string', 'list')
    """
    if len(found) == 1:
        return next(iter(found))
    if "list" in found:
        return "list"
    return "number" if found == {"integer", "number"} else "string"


def _typed(value: Value | list[str], wanted: FieldType) -> Value:
    if wanted == "list":
        return tuple(value) if isinstance(value, list) else (as_text(value),)
    if wanted == "number":
        return float(value)  # type: ignore[arg-type]
    return as_text(value) if wanted == "string" else value  # type: ignore[return-value]


def as_text(value: object) -> str:
    """A value as text: booleans as XML Schema writes them.

    >>> as_text(True), as_text(48.5)
    ('true', '48.5')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)
