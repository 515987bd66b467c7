"""What to call things on pages: their label, else their words, else what they join or count; and of what class they are.

Numbers and lists of things come with names a reader knows, never with an address where the graph has any words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from phahe.namespaces import BASE
from phahe.store import Store
from phahe_server.graph import named, several
from phahe_server.links import last_segment

_BATCH: Final = 100
_WORDS: Final = ("label", "prefLabel", "restoredText", "text", "heading", "message", "sharedText")
_COUNTED: Final = (
    "countedOrigin",
    "countedDocument",
    "countedPlace",
    "countedAgency",
    "countedRole",
    "countedTheme",
    "countedYear",
    "countedKind",
)
#: Classes that only say what another class of the thing says better.
_GENERAL: Final = frozenset({"Fact", "Actor", "Observation", "Concept", "SpecificResource", "SharedWording", "Entity", "Collection"})


@dataclass(frozen=True, slots=True)
class Called:
    """A thing's name as pieces: `words` of its own, else `parts` (IRIs or words to be named in the reader's language) and a `count` of tasks."""

    words: str = ""
    quoted: bool = False
    parts: tuple[tuple[str, str], ...] = ()
    count: str = ""
    path: str = ""
    document: str = ""
    document_label: str = ""
    kind: str = ""


def called(store: Store, iris: Iterable[str]) -> dict[str, Called]:
    """The names of things, by IRI; what the graph says nothing of is left out."""
    wanted = list(dict.fromkeys(iri for iri in iris if named(iri)))
    said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for at in range(0, len(wanted), _BATCH):
        for row in several(store, "thing-names", thing=[NamedNode(iri) for iri in wanted[at : at + _BATCH]]):
            said[row["thing"]][last_segment(row["property"])].append((row["value"], row["valueLabel"]))
    return {iri: _called(facts) for iri, facts in said.items()}


def _called(facts: Mapping[str, list[tuple[str, str]]]) -> Called:
    words = next((facts[name][0][0] for name in _WORDS if name in facts), "")
    quoted = not words and "exact" in facts
    parts: list[tuple[str, str]] = []
    if {"subjectDocument", "objectDocument"} <= facts.keys():
        words, parts = "", [facts[name][0] for name in ("subjectDocument", "relation", "objectDocument") if name in facts]
    elif {"agencyRole", "agency"} <= facts.keys():
        words, parts = "", [facts["agencyRole"][0], facts["agency"][0]]
    elif "taskCount" in facts:
        parts = [facts[name][0] for name in _COUNTED if name in facts]
    document = facts.get("document", [("", "")])[0]
    return Called(
        words=words or (facts["exact"][0][0] if quoted else ""),
        quoted=quoted,
        parts=tuple(parts),
        count=facts.get("taskCount", [("", "")])[0][0],
        path=facts.get("path", [("", "")])[0][0],
        document=document[0],
        document_label=document[1],
        kind=_kind([value for value, _ in facts.get("type", [])]),
    )


def _kind(classes: list[str]) -> str:
    """The class that says most: one of ours before others', a narrower one before those that hold it."""
    ranked = sorted(
        classes, key=lambda iri: (last_segment(iri) in _GENERAL, not iri.startswith(f"{BASE}ns#"), last_segment(iri) == "Document", iri)
    )
    return ranked[0] if ranked else ""
