"""The conclusions drawn while loading are those of the rules: on the shipped graph, on a nation, on graphs made at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from phahe.conclusions import TEXTS, digest
from phahe.inference import infer, infer_by_stream, rules
from phahe.namespaces import BASE, PH, VOCAB
from phahe.resources import folder
from phahe.store import EmbeddedStore
from phahe.store.dataset import graph, load_all
from phahe.synthetic import Size, generate
from tests.bench.copies import multiply

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_XSD, _SKOS = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2004/02/skos/core#"
_DECIMAL = NamedNode(f"{_XSD}decimal")
Term = NamedNode | Literal | BlankNode


def both(store: EmbeddedStore) -> tuple[set[str], set[str]]:
    """What the rules conclude, and what the stream concludes; the numbers they tell are the same, and so is all a query sees."""
    told = infer(store)
    by_rules, seen = set(map(str, store.quads(graph("inferred")))), set(map(str, store.matching(None, None, None)))
    store.clear(graph("inferred"))
    assert infer_by_stream(store) == told
    assert set(map(str, store.matching(None, None, None))) == seen
    return by_rules, set(map(str, store.quads(graph("inferred"))))


def test_every_rule_is_written_here_too() -> None:
    assert {rule.name: digest(rule.text) for rule in rules()} == TEXTS, (
        "a rule was changed: change phahe/conclusions with it, then its digest"
    )


@pytest.mark.parametrize("copies", [1, 3])
def test_on_the_shipped_graph_and_on_copies(copies: int) -> None:
    store = multiply(copies)
    assert isinstance(store, EmbeddedStore)
    by_rules, by_stream = both(store)
    assert by_stream == by_rules
    assert len(by_rules) > 2000


def test_on_a_nation_while_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "nation.nq"
    generate(Size(communes=40, quads=60_000, seed=3), path)
    with EmbeddedStore() as at_once, EmbeddedStore() as afterwards:
        load_all(afterwards, None, tmp_path)
        load_all(at_once, None, tmp_path, streams=False)
        told = infer(afterwards)
        assert infer_by_stream(at_once, [path]) == told
        assert set(at_once.quads()) == set(afterwards.quads())
        assert set(at_once.matching(None, None, None)) == set(afterwards.matching(None, None, None))
        assert {"02-derives-from", "08-tasks-by-place", "13-leading-proofs", "15-title-keys"} <= {
            name for name, number in told.items() if number
        }


@pytest.mark.parametrize("seed", range(12))
def test_on_graphs_made_at_random(seed: int) -> None:
    """Few things and many statements, so that what should be single is not, circles are closed and parts are missing."""
    with EmbeddedStore() as store:
        for path in sorted(folder("ontology").glob("phahe.ttl")):
            store.load(path, graph("ontology"))
        store.add(_random(Random(seed)))
        by_rules, by_stream = both(store)
        assert by_stream == by_rules


def test_a_rule_that_is_not_known_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe.conclusions.TEXTS", {})
    with EmbeddedStore() as store:
        store.load(folder("ontology") / "phahe.ttl", graph("ontology"))
        store.add(_random(Random(1)))
        by_rules, by_stream = both(store)
        assert by_stream == by_rules


@pytest.mark.parametrize(
    "line",
    [
        f"<urn:d> <{PH}tracesTo> <urn:e> <{BASE}graph/reference> .",
        f"<{PH}LegalDocument> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{PH}Stranger> <{BASE}graph/reference> .",
        f"<{PH}hasContentBasis> <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> <{PH}derivesFrom> <{BASE}graph/reference> .",
    ],
)
def test_what_the_stream_cannot_tell_the_rules_tell(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.nq"
    path.write_text(
        f"<urn:x> <{_TYPE}> <{PH}LegalDocument> <{BASE}graph/reference> .\n<urn:x> <{PH}hasContentBasis> <urn:d> <{BASE}graph/reference> .\n{line}\n"
    )
    with EmbeddedStore() as at_once, EmbeddedStore() as afterwards:
        for store in (at_once, afterwards):
            store.load(folder("ontology") / "phahe.ttl", graph("ontology"))
        afterwards.load(path)
        assert infer_by_stream(at_once, [path]) == infer(afterwards)
        assert set(at_once.quads()) == set(afterwards.quads())


def test_one_spelling_of_terms(tmp_path: Path) -> None:
    """Escapes, tabs and remarks in a file change nothing."""
    task, end = f"<{PH}task>", f"<{PH}endsOn>"
    lines = [
        f"<urn:t\\u00e9> {task} <urn:task> <urn:g> .",
        f'<urn:té>\t{end} "2030-01-01"^^<http://www.w3.org/2001/XMLSchema#date> <urn:g> . # a remark',
        f"<urn:task>  <{PH}document> <urn:d> <urn:g> .",
    ]
    (tmp_path / "x.nq").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with EmbeddedStore() as store:
        assert infer_by_stream(store, [tmp_path / "x.nq"])["12-tasks-by-year"] == 5


def _targets(chance: Random) -> Iterator[tuple[NamedNode, str, Term]]:
    """Targets of two documents that are compared: few values of each kind, so that they meet, and now and then two of one kind."""
    lower, upper = (NamedNode(f"{BASE}doc/a/2025/d{number}") for number in range(2))
    measures = [NamedNode(f"{BASE}measure/m{number}") for number in range(2)]
    numbers: list[Term] = [Literal(text, datatype=_DECIMAL) for text in ("5", "5.0", "7.25", "-1")]
    if chance.random() < 0.2:  # no plain number: the rules are run
        numbers.append(Literal("5.5", datatype=NamedNode(f"{_XSD}double")))
    words = {
        "condition": ("Ở \"xã\"", "ở \"xã\""), "population": ("trẻ", "Trẻ"), "educationLevel": ("mầm non", "tiểu học", "các cấp học"),
        "measureAsPrinted": ("thứ hạng trong nhóm A", "Thứ hạng"),
    }  # fmt: skip
    likely: dict[str, tuple[float, Sequence[Term]]] = {
        "document": (1, (lower, upper)), "measure": (0.95, measures), "unit": (0.95, [NamedNode(f"{VOCAB}unit/percent")]),
        "year": (0.9, [Literal("2030", datatype=NamedNode(f"{_XSD}gYear"))]), "value": (0.7, numbers), "lowValue": (0.3, numbers),
        "highValue": (0.3, numbers), **{name: (0.25, [Literal(text, language="vi") for text in texts]) for name, texts in words.items()},
    }  # fmt: skip
    for number in range(12):
        target = NamedNode(f"{lower.value}/target/{number}")
        yield target, _TYPE, NamedNode(PH + "Target")
        for name, (often, values) in likely.items():
            for _ in range((chance.random() < often) + (chance.random() < 0.05)):
                yield target, PH + name, chance.choice(values)
    yield lower, PH + "carriesOut", upper
    yield from ((one, PH + "held", Literal("true", datatype=_BOOLEAN)) for one in (lower, upper))
    yield measures[0], PH + "groupMark", Literal(chance.choice(["trong nhóm", ""]))
    yield from ((one, PH + "direction", Literal(chance.choice(["higher-better", "lower-better"]))) for one in measures)
    if chance.random() < 0.5:
        yield measures[0], f"{_SKOS}related", measures[1]


def _citations(chance: Random) -> Iterator[tuple[NamedNode, str, Term]]:
    """Citations with their titles and days, in two documents and now and then in a third that was read from a picture."""
    documents = [NamedNode(f"{BASE}doc/a/2025/d{number}") for number in range(4)]
    days: list[Term] = [Literal(day, datatype=_DATE) for day in ("2025-07-15", "2025-07-16", "2025-09-30")]
    if chance.random() < 0.2:  # no plain day: the rules are run
        days.append(Literal("2025-07-15Z", datatype=_DATE))
    likely: dict[str, tuple[float, Sequence[Term]]] = {
        "document": (1, documents[:3]), "citedDocument": (0.9, documents), "date": (0.4, days),
        "citationForm": (0.9, [NamedNode(f"{VOCAB}form/{code}") for code in ("numbered", "named")]),
        "titleAsPrinted": (0.8, [Literal(title, language="vi") for title in ("Về giáo dục", "giáo dục", "y tế")]),
    }  # fmt: skip
    for number in range(8):
        for name, (often, values) in likely.items():
            for _ in range((chance.random() < often) + (chance.random() < 0.05)):
                yield NamedNode(f"{BASE}doc/a/2025/d0/citation/{number}"), PH + name, chance.choice(values)
    for number, document in enumerate(documents):
        for name in ("dateIssued", "datePassed"):
            if chance.random() < 0.6:
                yield document, PH + name, chance.choice(days)
        text = NamedNode(f"{document.value}/text")
        yield document, PH + "hasText", text
        yield text, PH + "quality", NamedNode(f"{VOCAB}quality/{'ocr' if number == 2 else 'clean'}")


def _random(chance: Random) -> list[Quad]:
    documents = [NamedNode(f"{BASE}doc/a/2025/d{number}") for number in range(5)]
    things = [NamedNode(f"{BASE}doc/a/2025/d0/thing/{number}") for number in range(8)]
    places = [NamedNode(f"{BASE}place/p{number}") for number in range(3)]
    terms = {
        "kind": [NamedNode(f"{VOCAB}task-kind/{code}") for code in ("duty", "solution")] + [NamedNode("urn:other")],
        "theme": [NamedNode(f"{VOCAB}theme/{code}") for code in ("finance", "policy")],
        "role": [NamedNode(f"{VOCAB}agency-role/lead"), NamedNode("urn:other")],
        "relation": [NamedNode(f"{VOCAB}relation/{code}") for code in ("carries-out", "continues")],
    }
    titles = [Literal(text, language="vi") for text in ("Về việc hoà  giải", "về hòa giải", 'Luật "Giáo dục" số_1')]
    ends = [Literal(day, datatype=_DATE) for day in ("2026-12-31", "2030-01-01")] + [Literal("cuối năm")]
    shape = {
        _TYPE: (things, [NamedNode(PH + "Task"), NamedNode(PH + "Target"), NamedNode(PH + "LegalDocument")]),
        "document": (things, documents), "taskKind": (things, terms["kind"]), "theme": (things, terms["theme"]), "place": (documents, places),
        "withinPlace": (places, places), "held": (documents, [Literal("true", datatype=_BOOLEAN), Literal("false", datatype=_BOOLEAN)]),
        "carriesOut": (documents, documents), "annexOf": (documents, documents), "derivesFrom": (documents, documents),
        "agency": (things, [*places, BlankNode("agency")]), "agencyRole": (things, terms["role"]), "task": (things, things), "endsOn": (things, ends),
        "relation": (things, terms["relation"]), "subjectDocument": (things, documents), "objectDocument": (things, documents),
        "statedIn": (things, documents), "titleAsPrinted": (things, titles), "citedDocument": (things, documents),
        "edgeProperty": (terms["relation"], [NamedNode(PH + "carriesOut"), NamedNode(PH + "annexOf")]),
    }  # fmt: skip
    graphs = [graph("reference"), graph("document", "a"), graph("aligned")]
    made = []
    for name, (subjects, values) in shape.items():
        for _ in range(chance.randrange(2, 9)):
            predicate = NamedNode(name if ":" in name else PH + name)
            made.append(Quad(chance.choice(subjects), predicate, chance.choice(values), chance.choice(graphs)))  # type: ignore[arg-type,type-var]
    return made + [Quad(one, NamedNode(name), value, graphs[1]) for one, name, value in (*_targets(chance), *_citations(chance))]
