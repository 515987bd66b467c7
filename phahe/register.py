"""The register of known documents: what the reference data and the documents held say exists, for `resolve` to look up.

Loaded from a graph; looked up by number or by name. It never decides which of several documents is meant.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from phahe.namespaces import PH
from phahe.vietnamese import comparison_key


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the register knows of one document. `names` are its short names and title, as comparison keys."""

    iri: URIRef
    number: str | None
    document_type: str | None
    date: datetime.date | None
    issuer: URIRef | None
    term: str | None
    title: str | None
    names: frozenset[str] = frozenset()


def number_key(number: str) -> str:
    """Key of a document number: spaces dropped, case folded; the digits, the hyphens and the slashes count.

    >>> number_key("91- KL/TW") == number_key("91-KL/TW"), number_key("47/NQ-HĐND") == number_key("147/NQ-HĐND")
    (True, False)
    """
    return re.sub(r"\s+", "", number).casefold()


@dataclass(frozen=True)
class DocumentRegister:
    """Known documents by number and by name."""

    by_number: dict[str, tuple[KnownDocument, ...]] = field(default_factory=dict)
    by_name: dict[str, tuple[KnownDocument, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[KnownDocument]) -> DocumentRegister:
        """The register of these documents."""
        numbers: dict[str, list[KnownDocument]] = {}
        names: dict[str, list[KnownDocument]] = {}
        for document in documents:
            if document.number:
                numbers.setdefault(number_key(document.number), []).append(document)
            for name in sorted(document.names):
                names.setdefault(name, []).append(document)
        return cls({key: tuple(found) for key, found in numbers.items()}, {key: tuple(found) for key, found in names.items()})

    @classmethod
    def from_graph(cls, graph: Graph) -> DocumentRegister:
        """The register of every ph:LegalDocument and ph:PartyDocument of `graph`."""
        iris = {s for kind in (PH.LegalDocument, PH.PartyDocument) for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
        return cls.of(_known(graph, iri) for iri in sorted(iris))


def _known(graph: Graph, iri: URIRef) -> KnownDocument:
    def value(predicate: URIRef) -> Any:
        found = graph.value(iri, predicate)
        return found.toPython() if isinstance(found, Literal) else found

    title = value(DCTERMS.title)
    names = {comparison_key(str(name)) for predicate in (SKOS.altLabel, SKOS.hiddenLabel) for name in graph.objects(iri, predicate)}
    document_type = value(PH.documentType)
    return KnownDocument(
        iri,
        value(PH.number),
        str(document_type).rsplit("/", 1)[-1] if document_type else None,
        value(PH.dateIssued),
        value(PH.issuer),
        value(PH["term"]),
        str(title) if title else None,
        frozenset(names | ({comparison_key(str(title))} if title else set())),
    )


__all__ = ["DocumentRegister", "KnownDocument", "number_key"]
