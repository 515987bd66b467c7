"""The lineage of the five documents, as the texts state it: every edge that must be there, and those that must not."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, PROV

from phahe.namespaces import BASE, PH

DATA = Path(__file__).parents[2] / "data" / "ttl"
LINEAGE = (PH.carriesOut, PH.continues, PH.annexOf)
NQ29, KL91 = "bch-trung-uong/2013/29-nq-tw", "bo-chinh-tri/2024/91-kl-tw"
QD1705, NQ47 = "thu-tuong-chinh-phu/2024/1705-qd-ttg", "hdnd-tinh-lang-son/2025/47-nq-hdnd"
NQ71, NQ281 = "bo-chinh-tri/2025/71-nq-tw", "chinh-phu/2025/281-nq-cp"
PLAN, LOC_BINH = "ubnd-tinh-lang-son/khong-ngay/lang-son-plan", "hdnd-xa-loc-binh/2025/loc-binh-resolution"
BANG_MAC, LAM_DONG = "hdnd-xa-bang-mac/2025/bang-mac-resolution", "ban-thuong-vu-tinh-uy-lam-dong/khong-ngay/lam-dong-programme"
KH125, THIEN_TAN = "ubnd-xa-thien-tan/2026/125-kh-ubnd", "ubnd-xa-thien-tan/2026/thien-tan-task-list"
KH02, NQ57 = "dang-uy-xa-loc-binh/2025/02-kh-du", "bo-chinh-tri/2024/57-nq-tw"
KL01, CT05 = "bo-chinh-tri/2021/01-kl-tw", "bo-chinh-tri/2016/05-ct-tw"

EDGES = {
    (KL91, "continues", NQ29), (QD1705, "carriesOut", KL91), (NQ47, "carriesOut", QD1705), (PLAN, "carriesOut", NQ47),
    (LOC_BINH, "carriesOut", NQ47), (BANG_MAC, "carriesOut", NQ47), (NQ281, "carriesOut", NQ71), (LAM_DONG, "carriesOut", NQ71),
    (LAM_DONG, "carriesOut", NQ281), (KH125, "carriesOut", NQ71), (THIEN_TAN, "annexOf", KH125), (KH02, "carriesOut", NQ57),
    (KL01, "continues", CT05),
}  # fmt: skip


def _short(iri: object) -> str:
    return str(iri).removeprefix(BASE + "doc/")


@pytest.fixture(scope="module")
def graph() -> Graph:
    merged = Graph()
    for path in sorted(DATA.rglob("*.ttl")):
        merged.parse(path)
    return merged


def test_the_lineage_is_exactly_this(graph: Graph) -> None:
    found = {(_short(s), str(p).removeprefix(str(PH)), _short(o)) for p in LINEAGE for s, o in graph.subject_objects(p)}
    assert found == EDGES


def test_every_edge_has_a_proof(graph: Graph) -> None:
    codes = {"carries-out": PH.carriesOut, "continues": PH.continues, "annex-of": PH.annexOf}
    proven = set()
    for relation in graph.subjects(RDF.type, PH.DocumentRelation):
        code = str(graph.value(relation, PH.relation)).rsplit("/", 1)[-1]
        if code in codes and (graph.value(relation, PROV.wasQuotedFrom) or graph.value(relation, DCTERMS.source)):
            proven.add(
                (
                    _short(graph.value(relation, PH.subjectDocument)),
                    str(codes[code]).removeprefix(str(PH)),
                    _short(graph.value(relation, PH.objectDocument)),
                )
            )
    assert proven >= EDGES


def test_only_the_brief_states_qd_1705_after_kl_91() -> None:
    for path in sorted((DATA / "documents").glob("*.ttl")):
        assert (URIRef(f"{BASE}doc/{QD1705}"), PH.carriesOut, URIRef(f"{BASE}doc/{KL91}")) not in Graph().parse(path)


def test_siblings_are_siblings(graph: Graph) -> None:
    """Same wording proves a common source, not descent: no edge of lineage joins the documents held."""
    held = {_short(document) for document, flag in graph.subject_objects(PH.held) if flag.toPython()}
    assert held == {PLAN, LOC_BINH, BANG_MAC, LAM_DONG, THIEN_TAN}
    assert not [edge for edge in EDGES if edge[0] in held and edge[2] in held]


def test_parents_are_cited_and_not_held(graph: Graph) -> None:
    parents = {parent for _, _, parent in EDGES}
    held = {_short(document) for document, flag in graph.subject_objects(PH.held) if flag.toPython()}
    assert not parents & held
    assert all((URIRef(f"{BASE}doc/{parent}"), PH.held, None) in graph for parent in parents)


def test_what_the_facts_file_knows_is_not_shown_as_printed() -> None:
    own = Graph().parse(DATA / "documents/lang-son-plan.ttl")
    reference = Graph().parse(DATA / "reference/documents.ttl")
    plan = URIRef(f"{BASE}doc/{PLAN}")
    assert own.value(plan, PH.number) is None
    assert own.value(plan, PH.dateIssued) is None
    assert str(reference.value(plan, PH.number)) == "243/KH-UBND"
