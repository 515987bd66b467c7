"""Canonical Turtle: same graph, same bytes; nothing lost on the way; what has no canonical form is refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from phahe.namespaces import PH
from phahe.resources import folder
from phahe.turtle.__main__ import main
from phahe.turtle.canonical import TurtleError, format_file, read_turtle, serialize

S, P = URIRef("urn:s"), URIRef("urn:p")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
LITERALS = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(lambda text: Literal(text, lang="vi"), TEXT),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind, normalize=False),
        TEXT,
        st.sampled_from([XSD.decimal, XSD.integer, XSD.boolean, XSD.date]),
    ),
)


def back(text: str, folder: Path) -> Graph:
    path = folder / "back.ttl"
    path.write_bytes(text.encode("utf-8"))
    return read_turtle(path)


@given(st.lists(LITERALS, max_size=6))
def test_every_literal_comes_back_to_the_letter(tmp_path_factory: pytest.TempPathFactory, literals: list[Literal]) -> None:
    graph = Graph()
    for literal in literals:
        graph.add((S, P, literal))
    assert set(back(serialize(graph), tmp_path_factory.mktemp("turtle"))) == set(graph)


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (Literal("12.50", datatype=XSD.decimal, normalize=False), "12.50"),
        (Literal("007", datatype=XSD.integer, normalize=False), "007"),
        (Literal("5.", datatype=XSD.decimal, normalize=False), '"5."^^xsd:decimal'),
        (Literal("48,5", datatype=XSD.decimal, normalize=False), '"48,5"^^xsd:decimal'),
        (Literal("True", datatype=XSD.boolean, normalize=False), '"True"^^xsd:boolean'),
        (Literal("2030", datatype=XSD.gYear), '"2030"^^xsd:gYear'),
        (Literal("“thầy ra thầy”", lang="vi"), '"“thầy ra thầy”"@vi'),
        (Literal('một "hai"\nba""'), '"""một "hai"\nba\\"\\""""'),
    ],
)
def test_how_a_literal_is_written(literal: Literal, expected: str) -> None:
    graph = Graph()
    graph.add((S, P, literal))
    assert f"<urn:p> {expected} .\n" in serialize(graph)


def test_order_of_adding_does_not_show() -> None:
    triples = [(URIRef(f"urn:{n % 7}"), URIRef(f"urn:p{n % 3}"), Literal(n)) for n in range(60)]
    texts = set()
    for seed in range(5):
        random.Random(seed).shuffle(triples)
        graph = Graph()
        for triple in triples:
            graph.add(triple)
        texts.add(serialize(graph))
    assert len(texts) == 1


@pytest.mark.parametrize("path", [folder("ontology") / "phahe.ttl", folder("shapes") / "lineage.ttl"], ids=lambda path: path.name)
def test_blank_nodes_in_trees_keep_their_place(path: Path, tmp_path: Path) -> None:
    graph = read_turtle(path)
    again = back(serialize(graph), tmp_path)
    assert isomorphic(graph, again)
    assert serialize(again) == serialize(graph)


@pytest.mark.parametrize(
    "triples",
    [
        [(S, P, BNode("x")), (URIRef("urn:other"), P, BNode("x"))],
        [(BNode("x"), P, BNode("y")), (BNode("y"), P, BNode("x"))],
        [(BNode("x"), P, BNode("x"))],
        [(URIRef("urn:not an iri"), P, S)],
    ],
    ids=["shared", "circle", "self", "space in an IRI"],
)
def test_what_has_no_canonical_form_is_refused(triples: list[tuple[URIRef, URIRef, URIRef]]) -> None:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    with pytest.raises(TurtleError):
        serialize(graph)


def test_only_prefixes_in_use_are_declared_and_a_file_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@prefix ph: <https://w3id.org/phahe/ns#> . @prefix mine: <urn:mine#> . @prefix un: <urn:used#> .\nmine:a ph:order 1 .")
    assert format_file(path)
    assert path.read_text() == "@prefix mine: <urn:mine#> .\n@prefix ph: <https://w3id.org/phahe/ns#> .\n\nmine:a\n    ph:order 1 .\n"


def test_a_bad_file_is_named_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<urn:x> a .")
    assert main([str(path)]) == 2
    assert "bad.ttl" in capsys.readouterr().err
    assert path.read_text() == "<urn:x> a ."
    assert list(tmp_path.iterdir()) == [path]


def test_check_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("<urn:x>   <urn:y> 1 .")
    assert main(["--check", str(tmp_path)]) == 1
    assert path.read_text() == "<urn:x>   <urn:y> 1 ."
    assert (main([str(tmp_path)]), main(["--check", str(tmp_path)])) == (0, 0)


def test_the_empty_graph_is_the_empty_file() -> None:
    assert serialize(Graph()) == ""
    assert serialize(Graph().parse(data=f"<urn:x> a <{PH.Task}> .")).startswith("@prefix ph:")
