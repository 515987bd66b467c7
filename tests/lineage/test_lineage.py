"""Traces on the synthetic lineage of `synthetic.trig`: N1 <- K2 <- Q3 <- P4 <- { C5, L6 } and N7 <- A8 <- H9."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from phahe.inference import infer, rules
from phahe.lineage import Direction, graph, to_dot, to_json, to_mermaid, to_text, trace, traces
from phahe.names import AmbiguousNameError, UnknownNameError, resolve, resolve_document, resolve_task
from phahe.store import Store, StoreError, open_store

HERE = Path(__file__).parent
BASE = "https://w3id.org/phahe/doc/x/"
PREFIXES = "PREFIX ph: <https://w3id.org/phahe/ns#> PREFIX x: <https://w3id.org/phahe/doc/x/> PREFIX g: <https://w3id.org/phahe/graph/> "


@pytest.fixture
def store() -> Store:
    opened = open_store()
    opened.load(HERE / "synthetic.trig")
    infer(opened)
    return opened


def ways(store: Store, *arguments: str | int | None) -> list[tuple[int, str, str, str]]:
    return [
        (hop.depth, hop.child.iri.removeprefix(BASE), hop.parent.iri.removeprefix(BASE), hop.tier)
        for hop in trace(store, *arguments).hops  # type: ignore[arg-type]
    ]


UP = [(1, "c5", "p4", "document"), (2, "p4", "q3", "document"), (3, "q3", "k2", "brief"), (4, "k2", "n1", "reference")]


def test_up_with_the_tier_of_each_hop(store: Store) -> None:
    assert ways(store, "commune-five") == UP


def test_down_meets_every_document_that_carries_out(store: Store) -> None:
    assert [(depth, child) for depth, child, _, _ in ways(store, "1-NQ/TW", "down")] == [
        (1, "k2"),
        (2, "q3"),
        (3, "p4"),
        (4, "c5"),
        (4, "l6"),
    ]


def test_a_task_comes_from_where_its_document_comes_from(store: Store) -> None:
    found = trace(store, "commune-five#III.2.p1", "up", "1-NQ/TW")
    assert [hop.relation for hop in found.hops] == ["part-of", "carries-out", "carries-out", "carries-out", "continues"]
    assert [hop.depth for hop in found.hops] == [1, 2, 3, 4, 5]
    assert found.hops[0].proofs[0].words == "Nhiệm vụ hai"


def test_depth_is_the_greatest_number_of_hops(store: Store) -> None:
    assert ways(store, "commune-five", "up", None, 2) == UP[:2]
    assert len(trace(store, "commune-five#III.2.p1", depth=2).hops) == 2
    assert trace(store, "commune-five", depth=0).hops == ()


@pytest.mark.parametrize(
    ("start", "to", "reached"),
    [("commune-five", "3/QĐ-TTg", 2), ("commune-five", "plan-six", None), ("commune-five", "7-NQ/TW", None), ("annex-nine", "7-NQ/TW", 2), ("annex-nine", "commune-five", None), ("commune-five", "commune-five", 0)],
)  # fmt: skip
def test_to_keeps_the_ways_there_and_siblings_are_no_way(store: Store, start: str, to: str, reached: int | None) -> None:
    found = trace(store, start, "up", to)
    assert (len(found.hops) if found.reached else None) == reached


def test_proof_is_words_with_their_places_or_a_source(store: Store) -> None:
    proofs = [hop.proofs[0] for hop in trace(store, "commune-five").hops]
    assert [(quote.start, quote.end, quote.exact, quote.file) for quote in proofs[0].quotations] == [
        (90, 99, "Căn cứ", "commune-five.txt"),
        (100, 130, "Nghị quyết số 4/NQ-HĐND", "commune-five.txt"),
    ]
    assert (proofs[1].words, proofs[1].stated_in and proofs[1].stated_in.slug) == ("thực hiện Quyết định số 3/QĐ-TTg", "commune-five")
    assert (proofs[2].words, proofs[2].source) == (None, "bản giao việc thử")


def test_an_edge_without_its_proof_and_a_proof_without_its_edge_are_no_hop(store: Store) -> None:
    store.update(PREFIXES + "DELETE DATA { GRAPH g:brief { x:q3 ph:carriesOut x:k2 } }")
    assert ways(store, "commune-five") == UP[:2]
    store.update(PREFIXES + "INSERT DATA { GRAPH g:brief { x:p4 ph:carriesOut x:n7 } }")
    assert ways(store, "commune-five") == UP[:2]


def test_a_circle_ends_and_is_marked(store: Store) -> None:
    relation = "<urn:r> ph:subjectDocument x:n1 ; ph:objectDocument x:p4 ; ph:relation <https://w3id.org/phahe/vocab/relation/carries-out>"
    store.update(PREFIXES + f"INSERT DATA {{ GRAPH g:brief {{ x:n1 ph:carriesOut x:p4 . {relation} }} }}")
    infer(store)
    hops = trace(store, "commune-five").hops
    assert [hop.in_cycle for hop in hops] == [False, False, False, False, True]
    assert "[vòng lặp]" in to_text(trace(store, "commune-five"))


def test_many_at_once_are_the_same_as_one_by_one(store: Store) -> None:
    found = traces(store, [BASE + "c5", BASE + "h9"], to=BASE + "n1")
    assert found[BASE + "c5"] == trace(store, "commune-five", to="1-NQ/TW")
    assert (found[BASE + "h9"].reached, found[BASE + "h9"].hops) == (False, ())


def test_text_json_and_pictures_say_the_same(store: Store) -> None:
    found = trace(store, "commune-five#III.1.p1", to="1-NQ/TW")
    text = to_text(found)
    assert "“Căn cứ Nghị quyết số 4/NQ-HĐND”" in text
    assert "commune-five.txt ký tự 90–99" in text
    assert "nguồn: bản giao việc thử" in text
    assert "[theo hồ sơ tham chiếu]" in text
    assert "continues NQ 1-NQ/TW [text not held]" in to_text(found, "en")
    assert len(json.loads(json.dumps(to_json(found)))["hops"]) == 5
    assert to_mermaid(found).count("-->") == to_dot(found).count(" -> ") == 5
    assert "không bắt nguồn từ" in to_text(trace(store, "commune-five", to="plan-six"))


def test_a_label_cannot_leave_its_place_in_a_picture(store: Store) -> None:
    evil = '"]; evil [shape=box] <b> \\\\'
    store.update(
        PREFIXES + f"INSERT DATA {{ GRAPH g:brief {{ x:zz a ph:Document ; <http://www.w3.org/2000/01/rdf-schema#label> '{evil}' }} }}"
    )
    found = trace(store, "doc/x/zz")
    assert to_dot(found).count("[label=") == 1
    assert '\\"]; evil [shape=box] <b> \\\\' in to_dot(found)
    assert '"#quot;]; evil [shape=box] #lt;b#gt; ' in to_mermaid(found)


def test_networkx_view(store: Store) -> None:
    lineage = graph(store)
    assert (lineage.number_of_nodes(), lineage.number_of_edges()) == (9, 7)
    assert nx.ancestors(lineage, BASE + "p4") == {BASE + "c5", BASE + "l6"}
    edge = lineage.edges[BASE + "c5", BASE + "p4"]
    assert (edge["relation"], edge["tier"], len(edge["evidence"])) == ("carries-out", "document", 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("commune-five", "c5"), ("1-NQ/TW", "n1"), ("1-nq/tw", "n1"), ("Nghị quyết số 1-NQ/TW", "n1"), ("doc/x/c5", "c5"), (BASE + "c5", "c5"),
        ("4/NQ-HĐND tỉnh Nháp", "p4b"), ("tinh-thu", "l6"), ("ke hoach UBND tinh Thu", "l6"),
    ],
)  # fmt: skip
def test_a_document_is_known_by_many_names(store: Store, text: str, expected: str) -> None:
    assert resolve_document(store, text).value == BASE + expected


@pytest.mark.parametrize("text", ["commune-fiv", "", "   ", 'x" } } DROP ALL #', "> . ?s ?p ?o", "https://example.org/other", "§"])
def test_what_names_nothing_is_unknown(store: Store, text: str) -> None:
    with pytest.raises(UnknownNameError):
        resolve_document(store, text)


@pytest.mark.parametrize(("text", "count"), [("4/NQ-HĐND", 2), ("xã Thử Một", 2)])
def test_a_name_of_several_is_refused_with_the_list(store: Store, text: str, count: int) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        resolve_document(store, text)
    assert len(caught.value.candidates) == count


@pytest.mark.parametrize(
    "text", ["commune-five#III.1.p1", "commune-five/iii.1.P1", "commune-five III.1.p1", "doc/x/c5/task/III.1.p1", BASE + "c5/task/III.1.p1"]
)
def test_a_task_is_document_and_place(store: Store, text: str) -> None:
    assert resolve_task(store, text).value == BASE + "c5/task/III.1.p1"


def test_an_unknown_task_lists_near_places(store: Store) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve_task(store, "commune-five#III.1.p9")
    assert "III.1.p1" in caught.value.near


def test_places_and_agencies_by_code_label_or_other_label(store: Store) -> None:
    assert resolve(store, "place", "90001") == resolve(store, "place", "xa thu mot")
    assert resolve(store, "agency", "Sở Thử") == resolve(store, "agency", "so-thu")


def test_rules_conclude_the_same_twice_and_forget_what_is_gone(store: Store) -> None:
    first = infer(store)
    assert first == infer(store)
    assert (first["02-derives-from"], first["03-traces-to"], first["04-task-origin"]) == (7, 17, 14)
    for document in ("commune-five", "plan-six", "annex-nine"):
        store.clear(next(graph for graph in store.graphs() if graph.value.endswith(document)))
    assert infer(store)["04-task-origin"] == 0


def test_a_rule_that_is_no_construct_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "01-wrong.rq").write_text("ASK {}", encoding="utf-8")
    with pytest.raises(StoreError, match="01-wrong"):
        infer(store, tmp_path)


def test_every_rule_says_what_and_why() -> None:
    assert all(rule.text.startswith("#+ summary: ") and "#+ description: |" in rule.text for rule in rules())


TARGET = """<https://w3id.org/phahe/doc/x/c5/target/900-905> a <https://w3id.org/phahe/ns#Target> ; <https://w3id.org/phahe/ns#document> <https://w3id.org/phahe/doc/x/c5> ;
  <https://w3id.org/phahe/ns#provision> <https://w3id.org/phahe/doc/x/c5/provision/I.9> ; <https://w3id.org/phahe/ns#text> "đạt 90%"@vi .
<https://w3id.org/phahe/doc/x/c5/provision/I.9> <https://w3id.org/phahe/ns#path> "I.9" ."""


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_target_has_the_lineage_of_its_document(store: Store, direction: Direction) -> None:
    store.update(f"INSERT DATA {{ GRAPH <https://w3id.org/phahe/graph/document/c5> {{ {TARGET} }} }}")
    found = trace(store, "doc/x/c5/target/900-905", direction)
    first, *rest = found.hops
    document = trace(store, "doc/x/c5", direction)
    assert (first.relation, first.parent.iri, first.proofs[0].words) == ("part-of", document.start.iri, "đạt 90%")
    assert found.start.label.endswith(", I.9")
    assert [hop.parent.iri for hop in rest] == [hop.parent.iri for hop in document.hops]
    assert [hop.depth for hop in rest] == [hop.depth + 1 for hop in document.hops]
    assert to_text(found).splitlines()[1].startswith("  ↑ thuộc ")


def test_an_unknown_target_is_named(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="no such target"):
        trace(store, "doc/x/c5/target/1-2")


@pytest.mark.parametrize(("start", "direction"), [("1-NQ/TW", "down"), ("commune-five", "up"), ("commune-five#III.2.p1", "up")])
def test_caps_that_cut_nothing_change_nothing(store: Store, start: str, direction: Direction) -> None:
    assert trace(store, start, direction, most=99, proofs=99) == trace(store, start, direction)


def test_what_caps_leave_out_is_counted(store: Store) -> None:
    whole, cut = trace(store, "1-NQ/TW", "down"), trace(store, "1-NQ/TW", "down", most=2, proofs=1)
    assert [hop.child.iri for hop in cut.hops] == [hop.child.iri for hop in whole.hops[:2]]
    assert cut.more == len(whole.hops) - 2
    for shown, hop in zip(cut.hops, whole.hops, strict=False):
        assert len(shown.proofs) == 1
        assert shown.more_proofs == len(hop.proofs) - 1
        assert shown.proofs[0].tier == hop.proofs[0].tier
    assert f"… và {cut.more} bước nữa" in to_text(cut)
    assert f"… and {cut.more} more hops" in to_dot(cut, "en")
    assert f"… và {cut.more} bước nữa" in to_mermaid(cut)
    assert to_json(cut)["more"] == cut.more
