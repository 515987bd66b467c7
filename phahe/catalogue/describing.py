"""The catalogue as DCAT 3, a page of it at a time.

Identifiers are IRIs of the project and the same on every server; the addresses files are fetched from are those of the server that is
asked. Dates come from the data: a version of the data knows when it was made, everything else from `data/catalogue.yaml`.
Sizes and checksums stand where the file has been made; a file that is not there yet has neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from phahe.catalogue.files import FORMATS, Made
from phahe.catalogue.model import Dataset, Kept, Settings
from phahe.catalogue.terms import (
    CATALOGUE,
    CONTACT,
    LANGUAGE,
    MEDIA_TYPE,
    PUBLISHER,
    THEME,
    about,
    both,
    dataset_iri,
    moment,
    node,
    term,
    typed,
)
from phahe.labels import Label
from phahe.namespaces import BASE

#: Data sets on a page.
PAGE: Final = 100
_SPARQL: Final = Label("Điểm truy vấn SPARQL của Phả hệ", "SPARQL endpoint of Phả hệ")
_RECONCILE: Final = Label("Dịch vụ đối chiếu tên (OpenRefine)", "Reconciliation service (OpenRefine)")
_SPECIFICATIONS: Final = {
    "sparql": "https://www.w3.org/TR/sparql11-protocol/",
    "reconcile": "https://reconciliation-api.github.io/specs/0.2/",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What is described: the address of the server, the version of the data, when it was made (ISO or ""), versions kept, the page of data sets.

    `total`: data sets in all. `number`: this page, from 1. `address`: of the catalogue in the format asked for, without a page.
    """

    root: str
    version: str
    made: str
    kept: Sequence[Kept]
    datasets: Sequence[Dataset]
    total: int
    number: int = 1
    address: str = ""


Files = Mapping[tuple[str, str], Made]


def describe(page: Page, settings: Settings, files: Files) -> list[Triple]:
    """The statements of a page, each subject's together. `files`: those made, by data set and extension."""
    found: list[Triple] = []
    for one in (_catalogue, _agents, _services, _paging):
        found += one(page, settings)
    for dataset in page.datasets:
        found += describe_dataset(dataset, page, settings, files)
        if dataset.of == "graph":
            found += _versions(dataset, page, settings, files)
    return found


def _catalogue(page: Page, settings: Settings) -> Iterator[Triple]:
    yield from about(
        CATALOGUE, ["dcat:Catalog"], dcterms_title=both(settings.title), dcterms_description=both(settings.description),
        dcterms_publisher=node(PUBLISHER), dcterms_license=node(settings.licence), dcterms_language=_languages(settings),
        dcterms_issued=moment(settings.issued), dcterms_modified=moment(page.made or settings.issued), dcterms_spatial=node(f"{BASE}place/vn"),
        foaf_homepage=node(f"{page.root}/catalog"), dcat_contactPoint=node(CONTACT), dcat_themeTaxonomy=node(THEME.rstrip("/")),
        dcat_dataset=[node(dataset_iri(one.slug)) for one in page.datasets], dcat_service=[node(f"{CATALOGUE}/service/{name}") for name in _SPECIFICATIONS],
    )  # fmt: skip
    yield from about(f"{page.root}/catalog", ["foaf:Document"])
    yield from about(settings.licence, ["dcterms:LicenseDocument"], dcterms_title=Literal(settings.licence_name))
    yield from about(f"{BASE}place/vn", ["dcterms:Location"], skos_prefLabel=Literal("Việt Nam", language="vi"))
    yield from about(THEME.rstrip("/"), ["skos:ConceptScheme"], dcterms_title=Literal("Data theme", language="en"))
    for code, label in settings.themes.items():
        yield from about(THEME + code, ["skos:Concept"], skos_prefLabel=both(label), skos_inScheme=node(THEME.rstrip("/")))
    for code in settings.languages.values():
        yield from about(LANGUAGE + code, ["dcterms:LinguisticSystem"])
    yield from about(f"{BASE}ns", ["dcterms:Standard"], dcterms_title=Literal("Phả hệ ontology", language="en"))


def _languages(settings: Settings) -> list[NamedNode]:
    return [node(LANGUAGE + code) for code in settings.languages.values()]


def _agents(page: Page, settings: Settings) -> Iterator[Triple]:
    homepage = settings.homepage or f"{page.root}/"
    yield from about(PUBLISHER, ["foaf:Agent"], foaf_name=sorted({*both(settings.publisher)}, key=str), foaf_homepage=node(homepage))
    yield from about(homepage, ["foaf:Document"])
    reach = {"vcard_hasEmail": node(f"mailto:{settings.email}")} if settings.email else {}
    yield from about(
        CONTACT,
        ["vcard:Kind", "vcard:Organization"],
        vcard_fn=Literal(settings.publisher.vi),
        vcard_hasURL=node(f"{page.root}/catalog"),
        **reach,
    )


def _services(page: Page, settings: Settings) -> Iterator[Triple]:
    for name, label in (("sparql", _SPARQL), ("reconcile", _RECONCILE)):
        yield from about(
            f"{CATALOGUE}/service/{name}", ["dcat:DataService"], dcterms_title=both(label), dcterms_publisher=node(PUBLISHER),
            dcterms_license=node(settings.licence), dcterms_conformsTo=node(_SPECIFICATIONS[name]), dcat_contactPoint=node(CONTACT),
            dcat_endpointURL=node(f"{page.root}/{name}"), dcat_endpointDescription=node(f"{page.root}/{name}"),
            dcat_servesDataset=[node(dataset_iri(one.slug)) for one in page.datasets if name == "sparql" or one.slug in ("places", "agencies", "cited-documents")],
        )  # fmt: skip
        yield from about(_SPECIFICATIONS[name], ["dcterms:Standard"])


def _paging(page: Page, settings: Settings) -> Iterator[Triple]:
    """How to go on, in the words harvesters know (hydra:PartialCollectionView)."""
    del settings
    last = max(1, -(-page.total // PAGE))
    if last == 1:
        return

    def at(number: int) -> NamedNode:
        return node(f"{page.address}?page={number}")

    steps = {
        "hydra_previous": [at(page.number - 1)] if page.number > 1 else [],
        "hydra_next": [at(page.number + 1)] if page.number < last else [],
    }
    yield from about(at(page.number).value, ["hydra:PartialCollectionView"], hydra_first=at(1), hydra_last=at(last), **steps)
    yield from about(CATALOGUE, ["hydra:Collection"], hydra_totalItems=typed(page.total, "integer"), hydra_view=at(page.number))


def describe_dataset(dataset: Dataset, page: Page, settings: Settings, files: Files) -> Iterator[Triple]:
    """The statements about one data set and its distributions."""
    iri = dataset_iri(dataset.slug)
    rdf = any(FORMATS[one].export in ("turtle", "nquads", "jsonld", "rdfxml") for one in dataset.formats)
    yield from about(
        iri, ["dcat:Dataset", *(["void:Dataset"] if rdf else [])], **_described(dataset, page, settings),
        dcat_version=Literal(page.version), dcterms_conformsTo=node(f"{BASE}ns"),
        dcat_landingPage=node(f"{page.root}/catalog#{dataset.slug.replace('/', '-')}"), dcterms_identifier=Literal(iri),
        dcat_distribution=[node(_distribution(iri, one)) for one in dataset.formats],
        dcat_keyword=[Literal(word, language=language) for language, word in dataset.keywords],
        **({"prov_wasDerivedFrom": node(dataset.about)} if dataset.about else {}),
        **({"void_dataDump": [node(_download(page.root, dataset.slug, one)) for one in dataset.formats if one in ("ttl", "jsonld", "nq.gz", "rdf")]} if rdf else {}),
    )  # fmt: skip
    yield from about(f"{page.root}/catalog#{dataset.slug.replace('/', '-')}", ["foaf:Document"])
    if dataset.place:
        name = [Literal(dataset.place_name, language="vi")] if dataset.place_name else []
        yield from about(iri, dcterms_spatial=node(dataset.place))
        yield from about(dataset.place, ["dcterms:Location"], skos_prefLabel=name)
    if dataset.begins or dataset.ends:
        yield from about(iri, dcterms_temporal=node(f"{iri}#period"))
        ends = {"dcat_startDate": dataset.begins, "dcat_endDate": dataset.ends}
        yield from about(f"{iri}#period", ["dcterms:PeriodOfTime"], **{name: moment(day) for name, day in ends.items() if day})
    for extension in dataset.formats:
        yield from _file(iri, dataset.slug, extension, page, settings, files)


def _described(dataset: Dataset, page: Page, settings: Settings) -> dict[str, NamedNode | Literal | Iterable[NamedNode | Literal]]:
    """What a data set and its versions have alike."""
    return {
        "dcterms_title": both(dataset.title), "dcterms_description": both(dataset.description), "dcterms_publisher": node(PUBLISHER),
        "dcat_contactPoint": node(CONTACT), "dcterms_language": _languages(settings), "dcterms_license": node(settings.licence),
        "dcterms_issued": moment(settings.issued), "dcterms_modified": moment(page.made or settings.issued),
        "dcat_theme": [node(THEME + code) for code in settings.themes],
    }  # fmt: skip


def _distribution(iri: str, extension: str) -> str:
    return f"{iri}/distribution/{extension}"


def _download(root: str, slug: str, extension: str) -> str:
    return f"{root}/catalog/download/{slug}.{extension}"


def _file(iri: str, slug: str, extension: str, page: Page, settings: Settings, files: Files) -> Iterator[Triple]:
    """A distribution: where it is fetched, what it is, its licence; size and checksum where it has been made."""
    form = FORMATS[extension]
    here = _distribution(iri, extension)
    address = node(_download(page.root, slug, extension))
    media = node(MEDIA_TYPE + form.media_type)
    yield from about(
        here, ["dcat:Distribution"], dcterms_title=[Literal(f"{extension.upper()}", language=one) for one in ("vi", "en")], dcat_accessURL=address,
        dcat_downloadURL=address, dcat_mediaType=media, dcterms_license=node(settings.licence), dcterms_issued=moment(settings.issued),
        dcterms_modified=moment(page.made or settings.issued), dcterms_language=_languages(settings),
    )  # fmt: skip
    yield from about(media.value, ["dcterms:MediaType"])
    if form.packed:
        yield from about(here, dcat_compressFormat=node(f"{MEDIA_TYPE}application/gzip"))
        yield from about(f"{MEDIA_TYPE}application/gzip", ["dcterms:MediaType"])
    if made := files.get((slug, extension)):
        yield from about(here, dcat_byteSize=typed(made.size, "nonNegativeInteger"), spdx_checksum=node(f"{here}#checksum"))
        yield from about(
            f"{here}#checksum",
            ["spdx:Checksum"],
            spdx_algorithm=term("spdx:checksumAlgorithm_sha256"),
            spdx_checksumValue=typed(made.sha256, "hexBinary"),
        )
        yield from about(term("spdx:checksumAlgorithm_sha256").value, ["spdx:ChecksumAlgorithm"])


def _versions(dataset: Dataset, page: Page, settings: Settings, files: Files) -> Iterator[Triple]:
    """The versions of the whole graph that are kept, the newest before the current one linked from it; each can be fetched."""
    iri = dataset_iri(dataset.slug)
    before = [one for one in page.kept if one.id < page.version]  # after an undo newer ones are kept too
    chain = [iri, *(f"{iri}/version/{one.id}" for one in reversed(before))]
    for newer, older in pairwise(chain):
        yield from about(newer, dcat_previousVersion=node(older))
    for one in before:
        here = f"{iri}/version/{one.id}"
        slug = f"{dataset.slug}@{one.id}"
        title = Label(f"{dataset.title.vi}, phiên bản {one.id}", f"{dataset.title.en}, version {one.id}")
        told = {
            **_described(dataset, page, settings),
            "dcterms_title": both(title),
            "dcterms_modified": moment(one.made or settings.issued),
        }
        yield from about(iri, dcat_hasVersion=node(here))
        yield from about(CATALOGUE, dcat_dataset=node(here))
        yield from about(
            here, ["dcat:Dataset"], **told, dcat_version=Literal(one.id), dcat_isVersionOf=node(iri), dcterms_identifier=Literal(here),
            dcat_distribution=node(_distribution(here, "nq.gz")),
        )  # fmt: skip
        yield from _file(here, slug, "nq.gz", page, settings, files)
