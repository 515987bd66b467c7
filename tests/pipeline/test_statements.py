"""Statements are a graph: what they write is what the canonical writer writes for the same triples."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, Graph, Literal, URIRef

from phahe.namespaces import PH
from phahe.turtle.canonical import serialize
from phahe.turtle.statements import Statements, vietnamese
from phahe.turtle.terms import TurtleError, quoted, unquoted

X, Y = URIRef("https://w3id.org/phahe/doc/x"), URIRef("https://w3id.org/phahe/doc/x/text#quote")

#: value given to `add`, the rdflib term it stands for
VALUES = [
    (PH.Task, PH.Task),
    (Y, Y),
    ("Điều 1", Literal("Điều 1")),
    ('“47"\\\n', Literal('“47"\\\n')),
    (vietnamese("Lạng Sơn"), Literal("Lạng Sơn", lang="vi")),  # NFD in, NFC out
    (True, Literal(True)),
    (False, Literal(False)),
    (7, Literal(7)),
    (Decimal("8.0"), Literal("8.0", datatype=XSD.decimal)),  # lexical form as printed
    (Decimal(58), Literal("58", datatype=XSD.decimal)),
    (datetime.date(2025, 7, 15), Literal("2025-07-15", datatype=XSD.date)),
    (Literal("2030", datatype=XSD.gYear), Literal("2030", datatype=XSD.gYear)),
    (Literal("title", lang="en"), Literal("title", lang="en")),
]


@pytest.mark.parametrize(("given_", "term"), VALUES, ids=[str(term) for _, term in VALUES])
def test_a_value_is_written_as_the_canonical_writer_writes_it(given_: object, term: URIRef | Literal) -> None:
    statements, graph = Statements(), Graph()
    statements.add(X, PH.value, given_)
    graph.add((X, PH.value, term))
    assert statements.turtle() == serialize(graph)
    assert set(statements.to_rdflib()) == set(graph)


def test_order_and_repetition_do_not_show() -> None:
    triples = [(X, RDF.type, PH.Task), (X, PH.order, 2), (X, PH.order, 10), (Y, PH.text, "b"), (X, PH.about, Y)]
    one, other = Statements(), Statements()
    for triple in triples:
        one.add(*triple)
    for triple in [*reversed(triples), *triples]:
        other.add(*triple)
    assert one.turtle() == other.turtle() == serialize(one.to_rdflib())


def test_things_are_found_by_class() -> None:
    statements = Statements()
    for iri, kind in ((X, PH.Task), (Y, PH.Finding), (X, PH.Fact)):
        statements.add(iri, RDF.type, kind)
    assert statements.subjects(PH.Task) == [X]
    assert statements.subjects(PH.Target) == []


@pytest.mark.parametrize("bad", ["urn:a b", "urn:<x>", 'urn:"', "urn:a\nb"])
def test_what_is_no_iri_is_refused(bad: str) -> None:
    statements = Statements()
    statements.add(str.__new__(URIRef, bad), PH.order, 1)
    with pytest.raises(TurtleError):
        statements.turtle()


@pytest.mark.parametrize("bad", [None, 1.5, object(), b"x"])
def test_what_is_no_term_is_refused(bad: object) -> None:
    with pytest.raises(TypeError):
        Statements().add(X, PH.value, bad)


@given(st.text())
def test_strings_come_back(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert unquoted(quoted(text)) == (text, None)
    assert unquoted(quoted(text) + "@vi") == (text, "vi")
