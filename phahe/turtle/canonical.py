"""Canonical Turtle: equal graphs give the same bytes, and every literal keeps the lexical form it was given.

Subjects, predicates and objects are sorted by code point, `a` stands first, only used prefixes are declared, lines end in LF.
Blank nodes that form trees (OWL restrictions, lists) are written in place, so they need no names; data has none at all. A
blank node that is shared or part of a circle has no canonical place and is refused. `#` comments do not survive formatting:
explanations are triples (`skos:scopeNote`, `sh:description`). Nothing here knows what a graph means.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from phahe.namespaces import PREFIXES
from phahe.turtle.terms import TermWriter, TurtleError

#: Brackets nested deeper than this are refused; no list or restriction of an ontology comes near.
MAX_DEPTH: Final = 1_000
#: Brackets outside strings and IRIs.
_BRACKETS: Final = re.compile(rb'"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?:[^"\\\n]|\\.)*+"|<[^<>\s]*+>|[\[\]()]', re.DOTALL)

Properties = dict[Node, list[Node]]


def serialize(graph: Graph, prefixes: Mapping[str, str] = PREFIXES) -> str:
    r"""`graph` as canonical Turtle. Raises TurtleError for a blank node that is shared or in a circle, or an IRI that Turtle cannot hold.

    >>> graph = Graph().parse(data='<urn:x> <https://w3id.org/phahe/ns#value> 12.50 ; a <https://w3id.org/phahe/ns#Target> .')
    >>> print(serialize(graph), end="")
    @prefix ph: <https://w3id.org/phahe/ns#> .
    <BLANKLINE>
    <urn:x>
        a ph:Target ;
        ph:value 12.50 .
    """
    return _Writer(graph, prefixes).document()


def read_turtle(path: Path, base: str | None = None) -> Graph:
    """The triples of a Turtle file, lexical forms untouched. Raises TurtleError naming the file, the line and the cause.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "x.ttl")
    ...     _ = path.write_text("<urn:x> <urn:y> 01 .", encoding="utf-8")
    ...     [str(value) for value in read_turtle(path).objects()]
    ['01']
    """
    return _read(path, base)[0]


def parse_turtle(text: str, base: str | None = None) -> Graph:
    """The triples of a Turtle text, lexical forms untouched. Raises TurtleError naming the line and the cause.

    >>> len(parse_turtle("<urn:x> <urn:y> 01, 1 ."))
    2
    """
    try:
        raw = text.encode()
        _refuse_deep(raw)
        return _graph(pyoxigraph.parse(raw, format=pyoxigraph.RdfFormat.TURTLE, base_iri=base))
    except (SyntaxError, ValueError) as error:
        raise TurtleError(str(error)) from error


def format_file(path: Path, write: bool = True) -> bool:
    """True where `path` is not in canonical form; then it is written anew, unless `write` is False. Its own prefixes stay in use.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "x.ttl")
    ...     _ = path.write_text("<urn:x>   <urn:y> 01 .", encoding="utf-8")
    ...     format_file(path), format_file(path)
    (True, False)
    """
    graph, declared = _read(path, None)
    known = set(PREFIXES.values())
    own = {prefix: name for prefix, name in declared.items() if prefix not in PREFIXES and name not in known}
    text = serialize(graph, {**PREFIXES, **own})
    if text == path.read_bytes().decode("utf-8"):
        return False
    if write:
        _replace(path, text)
    return True


def _read(path: Path, base: str | None) -> tuple[Graph, dict[str, str]]:
    try:
        raw = path.read_bytes()
        _refuse_deep(raw)
        parser = pyoxigraph.parse(raw, format=pyoxigraph.RdfFormat.TURTLE, base_iri=base)
        graph = _graph(parser)
    except (SyntaxError, ValueError) as error:
        raise TurtleError(f"{path}: {error}") from error
    except OSError as error:
        raise TurtleError(f"{path}: {error.strerror or error}") from error
    return graph, dict(parser.prefixes)


def _refuse_deep(raw: bytes) -> None:
    """Raise ValueError for brackets nested beyond reason: the parser bears them, what reads the graph afterwards may not."""
    if raw.count(b"[") + raw.count(b"(") <= MAX_DEPTH:
        return
    depth = 0
    for token in _BRACKETS.finditer(raw):
        mark = token.group()
        if mark in b"[(":
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError(f"ngoặc lồng quá {MAX_DEPTH} lớp (brackets nested more than {MAX_DEPTH} deep)")
        elif mark in b"])":
            depth -= 1


def _graph(parser: Iterable[pyoxigraph.Quad]) -> Graph:
    graph = Graph()
    for quad in parser:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: object) -> Node:
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            datatype = None if term.language or term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
            return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise ValueError(f"a term that is neither IRI, blank node nor literal: {term}")


def _replace(path: Path, text: str) -> None:
    """Write `text` beside `path`, then put it in its place: a reader sees the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(path.stat().st_mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class _Writer:
    """One graph on its way to text."""

    def __init__(self, graph: Graph, prefixes: Mapping[str, str]) -> None:
        self.terms = TermWriter(prefixes)
        self.open: set[Node] = set()
        self.written: set[Node] = set()
        self.properties: dict[Node, Properties] = {}
        self.references: dict[Node, int] = {}
        for subject, predicate, value in graph:
            self.properties.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if isinstance(value, BNode):
                self.references[value] = self.references.get(value, 0) + 1

    def document(self) -> str:
        """The whole file."""
        named = sorted(node for node in self.properties if isinstance(node, URIRef))
        blocks = [self._block(self.terms.iri(str(node)), self.properties[node]) for node in named]
        roots = [node for node in self.properties if isinstance(node, BNode) and node not in self.references]
        blocks += sorted(self._nested(node, 0) + " .\n" for node in roots)
        if lost := [node for node in self.properties if isinstance(node, BNode) and node not in self.written]:
            raise TurtleError(f"{len(lost)} blank nodes refer to each other in a circle: give them IRIs")
        head = self.terms.head()
        return "\n".join([head, *blocks] if head else blocks)

    def _block(self, subject: str, properties: Properties) -> str:
        return f"{subject}\n" + " ;\n".join(self._lines(properties, 1)) + " .\n"

    def _lines(self, properties: Properties, depth: int) -> Iterable[str]:
        """`predicate object, object` for each predicate, indented; `a` first."""
        indent = "    " * depth
        for predicate in sorted(properties, key=lambda node: (node != RDF.type, str(node))):
            verb = "a" if predicate == RDF.type else self.terms.iri(str(predicate))
            deep = depth + (len(properties[predicate]) > 1)
            values = sorted(self._object(value, deep) for value in properties[predicate])
            if len(values) == 1:
                yield f"{indent}{verb} {values[0]}"
            else:
                yield f"{indent}{verb}\n" + " ,\n".join(f"{indent}    {value}" for value in values)

    def _object(self, node: Node, depth: int) -> str:
        if isinstance(node, URIRef):
            return self.terms.iri(str(node))
        if isinstance(node, Literal):
            return self.terms.literal(node)
        return self._nested(node, depth)

    def _nested(self, node: Node, depth: int) -> str:
        """A blank node written in place, as a list where it is one."""
        if self.references.get(node, 0) > 1 or node in self.open:
            raise TurtleError("a blank node has two places or contains itself: give it an IRI")
        self.open.add(node)
        self.written.add(node)
        properties = self.properties.get(node, {})
        members = self._list(node)
        if members is not None:
            text = "( " + " ".join(self._object(member, depth) for member in members) + " )"
        elif not properties:
            text = "[]"
        else:
            text = "[\n" + " ;\n".join(self._lines(properties, depth + 1)) + "\n" + "    " * depth + "]"
        self.open.discard(node)
        return text

    def _list(self, node: Node) -> list[Node] | None:
        """Members of a well-formed RDF list that begins at `node`, else None."""
        members: list[Node] = []
        cells: list[Node] = []
        while node != RDF.nil:
            properties = self.properties.get(node, {})
            first, rest = properties.get(RDF.first, []), properties.get(RDF.rest, [])
            inner = bool(cells) and self.references.get(node, 0) != 1
            if set(properties) != {RDF.first, RDF.rest} or len(first) != 1 or len(rest) != 1 or inner or node in cells:
                return None
            cells.append(node)
            members.append(first[0])
            node = rest[0]
        self.written.update(cells)
        return members


__all__ = ["TurtleError", "format_file", "parse_turtle", "read_turtle", "serialize"]
