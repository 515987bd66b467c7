"""The list of findings: what the checks found, each finding with every piece of its quote, grouped by verdict with the rule and the mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from phahe.store import Store
from phahe_server.facets import Value, key
from phahe_server.graph import Row, documents_at_once, rows, several
from phahe_server.links import last_segment, shorten
from phahe_server.listing import Choice, Kind

FACETS: Final = ("document", "verdict", "severity")
#: The facet of what findings stand under.
UNDER: Final = "under verdict"
_SEVERITIES: Final = ("error", "warning", "info")


@dataclass(frozen=True)
class Finding:
    """One finding; `pieces` are the rows of its quote in the order they are printed."""

    iri: str
    verdict: str
    severity: str
    about: str
    message: Mapping[str, str]
    restored: str
    documents: tuple[Value, ...]
    pieces: tuple[Row, ...]


def merged(found: Iterable[Row]) -> list[Finding]:
    """Rows of `finding-list` as findings: a finding quoted in three places has three pieces, the gravest first."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["finding"]].append(row)
    return sorted((_finding(mine) for mine in grouped.values()), key=sort)


def _finding(mine: Sequence[Row]) -> Finding:
    row = mine[0]
    pieces = {one["evidence"]: one for one in mine if one["evidence"]}
    documents = {one["document"]: Value(key(one["document"]), one["documentLabel"] or shorten(one["document"])) for one in mine}
    message = {"vi": row["vi"] or row["en"], "en": row["en"] or row["vi"]}
    return Finding(
        row["finding"], row["verdict"], last_segment(row["severity"]) if row["severity"] else "", row["about"], message, row["restored"],
        tuple(documents.values()), tuple(pieces.values()),
    )  # fmt: skip


def sort(finding: Finding) -> str:
    """What puts the gravest first, then those of one verdict together."""
    at = _SEVERITIES.index(finding.severity) if finding.severity in _SEVERITIES else len(_SEVERITIES)
    return f"{at} {finding.verdict}\n{finding.severity}"


def read(store: Store) -> Iterator[Finding]:
    """What the checks found in each document; what they found between two comes with each, and with the quotes from that one."""
    for documents in documents_at_once(store):
        yield from merged(several(store, "finding-list", document=documents))


def together(first: Finding, second: Finding) -> Finding:
    """A finding between documents, from what came with each."""
    documents = {one.key: one for one in (*first.documents, *second.documents)}
    pieces = {piece["evidence"]: piece for piece in (*first.pieces, *second.pieces)}
    return replace(first, documents=tuple(documents.values()), pieces=tuple(pieces.values()))


def meaning(store: Store) -> dict[str, dict[str, dict[str, str]]]:
    """What each verdict means: verdict to property to language to words."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows(store, "verdicts"):
        found.setdefault(row["verdict"], {}).setdefault(last_segment(row["property"]), {})[row["language"] or "vi"] = row["text"]
    return found


def choices(finding: Finding) -> Iterator[Choice]:
    """What `finding` can be filtered by, and what it stands under."""
    for document in finding.documents:
        yield Choice("document", document.key, document.label)
    if finding.verdict:
        yield Choice("verdict", key(finding.verdict))
    if finding.severity:
        yield Choice("severity", f"vocab/severity/{finding.severity}")
    yield Choice(UNDER, finding.verdict)


def restored(plain: dict[str, Any]) -> Finding:
    """A row from JSON."""
    return Finding(**{**plain, "documents": tuple(Value(**one) for one in plain["documents"]), "pieces": tuple(plain["pieces"])})


LIST: Final = Kind(FACETS, read, choices, restored, together, sort)
