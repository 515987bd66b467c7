"""Who there is in the synthetic nation: 34 provinces, their communes, councils and offices, and the lineages of policy. No facts of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from phahe.namespaces import BASE, PH

MARK: Final = "(dữ liệu tổng hợp)"
PROVINCES: Final = 34
A: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
SOURCE: Final = "<http://purl.org/dc/terms/source>"
REFERENCE: Final = f"<{BASE}graph/reference>"
INTEGER: Final = "^^<http://www.w3.org/2001/XMLSchema#integer>"
DAY: Final = "^^<http://www.w3.org/2001/XMLSchema#date>"
TRUE: Final = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
FALSE: Final = '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def ph(name: str) -> str:
    """A term of the project as N-Quads writes it.

    >>> ph("Task")
    '<https://w3id.org/phahe/ns#Task>'
    """
    return f"<{PH}{name}>"


def vocab(scheme: str, code: str) -> str:
    """A concept of a vocabulary as N-Quads writes it."""
    return f"<{BASE}vocab/{scheme}/{code}>"


@dataclass(frozen=True, slots=True)
class Body:
    """A province or commune: its number in the nation, the province it lies in (itself for a province)."""

    number: int
    province: int
    commune: bool

    @property
    def code(self) -> str:
        """What its IRIs are named by."""
        return f"tong-hop-{'c' if self.commune else 'p'}{self.number:04d}"

    @property
    def place(self) -> str:
        """Its place."""
        return f"<{BASE}place/{self.code}>"

    @property
    def council(self) -> str:
        """Its people's council or committee, which issues its documents."""
        return f"<{BASE}agency/{self.code}>"

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{'xã' if self.commune else 'tỉnh'} Tổng hợp {self.number} {MARK}"


def provinces() -> tuple[Body, ...]:
    """The provinces."""
    return tuple(Body(number, number, commune=False) for number in range(PROVINCES))


def communes(count: int) -> tuple[Body, ...]:
    """The communes, spread evenly over the provinces."""
    return tuple(Body(number, number % PROVINCES, commune=True) for number in range(count))


def central(lineage: int) -> str:
    """The resolution a lineage begins with."""
    return f"<{BASE}doc/tong-hop-trung-uong/2025/{lineage}-nq-tw>"


def decision(lineage: int) -> str:
    """The decision that carries it out."""
    return f"<{BASE}doc/tong-hop-thu-tuong/2025/{lineage}-qd-ttg>"


def provincial(lineage: int, province: int) -> str:
    """The resolution of a province's council, not held."""
    return f"<{BASE}doc/tong-hop-p{province:04d}/2025/{lineage}-nq-hdnd>"


def departments(province: int) -> tuple[str, ...]:
    """The offices that tasks of a province and its communes are given to."""
    return tuple(f"<{BASE}agency/tong-hop-p{province:04d}-so-{number}>" for number in range(8))


def reference(count: int, lineages: int) -> Iterator[str]:
    """The curated graph: places, agencies, documents that are cited and not held. Lines of N-Quads."""
    for body in (*provinces(), *communes(count)):
        yield from _body(body)
    for province in range(PROVINCES):
        for number, office in enumerate(departments(province)):
            yield from _agency(
                office, f"Sở {number + 1} tỉnh Tổng hợp {province} {MARK}", "department", "province", f"tong-hop-p{province:04d}"
            )
    for lineage in range(lineages):
        yield from _cited(central(lineage), f"{lineage}-NQ/TW", "PartyDocument", "central", "2025-01-15")
        yield from _cited(decision(lineage), f"{lineage}/QĐ-TTg", "LegalDocument", "central", "2025-03-15")
        yield from _relation(decision(lineage), central(lineage))
        for province in range(PROVINCES):
            own = provincial(lineage, province)
            yield from _cited(own, f"{lineage}/NQ-HĐND-{province}", "LegalDocument", "province", "2025-06-15")
            yield f"{own} {ph('place')} <{BASE}place/tong-hop-p{province:04d}> {REFERENCE} .\n"
            yield from _relation(own, decision(lineage))


def _body(body: Body) -> Iterator[str]:
    kind, wider = ("xa", f"<{BASE}place/tong-hop-p{body.province:04d}>") if body.commune else ("tinh", f"<{BASE}place/vn>")
    place = body.place
    yield f"{place} {A} <https://schema.org/AdministrativeArea> {REFERENCE} .\n"
    yield f'{place} {LABEL} "{body.name}"@vi {REFERENCE} .\n'
    yield f'{place} {ph("code")} "{body.code}" {REFERENCE} .\n'
    yield f"{place} {ph('placeKind')} {vocab('place-kind', kind)} {REFERENCE} .\n"
    yield f"{place} {ph('withinPlace')} {wider} {REFERENCE} .\n"
    yield f'{place} {SOURCE} "{MARK}"@vi {REFERENCE} .\n'
    level = "commune" if body.commune else "province"
    yield from _agency(body.council, f"Hội đồng nhân dân {body.name}", "peoples-council", level, body.code)


def _agency(agency: str, label: str, kind: str, level: str, place: str) -> Iterator[str]:
    yield f"{agency} {A} {ph('Agency')} {REFERENCE} .\n"
    yield f'{agency} {LABEL} "{label}"@vi {REFERENCE} .\n'
    yield f"{agency} {ph('agencyKind')} {vocab('agency-kind', kind)} {REFERENCE} .\n"
    yield f"{agency} {ph('level')} {vocab('level', level)} {REFERENCE} .\n"
    yield f"{agency} {ph('place')} <{BASE}place/{place}> {REFERENCE} .\n"
    yield f'{agency} {SOURCE} "{MARK}"@vi {REFERENCE} .\n'


def _cited(document: str, number: str, kind: str, level: str, day: str) -> Iterator[str]:
    yield f"{document} {A} {ph(kind)} {REFERENCE} .\n"
    yield f'{document} {LABEL} "Văn bản {number} {MARK}"@vi {REFERENCE} .\n'
    yield f'{document} {ph("number")} "{number}" {REFERENCE} .\n'
    yield f'{document} {ph("dateIssued")} "{day}"{DAY} {REFERENCE} .\n'
    yield f"{document} {ph('level')} {vocab('level', level)} {REFERENCE} .\n"
    yield f"{document} {ph('held')} {FALSE} {REFERENCE} .\n"
    yield f'{document} {SOURCE} "{MARK}"@vi {REFERENCE} .\n'


def _relation(child: str, parent: str) -> Iterator[str]:
    relation = f"{child[:-1]}/relation/carries-out/{parent[1:-1].rpartition('/doc/')[2].replace('/', '.')}>"
    yield f"{child} {ph('carriesOut')} {parent} {REFERENCE} .\n"
    yield f"{relation} {A} {ph('DocumentRelation')} {REFERENCE} .\n"
    yield f"{relation} {ph('subjectDocument')} {child} {REFERENCE} .\n"
    yield f"{relation} {ph('relation')} {vocab('relation', 'carries-out')} {REFERENCE} .\n"
    yield f"{relation} {ph('objectDocument')} {parent} {REFERENCE} .\n"
    yield f'{relation} {SOURCE} "{MARK}"@vi {REFERENCE} .\n'
