"""Words used are words defined: in the model page, the queries and the data; and the vocabularies hold together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from phahe.namespaces import PH, SCHEMES, VOCAB
from phahe.resources import folder
from phahe.turtle.canonical import format_file, read_turtle
from phahe.validation import validate_ontology

ROOT = Path(__file__).parents[2]
TERM = re.compile(r"\bph:([A-Za-z][A-Za-z0-9]*)")
CODE = re.compile(rf"\b({'|'.join(SCHEMES)}):([A-Za-z][A-Za-z0-9_-]*)")
HAND_WRITTEN = sorted([*folder("ontology").rglob("*.ttl"), *folder("shapes").rglob("*.ttl")])
USERS = [ROOT / "docs" / "model.md", *sorted(folder("queries").rglob("*.rq")), *sorted(folder("data/ttl").rglob("*.ttl"))]


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in sorted(folder("ontology").rglob("*.ttl")):
        graph += read_turtle(path)
    return graph


def unknown_terms(text: str) -> list[str]:
    return sorted(name for name in set(TERM.findall(text)) if (PH[name], SKOS.definition, None) not in ontology())


def unknown_codes(text: str) -> list[str]:
    used = {(scheme, code) for scheme, code in CODE.findall(text)}
    return sorted(
        f"{scheme}:{code}" for scheme, code in used if (URIRef(f"{VOCAB}{scheme}/{code}"), RDF.type, SKOS.Concept) not in ontology()
    )


def names(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", USERS, ids=names)
def test_every_term_used_is_defined(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unknown_terms(text) == []
    assert unknown_codes(re.sub(r'"[^"\n]*"', "", text)) == []


def test_an_undefined_term_or_code_would_be_seen() -> None:
    assert unknown_terms("?x ph:copiesFrom ?y ; ph:carriesOut ?z") == ["copiesFrom"]
    assert unknown_codes("verdict:IMPOSSIBLE_DATE , verdict:WRONG") == ["verdict:WRONG"]


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=names)
def test_every_file_is_in_canonical_form(path: Path) -> None:
    assert not format_file(path, write=False), "run make fmt"


def test_the_ontology_obeys_its_style() -> None:
    assert [(result.focus, result.message_en) for result in validate_ontology(ontology()).results] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_has_a_file_and_codes_that_are_their_notation(scheme: str) -> None:
    graph = read_turtle(folder("ontology") / "vocab" / f"{scheme}.ttl")
    codes = {
        str(concept).removeprefix(f"{VOCAB}{scheme}/"): graph.value(concept, SKOS.notation)
        for concept in graph.subjects(RDF.type, SKOS.Concept)
    }
    assert codes
    assert all(code == str(notation) for code, notation in codes.items())


def test_every_relation_names_its_plain_property() -> None:
    relations = read_turtle(folder("ontology") / "vocab" / "relation.ttl")
    for concept in relations.subjects(RDF.type, SKOS.Concept):
        edge = relations.value(concept, PH.edgeProperty)
        assert (edge, RDF.type, None) in ontology(), concept


def test_the_thirteen_relations_of_the_national_database_are_there_once() -> None:
    relations = read_turtle(folder("ontology") / "vocab" / "relation.ttl")
    assert sorted(int(str(code)) for code in relations.objects(None, PH.vbplCode)) == [*range(1, 13), 14]


def test_an_abbreviation_is_of_a_system() -> None:
    types = read_turtle(folder("ontology") / "vocab" / "doctype.ttl")
    for concept in types.subjects(RDF.type, SKOS.Concept):
        own = set(types.objects(concept, PH.stateAbbreviation)) | set(types.objects(concept, PH.partyAbbreviation))
        assert set(types.objects(concept, PH.abbreviation)) == own, concept


def themes() -> dict[URIRef, set[str]]:
    """Each theme's labels, case folded."""
    graph = read_turtle(folder("ontology") / "vocab" / "theme.ttl")
    kinds = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    found = graph.subjects(RDF.type, SKOS.Concept)
    return {theme: {str(label).casefold() for kind in kinds for label in graph.objects(theme, kind)} for theme in found}


def test_a_heading_stands_for_one_theme() -> None:
    labels = [label for theme in themes().values() for label in theme]
    assert sorted(label for label in set(labels) if labels.count(label) > 1) == []


def test_headings_listed_as_printed_are_printed() -> None:
    graph = read_turtle(folder("ontology") / "vocab" / "theme.ttl")
    sources = " ".join(re.sub(r"[\s*]+", " ", path.read_text(encoding="utf-8")) for path in sorted(folder("data/sources").glob("*.txt")))
    cut = {"ĐỔI MỚI MẠNH MỀ THỂ CHẾ TẠO CƠ CHẾ, CHÍNH SÁCH ĐẶC THÙ, VƯỢT TRỘI CHO PHÁT TRIỂN GIÁO DỤC VÀ ĐÀO TẠO"}  # parted by table rows
    missing = {str(label) for label in graph.objects(None, SKOS.hiddenLabel)} - cut
    assert sorted(label for label in missing if label not in sources) == []
