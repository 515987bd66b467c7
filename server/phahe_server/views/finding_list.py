"""What the checks found, each finding with every piece of its quote, grouped by verdict with the rule and the mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from phahe.store import Store
from phahe_server.facets import Value, key
from phahe_server.graph import Row, rows
from phahe_server.links import last_segment, shorten

FACETS: Final = ("document", "verdict", "severity")
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


@dataclass(frozen=True)
class Findings:
    """All findings, and what each verdict means: verdict to property to language to words."""

    every: tuple[Finding, ...]
    meaning: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def merged(found: Iterable[Row]) -> list[Finding]:
    """Rows of `finding-list` as findings: a finding quoted in three places has three pieces, the gravest first."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["finding"]].append(row)
    findings = [_finding(mine) for mine in grouped.values()]
    return sorted(findings, key=lambda one: (_gravity(one.severity), one.verdict))


def _finding(mine: Sequence[Row]) -> Finding:
    row = mine[0]
    pieces = {one["evidence"]: one for one in mine if one["evidence"]}
    documents = {one["document"]: Value(key(one["document"]), one["documentLabel"] or shorten(one["document"])) for one in mine}
    message = {"vi": row["vi"] or row["en"], "en": row["en"] or row["vi"]}
    return Finding(
        row["finding"], row["verdict"], last_segment(row["severity"]) if row["severity"] else "", row["about"], message, row["restored"],
        tuple(documents.values()), tuple(pieces.values()),
    )  # fmt: skip


def _gravity(severity: str) -> int:
    return _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)


def findings(store: Store) -> Findings:
    """Everything the checks found in the documents in hand."""
    meaning: dict[str, Any] = defaultdict(lambda: defaultdict(dict))
    for row in rows(store, "verdicts"):
        meaning[row["verdict"]][last_segment(row["property"])][row["language"] or "vi"] = row["text"]
    return Findings(tuple(merged(rows(store, "finding-list"))), {verdict: dict(found) for verdict, found in meaning.items()})


def values(finding: Finding, facet: str, _: Mapping[str, str]) -> Sequence[Value]:
    """What `finding` has of `facet`."""
    found: dict[str, Sequence[Value]] = {
        "document": finding.documents,
        "verdict": [Value(key(finding.verdict))] if finding.verdict else [],
        "severity": [Value(f"vocab/severity/{finding.severity}")] if finding.severity else [],
    }
    return found[facet]
