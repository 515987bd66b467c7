"""The file of a list: SQLite, a table of rows (as JSON, in order), a table of what can be chosen, a table of which row has which choice."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from phahe.store import Store
from phahe_server.listing.model import Choice, Kind

#: Choices of one row are told apart by their place up to so many.
PLACES: Final = 4096
_TABLES: Final = """
    CREATE TABLE staged (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, sort TEXT, row TEXT);
    CREATE TABLE staged_choice (id INTEGER PRIMARY KEY, facet TEXT, beside TEXT, key TEXT, label TEXT);
    CREATE TABLE staged_value (row INTEGER, choice INTEGER, place INTEGER);
    CREATE TABLE row (id INTEGER PRIMARY KEY, staged INTEGER, row TEXT);
    CREATE TABLE choice (id INTEGER PRIMARY KEY, staged INTEGER, facet TEXT, beside TEXT, key TEXT, label TEXT, number INTEGER, first INTEGER);
    CREATE TABLE value (choice INTEGER, row INTEGER, place INTEGER, PRIMARY KEY (choice, row)) WITHOUT ROWID;
"""
_FILL: Final = f"""
    INSERT INTO row (staged, row) SELECT id, row FROM staged ORDER BY sort, id;
    CREATE INDEX row_staged ON row (staged);
    INSERT INTO choice (staged, facet, beside, key, label) SELECT id, facet, beside, key, label FROM staged_choice ORDER BY facet, beside, key;
    CREATE INDEX choice_staged ON choice (staged);
    INSERT OR IGNORE INTO value SELECT choice.id, row.id, place FROM staged_value
        JOIN choice ON choice.staged = staged_value.choice JOIN row ON row.staged = staged_value.row ORDER BY choice.id, row.id, place;
    CREATE INDEX value_of_row ON value (row, choice, place);
    UPDATE choice SET (number, first) = (SELECT COUNT(*), MIN(row * {PLACES} + place) FROM value WHERE choice = choice.id);
    DROP INDEX row_staged; DROP INDEX choice_staged; DROP TABLE staged; DROP TABLE staged_choice; DROP TABLE staged_value;
    DELETE FROM choice WHERE number = 0;
    CREATE UNIQUE INDEX choice_key ON choice (facet, beside, key);
"""


def write(kind: Kind[Any], store: Store, path: Path) -> None:
    """Make the file of a list, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name, isolation_level=None)) as file:
            file.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
            file.execute("BEGIN")
            staging = _Staging(file, kind)
            for row in kind.read(store):
                staging.add(row)
            file.executescript(f"{_FILL} VACUUM;")
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


class _Staging:
    """The rows as they come."""

    def __init__(self, file: sqlite3.Connection, kind: Kind[Any]) -> None:
        self._file, self._kind = file, kind
        self._choices: dict[tuple[str, str, str], int] = {}

    def add(self, row: Any) -> None:
        """A row; one that has come before is merged with it."""
        before = self._file.execute("SELECT id, row FROM staged WHERE iri = ?", (row.iri,)).fetchone()
        if before:
            row = self._kind.merged(self._kind.restored(json.loads(before[1])), row)
            self._file.execute("DELETE FROM staged_value WHERE row = ?", (before[0],))
        place = self._file.execute(
            "INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?)",
            (before[0] if before else None, row.iri, self._kind.sort(row), json.dumps(row, default=_plain, ensure_ascii=False)),
        ).lastrowid
        self._file.executemany(
            "INSERT INTO staged_value VALUES (?, ?, ?)",
            [(place, self._choice(one), min(at, PLACES - 1)) for at, one in enumerate(self._kind.choices(row))],
        )

    def _choice(self, one: Choice) -> int:
        known = (one.facet, one.beside, one.key)
        if known not in self._choices:
            self._choices[known] = len(self._choices) + 1
            self._file.execute("INSERT INTO staged_choice VALUES (?, ?, ?, ?, ?)", (self._choices[known], *known, one.label))
        return self._choices[known]


def _plain(value: Any) -> Any:
    """What JSON takes for a dataclass (its fields) or a number that must stay exact (its digits)."""
    return {field.name: getattr(value, field.name) for field in fields(value)} if is_dataclass(value) else str(value)
