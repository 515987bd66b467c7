"""The index: a file of SQLite with its full-text search (FTS5), so that a nation is searched without being held in memory.

FTS5 says which entries hold the words and which of them are likely; `ranking` reads those and decides the order. Words are put
in already folded, one token each: the engine's own ideas of letters and diacritics play no part.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from math import log
from pathlib import Path
from typing import Final

from phahe.search.model import KINDS, Entry, Found, Hit
from phahe.search.ranking import Wanted, hit, wanted, words

#: Which tables and tokens these are; a file of another form is made anew.
FORM: Final = 1
#: Entries of a kind that are read to be ranked: the likely ones, and the likely ones that print the words as asked.
_LIKELY: Final = 150
#: Where more entries of a kind fit, any of them are as good as others.
_TOO_MANY: Final = 50_000
_COLUMNS: Final = "iri, kind, text, document, path, document_iri"
_TABLES: Final = f"""
    CREATE TABLE staged ({_COLUMNS});
    CREATE TABLE entry (id INTEGER PRIMARY KEY, {_COLUMNS});
    CREATE TABLE kinds (kind TEXT PRIMARY KEY, first INTEGER, last INTEGER);
    CREATE VIRTUAL TABLE word USING fts5(folded, printed, content='', detail=column, prefix='2 3', tokenize="ascii tokenchars '_'");
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word, col);
"""
_FILL: Final = f"""
    INSERT INTO entry ({_COLUMNS}) SELECT {_COLUMNS} FROM staged ORDER BY kind, iri;
    INSERT INTO word (rowid, folded, printed) SELECT id, folded(text), printed(text) FROM entry ORDER BY id;
    INSERT INTO kinds SELECT kind, MIN(id), MAX(id) FROM entry GROUP BY kind;
    DROP TABLE staged;
"""


class Index:
    """The index in a file that `write` made. May be used by several threads."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"

    def search(self, query: str, kind: str = "", limit: int = 50) -> Found:
        """The entries that hold every word of `query` (of one `kind` where given), best first; nothing for a query without words."""
        asked = wanted(query)
        if not asked:
            return Found((), {})
        with closing(sqlite3.connect(self._address, uri=True)) as file:
            ranges = {name: (first, last) for name, first, last in file.execute("SELECT kind, first, last FROM kinds")}
            counts = {name: _count(file, asked, ranges[name]) for name in KINDS if name in ranges}
            rarity = _rarity(file, asked, sum(last - first + 1 for first, last in ranges.values()))
            hits = [
                found
                for name, number in counts.items()
                if number and kind in ("", name)
                for entry in _likely(file, asked, ranges[name], number)
                if (found := hit(entry, asked, rarity)) is not None
            ]
        hits.sort(key=_order)
        return Found(tuple(hits[:limit]), {name: number for name, number in counts.items() if number})


def write(entries: Iterable[Entry], path: Path) -> Index:
    """Make an index of the entries in the file `path`, whole or not at all. An entry of one IRI and kind comes once.

    >>> folder = Path(tempfile.mkdtemp())
    >>> index = write([Entry("a", "task", "Sở Giáo dục tỉnh"), Entry("b", "task", "sổ giáo dục")], folder / "search.sqlite")
    >>> [hit.entry.iri for hit in index.search("sổ giáo").hits], index.search("so gi").counts
    (['b', 'a'], {'task': 2})
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name, isolation_level=None)) as file:
            file.create_function("folded", 1, _folded, deterministic=True)
            file.create_function("printed", 1, _printed, deterministic=True)
            file.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
            file.execute("BEGIN")
            file.executemany(
                f"INSERT INTO staged ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
                ((one.iri, one.kind, one.text, one.document, one.path, one.document_iri) for one in entries),
            )
            file.executescript(f"{_FILL} VACUUM;")
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return Index(path)


def _count(file: sqlite3.Connection, asked: Sequence[Wanted], within: tuple[int, int]) -> int:
    number: int = file.execute(
        "SELECT COUNT(*) FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?", (_folded_match(asked), *within)
    ).fetchone()[0]
    return number


def _rarity(file: sqlite3.Connection, asked: Sequence[Wanted], entries: int) -> list[float]:
    found = []
    for one in asked:
        row = file.execute("SELECT doc FROM vocabulary WHERE term = ? AND col = 'folded'", (_token(one.folded),)).fetchone()
        found.append(log(1 + entries / (1 + (row[0] if row else 0))))
    return found


def _likely(file: sqlite3.Connection, asked: Sequence[Wanted], within: tuple[int, int], number: int) -> Iterator[Entry]:
    """The entries of a kind worth reading."""
    ranked = " ORDER BY rank" if number <= _TOO_MANY else ""
    ids: set[int] = set()
    for match in {_folded_match(asked), _printed_match(asked)}:
        rows = file.execute(
            f"SELECT rowid FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?{ranked} LIMIT ?",
            (match, *within, _LIKELY),
        )
        ids.update(row[0] for row in rows)
    for one in sorted(ids):
        yield Entry(*file.execute(f"SELECT {_COLUMNS} FROM entry WHERE id = ?", (one,)).fetchone())


def _folded_match(asked: Iterable[Wanted]) -> str:
    """What FTS5 is asked: every word, whatever its diacritics."""
    return " AND ".join(f'folded : "{_token(one.folded)}"{"*" if one.cut_short else ""}' for one in asked)


def _printed_match(asked: Iterable[Wanted]) -> str:
    """The same with the diacritics that were asked for."""
    return " AND ".join(
        f'{"folded" if one.written == one.folded else "printed"} : "{_token(one.written)}"{"*" if one.cut_short else ""}' for one in asked
    )


def _token(word: str) -> str:
    """A word as letters and digits of ASCII, so that beginnings stay beginnings.

    >>> _token("so"), _token("sở")
    ('so', 'u73e1bb9f')
    """
    return word if word.isascii() else f"u{word.encode('utf-8', 'surrogatepass').hex()}"


def _folded(text: str) -> str:
    return " ".join(_token(word[0]) for word in words(text))


def _printed(text: str) -> str:
    """The words that are printed otherwise than folded."""
    printed = ((text[word.start() : word.end()].casefold(), word[0]) for word in words(text))
    return " ".join(_token(one) for one, folded in printed if one != folded)


def _order(found: Hit) -> tuple[int, float, str]:
    return -found.exact, -found.score, found.entry.iri
