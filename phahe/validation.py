"""Is the data in the shape that `docs/model.md` promises? The shapes are SHACL, in `shapes/`; pySHACL judges.

`validate` checks data (shapes on documents, facts, evidence, lineage, reference data), `validate_ontology` the ontology and its
vocabularies (`shapes/ontology-style.ttl`). What the shapes cannot say in core SHACL is SPARQL, which runs inside this process:
shapes that reach out or that pySHACL does not bound are refused first (`refuse_unsafe`). Nothing is inferred and nothing is
changed: the data graph is read only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pyshacl
from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as Answer
from rdflib.term import Node

from phahe.resources import folder
from phahe.turtle.canonical import read_turtle

#: File of shapes that judge the ontology and not the data.
STYLE: Final = "ontology-style.ttl"
_QUERIES: Final = (SH.select, SH.ask, SH.construct, SH.update)
#: Parts of SPARQL that SHACL forbids in constraints, or that leave this process.
_FORBIDDEN: Final = {"ServiceGraphPattern": "SERVICE", "Minus": "MINUS", "values": "VALUES"}
_NESTING: Final = (SH.node, SH.property, SH.qualifiedValueShape)
_LISTS: Final = (SH["and"], SH["or"], SH.xone)


class UnsafeShapes(ValueError):  # noqa: N818  (what it says of the shapes, not of the program)
    """Shapes that are not run: says which one and why."""


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing that is not as it should be. `shape`, `focus` and `path` are IRIs; `path` is empty where the shape has none or a longer one."""

    shape: str
    focus: str
    path: str
    severity: str
    message_vi: str
    message_en: str
    value: str = ""

    def message(self, language: str = "vi") -> str:
        """What is wrong, in Vietnamese or English."""
        return self.message_en if language == "en" else self.message_vi


@dataclass(frozen=True, slots=True)
class Report:
    """The results, sorted. The data conforms when none of them is a violation; warnings and remarks may remain."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """True where no result is a violation."""
        return all(result.severity != "Violation" for result in self.results)


def validate(data: Graph, background: Graph | None = None, shapes: Graph | None = None) -> Report:
    """What in `data` is not as the shapes demand. `background` (default: the shipped ontology and vocabularies) is known but not judged.

    Raises UnsafeShapes for shapes that reach out of the process or go in a circle, TurtleError for a shipped file that cannot be read.

    >>> report = validate(Graph().parse(data='<urn:x> a <https://w3id.org/phahe/ns#StoredText> .'))
    >>> report.conforms, report.results[0].shape
    (False, 'https://w3id.org/phahe/shapes#StoredText-file')
    """
    if shapes is not None:
        refuse_unsafe(shapes)
    return _judge(data, _ontology() if background is None else background, _data_shapes() if shapes is None else shapes)


def validate_ontology(data: Graph) -> Report:
    """What in an ontology or vocabulary goes against `ontology/STYLE.md`.

    >>> validate_ontology(Graph()).conforms
    True
    """
    return _judge(data, Graph(), _style_shapes())


def prepare() -> None:
    """Read the shapes and the ontology now, for processes that are forked later.

    >>> prepare()
    """
    _ontology()
    _data_shapes()


def refuse_unsafe(shapes: Graph) -> None:
    """Raise UnsafeShapes where `shapes` hold script, SPARQL that calls other servers or files or that does not parse, or a circle.

    >>> refuse_unsafe(Graph().parse(data='''@prefix sh: <http://www.w3.org/ns/shacl#> .
    ...     <urn:x> sh:select "SELECT $this { SERVICE <http://127.0.0.1/> { $this ?p ?o } }" .'''))
    Traceback (most recent call last):
    phahe.validation.UnsafeShapes: <urn:x>: SERVICE is not allowed in a shape
    """
    for subject, predicate, _ in sorted(shapes):
        if str(predicate).startswith(f"{SH}js") or predicate in {SH.rule, SH.entailment}:
            raise UnsafeShapes(f"<{subject}>: {str(predicate).removeprefix(str(SH))} is not allowed in a shape")
    for predicate in _QUERIES:
        for subject, text in sorted(shapes.subject_objects(predicate)):
            _refuse_query(subject, str(text))
    _refuse_circles(shapes)


def _judge(data: Graph, background: Graph, shapes: Graph) -> Report:
    whole = _Judged()
    for graph in (background, data):
        for triple in graph:
            whole.add(triple)
    _, report, _ = pyshacl.validate(
        whole, shacl_graph=shapes, inference="none", advanced=False, js=False, inplace=True, do_owl_imports=False
    )
    if not isinstance(report, Graph):
        raise UnsafeShapes(f"the shapes cannot be run: {report}")
    nodes = report.objects(None, SH.result)
    return Report(tuple(sorted({_result(report, shapes, node) for node in nodes})))


class _Judged(Graph):
    """A graph that parses each query once: pySHACL asks the same one of every focus node."""

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Answer:
        """As `Graph.query`."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *arguments, **options)


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


def _result(report: Graph, shapes: Graph, node: Node) -> Result:
    source = report.value(node, SH.sourceConstraint) or report.value(node, SH.sourceShape)
    messages = {
        str(text.language): str(text) for text in shapes.objects(source, SH.resultMessage | SH.message) if isinstance(text, Literal)
    }
    printed = [str(text) for text in report.objects(node, SH.resultMessage)]
    fallback = min(printed, default="")
    path = report.value(node, SH.resultPath)
    return Result(
        shape=str(source),
        focus=str(report.value(node, SH.focusNode)),
        path=str(path) if isinstance(path, URIRef) else "",
        severity=str(report.value(node, SH.resultSeverity)).rpartition("#")[2],
        message_vi=messages.get("vi", fallback),
        message_en=messages.get("en", fallback),
        value=str(report.value(node, SH.value) or ""),
    )


@cache
def _ontology() -> Graph:
    return _union(sorted(folder("ontology").rglob("*.ttl")))


@cache
def _data_shapes() -> Graph:
    return _safe(path for path in sorted(folder("shapes").glob("*.ttl")) if path.name != STYLE)


@cache
def _style_shapes() -> Graph:
    return _safe([folder("shapes") / STYLE])


def _safe(paths: Iterable[Path]) -> Graph:
    shapes = _union(paths)
    refuse_unsafe(shapes)
    return shapes


def _union(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph += read_turtle(path)
    return graph


def _refuse_query(subject: Node, text: str) -> None:
    """Read the query as the engine will, so that no escape or comment hides a word from us."""
    prefixes = {"ph": "https://w3id.org/phahe/ns#", "": "urn:any:"}
    declared = set(re.findall(r"([A-Za-z][\w-]*):(?!//)", text))
    namespaces = {name: f"urn:prefix:{name}:" for name in declared} | prefixes
    try:
        query = prepareQuery(text.replace("$PATH", "<urn:path>"), initNs=namespaces)
    except Exception as error:  # rdflib's parser raises whatever its grammar meets
        raise UnsafeShapes(f"<{subject}>: the query does not parse: {error}") from error
    for part in _parts(query.algebra):
        if part.name in _FORBIDDEN:
            raise UnsafeShapes(f"<{subject}>: {_FORBIDDEN[part.name]} is not allowed in a shape")
        if dict.get(part, "datasetClause"):
            raise UnsafeShapes(f"<{subject}>: FROM is not allowed in a shape")


def _parts(value: Any) -> Iterator[CompValue]:
    """Every node of a query's algebra."""
    if isinstance(value, CompValue):
        yield value
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, (list, tuple, set)):
        for inner in value:
            yield from _parts(inner)


def _refuse_circles(shapes: Graph) -> None:
    """SHACL leaves recursive shapes undefined; pySHACL would go down until its stack ends."""
    inner: dict[Node, list[Node]] = {}
    for subject, predicate, value in shapes:
        if predicate in _NESTING or predicate == SH["not"]:
            inner.setdefault(subject, []).append(value)
        elif predicate in _LISTS:
            inner.setdefault(subject, []).extend(Collection(shapes, value) if isinstance(value, (BNode, URIRef)) else [])
    done: set[Node] = set()
    for start in inner:
        _descend(start, inner, [], done)


def _descend(shape: Node, inner: dict[Node, list[Node]], above: list[Node], done: set[Node]) -> None:
    if shape in above:
        raise UnsafeShapes(f"<{shape}>: the shape refers to itself")
    if shape in done:
        return
    for below in inner.get(shape, []):
        _descend(below, inner, [*above, shape], done)
    done.add(shape)
