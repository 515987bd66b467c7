"""Tables of results to observed values: one `ph:ObservedValue` a measure, place, year (and level of education), from a CSV file.

A row is taken whole or not at all: a measure or unit the vocabulary does not hold, a place that several units fit or that did not exist, a figure
that can be read in two ways are told with their line, and nothing is guessed. What stands in `graph/observed` are results, never targets.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, Literal, URIRef

from phahe import iris
from phahe.delimited import DelimitedError, Row, Trouble, column, rows
from phahe.namespaces import BASE, PH, QB
from phahe.places.names import Found, NotFound, PlaceNames
from phahe.vietnamese import collapse, comparison_key, parse_number, slug

DATASET: Final = URIRef(BASE + "dataset/observed-values")
#: What a column may be headed, folded, for each thing a row tells. The order is the preference.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": ("measure", "chi so", "thuoc do", "ma chi so", "chi tieu", "ten chi so", "ten chi tieu", "indicator"),
    "place": ("place", "dia ban", "ten xa", "xa", "xa phuong", "xa, phuong", "xa/phuong", "don vi hanh chinh", "ten don vi", "don vi", "commune"),
    "code": ("code", "ma", "ma xa", "ma don vi", "ma dvhc", "ma dia ban"),
    "within": ("province", "tinh", "ten tinh", "tinh thanh pho", "tinh/thanh pho", "tinh, thanh pho"),
    "year": ("year", "nam", "nam so lieu"),
    "value": ("value", "gia tri", "ket qua", "so lieu", "thuc hien", "ty le"),
    "unit": ("unit", "don vi tinh", "dvt"),
    "level": ("level", "cap hoc"),
    "source": ("source", "nguon", "nguon so lieu"),
    "note": ("note", "ghi chu"),
}  # fmt: skip
_NEEDED: Final = ("measure", "place", "year", "value")
_YEAR: Final = re.compile(r"(19|20|21)\d\d")
_THOUSAND_OR_POINT: Final = re.compile(r"-?\d{1,3}\.\d{3}")
_POINT: Final = re.compile(r"-?\d+(?:\.\d+)?")
_WHY: Final = {
    "empty": "thiếu địa bàn (no place)", "unknown": "không có địa bàn ấy (no such place)", "ambiguous": "nhiều địa bàn cùng tên, thêm cột tỉnh hoặc mã (several places, add the province or the code)",
    "not-then": "địa bàn không tồn tại vào ngày ấy, xem --date (the place did not exist then)",
    "former": "đơn vị cũ, nay nhập vào (a former unit, now in)", "code-needs-a-day": "mã cần kèm ngày (a code needs a day)",
    "code-of-another": "mã không phải của địa bàn ấy (the code is of another place)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure of the vocabulary: its code, the code of its unit, every name and the levels of education it is split by."""

    code: str
    unit: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Observed:
    """One value. `place` is the unit's key, `year` four digits, `unit` a code of the scheme unit."""

    line: int
    measure: str
    place: str
    year: str
    value: Decimal
    unit: str
    recorded: str
    level: str = ""
    source: str = ""
    note: str = ""

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """What there is one value of."""
        return self.measure, self.place, self.year, self.level


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a table: the values, and a trouble for each row that gave none."""

    values: tuple[Observed, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What the rows may name: measures and units by comparison key of code and label, and the places."""

    measures: Mapping[str, KnownMeasure]
    units: Mapping[str, str]
    places: PlaceNames


def read(
    path: Path,
    known: Vocabulary,
    *,
    on: datetime.date | None = None,
    decimal: str = "",
    measure: str = "",
    year: str = "",
    source: str = "",
) -> Import:
    """The values of a table. `measure`, `year`, `source` hold for all rows where the table has no such column.

    `on` is the day the places are of (else the end of the row's year); `decimal` is "comma" or "point" where figures like 1.234 stand in it.
    Raises DelimitedError for a file without a readable header or a needed column, OSError.
    """
    troubles: list[Trouble] = []
    found: dict[tuple[str, str, str, str], Observed] = {}
    columns: dict[str, str] = {}
    given = {"measure": measure, "year": year, "source": source or path.name}
    for row in rows(path, troubles.append):
        columns = columns or _columns(path.name, list(row.cells), given)
        cells = {name: row.cells[heading] for name, heading in columns.items()}
        made = _value(row, {**given, **{name: cell for name, cell in cells.items() if cell}}, known, on, decimal)
        if isinstance(made, str):
            troubles.append(Trouble(row.line, made, " | ".join(row.cells.values())[:1000]))
        elif made.cell in found:
            troubles.append(
                Trouble(row.line, f"đã có ở dòng (already told in line) {found[made.cell].line}", " | ".join(row.cells.values())[:1000])
            )
        else:
            found[made.cell] = made
    return Import(tuple(found.values()), tuple(sorted(troubles, key=lambda trouble: trouble.line)))


def figure(text: str, decimal: str = "") -> Decimal | str | None:
    """The number a cell holds; None for none, a reason where it can be read in two ways.

    >>> figure("48,5%"), figure("48.5"), figure("1.234,5"), figure("1.234", "point"), figure("không"), figure("1.234")[:4]
    (Decimal('48.5'), Decimal('48.5'), Decimal('1234.5'), Decimal('1.234'), None, '“1.2')
    """
    text = text.strip().removesuffix("%").strip().replace("\u2212", "-")
    if not decimal and _THOUSAND_OR_POINT.fullmatch(text):
        return f"“{text}” đọc được hai cách, xem --decimal (can be read in two ways)"
    if decimal != "comma" and _POINT.fullmatch(text) and len(text) < 40:
        return Decimal(text)
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    number = parse_number(digits) if decimal != "point" and len(text) < 40 else None
    return None if number is None else sign * number


def to_graph(values: Iterable[Observed], name: str, file: str) -> Graph:
    """The values as triples; `name` is the table's, which its values' IRIs carry, `file` the name of its file."""
    graph = Graph()
    for one in values:
        tail = f"/{slug(one.level)}" if one.level else ""
        node = URIRef(f"{BASE}observed/{slug(name)}/{one.measure}/{one.place}/{one.year}{tail}")
        facts: list[tuple[URIRef, URIRef | Literal]] = [
            (RDF.type, PH.ObservedValue), (RDF.type, QB.Observation), (QB.dataSet, DATASET), (PH.observedMeasure, iris.measure(one.measure)),
            (PH.observedPlace, iris.place(one.place)), (PH.observedYear, Literal(one.year, datatype=XSD.gYear)),
            (PH.observedLevel, Literal(one.level)), (PH.observedResult, Literal(format(one.value, "f") if one.value % 1 else f"{one.value:.1f}", datatype=XSD.decimal)),
            (PH.observedUnit, iris.concept("unit", one.unit)), (PH.resultAsRecorded, Literal(one.recorded)),
            (DCTERMS.source, Literal(one.source, lang="vi")), (PH.sourceFile, Literal(file)), (PH.sourceRow, Literal(one.line)),
        ]  # fmt: skip
        if one.note:
            facts.append((RDFS.comment, Literal(one.note, lang="vi")))
        for predicate, value in facts:
            graph.add((node, predicate, value))
    return graph


def measure_key(text: str) -> str:
    """Key of a measure's name or code: "tỷ lệ" is written or left out at will.

    >>> measure_key("Tỉ lệ huy động trẻ nhà trẻ") == measure_key("huy động trẻ nhà trẻ")
    True
    """
    return comparison_key(text.rpartition("/measure/")[2]).removeprefix("tỉ lệ ").removeprefix("tỷ lệ ")


def _columns(name: str, header: list[str], given: Mapping[str, str]) -> dict[str, str]:
    found = {thing: heading for thing, names in HEADINGS.items() if (heading := column(header, names))}
    missing = [thing for thing in _NEEDED if thing not in found and not given.get(thing) and not (thing == "place" and "code" in found)]
    if missing:
        what = "; ".join(f"{thing} ({HEADINGS[thing][1]})" for thing in missing)
        raise DelimitedError(f"{name}:1: thiếu cột (no column for): {what}; có (there are): {', '.join(header)[:300]}")
    return found


def _value(row: Row, cells: Mapping[str, str], known: Vocabulary, on: datetime.date | None, decimal: str) -> Observed | str:
    """The value of a row, or why there is none."""
    year = cells["year"]
    if not _YEAR.fullmatch(year):
        return f"năm phải là bốn chữ số (the year has four digits): {year[:40]}"
    measure = known.measures.get(measure_key(cells["measure"]))
    if measure is None:
        near = difflib.get_close_matches(measure_key(cells["measure"][:200]), known.measures, 1, 0.7)
        hint = f"; gần giống (similar): {known.measures[near[0]].code}" if near else ""
        return f"không có thước đo ấy (no such measure): {cells['measure'][:80]}{hint}"
    unit = known.units.get(comparison_key(cells["unit"]) or cells["unit"]) if cells.get("unit") else measure.unit
    if unit != measure.unit:
        return f"đơn vị phải là {measure.unit} (the unit of this measure): {cells['unit'][:40]}"
    recorded = cells.get("value", "")
    value = figure(recorded, decimal)
    if isinstance(value, str):
        return value
    if value is None:
        return f"giá trị không phải số (not a number): {recorded[:40]}"
    if recorded.rstrip().endswith("%") and unit != "percent":
        return f"“{recorded[:40]}” là phần trăm, thước đo tính bằng {unit} (a percentage, the measure is not)"
    place = known.places.find(
        cells.get("place", ""), on or datetime.date(int(year), 12, 31), within=cells.get("within", ""), code=cells.get("code", "")
    )
    if isinstance(place, NotFound):
        return _why(place, cells)
    assert isinstance(place, Found)
    return Observed(
        row.line,
        measure.code,
        place.place.key,
        year,
        value,
        unit,
        recorded,
        collapse(cells.get("level", "")).casefold(),
        cells["source"],
        cells.get("note", ""),
    )


def _why(place: NotFound, cells: Mapping[str, str]) -> str:
    named = "; ".join(f"{unit.label} {unit.code}" for unit in place.candidates[:5])
    asked = f"{cells.get('place', '')} {cells.get('code', '')}".strip()[:80]
    return f"{_WHY[place.reason]}: {asked}{f' → {named}' if named else ''}"
