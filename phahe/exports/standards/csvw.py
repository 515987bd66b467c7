"""Targets as CSV on the Web: the table, its metadata (W3C CSVW, from which a converter makes an RDF Data Cube), the cube's structure in Turtle.

Values are as in the graph, character by character: the table is for programs, so no cell gets the apostrophe of the spreadsheets.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from phahe.exports.cleaning import whole_text
from phahe.exports.model import Report
from phahe.exports.standards.facts import TITLE, Facts
from phahe.labels import Label
from phahe.namespaces import BASE, PH, QB
from phahe.store import Store

_LIST: Final = "|"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
DATASET: Final = f"{BASE}dataset/targets"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the property of the graph it holds, what it is called, what its cells are, its place in the cube."""

    name: str
    title: Label
    datatype: str
    component: str
    many: bool = False


COLUMNS: Final = (
    Column("document", Label("Văn bản", "Document"), "anyURI", "dimension"),
    Column("provision", Label("Điều khoản", "Provision"), "anyURI", "attribute"),
    Column("measure", Label("Chỉ số đo", "Measure"), "anyURI", "dimension"),
    Column("measureAsPrinted", Label("Chỉ tiêu như in", "Measure as printed"), "string", "attribute"),
    Column("population", Label("Đối tượng", "Population"), "string", "attribute"),
    Column("educationLevel", Label("Cấp học", "Level of education"), "string", "attribute", many=True),
    Column("place", Label("Địa bàn", "Place"), "anyURI", "dimension"),
    Column("year", Label("Năm", "Year"), "gYear", "dimension"),
    Column("yearBasis", Label("Căn cứ của năm", "Basis of the year"), "anyURI", "attribute"),
    Column("targetKind", Label("Loại chỉ tiêu", "Kind of target"), "anyURI", "attribute"),
    Column("comparator", Label("So sánh", "Comparator"), "anyURI", "attribute"),
    Column("value", Label("Giá trị", "Value"), "decimal", "measure"),
    Column("lowValue", Label("Từ", "Low value"), "decimal", "measure"),
    Column("highValue", Label("Đến", "High value"), "decimal", "measure"),
    Column("unit", Label("Đơn vị", "Unit"), "anyURI", "attribute"),
    Column("valueAsPrinted", Label("Giá trị như in", "Value as printed"), "string", "attribute"),
    Column("condition", Label("Điều kiện", "Condition"), "string", "attribute"),
    Column("text", Label("Lời văn", "Words"), "string", "attribute"),
)
#: Columns of names beside IRIs, for people; they are not statements.
_NAMES: Final = (
    ("measure", Label("Tên chỉ số", "Name of the measure")),
    ("place", Label("Tên địa bàn", "Name of the place")),
    ("unit", Label("Tên đơn vị", "Name of the unit")),
)


def write(store: Store, documents: tuple[str, ...], out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write a ZIP of targets.csv, targets.csv-metadata.json and structure.ttl; document by document."""
    first = Facts(store, documents[0], [documents[0]]) if len(documents) == 1 else None
    title = f"{first.label(documents[0])} – chỉ tiêu (targets)" if first else "Chỉ tiêu của các văn bản (targets)"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_entry("targets.csv"), "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["target", *(column.name for column in COLUMNS), *(f"{name}_name" for name, _ in _NAMES)])
            for document in documents:
                for row in rows_of(Facts(store, document), language):
                    rows.writerow([whole_text(cell, report) for cell in row])
                    report.rows += 1
        words = json.dumps(metadata(title, language), ensure_ascii=False, indent=1)
        archive.writestr(_entry("targets.csv-metadata.json"), words + "\n")
        archive.writestr(_entry("structure.ttl"), structure())


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a clock, so that the same data give the same bytes."""
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def rows_of(facts: Facts, language: str = "vi") -> Iterator[list[str]]:
    """The targets of a document in reading order, cells as in `COLUMNS`."""
    for target in facts.of_class("Target"):
        cells = [target]
        for column in COLUMNS:
            values = [value.value for value in facts.values(target, column.name)]
            cells.append(_LIST.join(values) if column.many else values[0] if values else "")
        for name, _ in _NAMES:
            iri = facts.iri(target, name)
            cells.append(facts.label(iri, language) if iri else "")
        yield cells


def metadata(title: str, language: str = "vi") -> dict[str, Any]:
    """The CSVW description of targets.csv: types, names in two languages, and the triples each row means."""
    names = [
        {"name": f"{name}_name", "titles": {"vi": label.vi, "en": label.en}, "datatype": "string", "lang": language, "suppressOutput": True}
        for name, label in _NAMES
    ]
    virtual = [
        {"name": "type", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": f"{QB}Observation"},
        {"name": "kind", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": f"{PH}Target"},
        {"name": "dataset", "virtual": True, "propertyUrl": f"{QB}dataSet", "valueUrl": DATASET},
    ]
    first = {"name": "target", "titles": {"vi": "Chỉ tiêu", "en": "Target"}, "datatype": "anyURI", "required": True, "suppressOutput": True}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": "targets.csv",
        "dc:title": title,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n", "\n"]},
        "tableSchema": {
            "aboutUrl": "{+target}",
            "primaryKey": "target",
            "columns": [first, *(_column(column) for column in COLUMNS), *names, *virtual],
        },
    }


def _column(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.name, "titles": {"vi": column.title.vi, "en": column.title.en}, "datatype": column.datatype, "propertyUrl": f"{PH}{column.name}",
    }  # fmt: skip
    if column.datatype == "anyURI":
        made["valueUrl"] = f"{{+{column.name}}}"
    if column.datatype == "string" and column.name != "valueAsPrinted":
        made["lang"] = "vi"
    if column.many:
        made["separator"] = _LIST
    return made


def structure() -> str:
    """The structure of the cube and its dataset, in Turtle."""
    parts = " ,\n        ".join(f"[ qb:{column.component} ph:{column.name} ]" for column in COLUMNS)
    return (
        f"@prefix ph: <{PH}> .\n@prefix qb: <{QB}> .\n@prefix dcterms: <{TITLE.removesuffix('title')}> .\n\n"
        f'<{DATASET}>\n    a qb:DataSet ;\n    dcterms:title "Chỉ tiêu"@vi , "Targets"@en ;\n    qb:structure <{DATASET}/structure> .\n\n'
        f"<{DATASET}/structure>\n    a qb:DataStructureDefinition ;\n    qb:component\n        {parts} .\n"
    )
