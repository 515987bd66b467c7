"""The register of known documents: what the reference data and the documents held say exists, for `resolve` and `verdicts` to look up.

Looked up by number, by name or by title; it never decides which of several documents is meant. An office's own list, of any length,
is a register on disk (`phahe.reference`); both are a `Register`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from phahe.namespaces import PH
from phahe.vietnamese import comparison_key


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the register knows of one document.

    `names` are its short names and title, as comparison keys, misprints among them (`misprints`). `title_certain` is False where the
    title was not read on the document itself. `status`: a status of the national legal database, as printed there. `valid_from` and
    `valid_to` are the first and the last day in force; `replaced_by` is how the document that replaced it is called.
    """

    iri: URIRef
    number: str | None
    document_type: str | None
    date: datetime.date | None
    issuer: URIRef | None
    term: str | None
    title: str | None
    names: frozenset[str] = frozenset()
    issuer_name: str | None = None
    misprints: frozenset[str] = frozenset()
    title_certain: bool = True
    status: str | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    replaced_by: str | None = None
    source: str | None = None

    def in_force(self, day: datetime.date) -> bool | None:
        """Whether it was in force on `day`; None where the register does not say."""
        if self.valid_to is not None and day > self.valid_to:
            return False
        if self.valid_from is not None and day < self.valid_from:
            return False
        return True if self.valid_from is not None or self.valid_to is not None else None


def number_key(number: str) -> str:
    """Key of a document number: spaces dropped, case folded; the digits, the hyphens and the slashes count.

    >>> number_key("91- KL/TW") == number_key("91-KL/TW"), number_key("47/NQ-HĐND") == number_key("147/NQ-HĐND")
    (True, False)
    """
    return "".join(number.split()).casefold()


#: How the key of a central Party body's number ends.
CENTRAL = "/tw"
_LEAD = re.compile(r"(?:(?:về việc|v v|về|việc) )?(?:ban hành )?(?:(?:về việc|về) )?")
_TWO_LEVELS = re.compile(r"\b0?2 cấp\b")  # "chính quyền địa phương 02 cấp"
_DATE = re.compile(r"(?:ngày )?\b(\d{1,2})(?: tháng)? (\d{1,2})(?: năm)? ((?:19|20)\d\d)\b")


@lru_cache(maxsize=1024)  # one title is compared by several rules, and a known one with many printed
def title_key(title: str) -> str:
    """Key of a title: equal keys, same title. Case, tone placement, punctuation, the way a date is written do not count; nor do "về",
    "về việc", "ban hành" at its head, which belong to the sentence as often as to the title.

    >>> title_key("Về việc “Thực hiện NQ 29, ngày 04/11/2013”") == title_key("thực hiện NQ 29 ngày 4 tháng 11 năm 2013")
    True
    >>> title_key("định hướng đến 2030") == title_key("định hướng đến năm 2030")
    False
    """
    key = _DATE.sub(lambda m: f"{int(m[1])} {int(m[2])} {m[3]}", comparison_key(title))
    key = _TWO_LEVELS.sub("hai cấp", key)
    lead = _LEAD.match(key)
    return (key[lead.end() :] if lead else key) or key


class Register(Protocol):
    """Where known documents are looked up."""

    def with_number(self, key: str, day: datetime.date | None = None) -> tuple[KnownDocument, ...]:
        """Those whose `number_key` is `key`; with `day`, only those of that date."""
        ...

    def with_name(self, key: str) -> tuple[KnownDocument, ...]:
        """Those that go by a name or title with this `comparison_key`."""
        ...

    def with_title(self, key: str) -> tuple[KnownDocument, ...]:
        """Those whose title has this `title_key`."""
        ...

    def of_terms(self) -> tuple[KnownDocument, ...]:
        """The dated documents of central Party bodies whose term is known: between them lie the terms of others."""
        ...


@dataclass(frozen=True)
class DocumentRegister:
    """Known documents in memory."""

    by_number: dict[str, tuple[KnownDocument, ...]] = field(default_factory=dict)
    by_name: dict[str, tuple[KnownDocument, ...]] = field(default_factory=dict)
    by_title: dict[str, tuple[KnownDocument, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[KnownDocument]) -> DocumentRegister:
        """The register of these documents."""
        numbers: dict[str, list[KnownDocument]] = {}
        names: dict[str, list[KnownDocument]] = {}
        titles: dict[str, list[KnownDocument]] = {}
        for document in documents:
            if document.number:
                numbers.setdefault(number_key(document.number), []).append(document)
            if document.title:
                titles.setdefault(title_key(document.title), []).append(document)
            for name in sorted(document.names):
                names.setdefault(name, []).append(document)
        return cls(*({key: tuple(found) for key, found in index.items()} for index in (numbers, names, titles)))

    @classmethod
    def from_graph(cls, graph: Graph) -> DocumentRegister:
        """The register of every ph:LegalDocument and ph:PartyDocument of `graph`."""
        return cls.of(documents_of(graph))

    def with_number(self, key: str, day: datetime.date | None = None) -> tuple[KnownDocument, ...]:
        """Those whose `number_key` is `key`; with `day`, only those of that date."""
        found = self.by_number.get(key, ())
        return found if day is None else tuple(document for document in found if document.date == day)

    def with_name(self, key: str) -> tuple[KnownDocument, ...]:
        """Those that go by a name or title with this `comparison_key`."""
        return self.by_name.get(key, ())

    def with_title(self, key: str) -> tuple[KnownDocument, ...]:
        """Those whose title has this `title_key`."""
        return self.by_title.get(key, ())

    def of_terms(self) -> tuple[KnownDocument, ...]:
        """The dated documents of central Party bodies whose term is known, oldest first."""
        return self._terms

    @cached_property
    def _terms(self) -> tuple[KnownDocument, ...]:
        found = [one for key, some in self.by_number.items() if key.endswith(CENTRAL) for one in some if one.term and one.date]
        return tuple(sorted(found, key=lambda one: (one.date or datetime.date.min, one.iri)))


@dataclass(frozen=True)
class JoinedRegister:
    """Several registers asked in turn; of two entries for one document, told by its IRI, the earlier register's counts."""

    parts: tuple[Register, ...]

    def with_number(self, key: str, day: datetime.date | None = None) -> tuple[KnownDocument, ...]:
        """Those whose `number_key` is `key`; with `day`, only those of that date."""
        return _once(part.with_number(key, day) for part in self.parts)

    def with_name(self, key: str) -> tuple[KnownDocument, ...]:
        """Those that go by a name or title with this `comparison_key`."""
        return _once(part.with_name(key) for part in self.parts)

    def with_title(self, key: str) -> tuple[KnownDocument, ...]:
        """Those whose title has this `title_key`."""
        return _once(part.with_title(key) for part in self.parts)

    def of_terms(self) -> tuple[KnownDocument, ...]:
        """The dated documents of central Party bodies whose term is known, each register's oldest first."""
        return _once(part.of_terms() for part in self.parts)


def _once(found: Iterable[tuple[KnownDocument, ...]]) -> tuple[KnownDocument, ...]:
    some = [documents for documents in found if documents]
    if len(some) < 2:
        return some[0] if some else ()
    kept: dict[URIRef, KnownDocument] = {}
    for documents in some:
        for document in documents:
            kept.setdefault(document.iri, document)
    return tuple(kept.values())


def documents_of(graph: Graph) -> list[KnownDocument]:
    """Every ph:LegalDocument and ph:PartyDocument of `graph`, sorted by IRI."""
    iris = {s for kind in (PH.LegalDocument, PH.PartyDocument) for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return [_known(graph, iri) for iri in sorted(iris)]


def _known(graph: Graph, iri: URIRef) -> KnownDocument:
    def value(predicate: URIRef) -> Any:
        found = graph.value(iri, predicate)
        return found.toPython() if isinstance(found, Literal) else found

    def keys(*predicates: URIRef) -> frozenset[str]:
        return frozenset(comparison_key(str(name)) for predicate in predicates for name in graph.objects(iri, predicate))

    title, document_type, replaced = value(DCTERMS.title), value(PH.documentType), graph.value(None, PH.replaces, iri)
    misprints = keys(SKOS.hiddenLabel)
    title_status = str(value(PH.titleStatus) or "").rsplit("/", 1)[-1]
    return KnownDocument(
        iri,
        value(PH.number),
        str(document_type).rsplit("/", 1)[-1] if document_type else None,
        value(PH.dateIssued),
        value(PH.issuer),
        value(PH["term"]),
        str(title) if title else None,
        keys(SKOS.altLabel, DCTERMS.title) | misprints,
        misprints=misprints,
        title_certain=title_status in ("", "verified"),
        status=value(PH.legalStatus),
        valid_from=value(PH.validFrom),
        valid_to=value(PH.validTo),
        replaced_by=str(graph.value(replaced, PH.number) or replaced) if replaced is not None else None,
        source=min((str(source) for source in graph.objects(iri, DCTERMS.source)), default=None),
    )


__all__ = ["DocumentRegister", "JoinedRegister", "KnownDocument", "Register", "documents_of", "number_key", "title_key"]
