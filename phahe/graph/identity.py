"""Who issued a document, where it applies, and the IRI that follows from that. Only from what the document prints."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rdflib import URIRef

from phahe import iris
from phahe.agencies.register import Agency, Unresolved
from phahe.agencies.register import Register as AgencyRegister
from phahe.analysis import Analysis
from phahe.citations import Citation
from phahe.header import Header
from phahe.places import Place, Places
from phahe.resolve import UNKNOWN_ISSUER
from phahe.vietnamese import comparison_key, slug

_ORGANS = {
    "ỦY BAN NHÂN DÂN": "Ủy ban nhân dân",
    "UỶ BAN NHÂN DÂN": "Ủy ban nhân dân",
    "BAN THƯỜNG VỤ": "Ban Thường vụ",
    "HỘI ĐỒNG NHÂN DÂN": "Hội đồng nhân dân",
}


_LEVELS = {"nuoc": "central", "tinh": "province", "thanh-pho": "province", "xa": "commune", "phuong": "commune", "dac-khu": "commune"}


@dataclass(frozen=True, slots=True)
class Identity:
    """A held document's IRI, issuer, place and level; `issuer_known` is False where no register entry was found."""

    iri: URIRef
    issuer: URIRef | None
    issuer_printed: str | None
    issuer_known: bool
    place: Place | None
    level: str | None
    document_type: str | None
    party: bool


class Context:
    """Resolves the bodies a document names, in the light of its place and date."""

    def __init__(self, agencies: AgencyRegister, place: Place | None, on: datetime.date | None) -> None:
        self.agencies, self.place, self.on = agencies, place, on
        self._found: dict[str, Agency | Unresolved] = {}

    def agency(self, printed: str) -> Agency:
        """The agency `printed` means in this document; one that no register holds (`registered` is False) is minted from its name."""
        found = self.find(printed)
        return found if isinstance(found, Agency) else self.agencies.mint(printed, self.place.key if self.place else None)

    def find(self, printed: str) -> Agency | Unresolved:
        """The agency of the register that `printed` means here, or why that cannot be told."""
        if printed not in self._found:  # a plan names its few bodies again and again
            self._found[printed] = self.agencies.resolve(printed, self.place.key if self.place else None, None, self.on)
        return self._found[printed]

    def known(self, printed: str) -> Agency | None:
        """The agency of the register that `printed` means here, None where that cannot be told."""
        found = self.find(printed)
        return found if isinstance(found, Agency) else None

    def issuer_of(self, printed: str) -> URIRef | None:
        """IRI of a cited document's issuer, None where the register does not know the body."""
        found = self.known(printed)
        return URIRef(found.iri) if found else None


def place_of(header: Header, places: Places, on: datetime.date | None) -> Place | None:
    """The administrative unit a document is about: the area its title names, or the unit named with its issuer."""
    for name in ("area", "issuer", "letterhead"):
        value = comparison_key(header.value(name) or "")
        found = [place for place in places if place.exists(on) and value.endswith(comparison_key(place.label))]
        if value and len(found) == 1:
            return found[0]
    return None


def identify(analysis: Analysis, source: str, places: Places, agencies: AgencyRegister, types: frozenset[str]) -> tuple[Identity, Context]:
    """The identity of an analysed document, read from the file `source`.txt, and the context its names are read in."""
    header = analysis.outline.header
    parent = annex_citation(analysis)
    day = header.date or header.adopted or (parent.date if parent else None)
    place = place_of(header, places, day)
    context = Context(agencies, place, day)
    printed = _issuer_printed(analysis)
    issuer = context.agency(printed) if printed else None
    agency_key = issuer.iri.rsplit("/", 1)[-1] if issuer else UNKNOWN_ISSUER
    identity = Identity(
        iri=iris.document(agency_key, str(day.year) if day else None, header.number or source),
        issuer=URIRef(issuer.iri) if issuer else None,
        issuer_printed=printed,
        issuer_known=issuer is not None and issuer.registered,
        place=place,
        level=(issuer.level if issuer else None) or _LEVELS.get(place.kind if place else ""),
        document_type=_type_code(header, types),
        party=_is_party(issuer, header.number),
    )
    return identity, context


def annex_citation(analysis: Analysis) -> Citation | None:
    """The citation in "(Kèm theo Kế hoạch số 125/KH-UBND …)": the document this one is an annex of."""
    if not analysis.outline.header.annex:
        return None
    return next((item.citation for item in analysis.citations if item.provision.kind == "annex-note"), None)


def _issuer_printed(analysis: Analysis) -> str | None:
    header = analysis.outline.header
    if (issuer := header.value("issuer")) is not None:
        return issuer
    if (parent := annex_citation(analysis)) is not None and parent.issuer:
        return parent.issuer
    authority = (header.value("authority") or "").upper()
    return next((name for capitals, name in _ORGANS.items() if capitals in authority), None)


def _type_code(header: Header, types: frozenset[str]) -> str | None:
    printed = slug(header.document_type or "")
    return max((code for code in types if printed.startswith(code)), key=len, default=None)


def _is_party(issuer: Agency | None, number: str | None) -> bool:
    words = slug(issuer.label) if issuer else ""
    named = any(
        organ in words for organ in ("tinh-uy", "thanh-uy", "dang-uy", "ban-chap-hanh", "bo-chinh-tri", "ban-bi-thu", "trung-uong-dang")
    )
    return named or bool(number and "-" in number.split("/")[0])
