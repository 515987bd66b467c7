"""The graph as VoID (https://www.w3.org/TR/void/): counts, what links it to other data, examples, dumps, endpoint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from phahe.catalogue.model import Settings
from phahe.catalogue.statistics import Statistics
from phahe.catalogue.terms import ALL_PREFIXES, VOID, about, both, dataset_iri, moment, node, typed
from phahe.namespaces import BASE

_FORMATS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")
_OWN: Final = "https://w3id.org/phahe/"


def describe_void(root: str, settings: Settings, counted: Statistics, made: str) -> list[Triple]:
    """The statements of `/.well-known/void`; `root` is the address of the server, `made` when the data was made (ISO or "")."""
    iri = dataset_iri("graph")
    found = [
        *about(f"{root}/.well-known/void", ["void:DatasetDescription"], dcterms_title=both(settings.title), foaf_topic=node(iri), foaf_primaryTopic=node(iri)),
        *about(
            iri, ["void:Dataset", "dcat:Dataset"], dcterms_title=both(settings.title), dcterms_description=both(settings.description),
            dcterms_license=node(settings.licence), dcterms_modified=moment(made or settings.issued), foaf_homepage=node(f"{root}/"),
            void_triples=_number(counted.triples), void_classes=_number(len(counted.classes)), void_properties=_number(len(counted.properties)), void_uriSpace=Literal(BASE), void_sparqlEndpoint=node(f"{root}/sparql"),
            void_uriLookupEndpoint=node(f"{root}/resource?iri="),
            void_dataDump=[node(f"{root}/catalog/download/graph.{one}") for one in ("nq.gz", "ttl", "jsonld")],
            void_exampleResource=[node(one) for one in counted.examples], void_feature=[node(f"http://www.w3.org/ns/formats/{one}") for one in _FORMATS],
            void_vocabulary=[node(one) for one in _vocabularies(counted)],
        ),
    ]  # fmt: skip
    return [*found, *_partitions(iri, counted), *_linksets(iri, counted)]


def _number(count: int) -> Literal:
    return typed(count, "integer")


def _vocabularies(counted: Statistics) -> list[str]:
    """The namespaces of the properties and classes that are used, as far as they have a prefix."""
    used = [*counted.properties, *counted.classes]
    return sorted({namespace for namespace in ALL_PREFIXES.values() if any(name.startswith(namespace) for name in used)})


def _partitions(iri: str, counted: Statistics) -> Iterator[Triple]:
    for name, count in counted.classes.items():
        here = _part("class", name)
        yield from about(iri, void_classPartition=node(here))
        yield from about(here, ["void:Dataset"], void_class=NamedNode(name), void_entities=_number(count))
    for name, count in counted.properties.items():
        here = _part("property", name)
        yield from about(iri, void_propertyPartition=node(here))
        yield from about(here, ["void:Dataset"], void_property=NamedNode(name), void_triples=_number(count))


def _linksets(iri: str, counted: Statistics) -> Iterator[Triple]:
    targets = {}
    for link in counted.links:
        here, there = _part("linkset", f"{link.property} {link.target}"), _part("target", link.target)
        targets[there] = link.target
        yield from about(iri, void_subset=node(here))
        yield from about(
            here, ["void:Linkset"], void_linkPredicate=NamedNode(link.property), void_subjectsTarget=node(iri), void_objectsTarget=node(there),
            void_triples=_number(link.count),
        )  # fmt: skip
    for there, space in targets.items():
        yield from about(there, ["void:Dataset"], void_uriSpace=Literal(space))


def _part(kind: str, name: str) -> str:
    """What identifies a part: its name where it is ours, else a digest of it."""
    short = name.removeprefix(_OWN).replace("#", "-") if name.startswith(_OWN) else hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{VOID}-{kind}-{short}"
