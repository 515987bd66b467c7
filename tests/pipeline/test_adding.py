"""A fact that a person adds stands in graph/reviewed with its evidence; one that the source does not print is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import PROV

from phahe.namespaces import OA, PH
from phahe.pipeline import Report, ingest
from phahe.validation import validate

from .test_review import PLAN, WHO, Place, local, place, records  # noqa: F401  (a fixture)

MISSED = "Mỗi thôn có chừng hai lớp mẫu giáo, đến năm 2030 mười phần thì tám phần trẻ được đi học."
TASK = "Vận động phụ huynh."
TEXT = PLAN.replace("II. NHIỆM VỤ", MISSED + "\nII. NHIỆM VỤ") + TASK + "\n"
TARGET: dict[str, Any] = {
    "kind": "target", "quote": MISSED, **WHO,
    "properties": {
        "targetKind": "percent", "measureAsPrinted": "trẻ được đi học", "comparator": "eq", "value": 80, "unit": "unit:percent",
        "valueAsPrinted": "mười phần thì tám phần", "year": 2030, "population": "trẻ",
    },
}  # fmt: skip
CITATION: dict[str, Any] = {
    "kind": "citation", "quote": "bản giấy", **WHO,
    "properties": {"citationForm": "named", "citationRole": "reference", "citedDocument": "doc/bo-chinh-tri/2025/71-nq-tw"},
}  # fmt: skip


def read(place: Place, *added: dict[str, Any], text: str = TEXT) -> Report:  # noqa: F811
    place.source.write_text(text, encoding="utf-8")
    place.review(yaml.safe_dump({"added": [*added]}, allow_unicode=True))
    [report] = ingest([place.source], place.folder / "documents", reviews=place.folder / "review")
    return report


def changed(entry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    kept = {name: value for name, value in {**entry["properties"], **properties}.items() if value is not None}
    return {**entry, "properties": kept}


def of_class(graph: Graph, kind: URIRef) -> list[URIRef]:
    return [URIRef(str(one)) for one in graph.subjects(RDF.type, kind)]


def test_an_added_target_has_its_evidence_its_properties_and_who_says_so(place: Place) -> None:  # noqa: F811
    report = read(place, TARGET)
    assert report.error is None
    assert any("added by a reviewer" in note for note in report.notes)
    [target] = of_class(place.reviewed, PH.Target)
    said = dict(local(set(place.reviewed.triples((target, None, None)))))
    assert (said["value"], said["year"], said["valueAsPrinted"], said["text"]) == ("80.0", "2030", "mười phần thì tám phần", MISSED)
    assert (said["comparator"], said["yearBasis"], said["provision"].rsplit("/", 1)[-1]) == (
        "vocab/comparator/eq", "vocab/year-basis/explicit", "I.1.p2",
    )  # fmt: skip
    at = TEXT.index("mười phần thì tám phần")
    assert str(target).endswith(f"/target/{at}-{at + len('mười phần thì tám phần')}")
    [evidence] = place.reviewed.objects(target, PROV.wasQuotedFrom)
    assert str(place.reviewed.value(URIRef(f"{evidence}#quote"), OA.exact)) == MISSED
    assert TEXT[int(place.reviewed.value(URIRef(f"{evidence}#position"), OA.start)) :].startswith(MISSED)
    [review] = of_class(place.reviewed, PH.Review)
    told = {str(value) for value in place.reviewed.objects(review)}
    assert {str(target), WHO["by"], WHO["date"], WHO["why"]} <= told
    assert target not in set(place.document.subjects())


def test_a_task_with_lead_time_money_and_product(place: Place) -> None:  # noqa: F811
    text = TEXT.replace(
        "1. Phòng Kinh tế chủ trì xây dựng",
        "1. Về trường lớp: từ tiền đóng góp, hội cha mẹ học sinh lo xong quyển sổ trước mùa mưa.\n2. Phòng Kinh tế chủ trì xây dựng",
    )
    own = {"task": "II.1"}
    read(
        place,
        {"kind": "assignment", "quote": "hội cha mẹ học sinh", "properties": {"agency": "agency/ubnd-xa-thien-tan", "agencyRole": "lead", "assignmentBasis": "subject", **own}, **WHO},
        {"kind": "timing", "quote": "trước mùa mưa", "properties": {"timingKind": "by-date", "endsOn": "2026-05-01", **own}, **WHO},
        {"kind": "output", "quote": "quyển sổ", "properties": {"outputKind": "other", **own}, **WHO},
        {"kind": "funding", "quote": "tiền đóng góp", "properties": {"fundingSource": ["mobilised"], **own}, **WHO},
        text=text,
    )  # fmt: skip
    [assignment] = of_class(place.reviewed, PH.Assignment)
    [task] = place.reviewed.objects(assignment, PH.task)
    assert str(task).endswith("/task/II.1")
    for kind, inverse in (("Assignment", "hasAssignment"), ("Timing", "hasTiming"), ("Output", "hasOutput"), ("Funding", "hasFunding")):
        [fact] = of_class(place.reviewed, PH[kind])
        assert (task, PH[inverse], fact) in place.reviewed
    assert [str(one).rsplit("/", 1)[-1] for one in place.reviewed.objects(task, PH.leadAgency)] == ["ubnd-xa-thien-tan"]


def test_what_is_added_has_the_shape_of_the_model(place: Place) -> None:  # noqa: F811
    text = TEXT.replace("I. MỤC TIÊU", "Ghi theo bản giấy của năm trước.\nI. MỤC TIÊU")
    assert read(place, TARGET, CITATION, text=text).error is None
    results = validate(place.document + place.reviewed).results
    facts = {str(one) for kind in (PH.Target, PH.Citation, PH.Review, PH.Evidence) for one in of_class(place.reviewed, kind)}
    unknown = {"citedDocument", "place"}  # what the registers say of other things is not in these two graphs
    assert [(one.shape, one.value) for one in results if one.focus in facts and one.path.rsplit("#", 1)[-1] not in unknown] == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({**TARGET, "quote": "không ai in câu này"}, "does not print this quote"),
        ({**TARGET, "quote": MISSED.replace("chừng", "độ")}, "does not print this quote"),
        ({**CITATION, "quote": "chủ trì"}, "say start"),
        (changed(TARGET, valueAsPrinted="tám mươi phần trăm"), "valueAsPrinted"),
        (changed(TARGET, comparator="bằng"), "comparator"),
        (changed(TARGET, value="tám mươi"), "value"),
        (changed(TARGET, value=None, year=None), "needs one of"),
        (changed(TARGET, measureAsPrinted=None), "measureAsPrinted"),
        (changed(TARGET, colour="đỏ"), "colour"),
        (changed(CITATION, citedDocument="nghị quyết 71"), "citedDocument"),
        ({"kind": "timing", "quote": MISSED, "properties": {"timingKind": "annual"}, **WHO}, "no such task"),
    ],
)
def test_an_entry_that_cannot_be_added_is_named(place: Place, entry: dict[str, Any], said: str) -> None:  # noqa: F811
    text = TEXT.replace("I. MỤC TIÊU", "Ghi theo bản giấy của năm trước.\nI. MỤC TIÊU")
    report = read(place, TARGET, entry, text=text)
    assert report.error is not None
    assert "ke-hoach.yaml: added, mục (entry) 2" in report.error
    assert said in report.error
    assert not (place.folder / "reviewed" / "ke-hoach.ttl").exists()


def test_words_printed_twice_are_told_apart_by_their_start(place: Place) -> None:  # noqa: F811
    text = TEXT + "3. Ghi theo bản giấy; xem bản giấy.\n"
    at = text.rindex("bản giấy")
    assert read(place, {**CITATION, "start": at}, text=text).error is None
    [citation] = of_class(place.reviewed, PH.Citation)
    assert str(citation).endswith(f"/citation/{at}-{at + 8}")


def test_a_fact_that_is_read_by_now_is_reported_and_not_doubled(place: Place) -> None:  # noqa: F811
    entry = changed(
        {**TARGET, "quote": "Tỷ lệ huy động trẻ nhà trẻ đến trường đạt 58%"},
        valueAsPrinted="58%",
        measureAsPrinted="Tỷ lệ huy động trẻ nhà trẻ đến trường",
    )
    report = read(place, entry)
    assert [finding.code for finding in report.findings if finding.code.startswith("REVIEW")] == ["REVIEW_OUTDATED"]
    assert len(place.reviewed) == 0


def test_a_quote_is_looked_up_anew_when_the_source_changes(place: Place) -> None:  # noqa: F811
    assert read(place, TARGET).error is None
    report = read(place, TARGET, text=TEXT.replace("chừng hai lớp", "chừng ba lớp"))
    assert "does not print this quote" in (report.error or "")


def test_a_quote_over_two_lines_is_one(place: Place) -> None:  # noqa: F811
    assert read(place, TARGET, text=TEXT.replace("đến năm 2030 mười", "đến năm 2030\nmười")).error is None
    assert records(place.reviewed)
