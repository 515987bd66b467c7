"""The vocabularies of a catalogue, and statements about one subject put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from phahe.labels import Label
from phahe.namespaces import BASE, PREFIXES

Term = NamedNode | Literal

VOCABULARIES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: For serialisers.
ALL_PREFIXES: Final = {**PREFIXES, **VOCABULARIES}
#: The European vocabularies of languages and themes, and IANA's media types: catalogues know them by these IRIs.
LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
THEME: Final = "http://publications.europa.eu/resource/authority/data-theme/"
MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"


def term(name: str) -> NamedNode:
    """The term `prefix:name` of one of the vocabularies.

    >>> term("dcat:Dataset").value
    'http://www.w3.org/ns/dcat#Dataset'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(VOCABULARIES[prefix] + local)


def node(iri: str) -> NamedNode:
    """An IRI, characters that IRIs cannot have escaped."""
    return NamedNode(quote(iri, safe="%/:=&?~#+!$,;'@()*[]", encoding="utf-8") if any(one in iri for one in ' <>"{}|\\^`') else iri)


def both(label: Label) -> list[Literal]:
    """The words in both languages."""
    return [Literal(label.vi, language="vi"), Literal(label.en, language="en")]


def typed(text: object, datatype: str) -> Literal:
    """A literal of an XSD type.

    >>> typed(5, "integer").datatype.value
    'http://www.w3.org/2001/XMLSchema#integer'
    """
    return Literal(str(text), datatype=term(f"xsd:{datatype}"))


def moment(text: str) -> Literal:
    """A day or a point in time."""
    return typed(text, "dateTime" if "T" in text else "date")


def about(subject: str, kinds: Iterable[str] = (), **facts: Term | Iterable[Term]) -> Iterator[Triple]:
    """Statements about a subject: its classes, and facts by property, written `dcterms_title` for dcterms:title."""
    here = node(subject)
    for kind in kinds:
        yield Triple(here, term("rdf:type"), term(kind))
    for name, values in facts.items():
        for value in (values,) if isinstance(values, (NamedNode, Literal)) else values:
            yield Triple(here, term(name.replace("_", ":", 1)), value)


#: What identifies the catalogue and its parts.
CATALOGUE: Final = f"{BASE}catalog"
PUBLISHER: Final = f"{CATALOGUE}#publisher"
CONTACT: Final = f"{CATALOGUE}#contact"
VOID: Final = f"{CATALOGUE}#void"


def dataset_iri(slug: str) -> str:
    """What identifies a data set."""
    return f"{CATALOGUE}/dataset/{slug}"
