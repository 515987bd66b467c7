"""Mints the IRIs of things. Each is made of what is printed (issuer, year, number, place in the document, code points), never of a counter."""

from __future__ import annotations

from functools import lru_cache

from rdflib import URIRef

from phahe.namespaces import BASE, GRAPH, VOCAB
from phahe.vietnamese import slug


def document(issuer: str, period: str | None, key: str) -> URIRef:
    """IRI of a document: issuing agency's slug, year (or congress term) of issue, number or, where none is printed, the source's slug.

    >>> str(document("hdnd-tinh-lang-son", "2025", "47/NQ-HĐND"))
    'https://w3id.org/phahe/doc/hdnd-tinh-lang-son/2025/47-nq-hdnd'
    """
    return URIRef(f"{BASE}doc/{issuer}/{period or 'khong-ngay'}/{slug(key)}")


def agency(name: str) -> URIRef:
    """IRI of an agency by its slug or full name with place."""
    return URIRef(f"{BASE}agency/{slug(name)}")


def place(code: str) -> URIRef:
    """IRI of an administrative unit by its official code of the current system."""
    return URIRef(f"{BASE}place/{code}")


@lru_cache(maxsize=2048)
def concept(scheme: str, code: str) -> URIRef:
    """IRI of a SKOS concept: `concept("role", "legal-basis")`."""
    return VOCAB[f"{scheme}/{code}"]


def measure(code: str) -> URIRef:
    """IRI of a measure (indicator)."""
    return URIRef(f"{BASE}measure/{code}")


def part(document_iri: URIRef, kind: str, key: str) -> URIRef:
    """IRI of a part or fact of a document; `key` is a printed path or "start-end" in the stored source.

    >>> str(part(URIRef("https://w3id.org/phahe/doc/x/2025/1"), "task", "III.3.p2"))
    'https://w3id.org/phahe/doc/x/2025/1/task/III.3.p2'
    """
    return str.__new__(URIRef, f"{document_iri}/{kind}/{key}")  # unchecked, for there are thousands: `terms` refuses what is no IRI


def graph(tier: str, name: str | None = None) -> URIRef:
    """IRI of a named graph: `graph("document", "lang-son-plan")`, `graph("reference")`."""
    return GRAPH[f"{tier}/{name}" if name else tier]


def local(iri: URIRef) -> str:
    """The IRI's path under the project's base, as a slug with dots: used inside other IRIs.

    >>> local(URIRef("https://w3id.org/phahe/doc/chinh-phu/2025/281-nq-cp"))
    'chinh-phu.2025.281-nq-cp'
    """
    return str(iri).removeprefix(BASE).removeprefix("doc/").replace("/", ".")
