"""Terms in the form of N-Quads, taken apart and put together as the rules do with STR, STRAFTER and IRI."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import NamedNode

_LITERAL: Final = re.compile(rb'"((?:[^"\\]|\\.)*)".*', re.DOTALL)
_ESCAPE: Final = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_NAMED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_INTEGER: Final = b'"%d"^^<http://www.w3.org/2001/XMLSchema#integer>'
_PLAIN_IRI: Final = re.compile(rb"https://w3id\.org/phahe/[A-Za-z0-9_./-]*")


def text(term: bytes) -> bytes | None:
    """STR of a term; None for a blank node.

    >>> text(b"<urn:x>"), text(b'"a \\\\"b\\\\""@vi'), text(b"_:b")
    (b'urn:x', b'a "b"', None)
    """
    if term[:1] == b"<":
        return term[1:-1] if b"\\" not in term else _unescaped(term[1:-1])
    literal = _LITERAL.fullmatch(term)
    if literal is None:
        return None
    return literal[1] if b"\\" not in literal[1] else _unescaped(literal[1])


def _unescaped(written: bytes) -> bytes:
    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _NAMED.get(match[3], match[3])

    return _ESCAPE.sub(character, written.decode()).encode()


def after(term: bytes, mark: bytes) -> bytes | None:
    """STRAFTER of STR of a term: empty where the mark is not in it, None for a blank node.

    >>> after(b"<https://w3id.org/phahe/vocab/theme/finance>", b"theme/")
    b'finance'
    """
    value = text(term)
    return None if value is None else value.partition(mark)[2]


def iri(*parts: bytes | None) -> bytes | None:
    """IRI of the parts put together; None where a part is missing or the whole is no IRI.

    >>> iri(b"https://w3id.org/phahe/x", b"/count"), iri(b"urn:a b"), iri(b"urn:a", None)
    (b'<https://w3id.org/phahe/x/count>', None, None)
    """
    if None in parts:
        return None
    whole = b"".join(part for part in parts if part is not None)
    if not _PLAIN_IRI.fullmatch(whole):
        try:
            NamedNode(whole.decode())
        except ValueError:
            return None
    return b"<%s>" % whole


def integer(value: int) -> bytes:
    """An xsd:integer.

    >>> integer(3)
    b'"3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return _INTEGER % value
