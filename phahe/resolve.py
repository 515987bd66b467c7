"""Which document each citation means: an IRI with the method that found it, or an IRI minted from the printed words, never a guess.

A document is identified by number and symbol together with issuer, place or date: `47/NQ-HĐND` exists in every province every year.
Short mentions follow the full one printed before them in the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from phahe import iris
from phahe.citations import Citation
from phahe.register import DocumentRegister, KnownDocument, number_key
from phahe.vietnamese import comparison_key, slug

UNKNOWN_ISSUER = "chua-ro-co-quan"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means.

    `method` is register (number, issuer or date agree with a known document), name (its only name), antecedent (an earlier mention),
    self, minted (a document known from this text only), unresolved (a short mention with nothing before it) or ambiguous; for these two
    `iri` is None, and `candidates` names the documents it may be.
    """

    iri: URIRef | None
    method: str
    known: KnownDocument | None = None
    candidates: tuple[URIRef, ...] = ()


def resolve(
    citations: Sequence[Citation], own: URIRef, register: DocumentRegister, issuer_of: Callable[[str], URIRef | None]
) -> tuple[Resolution, ...]:
    """One Resolution per citation, in order. `issuer_of` gives the agency a printed issuer means in this document, or None."""
    resolver = _Resolver(citations, own, register, issuer_of)
    # Full mentions first: "Nghị quyết 47/NQ-HĐND" in a title may stand before the Căn cứ line that tells whose it is.
    order = sorted(range(len(citations)), key=lambda index: (_vagueness(citations[index]), index))
    for index in order:
        resolver.settle(index)
    return tuple(resolver.settled[index] for index in range(len(citations)))


def _vagueness(citation: Citation) -> int:
    if citation.form in ("self", "anaphoric"):
        return 3
    told = (citation.date is not None or citation.year is not None) + (citation.issuer is not None)
    return 2 - told


class _Resolver:
    def __init__(
        self, citations: Sequence[Citation], own: URIRef, register: DocumentRegister, issuer_of: Callable[[str], URIRef | None]
    ) -> None:
        self.citations, self.own, self.register, self.issuer_of = citations, own, register, issuer_of
        self.settled: dict[int, Resolution] = {}
        self.numbers: dict[str, list[Resolution]] = {}
        self.names: dict[str, Resolution] = {}

    def settle(self, index: int) -> Resolution:
        if index in self.settled:
            return self.settled[index]
        citation = self.citations[index]
        if citation.form == "self":
            found = Resolution(self.own, "self")
        elif citation.antecedent is not None and citation.antecedent != index:
            before = self.settle(citation.antecedent)
            found = Resolution(before.iri, "antecedent", before.known, before.candidates)
        elif citation.form == "anaphoric":
            found = Resolution(None, "unresolved")
        elif citation.number is not None:
            found = self._numbered(citation)
        else:
            found = self._named(citation)
        self.settled[index] = found
        return found

    def _numbered(self, citation: Citation) -> Resolution:
        key = number_key(citation.number or "")
        issuer = self.issuer_of(citation.issuer) if citation.issuer else None
        known = [document for document in self.register.by_number.get(key, ()) if _agrees(citation, issuer, document)]
        told = citation.date is not None or issuer is not None or citation.year is not None
        before = self.numbers.get(key, [])
        if not told and len({resolution.iri for resolution in before}) == 1:
            return Resolution(before[0].iri, "antecedent", before[0].known)
        if len(known) > 1:
            return Resolution(None, "ambiguous", None, tuple(document.iri for document in known))
        found = Resolution(known[0].iri, "register", known[0]) if known else self._minted(citation, issuer, citation.number or "")
        self.numbers.setdefault(key, []).append(found)
        return found

    def _named(self, citation: Citation) -> Resolution:
        name = name_of(citation)
        key = comparison_key(name)
        known = [document for document in self.register.by_name.get(key, ()) if _agrees(citation, None, document)]
        if len(known) == 1:
            return Resolution(known[0].iri, "name", known[0])
        if len(known) > 1:
            return Resolution(None, "ambiguous", None, tuple(document.iri for document in known))
        if key not in self.names:
            issuer = self.issuer_of(citation.issuer) if citation.issuer else None
            self.names[key] = self._minted(citation, issuer, name)
        return self.names[key]

    def _minted(self, citation: Citation, issuer: URIRef | None, key: str) -> Resolution:
        agency = str(issuer).rsplit("/", 1)[-1] if issuer else slug(citation.issuer or "") or UNKNOWN_ISSUER
        year = citation.date.year if citation.date else citation.year
        return Resolution(iris.document(agency, str(year) if year else None, key[:120]), "minted")


def name_of(citation: Citation) -> str:
    """The name a citation without number goes by: the law's name, or type and title."""
    kind, title = citation.doc_type or "", citation.title or ""
    return title if comparison_key(title).startswith(comparison_key(kind)) else f"{kind} {title}".strip()


def _agrees(citation: Citation, issuer: URIRef | None, document: KnownDocument) -> bool:
    """Whether nothing the citation prints contradicts the document. A date that differs is forgiven where issuer and type agree: the checker reports it."""
    if citation.doc_type and document.document_type and not slug(citation.doc_type).startswith(document.document_type):
        return False
    if issuer is not None and document.issuer is not None and issuer != document.issuer:
        return False
    if citation.date is not None and document.date is not None and citation.date != document.date:
        return issuer is not None and issuer == document.issuer and citation.date.year == document.date.year
    return citation.year is None or document.date is None or citation.year == document.date.year
