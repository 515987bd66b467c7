"""The same graph on a Virtuoso of our own: questions, traces, exports and pages give the answers of the engine in the process."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from phahe import exports, lineage
from phahe.build import build
from phahe.questions import ask, catalogue, choices, to_json
from phahe.resources import folder
from phahe.store import QueryError, RemoteStore, Store, open_store
from phahe.store.dataset import graph
from phahe.store.engines import with_everyday
from tests.bench import virtuoso

COMMUNE, CENTRAL = "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution", "/doc/bch-trung-uong/2013/29-nq-tw"
#: Pages and answers that are the same to the letter.
PAGES = (
    "/", "/documents", "/tasks", "/targets", "/citations", "/citations?cited=29-NQ/TW", "/findings", "/questions", "/lineage",
    "/lineage/path?from=loc-binh-resolution&to=29-NQ/TW", "/ns", "/vocab", "/sparql", "/search?q=giáo viên", "/questions/tasks-due",
    COMMUNE, CENTRAL, f"{COMMUNE}/task/II.1.p1", f"{COMMUNE}/provision/II.1", "/place/06529", "/agency/hdnd-xa-loc-binh",
    "/measure/huy-dong-tre-nha-tre", "/api/search?q=lộc bình", "/api/lineage/graph", "/api/tasks", "/api/citations", "/api/targets", "/api/findings",
    "/reconcile/suggest/entity?prefix=xã Lộ", "/health",
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Store:
    store = open_store()
    build(store)
    return store


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[virtuoso.Virtuoso]:
    if not virtuoso.installed() and os.environ.get("CI") != "true":
        pytest.skip("no Virtuoso: run `make system-packages`")
    with virtuoso.virtuoso(tmp_path_factory.mktemp("virtuoso"), megabytes=200, threads=1) as running:
        yield running


@pytest.fixture(scope="module")
def remote(server: virtuoso.Virtuoso, shipped: Store) -> Store:
    """The graph in Virtuoso, brought there by its own bulk loader with its everyday graph, as docs/scaling.md says."""
    with (server.folder / "shipped.nq").open("w", encoding="utf-8") as file:
        file.writelines(f"{quad} .\n" for quad in with_everyday(shipped.quads()))
    server.bulk_load(server.folder / "shipped.nq")
    store = RemoteStore(server.address)
    assert store.count() == shipped.count()
    return store


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_a_question_has_the_same_answer(slug: str, shipped: Store, remote: Store) -> None:
    assert to_json(ask(remote, slug)) == to_json(ask(shipped, slug))


#: Values and days that once gave another answer there: a BIND between OPTIONALs, a document with two names.
GIVEN: tuple[tuple[str, dict[str, str], str | None], ...] = (
    ("documents-by-place", {}, "2025-07-01"),
    ("documents-by-place", {"place": "06529"}, "2025-12-31"),
    ("citations-of-document", {"document": "thien-tan-task-list"}, None),
    ("citations-of-document", {"document": "thien-tan-task-list"}, "2025-07-01"),
    ("lineage-of-document", {"document": "29-NQ/TW"}, "2025-07-01"),
    ("tasks-due", {}, "2025-12-31"),
    ("targets-below-parent", {"document": "thien-tan-task-list"}, None),
)


@pytest.mark.parametrize(("slug", "values", "day"), GIVEN)
def test_a_question_with_other_values_has_the_same_answer(
    slug: str, values: dict[str, str], day: str | None, shipped: Store, remote: Store
) -> None:
    assert to_json(ask(remote, slug, values, at=day)) == to_json(ask(shipped, slug, values, at=day))


P = "PREFIX ph: <https://w3id.org/phahe/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
DOCUMENT = "<https://w3id.org/phahe/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution>"
#: What a stranger may ask: languages, dates, decimals, truth values, blank nodes, paths, all graphs. Sorted by all they show, or of one row.
STRANGERS = (
    'SELECT ?s ?l { ?s skos:prefLabel ?l FILTER(LANG(?l) = "vi") } ORDER BY ?s ?l',
    "SELECT ?d ?x (YEAR(?x) AS ?y) { ?d ph:dateIssued ?x FILTER(?x > '2020-01-01'^^<http://www.w3.org/2001/XMLSchema#date>) } ORDER BY ?x ?d",
    "SELECT ?t ?v { ?t ph:value ?v FILTER(?v >= 50.5 && ?v < 99) } ORDER BY ?v ?t",
    "SELECT ?d ?h (BOUND(?n) AS ?b) { ?d ph:held ?h OPTIONAL { ?d ph:numberOfTasks ?n } } ORDER BY ?h ?d",
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISIRI(?o)) } GROUP BY ?o ORDER BY ?o",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISBLANK(?s)) } GROUP BY ?p ORDER BY ?p",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    f"SELECT ?x {{ {DOCUMENT} ph:derivesFrom+ ?x }} ORDER BY ?x",
    'SELECT ?t ?x { ?t a ph:Task ; ph:text ?x FILTER(CONTAINS(LCASE(?x), "giáo viên")) } ORDER BY ?t',
    'ASK { ?s rdfs:label "xã Lộc Bình"@vi }',
    f"DESCRIBE {DOCUMENT}",
    "DESCRIBE ?d WHERE { ?d ph:held true }",
    "CONSTRUCT { ?d ph:held ?h ; rdfs:label ?l } WHERE { ?d ph:held ?h ; rdfs:label ?l }",
)


@pytest.mark.parametrize("text", STRANGERS)
def test_a_query_of_a_stranger_has_the_same_answer(text: str, shipped: Store, remote: Store) -> None:
    assert remote.query(P + text) == shipped.query(P + text)


def test_rows_with_blank_nodes_are_sorted(shipped: Store, remote: Store) -> None:
    text = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(ISBLANK(?o)) } ORDER BY ?o"
    assert len(remote.select(text)) == len(shipped.select(text)) > 0


def test_what_the_engine_refuses_is_the_querys_fault(remote: Store) -> None:
    with pytest.raises(QueryError, match="transitive start not given"):
        remote.select(P + "SELECT (COUNT(*) AS ?n) { ?p ph:withinPlace+ ?q }")


def test_what_can_be_chosen_is_the_same(shipped: Store, remote: Store) -> None:
    for question in catalogue()[:4]:
        for parameter in question.parameters:
            assert set(choices(remote, question, parameter.name)) == set(choices(shipped, question, parameter.name))


@pytest.mark.parametrize(("start", "direction"), [("loc-binh-resolution", "up"), ("29-NQ/TW", "down"), ("thien-tan-task-list", "up")])
def test_a_trace_is_the_same(start: str, direction: Any, shipped: Store, remote: Store) -> None:
    assert lineage.to_json(lineage.trace(remote, start, direction)) == lineage.to_json(lineage.trace(shipped, start, direction))


def test_a_trace_is_shown_the_same(shipped: Store, remote: Store) -> None:
    for show in (lineage.to_text, lineage.to_mermaid, lineage.to_dot):
        for language in ("vi", "en"):
            assert show(lineage.trace(remote, "29-NQ/TW", "down"), language) == show(lineage.trace(shipped, "29-NQ/TW", "down"), language)


@pytest.mark.parametrize("form", ["nquads", "turtle", "graphml", "csv", "mermaid", "json"])
def test_an_export_is_the_same_to_the_byte(form: str, shipped: Store, remote: Store) -> None:
    def exported(store: Store) -> bytes:
        out = io.BytesIO()
        exports.export(store, exports.of_lineage(store, "loc-binh-resolution"), exports.get(form), out)
        return out.getvalue()

    assert exported(remote) == exported(shipped)


@pytest.fixture(scope="module")
def clients(shipped: Store, remote: Store) -> Iterator[tuple[Any, Any]]:
    from fastapi.testclient import TestClient  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415

    with TestClient(create_app(shipped)) as here, TestClient(create_app(remote)) as there:
        yield here, there


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same(path: str, clients: tuple[Any, Any]) -> None:
    one, other = (client.get(path, headers={"Accept": "text/html, application/json;q=0.9"}) for client in clients)
    assert one.status_code == 200
    assert other.status_code == 200
    assert _still(other.text) == _still(one.text)


def test_the_ontology_is_given_the_same(clients: tuple[Any, Any]) -> None:
    """But for the order, and the names of blank nodes."""
    one, other = (client.get("/ns?format=ttl") for client in clients)
    graphs = [Dataset(parse(answer.content, format=RdfFormat.TURTLE)) for answer in (one, other)]
    for found in graphs:
        found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    assert graphs[0] == graphs[1]
    assert abs(one.text.count("\n") - other.text.count("\n")) < 200, "a thing's facts stand together"


def _still(text: str) -> str:
    """Without what differs from one server to the next: the version of the data."""
    return re.sub(r"\b[0-9a-f]{16}\b", "", text)


def test_the_version_served_is_that_of_the_data(server: virtuoso.Virtuoso, remote: Store) -> None:
    from phahe_server.querying.source import Source  # noqa: PLC0415

    before = Source(server.address).serve().version
    assert Source(server.address).serve().version == before
    extra = graph("document", "test-version")
    remote.add([Quad(NamedNode("urn:phahe:s"), NamedNode("urn:phahe:p"), Literal(True), extra)])
    assert Source(server.address).serve().version != before
    remote.clear(extra)
    assert Source(server.address).serve().version == before
    assert Source("http://127.0.0.1:9/sparql").serve().version, "a server that does not answer yet"


def test_what_is_written_is_read_again(server: virtuoso.Virtuoso, remote: Store) -> None:
    one, two = graph("document", "test-one"), graph("document", "test-two")
    subject, predicate = NamedNode("urn:phahe:s"), NamedNode("urn:phahe:p")
    terms = [
        Literal("chữ “Việt” \\ \n", language="vi"),
        Literal("48.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        Literal(True),
    ]
    remote.add([Quad(subject, predicate, term, name) for term in terms for name in (one, two)])
    assert set(remote.select(f"SELECT ?o {{ {subject} {predicate} ?o }}").column("o")) == set(terms)
    assert len(remote.select(f"SELECT ?g ?o {{ GRAPH ?g {{ {subject} {predicate} ?o }} }}")) == 6
    remote.clear(one)
    assert len(remote.select(f"SELECT ?o {{ {subject} {predicate} ?o }}")) == 3
    remote.clear(two)
    assert not remote.query(f"ASK {{ {subject} ?p ?o }}")


def test_a_build_there_gives_what_a_build_here_gives(remote: Store, tmp_path: Path) -> None:
    """`phahe build --store http://…`, with one document. The last test: it clears the server."""
    (tmp_path / "documents").mkdir()
    shutil.copy(folder("data/ttl") / "documents" / "thien-tan-task-list.ttl", tmp_path / "documents")
    here = open_store()
    built = build(here, tmp_path)
    assert build(remote, tmp_path) == built
    assert {name.value: remote.count(name) for name in remote.graphs()} == built.graphs
    assert named(remote) == named(here)


def named(store: Store) -> set[str]:
    """All quads but those with blank nodes, which every engine calls what it likes."""
    return {str(quad) for quad in store.quads() if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)}
