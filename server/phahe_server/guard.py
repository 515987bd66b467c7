"""The sizes of a query the server takes: bytes, depth of brackets, number of operators. A first fence, not the last.

`check_size` is cheap and done in the web process; `check` reads tokens and is done in the worker, under its limits. Updates and SERVICE
are refused by the store itself (`phahe.store.sparql`); a query that runs too long or takes too much is the concern of `execution`.
"""

from __future__ import annotations

from typing import Final

from phahe.store.sparql import position, tokens
from phahe_server.problems import Problem

MAX_QUERY_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 100
MAX_OPERATORS: Final = 1_000

_HEAVY_WORDS: Final = frozenset({"UNION", "OPTIONAL", "MINUS", "EXISTS", "CONCAT", "REPLACE"})
_HEAVY_SIGNS: Final = frozenset("/|!^&")


def check_size(query: str) -> None:
    """Raise a `Problem` for a query that is longer than a million bytes, or holds what no query can.

    >>> check_size("ASK {}")
    """
    if len(query) > MAX_QUERY_BYTES or len(query.encode("utf-8", "surrogatepass")) > MAX_QUERY_BYTES:
        raise Problem(413, f"The query is longer than {MAX_QUERY_BYTES} bytes.", {"cause": "bytes", "limit": MAX_QUERY_BYTES})
    if "\x00" in query:
        raise _problem(query, query.index("\x00"), "The query holds a NUL character.")


def check(query: str) -> None:
    """Raise a `Problem` for a query that nests or repeats more than the engine stands; return for any other, well formed or not.

    >>> check("ASK {}")
    >>> try: check("ASK " + "{" * 3000)
    ... except Problem as problem: problem.status, problem.extra["column"]
    (400, 105)
    """
    depth = operators = 0
    for token in tokens(query):
        if token.kind == "other":
            depth += (token.text in "{([") - (token.text in "})]")
            operators += token.text in _HEAVY_SIGNS
        elif token.kind == "word":
            operators += token.text.upper() in _HEAVY_WORDS
        if depth > MAX_DEPTH:
            raise _problem(query, token.start, f"The query nests brackets more than {MAX_DEPTH} deep.")
        if operators > MAX_OPERATORS:
            raise _problem(query, token.start, f"The query has more than {MAX_OPERATORS} operators.")


def _problem(query: str, offset: int, detail: str) -> Problem:
    line, column = position(query, offset)
    return Problem(400, f"line {line}, column {column}: {detail}", {"line": line, "column": column, "cause": "size"})
