"""Every citation of the documents in hand, with its words, what it cites and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from phahe.store import Store
from phahe_server.facets import Value, key
from phahe_server.graph import rows
from phahe_server.links import last_segment, shorten
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


def every(store: Store) -> list[CitationRow]:
    """All citations, by document and reading order."""
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows(store, "citation-list"):
        grouped.setdefault(row["citation"], []).append(row)
    return [_merged(found) for found in grouped.values()]


def _merged(found: Sequence[dict[str, str]]) -> CitationRow:
    row = found[0]
    verdicts = dict.fromkeys((one["verdict"], last_segment(one["severity"]) if one["severity"] else "") for one in found if one["verdict"])
    return CitationRow(
        row["citation"], document_value(row), row["document"], row["text"], row["restored"], row["role"], row["form"], row["resolution"],
        row["cited"], row["citedLabel"] or (shorten(row["cited"]) if row["cited"] else ""), row["citedHeld"] == "true",
        tuple(pair for pair in verdicts if not pair[0].endswith("/OK")), tuple(dict.fromkeys(one["evidence"] for one in found if one["evidence"])),
    )  # fmt: skip


def values(citation: CitationRow, facet: str, _: Mapping[str, str]) -> Sequence[Value]:
    """What `citation` has of `facet`."""
    found: dict[str, list[Value]] = {
        "document": [citation.document],
        "cited": [Value(key(citation.cited), citation.cited_label)] if citation.cited else [],
        "role": [Value(key(citation.role))] if citation.role else [],
        "form": [Value(key(citation.form))] if citation.form else [],
        "verdict": [Value(key(verdict)) for verdict, _ in citation.verdicts] or [Value(SOUND)],
        "severity": [Value(f"vocab/severity/{severity}") for _, severity in citation.verdicts if severity],
    }
    return found[facet]
