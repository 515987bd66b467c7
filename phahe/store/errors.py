"""What can go wrong between a question and the store, each with what a person needs to mend it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_PLACE: Final = re.compile(r"\b(?:error )?at (?:line )?(\d+)(?::|,? column )(\d+):?\s*|\bline (\d+)(?:[: ,]+(?:between )?columns? (\d+))?")
_EXPECTED: Final = re.compile(r"""\b[A-Z][A-Z_]+\b|"[^"\s]{1,8}\"""")


class StoreError(Exception):
    """The store cannot be opened, reached or written."""


class UnreachableError(StoreError):
    """A server that gives no answer, or fails on a query that it does not say is at fault."""


class QueryError(StoreError):
    """A query that is refused or cannot be parsed. `line` and `column` count from 1 and are None where the engine names no place."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column or 1}: {self.message}" if self.line else self.message


class LoadError(StoreError):
    """A file that is not the RDF it should be."""

    def __init__(self, path: Path, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.path, self.message, self.line, self.column = path, message, line, column

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None) + f": {self.message}"


def syntax_error(raw: str) -> QueryError:
    """An engine's complaint as a QueryError: the place taken out, the grammar's lists of characters left out.

    >>> str(syntax_error('error at 2:8: expected one of "}", FILTER, [\\'a\\' ..= \\'z\\']'))
    'line 2, column 8: syntax error: expected "}" or FILTER'
    """
    place = _PLACE.search(raw)
    line, column = (int(place[1] or place[3]), int(place[2] or place[4] or 1)) if place else (None, None)
    if "Prefix not found" in raw:
        return QueryError("a prefix is used that no PREFIX line declares", line, column)
    if "expected" not in raw:
        return QueryError(" ".join(raw.split())[:300] or "the engine gave no reason", line, column)
    expected = _EXPECTED.findall(re.sub(r"\[.*?\]", " ", raw[raw.index("expected") :], flags=re.DOTALL))
    choices = " or ".join(expected[:8])
    return QueryError(f"syntax error: expected {choices}" if choices else "syntax error", line, column)
