"""Triples on their way to a Turtle file, held as text: a graph under construction at the speed of dictionaries.

The objects are kept as Turtle writes them, so that writing is sorting and joining; the bytes are those of `turtle.canonical.serialize`. There
are no blank nodes and nothing can be taken back. To look things up, ask for an rdflib graph.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef

from phahe.namespaces import PREFIXES
from phahe.turtle.canonical import parse_turtle
from phahe.turtle.terms import TermWriter, quoted
from phahe.vietnamese import nfc

_TYPE = RDF.type


class Written(str):
    """A literal as Turtle writes it."""

    __slots__ = ()


def english(words: str) -> Written:
    """An English literal."""
    return Written(f"{quoted(words)}@en")


def vietnamese(words: str) -> Written:
    """A Vietnamese literal, NFC.

    >>> vietnamese("Điều 1")
    '"Điều 1"@vi'
    """
    return Written(f"{quoted(nfc(words))}@vi")


class Statements:
    """The triples of one document.

    >>> statements = Statements()
    >>> statements.add(URIRef("urn:x"), RDF.type, URIRef("https://w3id.org/phahe/ns#Task"))
    >>> print(statements.turtle(), end="")
    @prefix ph: <https://w3id.org/phahe/ns#> .
    <BLANKLINE>
    <urn:x>
        a ph:Task .
    """

    def __init__(self) -> None:
        self.terms = TermWriter(PREFIXES)
        #: Subject to predicate to objects as written; a triple added twice stands here twice and is written once.
        self.properties: dict[URIRef, dict[URIRef, list[str]]] = {}
        self._orders: dict[tuple[URIRef, ...], list[tuple[URIRef, str]]] = {}
        #: Subject to its kinds and its whole block, of what is put in ready for the file.
        self._ready: dict[str, tuple[tuple[URIRef, ...], str]] = {}

    def add(self, subject: URIRef, predicate: URIRef, value: Any) -> None:
        """Add one triple: `value` an IRI (URIRef), an rdflib literal, a `Written` one, or a Python string, day, integer, decimal or truth value."""
        written = self.written(value)
        self.properties.setdefault(subject, {}).setdefault(predicate, []).append(written)

    def describe(self, subject: URIRef, said: Mapping[URIRef, Any]) -> None:
        """Add what is said of one thing, a value a property as in `add`; a list gives a property several values, None none."""
        properties = self.properties.get(subject, {})
        iris, write = self.terms.written, self.written
        for predicate, value in said.items():
            if value is None:
                continue
            kind = type(value)
            # the three that nearly all values are, without a call
            if kind is Written:
                written = [value]
            elif kind is URIRef:
                written = [iris.get(value) or write(value)]
            elif kind is list:
                written = [one if type(one) is Written else write(one) for one in value]
            else:
                written = [write(value)]
            if (values := properties.get(predicate)) is not None:
                values += written
            elif written:
                properties[predicate] = written
        if properties:
            self.properties[subject] = properties

    def put(self, subject: str, kinds: tuple[URIRef, ...], block: str) -> None:
        """Add a subject that is not there yet, that is of the classes `kinds` and stands in the file as `block`: for what is made by the thousand."""
        self._ready[subject] = kinds, block

    def written(self, value: object) -> str:
        """`value` as Turtle writes it."""
        kind = type(value)
        if kind is URIRef:
            return self.terms.iri(value)  # type: ignore[arg-type]  # mypy does not narrow by an exact type
        if isinstance(value, str) and not isinstance(value, Literal):
            return value if kind is Written else quoted(value)
        if kind is bool:
            return str(value).lower()
        if kind is int:
            return str(value)
        if isinstance(value, Decimal):  # lexical form as written: 8,0 stays 8.0
            text = f"{value:f}"
            return text if "." in text else f'"{text}"^^{self.terms.iri(XSD.decimal)}'
        if kind is datetime.date:
            return f'"{value}"^^{self.terms.iri(XSD.date)}'
        if isinstance(value, Literal):
            return self.terms.literal(value)
        raise TypeError(f"no term of a graph: {value!r}")

    def year(self, year: int) -> Written:
        """A year as xsd:gYear."""
        return Written(f'"{year}"^^{self.terms.iri(XSD.gYear)}')

    def values(self, subject: str, predicate: URIRef) -> Sequence[str]:
        """The objects of a subject and predicate as written, in the order they were added."""
        return self.properties.get(URIRef(subject), {}).get(predicate, ())

    def subjects(self, kind: URIRef) -> list[str]:
        """The IRIs of all things of class `kind`, in the order they were added."""
        written = self.terms.iri(kind)
        added: list[str] = [subject for subject, properties in self.properties.items() if written in properties.get(_TYPE, ())]
        return added + [subject for subject, (kinds, _) in self._ready.items() if kind in kinds]

    def turtle(self) -> str:
        """The canonical Turtle of these triples. Raises TurtleError for an IRI that Turtle cannot hold."""
        blocks = {subject: block for subject, (_, block) in self._ready.items()}
        blocks |= {str(subject): self._block(subject, properties) for subject, properties in self.properties.items()}
        return "\n".join([self.terms.head(), *map(blocks.__getitem__, sorted(blocks))])

    def to_rdflib(self) -> Graph:
        """The same triples as an rdflib graph."""
        return parse_turtle(self.turtle())

    def _block(self, subject: URIRef, properties: dict[URIRef, list[str]]) -> str:
        lines = [
            f"{verb} {values[0]}" if len(values := properties[predicate]) == 1 else _listed(verb, values)
            for predicate, verb in self._orders.get(tuple(properties)) or self._order(tuple(properties))
        ]
        return f"{self.terms.iri(subject)}\n" + " ;\n".join(lines) + " .\n"

    def _order(self, predicates: tuple[URIRef, ...]) -> list[tuple[URIRef, str]]:
        """The predicates in the order they are written, each with its verb. Few sets of predicates occur, so each is looked up once."""
        found = self._orders[predicates] = [(p, "    a" if p == _TYPE else f"    {self.terms.iri(p)}") for p in _ordered(predicates)]
        return found


@lru_cache(maxsize=1024)
def _ordered(predicates: tuple[URIRef, ...]) -> list[URIRef]:
    """The predicates by code point, `a` first."""
    return sorted(predicates, key=lambda predicate: (predicate != _TYPE, str(predicate)))


def _listed(verb: str, values: list[str]) -> str:
    """A verb with its objects, each once."""
    ordered = sorted(set(values))
    return f"{verb} {ordered[0]}" if len(ordered) == 1 else f"{verb}\n        " + " ,\n        ".join(ordered)
