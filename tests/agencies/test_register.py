"""The shipped register: every name finds its own entry, every entry has a source, every reference has a target."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS

from phahe.agencies.register import Register
from phahe.namespaces import BASE, PH, SCHEMA
from phahe.places import Places

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "data" / "ttl" / "reference"


@cache
def graph() -> Graph:
    found = Graph()
    for name in ("agencies.ttl", "places.ttl"):
        found.parse(REFERENCE / name)
    return found


@cache
def register() -> Register:
    return Register.from_graph(graph())


def subjects() -> list[URIRef]:
    kinds = (PH.Agency, PH.Collective, SCHEMA.AdministrativeArea)
    return sorted(node for kind in kinds for node in graph().subjects(RDF.type, kind) if isinstance(node, URIRef))


@pytest.mark.parametrize("entry", register().entries, ids=lambda entry: entry[0].iri.partition("/agency/")[2])
def test_every_name_of_an_entry_finds_it_in_its_own_place(entry) -> None:
    agency, printed, misprinted = entry
    assert {register().resolve(name, agency.place) for name in printed + misprinted} == {agency}
    assert [register().misprint(name) for name in misprinted] == [True] * len(misprinted)
    assert not any(register().misprint(name) for name in printed)


@pytest.mark.parametrize("entry", register().entries, ids=lambda entry: entry[0].iri.partition("/agency/")[2])
def test_an_iri_made_of_the_name_is_the_one_of_the_register(entry) -> None:
    agency = entry[0]
    minted = register().mint(agency.label, agency.place)
    assert (minted.collective, minted.kind) == (agency.collective, agency.kind)
    if agency.kind != "school":  # schools named after a person carry no place in the register
        assert minted.iri == agency.iri


def test_only_known_kinds_levels_and_statuses() -> None:
    for node in subjects():
        for used in (PH.agencyKind, PH.level, PH.placeKind, PH.factStatus):
            for concept in graph().objects(node, used):
                scheme, code = str(concept).removeprefix(f"{BASE}vocab/").split("/")
                vocabulary = (ROOT / "ontology" / "vocab" / f"{scheme}.ttl").read_text(encoding="utf-8")
                assert f'skos:notation "{code}"' in vocabulary, f"{node}: {scheme}/{code}"


def test_everything_has_a_label_a_status_and_a_source_that_is_no_file_path() -> None:
    for node in subjects():
        assert len([label for label in graph().objects(node, RDFS.label) if label.language == "vi"]) == 1, node
        assert len(list(graph().objects(node, PH.factStatus))) == 1, node
        sources = [str(source) for source in graph().objects(node, DCTERMS.source)]
        assert sources, node
        assert not any(re.search(r"/work|\.\./|\.csv|\.json|facts", source) for source in sources), node


def test_parents_and_places_are_in_the_register() -> None:
    known = set(subjects())
    for used in (PH.parentAgency, PH.place, PH.withinPlace, DCTERMS.isReplacedBy):
        assert set(graph().objects(None, used)) <= known


def test_a_code_is_used_once_at_a_time() -> None:
    by_code: dict[str, list[str]] = {}
    for place in Places.from_graph(graph()):
        if place.valid_to is None:
            by_code.setdefault(place.code, []).append(place.key)
    assert all(len(keys) == 1 for keys in by_code.values())
    assert Places.from_graph(graph()).units["06475-den-2025-06-30"].label == "xã Gia Lộc"


def test_a_misprint_is_no_name() -> None:
    misprints = {str(label) for label in graph().objects(None, SKOS.hiddenLabel)}
    printed = {str(label) for label in graph().objects(None, SKOS.altLabel)}
    assert misprints == {"Phòng VHXXH", "Hội đồng nhân nhân dân tỉnh Lạng Sơn"}
    assert not misprints & printed
