"""Each file beside this one is a test: `<shape>/good-*.ttl` must be silent, `<shape>/bad-*.ttl` must break the one shape and path it names.

A case is put together with `world.ttl` under a base of its own, so that all cases are judged in one run. Cases of shapes that judge
the ontology (`shapes/ontology-style.ttl`) stand alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

from phahe.resources import folder
from phahe.turtle.canonical import read_turtle
from phahe.validation import STYLE, Report, validate, validate_ontology

HERE = Path(__file__).parent
SHAPES = "https://w3id.org/phahe/shapes#"
CASES = sorted(HERE.glob("*/*.ttl"))
Broken = set[tuple[str, str]]


def base(case: Path) -> str:
    return f"https://w3id.org/phahe/test/{case.parent.name}/{case.stem}/"


def subject(shape: object) -> str:
    """The folder of a shape's cases: shape:Task-path is about Task."""
    return str(shape).removeprefix(SHAPES).partition("-")[0]


def shapes_of(name: str) -> Graph:
    return read_turtle(folder("shapes") / name)


STYLE_SHAPES = {subject(shape) for shape in shapes_of(STYLE).subjects(SH.message) if isinstance(shape, URIRef)}


def expected(case: Path) -> Broken:
    graph = read_turtle(case, base(case))
    return {(str(shape), str(graph.value(node, SH.resultPath) or "")) for node, shape in graph.subject_objects(SH.sourceShape)}


def facts(case: Path) -> Graph:
    graph = read_turtle(case, base(case))
    graph.remove((URIRef(base(case)), None, None))
    return graph


def broken(report: Report, under: str = "") -> Broken:
    return {(result.shape, result.path) for result in report.results if result.focus.startswith(under)}


@pytest.fixture(scope="module")
def together() -> Report:
    data = Graph()
    for case in CASES:
        if case.parent.name not in STYLE_SHAPES:
            data += facts(case)
            data += read_turtle(HERE / "world.ttl", base(case))
    return validate(data)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}/{case.stem}" for case in CASES])
def test_case(case: Path, together: Report) -> None:
    found = broken(validate_ontology(facts(case))) if case.parent.name in STYLE_SHAPES else broken(together, base(case))
    assert found == expected(case)
    assert bool(found) == case.name.startswith("bad-")


def test_every_shape_that_judges_has_a_bad_case_and_every_subject_a_good_one() -> None:
    shapes = Graph()
    for path in sorted(folder("shapes").glob("*.ttl")):
        shapes += read_turtle(path)
    judging = set(shapes.subjects(SH.targetClass)) | set(shapes.subjects(SH.targetSubjectsOf))
    queries = {query for shape in judging for query in shapes.objects(shape, SH.sparql)}
    direct = {shape for shape in judging if set(shapes.predicates(shape)) & {SH.path, SH["or"], SH["not"]}}
    broken_somewhere = {str(shape) for case in CASES for shape, _ in expected(case)}
    assert sorted(str(shape) for shape in queries | direct if str(shape) not in broken_somewhere) == []
    good = {case.parent.name for case in CASES if case.name.startswith("good-")}
    assert {subject(shape) for shape in judging} - good == set()


def test_every_shape_speaks_both_languages() -> None:
    for path in sorted(folder("shapes").glob("*.ttl")):
        graph = read_turtle(path)
        for shape in set(graph.subjects(SH.message)):
            assert sorted(str(message.language) for message in graph.objects(shape, SH.message)) == ["en", "vi"], shape
