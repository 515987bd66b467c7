"""Who issued a document, where it applies, and the IRI that follows from that. Only from what the document prints."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from phahe import iris
from phahe.agencies import Agency, Unresolved
from phahe.agencies import Register as AgencyRegister
from phahe.analysis import Analysis
from phahe.citations import Citation
from phahe.header import Header
from phahe.places import Place, PlaceRegister
from phahe.resolve import UNKNOWN_ISSUER
from phahe.vietnamese import slug

_ORGANS = {
    "ỦY BAN NHÂN DÂN": "Ủy ban nhân dân",
    "UỶ BAN NHÂN DÂN": "Ủy ban nhân dân",
    "BAN THƯỜNG VỤ": "Ban Thường vụ",
    "HỘI ĐỒNG NHÂN DÂN": "Hội đồng nhân dân",
}


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
    """Resolves the bodies a document names, in the light of its place."""

    def __init__(self, agencies: AgencyRegister, place: Place | None) -> None:
        self.agencies, self.place = agencies, place

    def agency(self, printed: str) -> Agency | Unresolved:
        """The agency `printed` means in this document, or why that cannot be told."""
        return self.agencies.resolve(printed, self.place.iri if self.place else None, None)

    def issuer_of(self, printed: str) -> URIRef | None:
        """IRI of a cited document's issuer, None where the register does not know the body."""
        found = self.agency(printed)
        return URIRef(found.iri) if isinstance(found, Agency) else None


def place_of(header: Header, places: PlaceRegister) -> Place | None:
    """The administrative unit a document is about: the area of its title, or the place named with its issuer."""
    for name in ("area", "letterhead", "issuer"):
        value = header.value(name)
        if value and (found := places.find(value)) is not None:
            return found
    return None


def identify(
    analysis: Analysis, slug_of_source: str, places: PlaceRegister, agencies: AgencyRegister, types: frozenset[str]
) -> tuple[Identity, Context]:
    """The identity of an analysed document and the context its names are read in."""
    header = analysis.outline.header
    place = place_of(header, places)
    context = Context(agencies, place)
    printed = _issuer_printed(analysis)
    found = context.agency(printed) if printed else None
    issuer = (
        URIRef(found.iri) if isinstance(found, Agency) else (iris.agency(f"{printed} {place.label if place else ''}") if printed else None)
    )
    day = header.date or header.adopted or (parent.date if (parent := annex_citation(analysis)) else None)
    agency_slug = str(issuer).rsplit("/", 1)[-1] if issuer else UNKNOWN_ISSUER
    iri = iris.document(agency_slug, str(day.year) if day else None, header.number or slug_of_source)
    level = (found.level if isinstance(found, Agency) else None) or (place.level if place else None)
    identity = Identity(
        iri, issuer, printed, isinstance(found, Agency), place, level, _type_code(header, types), _is_party(printed, header.number)
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
    printed = slug(header.value("type") or "")
    return max((code for code in types if printed.startswith(code)), key=len, default=None)


def _is_party(issuer: str | None, number: str | None) -> bool:
    words = slug(issuer or "")
    named = any(
        organ in words for organ in ("tinh-uy", "thanh-uy", "dang-uy", "ban-chap-hanh", "bo-chinh-tri", "ban-bi-thu", "trung-uong-dang")
    )
    return named or bool(number and "-" in number.split("/")[0])
