"""The list of citations: every citation of the documents in hand, with its words, what it cites and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from phahe.store import Store
from phahe_server.facets import Value, key
from phahe_server.graph import Row, documents_at_once, several
from phahe_server.links import last_segment, shorten
from phahe_server.listing import Choice, Kind
from phahe_server.views.task_list import document_value

FACETS: Final = ("document", "cited", "role", "form", "verdict", "severity")
#: The value of the verdict filter for citations no check complained of.
SOUND: Final = "sound"


@dataclass(frozen=True)
class CitationRow:
    """One citation as lists show it; `verdicts` are pairs of verdict and severity."""

    iri: str
    document: Value
    document_iri: str
    text: str
    restored: str
    role: str
    form: str
    resolution: str
    cited: str
    cited_label: str
    held: bool
    verdicts: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]


def read(store: Store) -> Iterator[CitationRow]:
    """All citations, by document and reading order."""
    for documents in documents_at_once(store):
        grouped: dict[str, list[Row]] = {}
        for row in several(store, "citation-list", document=documents):
            grouped.setdefault(row["citation"], []).append(row)
        yield from (_merged(found) for found in grouped.values())


def _merged(found: Sequence[Row]) -> CitationRow:
    row = found[0]
    verdicts = dict.fromkeys((one["verdict"], last_segment(one["severity"]) if one["severity"] else "") for one in found if one["verdict"])
    return CitationRow(
        row["citation"], document_value(row), row["document"], row["text"], row["restored"], row["role"], row["form"], row["resolution"],
        row["cited"], row["citedLabel"] or (shorten(row["cited"]) if row["cited"] else ""), row["citedHeld"] == "true",
        tuple(pair for pair in verdicts if not pair[0].endswith("/OK")), tuple(dict.fromkeys(one["evidence"] for one in found if one["evidence"])),
    )  # fmt: skip


def choices(citation: CitationRow) -> Iterator[Choice]:
    """What `citation` can be filtered by."""
    yield Choice("document", citation.document.key, citation.document.label)
    if citation.cited:
        yield Choice("cited", key(citation.cited), citation.cited_label)
    if citation.role:
        yield Choice("role", key(citation.role))
    if citation.form:
        yield Choice("form", key(citation.form))
    for verdict, severity in citation.verdicts:
        yield Choice("verdict", key(verdict))
        if severity:
            yield Choice("severity", f"vocab/severity/{severity}")
    if not citation.verdicts:
        yield Choice("verdict", SOUND)


def restored(plain: dict[str, Any]) -> CitationRow:
    """A row from JSON."""
    verdicts = tuple((verdict, severity) for verdict, severity in plain["verdicts"])
    return CitationRow(**{**plain, "document": Value(**plain["document"]), "verdicts": verdicts, "evidence": tuple(plain["evidence"])})


LIST: Final = Kind(FACETS, read, choices, restored)
