"""What the documents in hand add to a check: themselves as known documents, and the titles they print of others.

`shipped` is the documents of a data folder in a store of their own, without rules and checks: a fraction of a second, where a whole
build takes some. What is known of documents not in hand is the register's (`phahe.registers`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode
from rdflib import RDFS, URIRef
from rdflib.namespace import DCTERMS

from phahe.graph import Registers
from phahe.namespaces import PH
from phahe.register import DocumentRegister, JoinedRegister, KnownDocument
from phahe.resources import folder
from phahe.store import Row, Store, open_store, with_prefixes
from phahe.store.dataset import graph
from phahe.store.embedded import read_quads
from phahe.vietnamese import comparison_key

#: A held document, and the one it is the annex of: what the sheet in hand prints of them is first-hand.
_DOCUMENTS = with_prefixes("""
SELECT DISTINCT ?document ?number ?type ?date ?issuer ?title WHERE {
  { ?document ph:held true } UNION { ?annex ph:held true ; ph:annexOf ?document }
  ?document ph:number ?number ; ph:dateIssued ?date .
  OPTIONAL { ?document ph:documentType ?type }
  OPTIONAL { ?document ph:issuer ?issuer }
  OPTIONAL { ?document ph:held true ; dcterms:title ?title }
}
ORDER BY ?document""")
_TITLES = with_prefixes("""
SELECT ?cited ?title ?label WHERE {
  ?citation ph:citedDocument ?cited ; ph:titleAsPrinted ?title ; ph:number ?number ; ph:document ?document .
  ?document rdfs:label ?label ; ph:hasText ?text .
  FILTER NOT EXISTS { ?text ph:quality quality:ocr }
}
ORDER BY ?cited ?label ?title""")

#: What the two queries name: the rest of a document's graph is not loaded for them.
_PREDICATES = (
    PH.held, PH.annexOf, PH.number, PH.dateIssued, PH.documentType, PH.issuer, DCTERMS.title, PH.citedDocument, PH.titleAsPrinted,
    PH.document, RDFS.label, PH.hasText, PH.quality,
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Documents in hand: a register of them, and by the IRI of a cited document the titles they print of it, each with who prints it."""

    documents: DocumentRegister
    titles: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, store: Store, labels: Mapping[str, str]) -> Held:
        """What `store` holds; `labels` gives the names of bodies by IRI."""
        documents = [_known(row, labels) for row in store.select(_DOCUMENTS)]
        titles: dict[str, tuple[tuple[str, str], ...]] = {}
        for row in store.select(_TITLES):
            cited, title, label = (_value(row, name) or "" for name in ("cited", "title", "label"))
            titles[cited] = (*titles.get(cited, ()), (title, label))
        return cls(DocumentRegister.of(documents), titles)

    def joined(self, registers: Registers) -> Registers:
        """`registers` with the held documents known after their own."""
        return replace(registers, documents=JoinedRegister((registers.documents, self.documents)))


@cache
def shipped(data: Path | None = None) -> Store:
    """What a check asks of the documents of the Turtle folder `data` (without it: those shipped), in a store in memory.

    Raises LoadError for a file that is no Turtle.
    """
    store = open_store()
    asked = {NamedNode(str(predicate)) for predicate in _PREDICATES}
    for path in sorted(((data or folder("data/ttl")) / "documents").glob("*.ttl")):
        store.add(quad for quad in read_quads(path, graph("document", path.stem)) if quad.predicate in asked)
    return store


def _known(row: Row, labels: Mapping[str, str]) -> KnownDocument:
    issuer, title, kind = _value(row, "issuer"), _value(row, "title"), _value(row, "type")
    date = _value(row, "date")
    return KnownDocument(
        URIRef(_value(row, "document") or ""), _value(row, "number"), kind.rsplit("/", 1)[-1] if kind else None,
        datetime.date.fromisoformat(date[:10]) if date else None,
        URIRef(issuer) if issuer else None, None, title, frozenset({comparison_key(title)}) if title else frozenset(),
        labels.get(issuer or ""),
    )  # fmt: skip


def _value(row: Row, name: str) -> str | None:
    term = row.get(name)
    return str(term.value) if term is not None else None
