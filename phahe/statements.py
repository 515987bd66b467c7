"""Triples on their way to a Turtle file, held as text: a graph under construction at the speed of dictionaries.

The objects are kept as Turtle writes them, so that writing is sorting and joining; the bytes are those of `turtle.serialize`. There
are no blank nodes and nothing can be taken back. To look things up, ask for an rdflib graph.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef

from phahe.namespaces import PREFIXES
from phahe.terms import TermWriter, quoted
from phahe.turtle import parse_turtle
from phahe.vietnamese import nfc

_TYPE = RDF.type


class Written(str):
    """A literal as Turtle writes it."""

    __slots__ = ()


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
        self.properties: dict[str, dict[str, list[str]]] = {}
        self._orders: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def add(self, subject: str, predicate: str, value: Any) -> None:
        """Add one triple: `value` an IRI (URIRef), an rdflib literal, a `Written` one, or a Python string, day, integer, decimal or truth value."""
        kind = type(value)
        written = value if kind is Written else self.terms.iri(value) if kind is URIRef else self.written(value)
        if (properties := self.properties.get(subject)) is None:
            self.properties[subject] = {predicate: [written]}
        elif (values := properties.get(predicate)) is None:
            properties[predicate] = [written]
        else:
            values.append(written)

    def put(self, subject: str, properties: dict[str, list[str]]) -> None:
        """Add a subject that is not there yet with all its properties, objects as written. For what is added by the thousand."""
        self.properties[subject] = properties

    def written(self, value: object) -> str:
        """`value` as Turtle writes it."""
        if isinstance(value, URIRef):
            return self.terms.iri(value)
        if isinstance(value, str) and not isinstance(value, Literal):
            return value if isinstance(value, Written) else quoted(value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Decimal):  # lexical form as written: 8,0 stays 8.0
            text = f"{value:f}"
            return text if "." in text else f'"{text}"^^{self.terms.iri(XSD.decimal)}'
        if type(value) is datetime.date:
            return f'"{value.isoformat()}"^^{self.terms.iri(XSD.date)}'
        if isinstance(value, Literal):
            return self.terms.literal(value)
        raise TypeError(f"no term of a graph: {value!r}")

    def __len__(self) -> int:
        """How many triples have been added."""
        return sum(len(values) for properties in self.properties.values() for values in properties.values())

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """The objects of a subject and predicate as written, in the order they were added."""
        return self.properties.get(subject, {}).get(predicate, ())

    def subjects(self, kind: URIRef) -> list[str]:
        """The IRIs of all things of class `kind`, in the order they were added."""
        written = self.terms.iri(kind)
        return [subject for subject, properties in self.properties.items() if written in properties.get(_TYPE, ())]

    def turtle(self) -> str:
        """The canonical Turtle of these triples. Raises TurtleError for an IRI that Turtle cannot hold."""
        blocks = [self._block(subject, self.properties[subject]) for subject in sorted(self.properties, key=str)]
        return "\n".join([self.terms.head(), *blocks])

    def to_rdflib(self) -> Graph:
        """The same triples as an rdflib graph."""
        return parse_turtle(self.turtle())

    def _block(self, subject: str, properties: dict[str, list[str]]) -> str:
        lines = []
        for predicate, verb in self._orders.get(tuple(properties)) or self._order(tuple(properties)):
            values = properties[predicate]
            if len(values) > 1 and len(values := sorted(set(values))) > 1:
                listed = " ,\n        ".join(values)
                lines.append(f"    {verb}\n        {listed}")
            else:
                lines.append(f"    {verb} {values[0]}")
        return f"{self.terms.iri(subject)}\n" + " ;\n".join(lines) + " .\n"

    def _order(self, predicates: tuple[str, ...]) -> list[tuple[str, str]]:
        """The predicates in the order they are written, `a` first, each with its verb. Few sets of predicates occur, so each is sorted once."""
        ordered = sorted(predicates, key=lambda predicate: (predicate != _TYPE, str(predicate)))
        found = self._orders[predicates] = [(p, "a" if p == _TYPE else self.terms.iri(p)) for p in ordered]
        return found
