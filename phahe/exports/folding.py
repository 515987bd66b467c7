"""The statements about one thing become one node and the edges that leave it, or one edge with its proof.

An RDF graph has more nodes than a reader of graphs wants: pieces of evidence and their selectors become the attributes `quote` and
`evidence` of what they prove, concepts become codes, and a relation that has an IRI of its own (ph:DocumentRelation, ph:Assignment …,
`queries/exports/reified.rq`) becomes an edge. What was folded is counted in the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from phahe import tiers
from phahe.exports.asking import Quote, Schema
from phahe.exports.model import EDGE_FIELDS, NODE_FIELDS, Edge, Node, Report, Scalar, Value
from phahe.labels import Label
from phahe.namespaces import OA, PH, PREFIXES, VOCAB

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_QUOTED: Final = "http://www.w3.org/ns/prov#wasQuotedFrom"
_LABELS: Final = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
#: Where a name is taken from when a thing has no label; the first that is there.
_NAMING: Final = tuple(f"{PH}{name}" for name in ("heading", "text", "message", "number", "path", "agencyAsPrinted"))
_FOLDED: Final = frozenset({OA + "SpecificResource", OA + "TextQuoteSelector", OA + "TextPositionSelector", PH + "Evidence"})
_FIXED: Final = frozenset({"id", "source", "target", *(field.name for field in (*NODE_FIELDS, *EDGE_FIELDS))})
_NAME_LENGTH: Final = 90
_JOINT: Final = " […] "
_INTEGERS: Final = frozenset(
    {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong"}
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Everything said of one subject, sorted."""

    iri: str
    quads: tuple[Quad, ...]

    @property
    def classes(self) -> list[str]:
        """IRIs of its classes, those somebody stated before those a rule concluded, ours before others'."""
        typed = (quad for quad in reversed(self.quads) if quad.predicate.value == _TYPE)
        found = {quad.object.value: quad for quad in typed if isinstance(quad.object, NamedNode)}
        return sorted(found, key=lambda iri: (_tier(found[iri]) == "inferred", not iri.startswith(str(PH)), iri))

    @property
    def tier(self) -> str:
        """The strongest tier that states anything of it."""
        return min((_tier(quad) for quad in self.quads), key=tiers.rank, default="")


@dataclass(frozen=True, slots=True)
class Fold:
    """What a thing became: a node or nothing, and edges."""

    node: Node | None
    edges: tuple[Edge, ...]


def term_id(term: NamedNode | BlankNode) -> str:
    """What stands for a resource in an export: its IRI, or `_:` and its label."""
    return term.value if isinstance(term, NamedNode) else f"_:{term.value}"


_tier_of = lru_cache(maxsize=4096)(tiers.tier)


def _tier(quad: Quad) -> str:
    return _tier_of(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else ""


def is_folded(thing: Thing) -> bool:
    """Whether a thing is a piece of evidence or a selector, which the things they prove carry as attributes."""
    return bool(_FOLDED.intersection(thing.classes))


def evidence_of(thing: Thing, schema: Schema) -> list[str]:
    """The evidence a thing rests on, as IRIs."""
    return [
        str(quad.object.value) for quad in thing.quads if quad.predicate.value in schema.evidence and isinstance(quad.object, NamedNode)
    ]


def fold(thing: Thing, schema: Schema, quotes: Mapping[str, Quote], report: Report) -> Fold:
    """The node or edge a thing becomes, and the edges to what it points at."""
    reified = next((schema.reified[iri] for iri in thing.classes if iri in schema.reified), None)
    if reified is not None:
        ends = [_first(thing, getattr(reified, name)) for name in ("source", "target")]
        if all(isinstance(end, NamedNode) for end in ends):
            return Fold(None, (_proved_edge(thing, schema, quotes, report, reified.kind, ends, {reified.source, reified.target}),))
    classes = thing.classes
    kind = classes[0] if classes else ""
    attributes = _attributes(thing, schema, quotes, report, frozenset())
    node = Node(thing.iri, local(kind) or "Resource", _label(thing), _name(schema, kind), thing.tier, attributes)
    return Fold(node, tuple(_plain_edges(thing, schema)))


def _first(thing: Thing, predicate: str) -> NamedNode | BlankNode | Literal | None:
    return next((quad.object for quad in thing.quads if quad.predicate.value == predicate), None)  # type: ignore[return-value]


def _proved_edge(
    thing: Thing, schema: Schema, quotes: Mapping[str, Quote], report: Report, property_of_kind: str, ends: Sequence[object], used: set[str]
) -> Edge:
    """The edge a relation with an IRI of its own becomes; what else it points at is kept as IRIs."""
    kind = _first(thing, property_of_kind)
    name = str(kind.value) if kind is not None else thing.classes[0]
    attributes = _attributes(thing, schema, quotes, report, frozenset({*used, property_of_kind}), edge=True)
    attributes["class"] = local(thing.classes[0])
    wording = (PH + "text", PH + "sharedText")
    said = [quad.object.value for quad in thing.quads if quad.predicate.value in wording and isinstance(quad.object, Literal)]
    quote = attributes.pop("quote", "") or (said[0] if said else "")
    source, target = (term_id(end) for end in ends if isinstance(end, NamedNode))
    return Edge(thing.iri, source, target, local(name), _name(schema, name), thing.tier, str(quote), attributes)


def _plain_edges(thing: Thing, schema: Schema) -> list[Edge]:
    found: dict[tuple[str, str], list[Quad]] = defaultdict(list)
    for quad in thing.quads:
        if (
            isinstance(quad.object, NamedNode | BlankNode)
            and not _is_code(quad.object)
            and quad.predicate.value not in schema.evidence | {_TYPE}
        ):
            found[quad.predicate.value, term_id(quad.object)].append(quad)
    return [
        Edge(
            f"{thing.iri} {predicate} {target}", thing.iri, target, local(predicate), _name(schema, predicate),
            min((_tier(quad) for quad in quads), key=tiers.rank), "", {"property": predicate, **_graphs(quads)},
        )
        for (predicate, target), quads in found.items()
    ]  # fmt: skip


def _graphs(quads: Iterable[Quad]) -> dict[str, Value]:
    graphs = tuple(sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}))
    return {"graphs": graphs} if graphs else {}


def _is_code(term: object) -> bool:
    """Whether a term is a concept of a vocabulary, which exports write as its code."""
    return isinstance(term, NamedNode) and term.value.startswith(str(VOCAB))


def _attributes(
    thing: Thing, schema: Schema, quotes: Mapping[str, Quote], report: Report, left_out: frozenset[str], *, edge: bool = False
) -> dict[str, Value]:
    found: dict[str, list[Scalar]] = defaultdict(list)
    evidence: dict[str, list[str]] = defaultdict(list)
    for quad in thing.quads:
        predicate, term = quad.predicate.value, quad.object
        if predicate == _TYPE or predicate in left_out:
            continue
        if predicate in schema.evidence:
            evidence[predicate].append(str(getattr(term, "value", term)))
        elif isinstance(term, Literal):
            name = attribute_name(predicate, term.language)
            value = scalar(term, report)
            if value not in found[name]:
                found[name].append(value)
        elif isinstance(term, NamedNode | BlankNode) and (edge or _is_code(term)):
            value = local(term.value) if _is_code(term) else term_id(term)
            if value not in found[attribute_name(predicate)]:
                found[attribute_name(predicate)].append(value)
    attributes: dict[str, Value] = {
        name: values[0] if len(values) == 1 else tuple(str(value) for value in values) for name, values in found.items()
    }
    attributes.update(_quoted(evidence, quotes))
    attributes["types"] = tuple(local(iri) for iri in thing.classes)
    return attributes | _graphs(thing.quads)


def _quoted(evidence: Mapping[str, Iterable[str]], quotes: Mapping[str, Quote]) -> dict[str, Value]:
    """`quote` with the printed words in the order of print and `evidence` with their IRIs, for each property that leads to evidence."""
    found: dict[str, Value] = {}
    for predicate, iris in evidence.items():
        ordered = sorted(dict.fromkeys(iris), key=lambda iri: (quotes[iri].start if iri in quotes else 0, iri))
        words, places = ("quote", "evidence") if predicate == _QUOTED else (f"{local(predicate)}Quote", local(predicate))
        found[places] = tuple(ordered)
        if text := _JOINT.join(quotes[iri].exact for iri in ordered if iri in quotes):
            found[words] = text
    return found


@lru_cache(maxsize=4096)
def attribute_name(predicate: str, language: str | None = None) -> str:
    """The name of a property as an attribute, with the language of its words.

    >>> attribute_name("https://w3id.org/phahe/ns#heading", "vi"), attribute_name("http://purl.org/dc/terms/title")
    ('heading_vi', 'dcterms_title')
    """
    prefix = next(
        (name for name, space in PREFIXES.items() if predicate.startswith(space) and "/" not in predicate.removeprefix(space)), ""
    )
    name = local(predicate) if prefix in ("ph", "") else f"{prefix}_{local(predicate)}"
    name = re.sub(r"\W", "_", f"{name}_{language}" if language else name) or "property"
    return f"ph_{name}" if name in _FIXED else name


def local(iri: str) -> str:
    """What stands after the last `#`, `/` or `:` of an IRI.

    >>> local("https://w3id.org/phahe/vocab/relation/carries-out")
    'carries-out'
    """
    iri = iri.rstrip("/#:")
    return iri[max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1 :]


def scalar(term: Literal, report: Report) -> Scalar:
    """A literal as a plain value: whole numbers, numbers and booleans as such, all else as written.

    >>> scalar(Literal(3), Report()), scalar(Literal("2030", datatype=NamedNode(_XSD + "gYear")), Report())
    (3, '2030')
    """
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "boolean" and term.value in ("true", "false", "1", "0"):
        return term.value in ("true", "1")
    try:
        if kind in _INTEGERS and abs(int(term.value)) < 2**63:
            return int(term.value)
        if kind in ("decimal", "double", "float"):
            exact = Decimal(term.value)
            report.note("inexact", int(exact.is_finite() and Decimal(repr(float(exact))) != exact))
            return float(exact) if exact.is_finite() else term.value
    except (ValueError, InvalidOperation):
        pass
    return term.value


def _name(schema: Schema, iri: str) -> Label:
    code = local(iri)
    return schema.names.get(iri, Label(code, code))


def _label(thing: Thing) -> Label:
    """What to call a thing: its label, else the first words it has, else the end of its IRI."""
    words: dict[str, str] = {}
    for predicate in (*_LABELS, *_NAMING):
        for quad in thing.quads:
            if quad.predicate.value == predicate and isinstance(quad.object, Literal) and quad.object.value.strip():
                words.setdefault(quad.object.language or "vi", quad.object.value)
        if words:
            break
    if not words:
        return Label(local(thing.iri), local(thing.iri))
    first = next(iter(words.values()))
    return Label(_short(words.get("vi", first)), _short(words.get("en", first)))


def _short(text: str) -> str:
    if len(text) <= _NAME_LENGTH:
        return text
    return text[:_NAME_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
