"""Which body a printed name means: the register of bodies, and IRIs for bodies it does not hold.

"Sở Tài chính" is a different body in every province, "Hội đồng nhân dân xã" in every commune: the place of the document decides,
and where it does not, the answer is a reason, never a guess. Where names begin and end in a text is the concern of `bodies`.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from phahe.agencies import names
from phahe.namespaces import BASE, PH
from phahe.places import Place, Places

_AGENCY: Final = BASE + "agency/"


@dataclass(frozen=True, slots=True)
class Agency:
    """One body or group of bodies. `kind`, `level`: codes of agency-kind and level; `place`: key of a unit, None where unknown."""

    iri: str
    label: str
    kind: str
    level: str | None
    place: str | None
    collective: bool = False
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a name gives no body.

    `reason`: "unknown" (no entry of that name in this context), "ambiguous" (several; see `candidates`), "no-place" (the name needs a
    place and the context has none of that kind), "unknown-place" (the place it prints is not in the register).
    """

    name: str
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name under which an entry is found: its key without the place, and whether it is a misprint."""

    key: str
    agency: Agency
    misprint: bool


@dataclass(frozen=True)
class Register:
    """The bodies that are known, with every name they are printed under."""

    entries: tuple[tuple[Agency, tuple[str, ...], tuple[str, ...]], ...]
    places: Places

    @classmethod
    def from_turtle(cls, agencies: str, places: str) -> Register:
        """The register from the texts of `agencies.ttl` and `places.ttl`.

        >>> Register.from_turtle("", "").resolve("Sở Tài chính", "20")
        Unresolved(name='Sở Tài chính', reason='no-place', candidates=())
        """
        return cls.from_graph(Graph().parse(data=f"{agencies}\n{places}", format="turtle"))

    @classmethod
    def from_graph(cls, graph: Graph) -> Register:
        """The register from one graph that holds bodies and places."""
        found = []
        for kind in (PH.Agency, PH.Collective):
            for node in graph.subjects(RDF.type, kind):
                if isinstance(node, URIRef):
                    agency = _agency(graph, node, kind == PH.Collective)
                    printed = (agency.label, *sorted(map(str, graph.objects(node, SKOS.altLabel))))
                    found.append((agency, printed, tuple(sorted(map(str, graph.objects(node, SKOS.hiddenLabel))))))
        return cls(tuple(sorted(found, key=lambda entry: entry[0].iri)), Places.from_graph(graph))

    def resolve(
        self, name: str, place: str | None = None, level: str | None = None, on: datetime.date | None = None
    ) -> Agency | Unresolved:
        """The body that `name` means in a document of `place` (key or IRI of the issuer's unit), issued by a body of `level`.

        `on` is the document's date: units that did not exist then are left out. The unit nearest to the document that has a body of
        the name is taken: the commune's before the province's before the country's.
        """
        found = self._find(name, place, level, on)
        body = names.without_office(name)
        return self._find(body, place, level, on) if isinstance(found, Unresolved) and body != name else found

    def misprint(self, name: str) -> bool:
        """Whether the register knows `name` only as a misprint ("Phòng VHXXH")."""
        found = self._by_key.get(names.key(name), ())
        return bool(found) and all(item.misprint for item in found)

    def _find(self, name: str, place: str | None, level: str | None, on: datetime.date | None) -> Agency | Unresolved:
        chain = self._context(place, level)
        core, unit, proper = names.split_place(name, tuple(item.label for item in self.places))
        if proper:
            return self._at_printed_place(name, core, f"{unit} {proper}".strip(), chain, on)
        if unit:
            chain = tuple(item for item in chain if item.label.startswith(f"{unit} "))
            if not chain:
                return Unresolved(name, "no-place")
        for here in chain:
            if here.exists(on) and (found := self._named(core, here.key)):
                return found[0] if len(found) == 1 else Unresolved(name, "ambiguous", tuple(item.iri for item in found))
        return self._unplaced(name, core, bool(chain))

    def _context(self, place: str | None, level: str | None) -> tuple[Place, ...]:
        chain = self.places.chain(place)
        if level in names.UNITS_OF_LEVEL:
            inner = [item for item in chain if item.kind in names.UNITS_OF_LEVEL[level]]
            chain = chain[chain.index(inner[0]) :] if inner else chain
        country = tuple(item for item in self.places if item.kind == "nuoc" and item not in chain)
        return (*chain, *country)

    def _at_printed_place(
        self, name: str, core: str, label: str, chain: tuple[Place, ...], on: datetime.date | None
    ) -> Agency | Unresolved:
        units = self.places.named(label, on) if " " in label else ()
        nearby = tuple(unit for unit in units if {item.key for item in self.places.chain(unit.key)} & {item.key for item in chain[:1]})
        units = nearby if len(units) > 1 and nearby else units
        if not units:
            return Unresolved(name, "unknown-place")
        found = [item for unit in units for item in self._named(core, unit.key)]
        if len(found) == 1:
            return found[0]
        return Unresolved(name, "ambiguous" if found else "unknown", tuple(item.iri for item in found))

    def _unplaced(self, name: str, core: str, in_context: bool) -> Unresolved:
        """The reason why nothing of this name was found where the document stands."""
        elsewhere = tuple(sorted({item.agency.iri for item in self._by_key.get(core, ())}))
        reason = "unknown" if in_context and len(self.places.units) > 0 else "no-place"
        return Unresolved(name, "no-place" if elsewhere and not in_context else reason, elsewhere)

    def _named(self, core: str, place: str) -> tuple[Agency, ...]:
        found = {item.agency.iri: item.agency for item in self._by_key.get(core, ()) if item.agency.place == place}
        return tuple(found[iri] for iri in sorted(found))

    @cached_property
    def _by_key(self) -> dict[str, list[_Name]]:
        labels = tuple(item.label for item in self.places)
        index: dict[str, list[_Name]] = defaultdict(list)
        for agency, printed, misprinted in self.entries:
            for name in (*printed, *misprinted):
                core = names.split_place(name, labels)[0]
                for key in {core, names.key(name)}:
                    index[key].append(_Name(key, agency, name in misprinted))
        return dict(index)

    def mint(self, name: str, place: str | None = None) -> Agency:
        """A body the register does not hold, with an IRI made of its printed name and the document's place.

        `place` is the key or IRI of a unit of the register, or the label of one that is not in it ("xã Tân Hội, tỉnh Lâm Đồng").

        >>> Register((), Places({})).mint("UBND xã", "xã Tân Hội, tỉnh Lâm Đồng").iri
        'https://w3id.org/phahe/agency/ubnd-xa-tan-hoi'
        """
        chain = self.places.chain(place)
        around = tuple(item.label for item in chain) or tuple(
            part.strip() for part in (place or "").split(",") if not part.strip().isdigit() and part.strip()
        )
        label, unit = names.full_name(names.without_office(name), around)
        group = names.is_group(name)
        key = next((item.key for item in chain if item.label == unit), None)
        iri = f"{_AGENCY}{'collective/' if group else ''}{names.slug_of(label)}"
        return Agency(iri, label, "collective" if group else names.kind(name), names.level_of_unit(unit), key, group, registered=False)


def _agency(graph: Graph, node: URIRef, collective: bool) -> Agency:
    labels = sorted(str(label) for label in graph.objects(node, RDFS.label) if getattr(label, "language", None) == "vi")
    place = graph.value(node, PH.place)
    return Agency(
        iri=str(node),
        label=labels[0] if labels else "",
        kind=_last(graph.value(node, PH.agencyKind)) or "other",
        level=_last(graph.value(node, PH.level)) or None,
        place=str(place).removeprefix(BASE + "place/") if place is not None else None,
        collective=collective,
    )


def _last(node: Node | None) -> str:
    return str(node or "").rpartition("/")[2]
