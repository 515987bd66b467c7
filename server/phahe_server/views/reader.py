"""A document as its page shows it: every provision in reading order, the facts found in each, the words marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from phahe.store import Store
from phahe_server import sources
from phahe_server.graph import Row, rows
from phahe_server.links import last_segment
from phahe_server.marking import Mark, Stretch, found_in, stretches
from phahe_server.views.finding_list import Finding, merged

_ROLES = ("lead", "coordinate")
#: The classes of facts that are marked in the text, and how their marks are called.
MARKED: Final = {
    "Assignment": "agency",
    "Timing": "timing",
    "Target": "target",
    "Citation": "citation",
    "Output": "output",
    "Funding": "funding",
}
Spans = dict[str, list[tuple[int, int]]]


@dataclass
class Task:
    """A task of the document, with who and when."""

    iri: str
    path: str
    kind: str
    provision: str
    text: str
    assignments: list[Row] = field(default_factory=list)
    timings: list[Row] = field(default_factory=list)
    outputs: list[Row] = field(default_factory=list)
    funding: list[Row] = field(default_factory=list)

    @property
    def roles(self) -> list[tuple[str, list[Row]]]:
        """The bodies by role, the lead first."""
        return by_role(self.assignments)


@dataclass
class Part:
    """A provision: its printed words, cut at the marks, and the facts found in it."""

    iri: str
    path: str
    kind: str
    number: str
    heading: str
    depth: int
    printed: list[Stretch]
    restored: list[Stretch] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    citations: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    funding: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    page: str = ""

    @property
    def shown(self) -> list[Stretch]:
        """The words to read: restored where the print is broken, printed otherwise."""
        return self.restored or self.printed

    @property
    def has_facts(self) -> bool:
        """Whether the margin has anything to say."""
        return bool(self.tasks or self.citations or self.targets or self.funding or self.findings)


@dataclass
class Reader:
    """All the page needs but the header; `marks` are the kinds of marks that occur, in the order of the legend."""

    parts: list[Part]
    findings: list[Finding]
    cited_by: list[Row]
    stored: dict[str, str]
    marks: list[str]

    @property
    def outline(self) -> list[Part]:
        """The provisions worth a line in the outline: those with a heading."""
        return [part for part in self.parts if part.heading]

    @property
    def has_restored(self) -> bool:
        """Whether the print is broken somewhere and the words were restored."""
        return any(part.restored for part in self.parts)


def read(store: Store, iri: str, folder: Path) -> Reader:
    """The document `iri`, its stored text taken from `folder`."""
    node = NamedNode(iri)
    stored = next(iter(rows(store, "document-text", document=node)), {})
    text = sources.read(folder, stored["file"]) if stored else None
    found = rows(store, "document-spans", document=node)
    spans, marks, words = _spans(found)
    parts = _parts(rows(store, "document-parts", document=node), spans, marks, words, text)
    _number_pages(parts, found)
    by_iri = {part.iri: part for part in parts}
    for task in tasks(store, node):
        if task.provision in by_iri:
            by_iri[task.provision].tasks.append(task)
    findings = merged(rows(store, "finding-list", document=node))
    _attach(by_iri, _with_verdicts(rows(store, "document-citations", document=node)), "citations")
    _attach(by_iri, _once(rows(store, "document-targets", document=node), "target"), "targets")
    _attach(by_iri, (row for row in merged_kinds(rows(store, "document-funding", document=node), "funding") if not row["task"]), "funding")
    kinds = {mark.kind for mark in marks}
    cited_by = rows(store, "document-cited-by", document=node)
    return Reader(parts, findings, cited_by, stored, [kind for kind in MARKED.values() if kind in kinds])


def _spans(found: Iterable[Row]) -> tuple[Spans, list[Mark], list[tuple[str, str, str]]]:
    """Where provisions are printed, and the marks on them (by place, and by restored words)."""
    spans: Spans = defaultdict(list)
    marks, words = [], []
    for row in found:
        fact, kind = row["fact"], last_segment(row["class"])
        start, end = int(row["start"]), int(row["end"])
        if kind in MARKED:
            marks.append(Mark(start, end, MARKED[kind], fact))
            words.append((MARKED[kind], fact, row["restored"]))
        else:
            spans[fact].append((start, end))
    return spans, marks, list(dict.fromkeys(words))


def _parts(found: Sequence[Row], spans: Spans, marks: list[Mark], words: list[tuple[str, str, str]], text: str | None) -> list[Part]:
    parts: dict[str, Part] = {}
    depths: dict[str, int] = {}
    for row in found:
        iri, parent = row["part"], row["parent"]
        if iri in parts:
            continue
        depths[iri] = depths.get(parent, -1) + 1
        pieces = sorted(spans.get(iri, []))
        printed = stretches(text, pieces, marks) if text and pieces else [Stretch(row["text"], ())]
        inside = {mark.iri for stretch in printed for mark in stretch.marks}
        restored = found_in(row["restored"], [word for word in words if word[1] in inside]) if row["restored"] else []
        parts[iri] = Part(iri, row["path"], last_segment(row["kind"]), row["number"], row["heading"], depths[iri], printed, restored)
    return list(parts.values())


def _number_pages(parts: Iterable[Part], found: Iterable[Row]) -> None:
    """The page of the print on the first part that stands on it; scans and PDF know their pages, plain text does not."""
    pages: dict[str, str] = {}
    for row in found:
        if row["page"]:
            pages.setdefault(row["fact"], row["page"])
    last = ""
    for part in parts:
        page = pages.get(part.iri, last)
        if page != last:
            part.page = last = page


def tasks(store: Store, node: NamedNode) -> list[Task]:
    """The tasks of a document with who, when, what comes of them and what pays for them."""
    found: dict[str, Task] = {}
    for row in rows(store, "document-tasks", document=node):
        iri = row["task"]
        found.setdefault(iri, Task(iri, row["path"], row["kind"], row["provision"], row["text"]))
    parts = {
        "assignments": _once(rows(store, "document-assignments", document=node), "assignment"),
        "timings": _once(rows(store, "document-timings", document=node), "timing"),
        "outputs": merged_kinds(rows(store, "document-outputs", document=node), "output"),
        "funding": merged_kinds(rows(store, "document-funding", document=node), "funding"),
    }
    for name, mine in parts.items():
        for row in mine:
            if row["task"] in found:
                getattr(found[row["task"]], name).append(row)
    return list(found.values())


def merged_kinds(found: Sequence[Row], key: str) -> list[Row]:
    """One row a thing, its kinds as `kinds`, parted by spaces."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in found:
        if row["kind"] and row["kind"] not in kinds[row[key]]:
            kinds[row[key]].append(row["kind"])
    return [{**row, "kinds": " ".join(kinds[row[key]])} for row in _once(found, key)]


def by_role(assignments: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Assignments grouped by role (its IRI), in the order lead, coordinate, others."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in assignments:
        groups[row["role"]].append(row)
    rank = {name: index for index, name in enumerate(_ROLES)}
    return sorted(groups.items(), key=lambda item: (rank.get(last_segment(item[0]), len(_ROLES)), item[0]))


def _once(found: Iterable[Row], key: str) -> list[Row]:
    """The first row of each thing: optional labels may repeat a row."""
    first: dict[str, Row] = {}
    for row in found:
        first.setdefault(row[key], row)
    return list(first.values())


def _with_verdicts(found: Sequence[Row]) -> list[Row]:
    """One row a citation, its verdicts as `verdicts`, parted by spaces."""
    verdicts: dict[str, list[str]] = defaultdict(list)
    for row in found:
        if row["verdict"] and row["verdict"] not in verdicts[row["citation"]]:
            verdicts[row["citation"]].append(row["verdict"])
    return [{**row, "verdicts": " ".join(verdicts[row["citation"]])} for row in _once(found, "citation")]


def _attach(by_iri: dict[str, Part], found: Iterable[Row], to: str) -> None:
    for row in found:
        part = by_iri.get(row["provision"])
        if part is not None:
            getattr(part, to).append(row)
