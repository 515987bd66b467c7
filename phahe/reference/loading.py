"""Loads an office's list of documents: a CSV with headings in Vietnamese or English, or Turtle of ph:LegalDocument and ph:PartyDocument.

A row that cannot be read is reported and the rest goes on; a file with no readable row changes nothing.
"""

from __future__ import annotations

import csv
import datetime
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from rdflib import URIRef

from phahe import iris
from phahe.agencies.register import Agency
from phahe.agencies.register import Register as AgencyRegister
from phahe.citations.types import by_code, by_folded_name
from phahe.graph import Registers
from phahe.numbers import parse_number
from phahe.reference.catalogue import Catalogue, insert, writing
from phahe.reference.triples import from_turtle
from phahe.register import JoinedRegister, KnownDocument
from phahe.resolve import UNKNOWN_ISSUER
from phahe.vietnamese import comparison_key, fold, slug
from phahe.vietnamese.dates import date_at

#: Column to the headings it may have, folded.
_HEADINGS: Final = {
    "number": ("number", "so", "so ky hieu", "so, ky hieu", "so hieu"), "date": ("date", "ngay", "ngay ban hanh"),
    "issuer": ("issuer", "co quan", "co quan ban hanh"), "title": ("title", "ten", "trich yeu", "ten van ban"),
    "type": ("type", "loai", "loai van ban", "ten loai"), "status": ("status", "tinh trang", "hieu luc", "tinh trang hieu luc"),
    "valid_from": ("valid_from", "ngay co hieu luc", "hieu luc tu"), "valid_to": ("valid_to", "ngay het hieu luc", "hieu luc den"),
    "replaced_by": ("replaced_by", "thay the boi", "bi thay the boi"), "term": ("term", "khoa"), "source": ("source", "nguon"),
}  # fmt: skip
_MOST_TROUBLES: Final = 20
_LONGEST_LINE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a list: how many entries went into which register, and what could not be read, the first twenty lines of it."""

    entries: int
    register: str
    skipped: int = 0
    troubles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Troubles:
    count: int = 0
    told: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.count += 1
        if len(self.told) < _MOST_TROUBLES:
            self.told.append(line)


def default_path() -> Path:
    """Where an office's register is kept unless told otherwise: what PHAHE_REGISTER names, else under the working directory."""
    return Path(os.environ.get("PHAHE_REGISTER") or Path("var") / "register.sqlite")


def add(file: Path, register: Path, agencies: AgencyRegister) -> Added:
    """Load the list `file` into the register at `register`; an entry of the same document replaces the earlier one.

    Raises ValueError naming file and cause for a file of another kind, without the needed columns, or without a readable row.
    """
    troubles = _Troubles()
    bodies = lru_cache(maxsize=65536)(lambda name: _body(name, agencies))
    if file.suffix.lower() in (".ttl", ".nt"):
        documents: Iterator[KnownDocument] = from_turtle(file, agencies)
    elif file.suffix.lower() == ".csv":
        documents = _from_csv(file, bodies, troubles)
    else:
        raise ValueError(f"{file.name}: cần tệp .csv hoặc .ttl (a .csv or .ttl file is needed)")
    with writing(register) as rows:
        entries = insert(rows, documents)
        if not entries:
            raise ValueError(f"{file.name}: không có dòng nào đọc được (no readable row){': ' + troubles.told[0] if troubles.told else ''}")
    return Added(entries, str(register), troubles.count, tuple(troubles.told))


def joined(registers: Registers, path: Path | None) -> Registers:
    """`registers` with the office's register at `path` asked after the shipped one; the default register, if there is one, without `path`."""
    if path is None and not default_path().is_file():
        return registers
    return replace(registers, documents=JoinedRegister((registers.documents, Catalogue(path or default_path()))))


def _body(name: str, agencies: AgencyRegister) -> URIRef | None:
    found = agencies.resolve(name)
    return URIRef(found.iri) if isinstance(found, Agency) else None


def _from_csv(file: Path, bodies: object, troubles: _Troubles) -> Iterator[KnownDocument]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        try:
            sample = lines.readline(_LONGEST_LINE)
            lines.seek(0)
            rows = csv.reader(_lines(lines), delimiter=max(",;\t", key=sample.count))
            columns = _columns(file.name, next(rows, []))
            for row in rows:
                if not any(cell.strip() for cell in row):
                    continue
                found = _entry({name: row[at].strip() for name, at in columns.items() if at < len(row)}, bodies)
                if isinstance(found, str):
                    troubles.say(f"{file.name}:{rows.line_num}: {found}")
                else:
                    yield found
        except (UnicodeDecodeError, csv.Error) as error:
            raise ValueError(f"{file.name}: không phải CSV mã UTF-8 (not a CSV in UTF-8): {error}") from error


def _lines(file: IO[str]) -> Iterator[str]:
    """The lines of a file, of which none is taken into memory that no list has."""
    for number in itertools.count(1):
        line = file.readline(_LONGEST_LINE)
        if not line:
            return
        if len(line) == _LONGEST_LINE:
            raise csv.Error(f"dòng {number} quá dài (line {number} is too long)")
        yield line


def _columns(name: str, header: list[str]) -> dict[str, int]:
    keys = [" ".join(fold(cell).replace("_", " ").split()) for cell in header]
    found = {
        column: at
        for column, headings in _HEADINGS.items()
        for at, key in enumerate(keys)
        if key in {h.replace("_", " ") for h in headings}
    }
    if "number" not in found and "title" not in found:
        raise ValueError(f"{name}: thiếu cột số hoặc trích yếu (no column “number” or “title”); các cột (columns): {', '.join(header)}")
    return found


def _entry(cells: dict[str, str], bodies: object) -> KnownDocument | str:
    """The document of one row, or why there is none."""
    number = parse_number(cells.get("number", ""))
    if cells.get("number") and number is None:
        return f"số không đọc được (number): {cells['number'][:60]}"
    title = cells.get("title") or None
    if number is None and title is None:
        return "không có số và trích yếu (neither number nor title)"
    days: dict[str, datetime.date | None] = {}
    for column in ("date", "valid_from", "valid_to"):
        days[column] = _day(cells.get(column, ""))
        if cells.get(column) and days[column] is None:
            return f"ngày không đọc được ({column}): {cells[column][:60]}"
    issuer_name = cells.get("issuer") or None
    issuer = bodies(issuer_name) if issuer_name and callable(bodies) else None
    key = number.value if number and number.value else (title or "")[:120]
    agency = str(issuer).rsplit("/", 1)[-1] if issuer else slug(issuer_name or "") or UNKNOWN_ISSUER
    date = days["date"]
    iri = iris.document(agency, str(date.year) if date else None, key)
    return KnownDocument(
        iri, number.value if number else None, _kind(cells.get("type"), number.codes[0] if number else None), date, issuer, cells.get("term") or None, title,
        frozenset({comparison_key(title)}) if (title and number is None) or (title and _is_law(title)) else frozenset(), issuer_name, frozenset(), True,
        cells.get("status") or None, days["valid_from"], days["valid_to"], cells.get("replaced_by") or None, cells.get("source") or None,
    )  # fmt: skip


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        printed = date_at(text, 0) if text else None
        return printed.value if printed else None


def _kind(printed: str | None, code: str | None) -> str | None:
    kind = by_folded_name().get(fold(printed)) if printed else by_code().get(code or "")
    # "QĐ" is a Quyết định of the state and a Quy định of the Party: the symbol alone does not tell.
    return slug(kind.name) if kind and (printed or code != "QĐ") else None


def _is_law(title: str) -> bool:
    """Whether the document is cited by its name, so that the name must lead to it."""
    return fold(title).startswith(("luat ", "bo luat ", "phap lenh ", "hien phap", "chien luoc", "chuong trinh", "de an"))
