"""The shipped graph, one document of it as a property graph, and a graph whose words try to break every format."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from phahe import exports
from phahe.build import build
from phahe.exports.building import build as property_graph
from phahe.exports.spool import Spool
from phahe.store import Store, open_store

Export = Callable[..., bytes]
DOCUMENT = "loc-binh-resolution"


@pytest.fixture(scope="session")
def shipped() -> Iterator[Store]:
    with open_store() as store:
        build(store)
        yield store


@pytest.fixture(scope="session")
def selection(shipped: Store) -> exports.Selection:
    return exports.of_document(shipped, DOCUMENT)


@pytest.fixture(scope="session")
def graph(shipped: Store, selection: exports.Selection) -> Iterator[Spool]:
    with property_graph(shipped, selection, exports.Report()) as found:
        yield found


@pytest.fixture(scope="session")
def made(shipped: Store, selection: exports.Selection) -> Export:
    """The bytes of the document, or of another selection, in a format."""

    def make(form: str, chosen: exports.Selection | None = None, language: str = "vi") -> bytes:
        out = io.BytesIO()
        exports.export(shipped, chosen or selection, exports.get(form), out, language)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def small() -> Iterator[Store]:
    """Two documents and a relation, every kind of value, several values of mixed kinds."""
    base, ns = "https://w3id.org/phahe/", "https://w3id.org/phahe/ns#"
    graph = NamedNode(f"{base}graph/brief")
    integer, decimal, boolean = (NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("integer", "decimal", "boolean"))
    a, b, relation = NamedNode(f"{base}doc/a"), NamedNode(f"{base}doc/b"), NamedNode(f"{base}doc/a/relation/carries-out/b")
    kind, label = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    rows = [
        (a, kind, NamedNode(f"{ns}LegalDocument")), (b, kind, NamedNode(f"{ns}LegalDocument")), (relation, kind, NamedNode(f"{ns}DocumentRelation")),
        (a, label, Literal("Kế hoạch A", language="vi")), (b, label, Literal("Nghị quyết B", language="vi")),
        (a, NamedNode(f"{ns}order"), Literal("3", datatype=integer)), (b, NamedNode(f"{ns}order"), Literal("ba")),
        (a, NamedNode(f"{ns}value"), Literal("48.5", datatype=decimal)), (b, NamedNode(f"{ns}value"), Literal("7", datatype=integer)),
        (a, NamedNode(f"{ns}held"), Literal("true", datatype=boolean)),
        (a, NamedNode(f"{ns}recipient"), Literal("Sở A; Sở B")), (a, NamedNode(f"{ns}recipient"), Literal("=Sở C")),
        (relation, NamedNode(f"{ns}subjectDocument"), a), (relation, NamedNode(f"{ns}objectDocument"), b),
        (relation, NamedNode(f"{ns}relation"), NamedNode(f"{base}vocab/relation/carries-out")),
        (relation, NamedNode(f"{ns}text"), Literal("thực hiện", language="vi")), (a, NamedNode(f"{ns}carriesOut"), b),
    ]  # fmt: skip
    with open_store() as store:
        store.add(Quad(*row, graph) for row in rows)
        yield store
