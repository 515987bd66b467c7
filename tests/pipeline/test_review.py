"""A review file changes exactly what it says: the rest of the graph, and the same document without the file, stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import RDF, Graph, URIRef

from phahe.namespaces import PH
from phahe.pipeline import Report, ingest
from phahe.reviews import parse_review
from phahe.turtle.canonical import read_turtle

WHO: dict[str, Any] = {"by": "người rà soát", "date": "2026-11-22", "why": "đối chiếu bản giấy"}
PLAN = """ỦY BAN NHÂN DÂN
XÃ THIỆN TÂN
Số: 125/KH-UBND
Thiện Tân, ngày 13 tháng 4 năm 2026

KẾ HOẠCH
Phát triển giáo dục

Thực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo.
Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;
I. MỤC TIÊU
1. Đến năm 2030
Tỷ lệ huy động trẻ nhà trẻ đến trường đạt 58%.
II. NHIỆM VỤ, GIẢI PHÁP
1. Phòng Kinh tế chủ trì xây dựng kế hoạch trường lớp trong năm 2026.
2. Phòng Văn hóa - Xã hội chủ trì rà soát đội ngũ.
"""
Triples = set[tuple[Any, Any, Any]]


class Place:
    """One document, its review file, what is written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.source = folder, folder / "ke-hoach.txt"
        self.source.write_text(PLAN, encoding="utf-8")
        (folder / "review").mkdir()

    def read(self, *facts: dict[str, Any]) -> Report:
        self.review(yaml.safe_dump({"facts": [*facts]}, allow_unicode=True))
        [report] = ingest([self.source], self.folder / "documents", reviews=self.folder / "review")
        return report

    def review(self, text: str) -> None:
        (self.folder / "review" / "ke-hoach.yaml").write_text(text, encoding="utf-8")

    @property
    def document(self) -> Graph:
        return read_turtle(self.folder / "documents" / "ke-hoach.ttl")

    @property
    def reviewed(self) -> Graph:
        path = self.folder / "reviewed" / "ke-hoach.ttl"
        return read_turtle(path) if path.exists() else Graph()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def as_read(place: Place) -> Graph:
    place.read()
    return place.document


def key(graph: Graph, kind: URIRef, words: str) -> str:
    """The place in the document's folder of the fact of a class with these words in its text."""
    own = str(next(graph.subjects(PH.held, None)))
    [fact] = [
        one
        for one in graph.subjects(RDF.type, kind)
        if any(words in str(t) for p in (PH.text, PH.agencyAsPrinted) for t in graph.objects(one, p))
    ]
    return str(fact).removeprefix(own + "/")


def judged(graph: Graph, kind: URIRef, words: str, outcome: str, **more: Any) -> dict[str, Any]:
    fact = key(graph, kind, words)
    own = next(graph.subjects(PH.slug, None))
    printed = str(graph.value(URIRef(f"{own}/{fact}"), PH.text))
    return {"fact": fact, "printed": printed, "outcome": outcome, **WHO, **more}


def records(graph: Graph) -> Triples:
    return {triple for review in graph.subjects(RDF.type, PH.Review) for triple in graph.triples((review, None, None))}


def local(triples: Triples) -> list[tuple[str, str]]:
    return sorted((str(p).rsplit("#", 1)[-1], str(o).removeprefix("https://w3id.org/phahe/")) for _, p, o in triples)


def test_a_corrected_value_stands_in_the_reviewed_graph_alone(place: Place, as_read: Graph) -> None:
    report = place.read(judged(as_read, PH.Target, "58%", "corrected", property="value", value=55.7))
    assert not [finding for finding in report.findings if finding.code == "REVIEW_OUTDATED"]
    [(name, value)] = local(set(as_read) - set(place.document))
    assert (name, float(value)) == ("value", 58)
    assert set(place.document) <= set(as_read)
    assert local(set(place.reviewed) - records(place.reviewed)) == [("value", "55.7")]
    [review] = place.reviewed.subjects(RDF.type, PH.Review)
    said = {str(value) for value in place.reviewed.objects(review)}
    assert {"55.7", WHO["by"], WHO["date"], WHO["why"]} <= said


def test_another_lead_takes_the_short_cut_with_it(place: Place, as_read: Graph) -> None:
    place.read(judged(as_read, PH.Assignment, "Phòng Kinh tế", "corrected", property="agency", value="agency/ubnd-xa-thien-tan"))
    assert [name for name, _ in local(set(as_read) - set(place.document))] == ["agency", "leadAgency"]
    assert local(set(place.reviewed) - records(place.reviewed)) == [
        ("agency", "agency/ubnd-xa-thien-tan"),
        ("leadAgency", "agency/ubnd-xa-thien-tan"),
    ]


def test_a_citation_that_means_another_document_moves_its_edges(place: Place, as_read: Graph) -> None:
    other = "doc/chinh-phu/2025/281-nq-cp"
    place.read(judged(as_read, PH.Citation, "71-NQ/TW", "corrected", property="citedDocument", value=other))
    gained, lost = set(place.reviewed) - records(place.reviewed), set(as_read) - set(place.document)
    assert ("citedDocument", other) in local(gained)
    assert ("resolution", "reviewed") in local(gained)
    assert ("carriesOut", other) in local(gained)
    assert any(name == "carriesOut" for name, _ in local(lost))
    assert {s for s, _, _ in lost if "/citation/" in str(s)} == {s for s, _, _ in gained if "/citation/" in str(s)}


def test_a_rejected_task_goes_with_all_that_is_said_of_it(place: Place, as_read: Graph) -> None:
    place.read(judged(as_read, PH.Task, "trường lớp", "rejected"))
    lost = set(as_read) - set(place.document)
    task = next(subject for subject in as_read.subjects(RDF.type, PH.Task) if "trường lớp" in str(as_read.value(subject, PH.text)))
    assert all(str(s).startswith(f"{task}/") or "/finding/" in str(s) or task in {s, o} for s, _, o in lost)
    assert {PH.Task, PH.Assignment, PH.Timing, PH.Output} <= {o for _, p, o in lost if p == RDF.type}
    assert set(place.reviewed) == records(place.reviewed)
    assert len(list(place.document.subjects(RDF.type, PH.Task))) == 1


def test_a_rejected_citation_takes_the_edge_it_alone_proves(place: Place, as_read: Graph) -> None:
    assert list(as_read.subject_objects(PH.carriesOut))
    place.read(judged(as_read, PH.Citation, "71-NQ/TW", "rejected"))
    assert list(place.document.subject_objects(PH.carriesOut)) == []
    assert not [s for s in place.document.subjects(RDF.type, PH.DocumentRelation) if "71-nq-tw" in str(s)]


def test_a_confirmed_fact_changes_nothing(place: Place, as_read: Graph) -> None:
    place.read(judged(as_read, PH.Target, "58%", "confirmed"))
    assert set(place.document) == set(as_read)
    assert set(place.reviewed) == records(place.reviewed) != set()


@pytest.mark.parametrize(("fact", "printed"), [("target/1-2", "đạt 58%"), ("task/II.1", "chữ khác hẳn")])
def test_a_judgement_that_fits_no_longer_is_reported_and_changes_nothing(place: Place, as_read: Graph, fact: str, printed: str) -> None:
    report = place.read({"fact": fact, "printed": printed, "outcome": "rejected", **WHO})
    [trouble] = [finding for finding in report.findings if finding.code == "REVIEW_OUTDATED"]
    assert fact in trouble.vi
    assert trouble.en
    assert (set(place.document), len(place.reviewed)) == (set(as_read), 0)


def test_a_changed_review_is_read_again_and_one_taken_away_leaves_nothing(place: Place, as_read: Graph) -> None:
    entry = judged(as_read, PH.Target, "58%", "corrected", property="value", value=55.7)
    assert [place.read(entry).skipped, place.read(entry).skipped] == [False, True]
    (place.folder / "review" / "ke-hoach.yaml").unlink()
    ingest([place.source], place.folder / "documents", reviews=place.folder / "review")
    assert (set(place.document), len(place.reviewed)) == (set(as_read), 0)


def test_a_file_that_says_nothing_clear_is_named(place: Place) -> None:
    place.review("facts:\n  - {fact: task/II.1, printed: x, outcome: doubted, by: a, date: 2026-11-22, why: b}\n")
    [report] = ingest([place.source], place.folder / "documents", reviews=place.folder / "review")
    assert report.error is not None
    assert "ke-hoach.yaml" in report.error
    assert "outcome" in report.error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "facts"),
        ("task: x", "facts"),
        ("facts: [1]", "mapping"),
        ("facts: [{fact: a, printed: b, outcome: confirmed, by: c, date: 2026-11-22}]", "why"),
        ("facts: [{fact: a, printed: b, outcome: confirmed, by: c, date: hôm qua, why: d}]", "date"),
        ("facts: [{fact: a, printed: b, outcome: corrected, by: c, date: 2026-11-22, why: d}]", "property"),
        ("facts: [{fact: a, printed: b, outcome: rejected, by: c, date: 2026-11-22, why: d, property: e, value: f}]", "corrected"),
        ("facts: {", "YAML"),
        ("restoration: [{start: 1}]", "restoration"),
    ],
)
def test_what_is_wrong_with_a_review_is_said(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_review(text)
