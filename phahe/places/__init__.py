"""Administrative units of the register: names, codes, what lies in what, from when to when.

Codes were given to other units when the map was redrawn on 1 July 2025 (06475 was xã Gia Lộc, now xã Bằng Mạc), so a unit is found by
name, kind and date, never by a code alone; a key of this module is the last part of the unit's IRI ("06475", "06475-den-2025-06-30").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from phahe.namespaces import BASE, PH, SCHEMA
from phahe.vietnamese import comparison_key

_PLACE = BASE + "place/"


@dataclass(frozen=True, slots=True)
class Place:
    """One administrative unit. `kind` is a code of the scheme place-kind; `within` the key of the unit that directly holds it."""

    key: str
    code: str
    label: str
    kind: str
    within: str | None
    valid_from: datetime.date | None
    valid_to: datetime.date | None

    @property
    def iri(self) -> str:
        """The unit's IRI."""
        return _PLACE + self.key

    def exists(self, on: datetime.date | None) -> bool:
        """Whether the unit exists on a day; without a day, whether it exists today as far as the register knows."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Places:
    """All units of the register, by key."""

    units: dict[str, Place]

    @classmethod
    def from_turtle(cls, text: str) -> Places:
        """Units of `data/ttl/reference/places.ttl`, given as text."""
        return cls.from_graph(Graph().parse(data=text, format="turtle"))

    @classmethod
    def from_graph(cls, graph: Graph) -> Places:
        """Units of a graph that holds `schema:AdministrativeArea`."""
        nodes = (node for node in graph.subjects(RDF.type, SCHEMA.AdministrativeArea) if isinstance(node, URIRef))
        units = (_place(graph, node) for node in nodes if str(node).startswith(_PLACE))
        return cls({unit.key: unit for unit in sorted(units, key=lambda unit: unit.key)})

    def key(self, place: str | None) -> str | None:
        """Key of a unit given as key or IRI; None for one the register does not hold.

        >>> Places({}).key("https://w3id.org/phahe/place/20") is None
        True
        """
        key = (place or "").removeprefix(_PLACE)
        return key if key in self.units else None

    def chain(self, place: str | None) -> tuple[Place, ...]:
        """The unit and those that hold it, from the inside out: commune, province, country."""
        found: list[Place] = []
        key = self.key(place)
        while key in self.units and self.units[key] not in found:
            found.append(self.units[key])
            key = found[-1].within
        return tuple(found)

    def named(self, label: str, on: datetime.date | None = None) -> tuple[Place, ...]:
        """Units with that kind and name ("xã Bằng Mạc") that exist on a day; several where a name is used twice.

        >>> unit = Place("20", "20", "tỉnh Lạng Sơn", "tinh", None, None, None)
        >>> Places({"20": unit}).named("Tỉnh Lạng Sơn") == (unit,)
        True
        """
        wanted = comparison_key(label)
        return tuple(unit for unit in self.units.values() if comparison_key(unit.label) == wanted and unit.exists(on))

    def __iter__(self) -> Iterator[Place]:
        return iter(self.units.values())


def _place(graph: Graph, node: URIRef) -> Place:
    labels = [label for label in graph.objects(node, RDFS.label) if isinstance(label, Literal) and label.language == "vi"]
    within = graph.value(node, PH.withinPlace)
    return Place(
        key=str(node).removeprefix(_PLACE),
        code=str(graph.value(node, PH.code) or ""),
        label=str(min(labels, default="")),
        kind=_last(graph.value(node, PH.placeKind)),
        within=str(within).removeprefix(_PLACE) if within is not None else None,
        valid_from=_day(graph.value(node, PH.validFrom)),
        valid_to=_day(graph.value(node, PH.validTo)),
    )


def _last(node: Node | None) -> str:
    return str(node or "").rpartition("/")[2]


def _day(node: Node | None) -> datetime.date | None:
    value = node.toPython() if isinstance(node, Literal) else None
    return value if isinstance(value, datetime.date) else None
