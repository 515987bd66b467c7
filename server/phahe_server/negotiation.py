"""Content negotiation by the Accept header (RFC 9110 §12.5.1), and the formats the server can write.

Knows nothing of requests or graphs: text in, one of the offered media types out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HTML: Final = "text/html"
PROBLEM: Final = "application/problem+json"

#: Media types a graph can be asked in, best first, with the short name used in `?format=` and as a suffix.
RDF_FORMATS: Final[dict[str, str]] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
#: Formats that carry graph names; a query result has none.
QUAD_FORMATS: Final = frozenset({"application/trig", "application/n-quads"})

#: Media types a table of results can be asked in.
TABLE_FORMATS: Final[dict[str, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}

#: Names clients use for a type above.
ALIASES: Final[dict[str, str]] = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
    "application/xhtml+xml": HTML,
}
_MAX_RANGES: Final = 200


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of an Accept header: `type/subtype` (either may be `*`) and its weight 0…1."""

    name: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for `*/*`, 1 for `type/*`, 2 for a full name."""
        return 2 - self.name.count("*")

    def matches(self, media_type: str) -> bool:
        """Whether the range covers `media_type`."""
        if self.name == "*/*":
            return True
        kind, _, sub = self.name.partition("/")
        return media_type == self.name or (sub == "*" and media_type.split("/", maxsplit=1)[0] == kind)


def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """Entries of an Accept header; malformed ones are left out, entries past the two hundredth too.

    >>> [(r.name, r.quality) for r in parse_accept("text/html, */*;q=0.1, nonsense")]
    [('text/html', 1.0), ('*/*', 0.1)]
    """
    ranges = []
    for entry in (header or "*/*").split(",", _MAX_RANGES)[:_MAX_RANGES]:
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        if name.count("/") == 1:
            ranges.append(MediaRange(name, _quality(parameters)))
    return tuple(ranges) or (MediaRange("*/*", 1.0),)


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def best(header: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type the client likes most; the first offered among equals; None where it accepts none of them.

    >>> best("application/sparql-results+xml;q=0.1, application/json", ["application/sparql-results+json", "application/sparql-results+xml"])
    'application/sparql-results+json'
    >>> best("image/png", ["text/html"]) is None
    True
    """
    ranges = parse_accept(header)
    scored = [(_score(ranges, media_type), -index, media_type) for index, media_type in enumerate(offered)]
    top = max(scored, default=(0.0, 0, ""))
    return top[2] if top[0] > 0 else None


def _score(ranges: Sequence[MediaRange], media_type: str) -> float:
    names = [media_type, *(alias for alias, target in ALIASES.items() if target == media_type)]
    matching = [entry for entry in ranges if any(entry.matches(name) for name in names)]
    return max(matching, key=lambda entry: (entry.specificity, entry.quality)).quality if matching else 0.0


def wants_html(header: str | None) -> bool:
    """Whether a page suits the client better than data: true only for clients that name HTML, as browsers do.

    >>> wants_html("text/html,application/xhtml+xml,*/*;q=0.8"), wants_html("*/*"), wants_html("text/turtle")
    (True, False, False)
    """
    named = [r for r in parse_accept(header) if r.name in (HTML, "application/xhtml+xml") and r.quality > 0]
    return bool(named) and best(header, [HTML, *RDF_FORMATS.values(), *TABLE_FORMATS.values()]) == HTML
