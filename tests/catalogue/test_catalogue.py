"""The catalogue as portals take it: DCAT-AP's shapes, and every file as described. CKAN's own parser: `harvested_by_ckan.py`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import DCAT, DCTERMS, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from phahe.catalogue import Dataset, Kept, Page, describe, read_settings
from phahe.labels import Label
from phahe.store import Store, with_prefixes

HERE = Path(__file__).parent
SPDX = Namespace("http://spdx.org/rdf/terms#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
NAMES = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}
FORMATS = {"ttl": "text/turtle", "rdf": "application/rdf+xml", "jsonld": "application/ld+json"}


def test_every_dataset_is_described_whole(graph: Graph) -> None:
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert {str(one).rpartition("/dataset/")[2] for one in datasets} == {
        "graph", "agencies", "places", "cited-documents", "tasks", "targets", "citations", "findings", "vocabularies", "restatements",
        *(f"document/{name}" for name in ("bang-mac-resolution", "lam-dong-programme", "lang-son-plan", "loc-binh-resolution", "thien-tan-task-list")),
    }  # fmt: skip
    assert datasets == set(graph.objects(None, DCAT.dataset))
    for one in datasets:
        for words in (DCTERMS.title, DCTERMS.description):
            assert sorted(literal.language for literal in graph.objects(one, words)) == ["en", "vi"], one
        for needed in (
            DCTERMS.publisher,
            DCAT.contactPoint,
            DCTERMS.language,
            DCTERMS.issued,
            DCTERMS.modified,
            DCAT.theme,
            DCAT.keyword,
            DCAT.version,
        ):
            assert (one, needed, None) in graph, (one, needed)
        assert not any("," in str(word) for word in graph.objects(one, DCAT.keyword))
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        for needed in (DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCAT.byteSize, SPDX.checksum, DCTERMS.license):
            assert (one, needed, None) in graph, (one, needed)


def test_every_file_is_what_the_catalogue_says(client: TestClient, graph: Graph) -> None:
    """Fetched from where the catalogue says: as long, and the same digest."""
    for one in sorted(graph.subjects(RDF.type, DCAT.Distribution)):
        address = str(graph.value(one, DCAT.downloadURL))
        found = client.get(address)
        checksum = graph.value(one, SPDX.checksum)
        assert found.status_code == 200, address
        assert len(found.content) == int(graph.value(one, DCAT.byteSize) or 0) > 0, address
        assert hashlib.sha256(found.content).hexdigest() == str(graph.value(checksum, SPDX.checksumValue)), address
        assert client.head(address).headers["content-length"] == str(len(found.content)), address


def test_files_can_be_fetched_in_parts_and_checked(client: TestClient) -> None:
    address = "/catalog/download/document/loc-binh-resolution.ttl"
    whole = client.get(address)
    part = client.get(address, headers={"range": "bytes=100-199", "accept-encoding": "br, gzip"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert client.get(address, headers={"if-none-match": whole.headers["etag"]}).status_code == 304
    assert client.get(f"{address}.sha256").text.split()[0] == hashlib.sha256(whole.content).hexdigest()
    assert 'filename="phahe-document-loc-binh-resolution.ttl"' in whole.headers["content-disposition"]
    Graph().parse(data=whole.text, format="turtle")


def test_the_text_of_a_document_is_the_stored_file(client: TestClient, store: Store) -> None:
    found = client.get("/catalog/download/document/loc-binh-resolution.txt")
    rows = store.select(with_prefixes('SELECT ?sha { ?document ph:slug "loc-binh-resolution" ; ph:hasText/ph:sha256 ?sha }'))
    assert hashlib.sha256(found.content).hexdigest() == next(iter(rows))["sha"].value


@pytest.mark.parametrize(
    "path",
    [
        "graph.exe",
        "nothing.ttl",
        "agencies.nq.gz",
        "../../pyproject.toml",
        "document/..%2f..%2fx.txt",
        "graph@000001-000000000000.nq.gz",
        "graph@../x.nq.gz",
        "agencies@x.csv",
    ],
)
def test_files_that_are_not(client: TestClient, path: str) -> None:
    assert client.get(f"/catalog/download/{path}").status_code == 404


def test_the_three_formats_say_the_same(client: TestClient, graph: Graph) -> None:
    for extension, media_type in FORMATS.items():
        for found in (client.get(f"/catalog.{extension}"), client.get("/catalog", headers={"accept": media_type})):
            assert found.headers["content-type"].partition(";")[0] == media_type
            assert isomorphic(Graph().parse(data=found.text, format=NAMES[extension]), graph), extension
    assert client.get("/catalog.xyz").status_code == 404
    assert client.get("/catalog?page=9").status_code == 404


def test_dcat_ap_has_no_objection(graph: Graph) -> None:
    """DCAT-AP 3.0.1: what is mandatory, and of what class values are."""
    import pyshacl  # noqa: PLC0415

    shapes = Graph()
    for name in ("shapes", "range"):
        shapes.parse(HERE / "dcat-ap" / f"{name}.ttl")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report[:3000]
    broken = Graph() + graph
    broken.remove((next(graph.subjects(RDF.type, DCAT.Dataset)), DCTERMS.title, None))
    assert not pyshacl.validate(broken, shacl_graph=shapes)[0]


def test_void_counts_what_is_there(client: TestClient, store: Store) -> None:
    found = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    iri = URIRef("https://w3id.org/phahe/catalog/dataset/graph")
    assert int(found.value(iri, VOID.triples) or 0) == store.count()
    partitions = {
        str(found.value(one, VOID["class"])): int(found.value(one, VOID.entities) or 0) for one in found.objects(iri, VOID.classPartition)
    }
    rows = store.select("SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a <https://w3id.org/phahe/ns#Task> }")
    assert partitions["https://w3id.org/phahe/ns#Task"] == int(next(iter(rows))["n"].value)
    properties = {found.value(one, VOID.property) for one in found.objects(iri, VOID.propertyPartition)}
    assert RDFS.label in properties
    for needed in (VOID.sparqlEndpoint, VOID.dataDump, VOID.exampleResource, VOID.uriSpace, VOID.vocabulary, DCTERMS.license):
        assert (iri, needed, None) in found, needed
    for link in found.subjects(RDF.type, VOID.Linkset):
        assert int(found.value(link, VOID.triples) or 0) > 0
    for one in found.objects(iri, VOID.exampleResource):
        path = str(one).removeprefix("https://w3id.org/phahe")
        assert client.get(path, headers={"accept": "text/turtle"}).status_code == 200, one


def test_identifiers_lead_somewhere(client: TestClient) -> None:
    about = client.get("/catalog/dataset/agencies", headers={"accept": "text/turtle"})
    assert "Danh mục cơ quan" in about.text
    browser = client.get("/catalog/dataset/document/loc-binh-resolution", headers={"accept": "text/html"}, follow_redirects=False)
    assert (browser.status_code, browser.headers["location"]) == (303, "/catalog#document-loc-binh-resolution")
    file = client.get("/catalog/dataset/agencies/distribution/csv")
    assert file.text.startswith("\ufeffthing,name,")
    assert client.get("/catalog/dataset/nothing").status_code == 404


def test_the_page_offers_every_file(client: TestClient, graph: Graph) -> None:
    for lang, words in (("vi", "Danh mục dữ liệu mở"), ("en", "Open data catalogue")):
        page = client.get("/catalog", params={"lang": lang}, headers={"accept": "text/html"}).text
        assert words in page
        for address in graph.objects(None, DCAT.downloadURL):
            assert f'href="{str(address).removeprefix("http://testserver")}"' in page


def many(count: int) -> list[Dataset]:
    return [
        Dataset(f"document/{number}", "document", Label(f"văn bản {number}", f"document {number}"), Label("a", "b"), (), ("ttl",))
        for number in range(count)
    ]


def test_a_long_catalogue_has_pages() -> None:
    every, found, address, number = many(250), set(), "http://a.example/catalog.ttl", 1
    while number:
        shown = every[(number - 1) * 100 : number * 100]
        page = Page("http://a.example", "v", "", (), shown, len(every), number, address)
        part = Graph()
        for triple in describe(page, read_settings(), {}):
            part.parse(data=f"{triple} .", format="nt")
        found |= set(part.subjects(RDF.type, DCAT.Dataset))
        following = part.value(URIRef(f"{address}?page={number}"), HYDRA.next)
        number = int(str(following).rpartition("=")[2]) if following else 0
    assert len(found) == 250


def test_versions_that_are_kept_are_told(store: Store) -> None:
    kept = (
        Kept("000001-aaaaaaaaaaaa", "2026-01-01T00:00:00.000+00:00"),
        Kept("000002-bbbbbbbbbbbb", ""),
        Kept("000003-cccccccccccc", "2026-03-01T00:00:00.000+00:00"),
    )
    whole = Dataset("graph", "graph", Label("toàn bộ", "all"), Label("a", "b"), (), ("nq.gz",))
    found = Graph()
    for triple in describe(Page("http://a.example", kept[2].id, kept[2].made, kept, [whole], 1), read_settings(), {}):
        found.parse(data=f"{triple} .", format="nt")
    iri = URIRef("https://w3id.org/phahe/catalog/dataset/graph")
    assert [str(one) for one in found.transitive_objects(iri, DCAT.previousVersion)] == [
        str(iri), f"{iri}/version/000002-bbbbbbbbbbbb", f"{iri}/version/000001-aaaaaaaaaaaa",
    ]  # fmt: skip
    assert found.value(iri, DCTERMS.modified) == Literal("2026-03-01T00:00:00.000+00:00", datatype=XSD.dateTime)
    assert (URIRef(f"{iri}/version/000001-aaaaaaaaaaaa"), DCAT.distribution, None) in found
