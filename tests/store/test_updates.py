"""SPARQL Update by its effect, and changes by hand as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from phahe import changes
from phahe.admission import Refused
from phahe.store import EmbeddedStore, QueryError, StoreError, open_store
from phahe.store.updates import Delta, Using, update
from phahe.store.versions import current, make_version

START = 'INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1, 2 . _:b <urn:q> "x" } <urn:d> <urn:p> 3 }'
DEFAULT = "https://w3id.org/phahe/graph/default"


def same(store: EmbeddedStore) -> bool:
    """Whether the merge says what the graphs say."""
    triples = {(quad.subject, quad.predicate, quad.object) for quad in store.quads()}
    return triples == {(quad.subject, quad.predicate, quad.object) for quad in store.matching(None, None, None)}


@pytest.mark.parametrize(
    ("text", "removed", "added", "counts"),
    [
        ("INSERT DATA { <urn:d> <urn:p> 3 }", 0, 0, {DEFAULT: 1, "urn:g": 3}),
        ("DELETE DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }", 1, 0, {DEFAULT: 1, "urn:g": 2}),
        ("DELETE DATA { <urn:s> <urn:p> 1 }", 0, 0, {DEFAULT: 1, "urn:g": 3}),
        ("DELETE WHERE { GRAPH ?g { ?s <urn:p> ?o } }", 3, 0, {"urn:g": 1}),
        ("INSERT { GRAPH <urn:h> { ?s <urn:c> ?o . [] <urn:of> ?s } } WHERE { ?s ?p ?o }", 0, 8, {DEFAULT: 1, "urn:g": 3, "urn:h": 8}),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s <urn:r> ?o } } WHERE { GRAPH ?g { ?s ?p ?o . ?s <urn:q> ?o } }", 1, 1,
         {DEFAULT: 1, "urn:g": 3}),
        ("WITH <urn:g> DELETE { ?s ?p 1 } INSERT { ?s ?p 9 } WHERE { ?s ?p 1 }", 1, 1, {DEFAULT: 1, "urn:g": 3}),
        ("INSERT { <urn:n> <urn:p> ?o } USING <urn:g> WHERE { ?s <urn:p> ?o }", 0, 2, {DEFAULT: 3, "urn:g": 3}),
        ("INSERT { <urn:n> <urn:p> ?o } USING <urn:none> WHERE { ?s <urn:p> ?o }", 0, 0, {DEFAULT: 1, "urn:g": 3}),
        ("COPY <urn:g> TO <urn:k> ; DROP GRAPH <urn:g>", 3, 3, {DEFAULT: 1, "urn:k": 3}),
        ("PREFIX u: <urn:> MOVE u:g TO DEFAULT", 4, 3, {DEFAULT: 3}),
        ("ADD DEFAULT TO GRAPH <urn:g>", 0, 1, {DEFAULT: 1, "urn:g": 4}),
        ("CLEAR NAMED", 3, 0, {DEFAULT: 1}),
        ("CLEAR DEFAULT", 1, 0, {"urn:g": 3}),
        ("CREATE GRAPH <urn:new>", 0, 0, {DEFAULT: 1, "urn:g": 3}),
        ("BASE <http://e.vn/> INSERT DATA { GRAPH <g> { <a> <b> 'LOAD; SERVICE }' } }", 0, 1, {DEFAULT: 1, "urn:g": 3, "http://e.vn/g": 1}),
        ("INSERT DATA { GRAPH <urn:g> { <urn:t> <urn:p> 1 } } ; DELETE WHERE { GRAPH <urn:g> { <urn:t> ?p ?o } }", 0, 0,
         {DEFAULT: 1, "urn:g": 3}),
    ],
)  # fmt: skip
def test_what_an_update_does(text: str, removed: int, added: int, counts: dict[str, int]) -> None:
    with EmbeddedStore() as store:
        update(store, START)
        delta = update(store, text)
        assert (len(delta.removed), len(delta.added), store.counts()) == (removed, added, counts)
        assert same(store)


def test_clearing_everything_is_one_fact() -> None:
    with EmbeddedStore() as store:
        update(store, START)
        assert update(store, "DROP ALL") == Delta(cleared=True)
        assert store.counts() == {}
        assert not update(store, "CLEAR ALL")


def test_the_request_may_name_the_graphs_of_where() -> None:
    text = "INSERT { GRAPH <urn:h> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    with EmbeddedStore() as store:
        update(store, START)
        assert len(update(store, text, Using((NamedNode("urn:g"),))).added) == 3
        with pytest.raises(QueryError, match="only one of them"):
            update(store, f"WITH <urn:g> {text}", Using((NamedNode("urn:g"),)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LOAD <http://127.0.0.1:9/>", "LOAD is not allowed"),
        ("INSERT { <urn:s> ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("INSERT { <urn:s> ?p ?o } WHERE { S\\u0045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("CLEAR XYZ", "line 1, column 10"),
        ("COPY <urn:none> TO <urn:k>", "no graph"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with EmbeddedStore() as store:
        update(store, START)
        with pytest.raises(QueryError, match=message):
            update(store, text)
        assert store.count() == 4


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_version(tmp_path, lambda store: update(store, START) and {"graphs": store.counts()}, "d" * 64)
    return tmp_path


def change(root: Path, text: str, identifier: str | None = None) -> changes.Change:
    return changes.make_change(root, lambda store: update(store, text), who="lan", what="update", identifier=identifier)


def count(root: Path) -> int:
    with open_store(str(root)) as store:
        return store.count()


def test_a_change_is_logged_counted_and_undone(root: Path) -> None:
    done = change(root, "INSERT DATA { GRAPH <urn:g> { <urn:t> <urn:p> 5 } }")
    assert (done.who, done.added, done.removed, count(root)) == ("lan", 1, 0, 5)
    found = current(root)
    assert found
    assert found.manifest["graphs"] == {DEFAULT: 1, "urn:g": 4}
    assert changes.pending(root) == (done.id,)
    undone = changes.undo(root, who="lan")
    assert (undone.version, count(root), changes.pending(root)) == (done.previous, 4, ())
    assert [one.operation for one in changes.log(root)] == ["update", f"undo {done.id}"]
    with pytest.raises(StoreError, match="no version before"):
        changes.undo(root, who="lan")


def test_a_change_is_made_once_and_nothing_makes_no_version(root: Path) -> None:
    text = "INSERT DATA { GRAPH <urn:g> { [] <urn:p> 5 } }"
    assert change(root, text, "a") == change(root, text, "a")
    assert count(root) == 5
    before = current(root)
    change(root, "DELETE DATA { GRAPH <urn:g> { <urn:nobody> <urn:p> 5 } }")
    assert current(root) == before


def test_a_log_that_lost_its_end_is_mended_from_the_manifest(root: Path) -> None:
    done = change(root, "INSERT DATA { GRAPH <urn:g> { <urn:t> <urn:p> 5 } }")
    (root / "changes.jsonl").write_text('{"id": "cut', encoding="utf-8")
    assert changes.log(root) == (done,)


def test_shapes_refuse_what_is_new_and_only_that(root: Path) -> None:
    ph = "PREFIX ph: <https://w3id.org/phahe/ns#>"
    with pytest.raises(Refused) as caught:
        change(root, f"{ph} INSERT DATA {{ GRAPH <urn:g> {{ <urn:t> a ph:StoredText }} }}")
    assert caught.value.results[0].focus == "urn:t"
    assert count(root) == 4
    assert change(root, "INSERT DATA { GRAPH <urn:g> { <urn:t> a <http://xmlns.com/foaf/0.1/Person> } }").added == 1


def test_pending_changes_are_made_again_on_a_build(root: Path) -> None:
    change(root, "INSERT DATA { GRAPH <urn:h> { <urn:t> <urn:p> 5 } } ; DELETE DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }")
    names = changes.pending(root)
    with EmbeddedStore() as store:
        update(store, START)
        changes.again(root, store, names)
        assert store.counts() == {DEFAULT: 1, "urn:g": 2, "urn:h": 1}
