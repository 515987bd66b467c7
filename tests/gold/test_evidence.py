"""The standing test of evidence: every quote of the shipped graph is a slice of its source, every text of a fact is made of its quotes."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "data" / "ttl" / "documents").glob("*.ttl"))
PH, OA, PROV = "https://w3id.org/phahe/ns#", "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#"
Values = dict[str, dict[str, list[str]]]


@cache
def values(path: Path) -> Values:
    """Values by predicate by subject."""
    found: Values = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return found


def evidence(node: dict[str, list[str]], graph: Values) -> tuple[int, int, str]:
    """Start, end and words of one evidence node. Raises ValueError where a selector is missing or doubled."""
    quotes = [graph[one][OA + "exact"] for one in node[OA + "hasSelector"] if OA + "exact" in graph[one]]
    places = [(graph[one][OA + "start"], graph[one][OA + "end"]) for one in node[OA + "hasSelector"] if OA + "start" in graph[one]]
    [[exact]], [([start], [end])] = quotes, places
    return int(start), int(end), exact


def evidences(path: Path) -> dict[str, tuple[int, int, str]]:
    graph = values(path)
    nodes = [name for name in list(graph) if PH + "Evidence" in graph[name]["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]]
    return {name: evidence(graph[name], graph) for name in nodes}


def source(path: Path) -> str:
    [name] = [value for node in list(values(path).values()) for value in node.get(PH + "file", ())]
    return (ROOT / "data" / "sources" / name).read_bytes().decode("utf-8")


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) >= 5


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_quote_is_the_slice_of_its_source(path: Path) -> None:
    stored, found = source(path), evidences(path)
    assert found
    wrong = {
        name: (exact, stored[start:end])
        for name, (start, end, exact) in found.items()
        if not exact or exact != " ".join(stored[start:end].split())
    }
    assert wrong == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_evidence_has_its_place_in_its_name(path: Path) -> None:
    assert [name for name, (start, end, _) in evidences(path).items() if not name.endswith(f"/evidence/{start}-{end}")] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_evidence_and_facts_know_each_other(path: Path) -> None:
    graph, known = values(path), evidences(path)
    quoted = {name for node in list(graph.values()) for name in node.get(PROV + "wasQuotedFrom", ())}
    named = {name for node in list(graph.values()) for objects in node.values() for name in objects}
    assert quoted
    assert quoted - known.keys() == set()
    assert known.keys() - named == set()  # none stands alone


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_text_of_a_fact_is_made_of_its_quotes(path: Path) -> None:
    graph, known = values(path), evidences(path)
    wrong = {}
    for name, node in list(graph.items()):
        pieces = sorted(known[one] for one in node.get(PROV + "wasQuotedFrom", ()))
        for text in node.get(PH + "text", ()):
            if not pieces or not made_of(text, [exact for _, _, exact in pieces], every=len(node[PH + "text"]) == 1):
                wrong[name] = (text, pieces)
    assert wrong == {}


def made_of(text: str, pieces: list[str], every: bool) -> bool:
    """Whether `text` is pieces joined by spaces or by "[…]": all of them, or some where `every` is False."""
    left = f" {text} ".replace(" […] ", "  ")
    for piece in sorted(pieces, key=len, reverse=True):
        if f" {piece} " in left:
            left = left.replace(f" {piece} ", " \0 ", 1)
        elif every:
            return False
    return not left.replace("\0", " ").strip()


@pytest.mark.parametrize(
    ("text", "pieces", "every", "expected"),
    [
        ("Nghị quyết số 47", ["Nghị quyết", "số 47"], True, True),
        ("số 47 Nghị quyết", ["Nghị quyết", "số 47"], True, True),  # the cells of a row may stand in another order
        ("Nghị quyết […] số 47", ["Nghị quyết", "số 47"], True, True),  # words were left out between the pieces
        ("Nghị quyết […] của tỉnh […] số 47", ["Nghị quyết", "số 47"], True, False),
        ("Nghị quyết số 47", ["Nghị quyết"], True, False),
        ("Nghị quyết", ["Nghị quyết", "số 47"], True, False),
        ("Nghị quyết", ["Nghị quyết", "số 47"], False, True),
        ("Nghị quyết số 47", ["Nghị quyết số 4"], True, False),
    ],
)
def test_made_of(text: str, pieces: list[str], every: bool, expected: bool) -> None:
    assert made_of(text, pieces, every) is expected
