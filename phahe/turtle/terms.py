"""Terms as Turtle writes them: IRIs shortened by prefix, literals quoted or bare. Knows no triples and no graph; see `turtle` and `statements`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rdflib import XSD, Literal

_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_BARE: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED: Final = re.compile(r'[\\"\n\r\t\b\f\x00-\x1f\x7f]')
_ESCAPED_LONG: Final = re.compile(r'\\|"(?="")|""?\Z|[\r\b\f\x00-\x08\x0b-\x1f\x7f]')
_WRITTEN_ESCAPE: Final = re.compile(r"\\(u[0-9A-F]{4}|.)", re.DOTALL)
_UNESCAPES: Final = {written[1]: letter for letter, written in _ESCAPES.items()}
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')


class TurtleError(ValueError):
    """A Turtle file that cannot be read, or a graph that has no canonical form; says where and why."""


class TermWriter:
    """Writes the terms of one file and remembers which prefixes it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.namespaces = prefixes
        self.prefix_of = {name: prefix for prefix, name in sorted(prefixes.items(), reverse=True)}
        self.used: set[str] = set()
        self.written: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """`iri` as a prefixed name where a prefix fits, else in angle brackets. Raises TurtleError for what is no IRI.

        >>> terms = TermWriter({"ph": "https://w3id.org/phahe/ns#"})
        >>> terms.iri("https://w3id.org/phahe/ns#Task"), terms.iri("urn:x"), terms.used
        ('ph:Task', '<urn:x>', {'ph'})
        """
        found = self.written.get(iri)
        if found is None:
            found = self.written[iri] = self._abbreviated(iri)
        return found

    def _abbreviated(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self.prefix_of.get(iri[:cut])
        if prefix is not None and _LOCAL_NAME.fullmatch(iri, cut):
            self.used.add(prefix)
            return f"{prefix}:{iri[cut:]}"
        if bad := _NOT_IN_IRI.search(iri):
            raise TurtleError(f"{iri!r} is no IRI: it holds {bad.group()!r}")
        return f"<{iri}>"

    def literal(self, literal: Literal) -> str:
        """`literal` in the lexical form it has; bare where Turtle has a bare form."""
        text, datatype = str(literal), literal.datatype
        if literal.language:
            return f"{quoted(text)}@{literal.language}"
        if datatype is None or datatype == XSD.string:
            return quoted(text)
        if datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text
        return f"{quoted(text)}^^{self.iri(datatype)}"

    def head(self) -> str:
        """The declarations of the prefixes used so far."""
        return "".join(f"@prefix {prefix}: <{self.namespaces[prefix]}> .\n" for prefix in sorted(self.used))


def quoted(text: str) -> str:
    r"""`text` between quotation marks, three where it has lines.

    >>> print(quoted('"Điều 1"'))
    "\"Điều 1\""
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'  # nearly always; three plain scans cost less than one with a pattern
    if "\n" in text:
        return f'"""{_ESCAPED_LONG.sub(_escape, text)}"""'
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return "".join(_ESCAPES.get(character, f"\\u{ord(character):04X}") for character in match.group())


def unquoted(written: str) -> tuple[str, str | None]:
    r"""The text and the language of a string that `quoted` wrote.

    >>> unquoted(quoted('“47”\n\\') + "@vi")
    ('“47”\n\\', 'vi')
    """
    mark = '"""' if written.startswith('"""') else '"'
    end = written.rindex(mark)
    language = written[end + len(mark) :].removeprefix("@") or None
    return _WRITTEN_ESCAPE.sub(_unescape, written[len(mark) : end]), language


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code[0] == "u" else _UNESCAPES[code]
