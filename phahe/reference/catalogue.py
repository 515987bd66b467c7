"""The register on disk: one SQLite table of documents with keys for number, title and name. Reading never writes."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

from rdflib import URIRef

from phahe.register import KnownDocument, number_key, title_key

_COLUMNS: Final = (
    "iri", "number", "document_type", "date", "issuer", "term", "title", "issuer_name", "status", "valid_from", "valid_to", "replaced_by",
    "source",
)  # fmt: skip
#: The table itself is in the order of number and day: a citation is found with one descent, and its neighbours are on the same page.
_TABLE: Final = f"""
CREATE TABLE IF NOT EXISTS document ({", ".join(f"{name} TEXT" for name in _COLUMNS)}, number_key TEXT, day TEXT, title_key TEXT,
    PRIMARY KEY (number_key, day, iri)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS by_iri ON document (iri);
CREATE TABLE IF NOT EXISTS name (key TEXT, iri TEXT, PRIMARY KEY (key, iri)) WITHOUT ROWID;
"""
_INDEXES: Final = "CREATE INDEX IF NOT EXISTS by_title ON document (title_key);"
_NO_NAMES: Final = frozenset[str]()
_SELECT: Final = f"SELECT {', '.join(f'document.{name}' for name in _COLUMNS)} FROM document"
_BY_NUMBER: Final = f"{_SELECT} WHERE number_key = ? LIMIT 200"
_OF_THE_DAY: Final = f"{_SELECT} WHERE number_key = ? AND day = ? LIMIT 200"
_BY_TITLE: Final = f"{_SELECT} WHERE title_key = ? LIMIT 200"
_BY_NAME: Final = f"{_SELECT} JOIN name USING (iri) WHERE name.key = ? LIMIT 200"


class Catalogue:
    """A `Register` in the SQLite file at `path`, opened for reading.

    Raises ValueError for a file that is no such register, FileNotFoundError where there is none.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"{path}: không có danh mục này (no such register); chạy “phahe reference add” trước")
        try:
            self._rows = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._rows.execute(_OF_THE_DAY, ("", "")).fetchone()
            self._rows.execute("PRAGMA cache_size = -65536")
            self._rows.execute("PRAGMA mmap_size = 1073741824")
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path}: không phải danh mục văn bản (not a register of documents)") from error

    def __len__(self) -> int:
        return int(self._rows.execute("SELECT COUNT(*) FROM document").fetchone()[0])

    def with_number(self, key: str, day: datetime.date | None = None) -> tuple[KnownDocument, ...]:
        """Those whose `number_key` is `key`; with `day`, only those of that date."""
        return self._found(_BY_NUMBER, key) if day is None else self._found(_OF_THE_DAY, key, day.isoformat())

    def with_name(self, key: str) -> tuple[KnownDocument, ...]:
        """Those that go by a name or title with this `comparison_key`."""
        names = frozenset({key})
        return tuple(_document(row, names) for row in sorted(self._rows.execute(_BY_NAME, (key,)), key=_iri))

    def with_title(self, key: str) -> tuple[KnownDocument, ...]:
        """Those whose title has this `title_key`."""
        return self._found(_BY_TITLE, key)

    def of_terms(self) -> tuple[KnownDocument, ...]:
        """None: an office's list seldom tells terms, and to look for them would be to read it whole."""
        return ()

    def _found(self, query: str, *keys: str) -> tuple[KnownDocument, ...]:
        rows = self._rows.execute(query, keys).fetchall()
        return tuple(_document(row) for row in (sorted(rows, key=_iri) if len(rows) > 1 else rows))


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The register at `path` for adding to: all of what is added or, on an error, nothing. Made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = sqlite3.connect(path)
    try:
        rows.execute("PRAGMA journal_mode = DELETE")
        rows.execute("PRAGMA cache_size = -262144")
        rows.executescript(_TABLE)
        with rows:
            yield rows
        rows.executescript(_INDEXES)
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{path}: không ghi được danh mục (cannot be written): {error}") from error
    finally:
        rows.close()


def insert(rows: sqlite3.Connection, documents: Iterable[KnownDocument]) -> int:
    """Add documents; an entry of the same IRI is replaced. Returns how many."""
    places = ", ".join("?" * (len(_COLUMNS) + 3))
    count = 0
    names: list[tuple[str, str]] = []

    def values() -> Iterator[tuple[str | None, ...]]:
        nonlocal count
        for document in documents:
            count += 1
            names.extend((name, str(document.iri)) for name in document.names)
            number = number_key(document.number) if document.number else ""
            day = document.date.isoformat() if document.date else ""
            yield (*_row(document), number, day, document.title and title_key(document.title))

    rows.executemany(f"INSERT OR REPLACE INTO document VALUES ({places})", values())
    rows.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", names)
    return count


def _row(document: KnownDocument) -> tuple[str | None, ...]:
    found = (getattr(document, name) for name in _COLUMNS)
    return tuple(value.isoformat() if isinstance(value, datetime.date) else None if value is None else str(value) for value in found)


def _iri(row: tuple[str | None, ...]) -> str:
    return row[0] or ""


def _document(row: tuple[str | None, ...], names: frozenset[str] = _NO_NAMES) -> KnownDocument:
    # str.__new__: the IRI was checked when it was written, and checking it again takes longer than finding it.
    iri, number, kind, date, issuer, term, title, issuer_name, status, valid_from, valid_to, replaced_by, source = row
    return KnownDocument(
        str.__new__(URIRef, iri or ""), number, kind, _day(date), _body(issuer) if issuer else None, term, title,
        names, issuer_name, _NO_NAMES, True,
        status, _day(valid_from), _day(valid_to), replaced_by, source,
    )  # fmt: skip


_body: Final = lru_cache(maxsize=4096)(URIRef)


@lru_cache(maxsize=65536)
def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
