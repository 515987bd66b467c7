"""Which document each citation means: an IRI with the method that found it, or an IRI minted from the printed words, never a guess.

A document is identified by number and symbol together with issuer, place or date: `47/NQ-HĐND` exists in every province every year.
Short mentions follow the full one printed before them in the same text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rdflib import URIRef

from phahe import iris
from phahe.agencies import names as agency_names
from phahe.citations import Citation
from phahe.register import KnownDocument, Register, number_key
from phahe.text import Span
from phahe.vietnamese import comparison_key, slug

#: A submission or a report asks for what it is about: it neither approves it nor carries it out.
SUBMISSIONS: Final = frozenset({"Tờ trình", "Báo cáo", "Công văn", "Thông báo"})
UNKNOWN_ISSUER: Final = "chua-ro-co-quan"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means.

    `method` is register (number, issuer or date agree with a known document), name (its only name), approved (the plan or strategy that
    a document approves is that document), antecedent (an earlier mention), self, minted (a document known from this text only),
    unresolved (a short mention with nothing before it) or ambiguous; for the last two `iri` is None, and `candidates` names the
    documents it may be.
    """

    iri: URIRef | None
    method: str
    known: KnownDocument | None = None
    candidates: tuple[URIRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """Where citations are resolved: the document itself, its laid-out text, the span of its title, what its printed issuers mean.

    `on` is the day whose law counts: of several laws of one name the one in force on it is meant.
    """

    own: URIRef
    text: str
    title: Span | None
    issuer_of: Callable[[str], URIRef | None]
    on: datetime.date | None = None


def resolve(citations: Sequence[Citation], register: Register, setting: Setting) -> tuple[Resolution, ...]:
    """One Resolution per citation, in order."""
    resolver = _Resolver(citations, register, setting)
    # Full mentions first: "Nghị quyết 47/NQ-HĐND" in a title may stand before the Căn cứ line that tells whose it is.
    for index in sorted(range(len(citations)), key=lambda index: (resolver.vagueness(index), index)):
        resolver.settle(index)
    return tuple(resolver.settled[index] for index in range(len(citations)))


#: What stands between the start of a title and the plan that the titled document approves or issues.
_APPROVES: Final = re.compile(r"[\s“\"]*(?:v/v\s+|về\s+(?:việc\s+)?)?(?:phê duyệt|ban hành|thông qua)\s+[“\"]?", re.IGNORECASE)


class _Resolver:
    def __init__(self, citations: Sequence[Citation], register: Register, setting: Setting) -> None:
        self.citations, self.register, self.setting = citations, register, setting
        self.settled: dict[int, Resolution] = {}
        self.numbers: dict[str, list[Resolution]] = {}
        self.names: dict[str, Resolution] = {}
        self.issuers: dict[str, URIRef | None] = {}

    def issuer_of(self, printed: str | None) -> URIRef | None:
        """The body that a printed issuer means, asked for once a name."""
        if printed is None:
            return None
        if printed not in self.issuers:
            self.issuers[printed] = self.setting.issuer_of(printed)
        return self.issuers[printed]

    def vagueness(self, index: int) -> int:
        """How much a mention leaves open: full ones are settled first, short ones follow them."""
        citation = self.citations[index]
        if self._approving_title(citation) is not None:
            return 3
        if citation.form in ("self", "anaphoric"):
            return 5
        if citation.number is None:
            return 4
        return 2 - (citation.date is not None or citation.year is not None) - (citation.issuer is not None)

    def settle(self, index: int) -> Resolution:
        if index not in self.settled:
            self.settled[index] = self._found(index, self.citations[index])
        return self.settled[index]

    def _found(self, index: int, citation: Citation) -> Resolution:
        if self._approving_title(citation) is not None:
            return self._approved(citation)
        if citation.form == "self":
            return Resolution(self.setting.own, "self")
        if citation.antecedent is not None and citation.antecedent != index:
            before = self.settle(citation.antecedent)
            return Resolution(before.iri, "antecedent", before.known, before.candidates)
        if citation.form == "anaphoric":
            return Resolution(None, "unresolved")
        return self._numbered(citation) if citation.number is not None else self._named(citation)

    def _approving_title(self, citation: Citation) -> Span | None:
        """The title that begins "phê duyệt", "ban hành" and then this mention: of the citation it is nested in, or of the document itself."""
        if citation.number is not None:
            return None
        outer = self.citations[citation.nested_in] if citation.nested_in is not None else None
        title = outer.title_span if outer is not None else self.setting.title
        if title is None or not title.holds(citation.span) or (outer is not None and outer.doc_type in SUBMISSIONS):
            return None
        return title if _APPROVES.fullmatch(self.setting.text[title.start : citation.span.start]) else None

    def _approved(self, citation: Citation) -> Resolution:
        """The Chiến lược that Quyết định 1705/QĐ-TTg approves is Quyết định 1705/QĐ-TTg; from here on it goes by that name too."""
        if citation.nested_in is None:
            found = Resolution(self.setting.own, "self")
        else:
            outer = self.settle(citation.nested_in)
            found = Resolution(outer.iri, "approved", outer.known, outer.candidates)
        self.names.setdefault(comparison_key(name_of(citation)), found)
        return found

    def _numbered(self, citation: Citation) -> Resolution:
        key = number_key(citation.number or "")
        issuer = self.issuer_of(citation.issuer)
        known = self._agreeing(key, citation, issuer)
        told = citation.date is not None or issuer is not None or citation.year is not None
        before = self.numbers.get(key, [])
        if not told and len({resolution.iri for resolution in before}) == 1:
            return Resolution(before[0].iri, "antecedent", before[0].known)
        if len(known) > 1:
            return Resolution(None, "ambiguous", None, tuple(document.iri for document in known))
        found = Resolution(known[0].iri, "register", known[0]) if known else self._minted(citation, issuer, citation.number or "")
        self.numbers.setdefault(key, []).append(found)
        return found

    def _agreeing(self, key: str, citation: Citation, issuer: URIRef | None) -> list[KnownDocument]:
        """The known documents of that number that nothing printed contradicts: those of the printed day before others."""
        for day in (citation.date, None) if citation.date else (None,):
            found = [document for document in self.register.with_number(key, day) if _agrees(citation, issuer, document)]
            if found:
                return found
        return []

    def _named(self, citation: Citation) -> Resolution:
        key = comparison_key(name_of(citation))
        if key in self.names:
            before = self.names[key]
            return Resolution(before.iri, before.method if before.method == "self" else "antecedent", before.known, before.candidates)
        known = [document for document in self.register.with_name(key) if _same_day(citation, document)]
        if len(known) > 1 and self.setting.on is not None:
            day = self.setting.on
            known = [document for document in known if document.in_force(day)] or known
        if len(known) > 1:
            return Resolution(None, "ambiguous", None, tuple(document.iri for document in known))
        issuer = self.issuer_of(citation.issuer)
        found = Resolution(known[0].iri, "name", known[0]) if known else self._minted(citation, issuer, name_of(citation))
        self.names[key] = found
        return found

    def _minted(self, citation: Citation, issuer: URIRef | None, key: str) -> Resolution:
        agency = str(issuer).rsplit("/", 1)[-1] if issuer else slug(citation.issuer or "") or UNKNOWN_ISSUER
        year = citation.date.year if citation.date else citation.year
        return Resolution(iris.document(agency, str(year) if year else None, key[:120]), "minted")


def name_of(citation: Citation) -> str:
    """The name a citation without number goes by: the law's name, or type and title."""
    kind, title = citation.doc_type or "", citation.title or ""
    return title if comparison_key(title).startswith(comparison_key(kind)) else f"{kind} {title}".strip()


def same_body(printed: str | None, issuer: URIRef | None, document: KnownDocument) -> bool | None:
    """Whether the printed issuer, which means the body `issuer` here (None: unknown), issued the document; None where that cannot be told.

    >>> known = KnownDocument(URIRef("urn:x"), None, None, None, None, None, None, issuer_name="Hội đồng nhân dân tỉnh Lạng Sơn")
    >>> [same_body(name, None, known) for name in ("HĐND tỉnh Lạng Sơn", "HĐND tỉnh", "HĐND tỉnh Cao Bằng")]
    [True, None, False]
    """
    if printed is None:
        return None
    if issuer is not None and document.issuer is not None:
        return issuer == document.issuer
    if document.issuer_name is None:
        return None
    one, other = body_key(printed), body_key(document.issuer_name)
    if f" {other} " in f" {one} " or _ends(one) == _ends(other):
        return True  # a slip inside a name whose body and place are right ("Hội đồng nhân nhân dân tỉnh Lạng Sơn") is no other body
    return None if f" {one} " in f" {other} " else False


def _ends(key: str) -> tuple[list[str], list[str]]:
    words = key.split()
    return words[:2], words[-3:]


@lru_cache(maxsize=8192)
def body_key(name: str) -> str:
    """Key of a body's name, abbreviations written out, the office ("Bộ trưởng") left off."""
    return agency_names.key(agency_names.without_office(name))


def _agrees(citation: Citation, issuer: URIRef | None, document: KnownDocument) -> bool:
    """Whether nothing the citation prints contradicts the document. A date that differs is forgiven where issuer and type agree: the checker reports it."""
    if citation.doc_type and document.document_type and not _slug(citation.doc_type).startswith(document.document_type):
        return False
    same = same_body(citation.issuer, issuer, document)
    if same is False:
        return False
    if not _same_day(citation, document):
        return same is True and bool(citation.date and document.date and citation.date.year == document.date.year)
    return True


_slug: Final = lru_cache(maxsize=1024)(slug)


def _same_day(citation: Citation, document: KnownDocument) -> bool:
    """Whether the printed date or year does not contradict the document's."""
    if document.date is None:
        return True
    if citation.date is not None:
        return citation.date == document.date
    return citation.year is None or citation.year == document.date.year
