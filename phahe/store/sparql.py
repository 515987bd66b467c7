"""SPARQL as text: its tokens, what it is, what is refused, and parameters bound as terms.

This is no parser: the engine parses. It reads tokens as the grammar does (strings, IRIs, comments, names), so that the word
SERVICE in a string is text and a hidden one is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from phahe.namespaces import PREFIXES
from phahe.store.errors import QueryError

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "UPDATE"]

_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
      | (?P<name>(?:[^\W\d_][\w.·-]*)?:(?:[\w.·:-]|%[0-9A-Fa-f]{2}|\\.)*)
      | (?P<word>[^\W\d]\w*)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_QUERIES: Final[tuple[Form, ...]] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_SLOT: Final = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a group of the token pattern), its text and where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, spaces and comments left out.

    >>> [token.text for token in tokens('ASK { ?s ex:SERVICE "SERVICE" } # SERVICE')]
    ['ASK', '{', '?s', 'ex:SERVICE', '"SERVICE"', '}']
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), match.start())


def form(text: str) -> Form | None:
    """What `text` sets out to be, by its first keyword; None where it has none.

    >>> form("PREFIX select: <urn:x> # ASK\\nCONSTRUCT WHERE { ?s ?p ?o }"), form("DROP ALL")
    ('CONSTRUCT', 'UPDATE')
    """
    for token in tokens(text):
        word = token.text.upper()
        if token.kind == "word" and word in _QUERIES:
            return next(name for name in _QUERIES if name == word)
        if token.kind == "word" and word in _UPDATES:
            return "UPDATE"
    return None


@lru_cache(maxsize=256)
def names_dataset(text: str) -> bool:
    """Whether the query says itself which graphs it reads (FROM, FROM NAMED)."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def refuse_outgoing(text: str, words: Sequence[str] = ("SERVICE",)) -> None:
    """Raise QueryError where the text would make the engine call out, also where the word is spelled with escapes.

    >>> refuse_outgoing('SELECT ("SERVICE" AS ?word) {}')
    >>> refuse_outgoing("SELECT * { SERVICE <http://127.0.0.1/> {} }")
    Traceback (most recent call last):
    phahe.store.errors.QueryError: line 1, column 12: SERVICE is not allowed: this store does not call other addresses
    """
    for reading in {text, _CODEPOINT.sub(_codepoint, text)}:
        for token in tokens(reading):
            if token.kind == "word" and token.text.upper() in words:
                line, column = position(reading, token.start)
                raise QueryError(f"{token.text.upper()} is not allowed: this store does not call other addresses", line, column)


def _codepoint(match: re.Match[str]) -> str:
    value = int(match[1] or match[2], 16)
    return chr(value) if value <= 0x10FFFF else match.group()


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@lru_cache(maxsize=256)
def check_query(text: str) -> Form:
    """The form of a query that may run: a SELECT, ASK, CONSTRUCT or DESCRIBE that calls nobody. QueryError otherwise."""
    kind = form(text)
    if kind == "UPDATE":
        raise QueryError("updates are not accepted here: only SELECT, ASK, CONSTRUCT and DESCRIBE")
    if kind is None:
        raise QueryError("this is no SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)
    refuse_outgoing(text)
    return kind


def slots(text: str) -> frozenset[str]:
    """The names of the parameters of a query: the variables that stand in a `VALUES ?name { UNDEF }`."""
    return frozenset(match[1] for match in _SLOT.finditer(text))


def bind(text: str, values: Mapping[str, NamedNode | RdfLiteral | Sequence[NamedNode | RdfLiteral]]) -> str:
    """The query with its parameters given: each `VALUES ?name { UNDEF }` gets the terms of `name`, and goes where `name` is not given.

    The terms are written by the engine's own serialiser, which escapes literals and holds only valid IRIs, so a value is data
    whatever it contains. The text with UNDEF is itself a valid query, over all values. Raises KeyError for a name without a slot.

    >>> bind("SELECT ?o { VALUES ?s { UNDEF } VALUES ?o { UNDEF } ?s ?p ?o }", {"s": RdfLiteral('x" } } DROP ALL #')})
    'SELECT ?o { VALUES ?s { "x\\\\" } } DROP ALL #" }  ?s ?p ?o }'
    """
    unknown = set(values) - slots(text)
    if unknown:
        raise KeyError(f"the query has no parameter {', '.join(sorted(unknown))}")

    def fill(match: re.Match[str]) -> str:
        given = values.get(match[1], ())
        terms = [given] if isinstance(given, NamedNode | RdfLiteral) else given
        return f"VALUES ?{match[1]} {{ {' '.join(str(term) for term in terms)} }}" if match[1] in values else ""

    return _SLOT.sub(fill, text)


@lru_cache(maxsize=256)
def with_prefixes(text: str) -> str:
    """`text` after the project's PREFIX declarations, on one line, so that the engine's line numbers stay right.

    >>> with_prefixes("ASK { ?s a ph:Task }")
    'PREFIX ph: <https://w3id.org/phahe/ns#> ASK { ?s a ph:Task }'
    """
    names = (token.text.partition(":")[0] for token in tokens(text) if token.kind == "name")
    used = sorted({name for name in names if name in PREFIXES})
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used) + text
