"""What `validate` reports, and the shapes it refuses to run."""

from __future__ import annotations

import pytest
from rdflib import Graph

from phahe.validation import UnsafeShapes, refuse_unsafe, validate

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ph: <https://w3id.org/phahe/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
DATA = Graph().parse(data='<urn:x> a <https://w3id.org/phahe/ns#Task> .')  # fmt: skip


def shapes(turtle: str) -> Graph:
    return Graph().parse(data=HEAD + turtle)


def select(query: str) -> str:
    return f'<urn:shape> a sh:NodeShape ; sh:targetClass ph:Task ; sh:sparql <urn:c> . <urn:c> sh:select """{query}""" .'


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        (select("SELECT $this { SERVICE <http://127.0.0.1:9/sparql> { $this ?p ?o } }"), "SERVICE"),
        (select("SELECT $this { SERVICE SILENT <http://127.0.0.1:9/sparql> { $this ?p ?o } }"), "SERVICE"),
        (select("SELECT $this { $this ?p ?server . SERVICE ?server { $this ?q ?o } }"), "SERVICE"),
        (select("SELECT $this { \\\\u0053ERVICE <http://127.0.0.1:9/sparql> { $this ?p ?o } }"), "SERVICE|parse"),
        (select("SELECT $this { OPTIONAL { { SELECT ?o { service <http://127.0.0.1:9/> { ?s ?p ?o } } } } }"), "SERVICE"),
        (select("SELECT $this { $this ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }"), "SERVICE"),
        (select("SELECT $this FROM <file:///etc/hostname> { $this ?p ?o }"), "FROM"),
        (select("SELECT $this { $this ?p ?o MINUS { ?s ?p ?o } }"), "MINUS"),
        (select("SELECT $this { VALUES ?p { <urn:p> } $this ?p ?o }"), "VALUES"),
        (select("SELECT $this { $this ?p "), "parse"),
        ('<urn:shape> a sh:NodeShape ; sh:js <urn:script> .', "js"),
        ('<urn:shape> a sh:NodeShape ; sh:rule <urn:rule> .', "rule"),
        ("<urn:a> a sh:NodeShape ; sh:node <urn:b> . <urn:b> a sh:NodeShape ; sh:node <urn:a> .", "itself"),
        ("<urn:a> a sh:NodeShape ; sh:or ( <urn:b> <urn:c> ) . <urn:c> a sh:NodeShape ; sh:not <urn:a> .", "itself"),
        ("<urn:a> a sh:NodeShape ; sh:property <urn:b> . <urn:b> sh:path ph:partOf ; sh:node <urn:a> .", "itself"),
    ],
)  # fmt: skip
def test_unsafe_shapes_are_refused(turtle: str, said: str) -> None:
    with pytest.raises(UnsafeShapes, match=said):
        refuse_unsafe(shapes(turtle))
    with pytest.raises(UnsafeShapes, match=said):
        validate(DATA, shapes=shapes(turtle))


@pytest.mark.parametrize(
    "turtle",
    [
        select("SELECT $this ?value { $this a ?value FILTER (?value != 'SERVICE') }"),
        select("# SERVICE in a comment\nSELECT $this { $this a <urn:SERVICE> }"),
        "<urn:a> a sh:NodeShape ; sh:or ( <urn:b> <urn:c> ) . <urn:b> sh:node <urn:d> . <urn:c> sh:node <urn:d> . <urn:d> a sh:NodeShape .",
    ],
    ids=["in a string", "in a comment and an IRI", "two ways to one shape"],
)
def test_harmless_shapes_pass(turtle: str) -> None:
    refuse_unsafe(shapes(turtle))


def test_imports_are_not_followed() -> None:
    # A followed import would fail: nothing listens there.
    imports = "<urn:o> a owl:Ontology ; owl:imports <http://127.0.0.1:9/x.ttl> .\n"
    assert validate(Graph().parse(data=HEAD + imports), shapes=shapes(imports)).conforms


def test_a_result_tells_what_where_and_how_grave_in_both_languages() -> None:
    report = validate(DATA)
    result = next(result for result in report.results if result.shape.endswith("#Task-text"))
    assert not report.conforms
    assert (result.focus, result.path, result.severity) == ("urn:x", "https://w3id.org/phahe/ns#text", "Violation")
    assert result.message("vi") == "Phải có đúng một chữ in."
    assert result.message("en") == "Exactly one printed text."
    assert list(report.results) == sorted(set(report.results))


def test_a_warning_does_not_break_conformity() -> None:
    one = shapes("<urn:shape> a sh:PropertyShape ; sh:path ph:theme ; sh:minCount 1 ; sh:severity sh:Warning ; sh:targetClass ph:Task .")
    report = validate(DATA, shapes=one)
    assert report.conforms
    assert [result.severity for result in report.results] == ["Warning"]


def test_the_data_is_left_as_it_was() -> None:
    data = Graph().parse(data="<urn:x> a <https://w3id.org/phahe/ns#Task> .")
    validate(data)
    assert len(data) == 1
