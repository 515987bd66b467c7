"""The documents of the graph, held and cited, with their header facts and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from phahe.namespaces import BASE
from phahe.store import Store
from phahe_server.graph import Row, rows, several
from phahe_server.links import last_segment

LEVELS = ("central", "province", "commune")


@dataclass(frozen=True)
class Document:
    """One document as lists and pictures show it. `level` is "" where the graph does not know it."""

    iri: str
    label: str
    title: str
    type: str
    number: str
    issuer: str
    issuer_label: str
    level: str
    place: str
    place_label: str
    date: str
    held: bool
    slug: str
    party: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    mentions: int = 0
    cited_by: int = 0

    @property
    def band(self) -> int:
        """0 central, 1 province, 2 commune; unknown levels stand with the central ones."""
        return LEVELS.index(self.level) if self.level in LEVELS else 0


def headers(store: Store) -> dict[str, Document]:
    """All documents by IRI, in reading order of the IRI, without what is counted."""
    found: dict[str, Document] = {}
    for row in rows(store, "documents"):
        if row["document"] not in found:
            found[row["document"]] = _document(row, {}, (0, 0))
    return found


def in_order(store: Store) -> tuple[list[str], list[str]]:
    """The IRIs of the documents held, and of those that are only cited: from the centre down, by date, by label."""
    every = sorted(headers(store).values(), key=lambda one: (one.band, one.date or "9", one.label, one.iri))
    return [one.iri for one in every if one.held], [one.iri for one in every if not one.held]


def some(store: Store, iris: Iterable[str]) -> dict[str, Document]:
    """The documents with these IRIs, with what is counted; what the store does not call a document is left out."""
    given = {"document": [NamedNode(iri) for iri in sorted(set(iris))]}
    if not given["document"]:
        return {}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in several(store, "counts", **given):
        counts[row["document"]][last_segment(row["class"])] = int(row["count"] or 0)
    cited = {row["document"]: (int(row["mentions"] or 0), int(row["documents"] or 0)) for row in several(store, "cited-counts", **given)}
    found: dict[str, Document] = {}
    for row in several(store, "documents", **given):
        iri = row["document"]
        if iri not in found:
            found[iri] = _document(row, counts[iri], cited.get(iri, (0, 0)))
    return found


def _document(row: Row, counts: Mapping[str, int], cited: tuple[int, int]) -> Document:
    iri = row["document"]
    label = row["label"] or row["title"] or iri.removeprefix(BASE)
    return Document(
        iri=iri,
        label=label,
        title=row["title"],
        type=row["documentType"],
        number=row["number"],
        issuer=row["issuer"],
        issuer_label=row["issuerLabel"],
        level=last_segment(row["level"]) if row["level"] else "",
        place=row["place"],
        place_label=row["placeLabel"],
        date=row["date"],
        held=(row["held"] == "true"),
        slug=row["slug"],
        party=(row["party"] == "true"),
        counts=counts,
        mentions=cited[0],
        cited_by=cited[1],
    )
