"""The file that `align` writes: the same bytes each time, every quote in its source, no derivation, a document gone leaves no trace."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from phahe.namespaces import OA, PH
from phahe.resources import folder
from phahe.restatements import Report, align
from phahe.turtle.canonical import TurtleError, read_turtle

NQ_71 = "https://w3id.org/phahe/doc/bo-chinh-tri/2025/71-nq-tw"
NQ_47 = "https://w3id.org/phahe/doc/hdnd-tinh-lang-son/2025/47-nq-hdnd"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return align(folder("data/ttl/documents"), tmp_path_factory.mktemp("aligned"))


@pytest.fixture(scope="module")
def graph(report: Report) -> Graph:
    return read_turtle(report.output)


def test_the_same_input_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    assert align(folder("data/ttl/documents"), tmp_path).output.read_bytes() == report.output.read_bytes()
    assert report.output.name == "restatements.ttl"
    assert report.without_text == ()


def test_the_shipped_file_is_what_align_writes(report: Report) -> None:
    shipped = folder("data/ttl") / "aligned" / "restatements.ttl"
    if not shipped.is_file():
        pytest.skip("data/ttl/aligned/restatements.ttl has not been made")
    assert shipped.read_bytes() == report.output.read_bytes(), "run `phahe align`"


def test_every_quote_is_in_its_source(graph: Graph) -> None:
    stored = {path.stem: path.read_text(encoding="utf-8") for path in folder("data/sources").glob("*.txt")}
    evidence = set(graph.subjects(RDF.type, PH.Evidence))
    assert evidence
    for one in evidence:
        text = stored[str(graph.value(one, OA.hasSource)).split("/")[-2]]
        start, end, exact = (
            graph.value(URIRef(f"{one}#{name}"), OA[what])
            for name, what in (("position", "start"), ("position", "end"), ("quote", "exact"))
        )
        assert " ".join(text[int(str(start)) : int(str(end))].split()) == str(exact)


def test_every_restatement_shows_its_words_in_both_sources(graph: Graph) -> None:
    for kind in (PH.Restatement, PH.HeadingRestatement, PH.TargetRestatement):
        found = set(graph.subjects(RDF.type, kind))
        assert found
        for one in found:
            runs = set(graph.objects(one, PH.hasSharedRun))
            assert runs, one
            assert all((run, PH.firstEvidence, None) in graph and (run, PH.secondEvidence, None) in graph for run in runs)


def test_wording_states_no_derivation(graph: Graph) -> None:
    said = {str(predicate) for predicate in graph.predicates()}
    assert not said & {str(PH[name]) for name in ("derivesFrom", "carriesOut", "continues", "annexOf", "tracesTo", "hasOrigin")}


def test_common_sources_follow_the_lineage(graph: Graph) -> None:
    sources: dict[frozenset[str], set[str]] = {}
    for one in graph.subjects(RDF.type, PH.Restatement):
        ends = (str(graph.value(one, PH.firstTask)), str(graph.value(one, PH.secondTask)))
        pair = frozenset(iri.split("/task/")[0].rpartition("/")[2] for iri in ends)
        sources.setdefault(pair, set()).update(str(source) for source in graph.objects(one, PH.commonSource))
    assert sources[frozenset({"thien-tan-task-list", "lam-dong-programme"})] == {NQ_71}
    assert sources[frozenset({"loc-binh-resolution", "bang-mac-resolution"})] == {NQ_47}
    assert sources[frozenset({"loc-binh-resolution", "lang-son-plan"})] == {NQ_47}


def test_a_document_that_is_gone_leaves_no_trace(tmp_path: Path) -> None:
    shutil.copytree(folder("data/ttl/documents"), tmp_path / "documents")
    (tmp_path / "documents" / "lang-son-plan.ttl").unlink()
    report = align(tmp_path / "documents", tmp_path)
    assert "lang-son-plan" not in report.output.read_text(encoding="utf-8")


def test_without_the_stored_texts_words_are_shown_where_places_are_sure(tmp_path: Path) -> None:
    shutil.copytree(folder("data/ttl/documents"), tmp_path / "documents")
    empty = tmp_path / "sources"
    empty.mkdir()
    report = align(tmp_path / "documents", tmp_path / "aligned", empty)
    assert len(report.without_text) == 5
    graph = read_turtle(report.output)
    assert all((one, PH.sharedText, None) in graph for one in graph.subjects(RDF.type, PH.Restatement))


def test_errors_name_the_cause(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no Turtle file"):
        align(tmp_path, tmp_path / "out")
    (tmp_path / "broken.ttl").write_text("<urn:x> <urn:y>", encoding="utf-8")
    with pytest.raises(TurtleError, match=r"broken\.ttl"):
        align(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists(), "nothing half-written stays"
