"""Parameters of a query given in the address: `?query=…&$doc=<https://…>`. Each is bound as a term, none is pasted as text.

A query that has slots for them (`VALUES ?doc { UNDEF }`) says itself where a value goes; any other gets a VALUES at the beginning of its
WHERE, which reaches everything but sub-selects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat

from phahe.store import bind
from phahe.store.sparql import position, slots, tokens
from phahe_server.graph import named
from phahe_server.problems import Problem

_NAME: Final = re.compile(r"\$([A-Za-z_]\w{0,63})")
_SHORT: Final = re.compile(r"[+-]?\d+|[+-]?\d*\.\d+|[+-]?\d+(?:\.\d*)?[eE][+-]?\d+|true|false")
_ADDRESS: Final = re.compile(r"(?:https?|urn):", re.IGNORECASE)
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Bound:
    """A query with its parameters: the text for the engine, and where characters were put in, so that places can be told in the query as sent."""

    text: str
    line: int = 0
    column: int = 0
    added: int = 0

    def place(self, line: int, column: int) -> tuple[int, int]:
        """A place in the text for the engine, as a place in the query that was sent."""
        if line == self.line and column > self.column:
            return line, max(column - self.added, self.column)
        return line, column


def parameters(fields: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields of a request that are parameters of the query: `$name`, name and value.

    >>> parameters([("query", "ASK {}"), ("$doc", "urn:a")])
    (('doc', 'urn:a'),)
    """
    found = tuple((match[1], text) for name, text in fields if (match := _NAME.fullmatch(name)))
    if len(found) > _MOST:
        raise Problem(400, f"The request has more than {_MOST} parameters of the query.")
    return found


def term(text: str) -> NamedNode | Literal:
    """What a value means: `<iri>`, `"literal"@vi` or `"1"^^<type>` as in N-Triples, an http(s) or urn address, a number, true or false, else a plain string.

    >>> [str(term(text)) for text in ("47/NQ-HĐND", "true", '"xã"@vi', "urn:a")]
    ['"47/NQ-HĐND"', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', '"xã"@vi', '<urn:a>']
    """
    node = named(text[1:-1]) if text.startswith("<") and text.endswith(">") else named(text) if _ADDRESS.match(text) else None
    if node is not None:
        return node
    if text.startswith("<"):
        raise Problem(400, "A parameter is no absolute IRI.", {"value": text[:200]})
    if text.startswith('"') or _SHORT.fullmatch(text):
        found = _parsed(text)
        if found is not None:
            return found
        raise Problem(400, 'A parameter that begins with a quotation mark must be a literal: "text", "text"@vi or "text"^^<type>.')
    return Literal(text)


def _parsed(text: str) -> Literal | None:
    try:
        found = list(pyoxigraph.parse(f"<urn:s> <urn:p> {text} .".encode(), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        return None
    only = found[0].object if len(found) == 1 else None
    return only if isinstance(only, Literal) else None


def bound(text: str, given: Sequence[tuple[str, str]]) -> Bound:
    """The query with its parameters. Problem 400 for a name the query does not have, or a query that has no place for it."""
    values: dict[str, list[NamedNode | Literal]] = {}
    for name, value in given:
        values.setdefault(name, []).append(term(value))
    if not values:
        return Bound(text)
    known = slots(text)
    try:
        text = bind(text, {name: mine for name, mine in values.items() if name in known})
    except KeyError as error:
        raise Problem(400, str(error)) from None
    rest = {name: mine for name, mine in values.items() if name not in known}
    return _inserted(text, rest) if rest else Bound(text)


def _inserted(text: str, values: Mapping[str, Sequence[NamedNode | Literal]]) -> Bound:
    variables = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
    for name in values:
        if name not in variables:
            raise Problem(400, f"The query has no variable ?{name}.", {"parameter": name})
    offset = _group(text)
    if offset is None:
        raise Problem(400, "The query has no group to bind a parameter in; write VALUES ?name { UNDEF } where it belongs.")
    clauses = "".join(f" VALUES ?{name} {{ {' '.join(map(str, terms))} }} " for name, terms in values.items())
    line, column = position(text, offset)
    return Bound(text[:offset] + clauses + text[offset:], line, column, len(clauses))


def _group(text: str) -> int | None:
    """The offset after the brace that opens the WHERE group; None where there is none or a sub-select stands in it."""
    depth, template, found = 0, False, None
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if found is not None:
            return None if word == "SELECT" else found
        if word == "CONSTRUCT":
            template = True
        elif word == "WHERE" and template and depth == 0:
            return None  # the short form: CONSTRUCT WHERE { … } takes triples only
        elif token.kind == "other" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            if depth == 1 and token.text == "{" and not template:
                found = token.start + 1
            if depth == 0:
                template = False
    return found
