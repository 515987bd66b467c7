"""Every task of the graph with who, when, where and whence, and the filters over them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from phahe.store import Store
from phahe_server.facets import Facet, Value, key
from phahe_server.graph import Row, rows
from phahe_server.links import shorten

FACETS: Final = ("origin", "document", "place", "agency", "role", "theme", "timing", "quarter")
GROUPS: Final = ("document", "theme", "agency", "quarter")
#: The value of a filter that asks for tasks without any.
NONE: Final = "none"


@dataclass(frozen=True)
class TaskRow:
    """One task as lists show it; `who` and `when` are rows of its assignments and timings."""

    iri: str
    document: Value
    document_iri: str
    path: str
    text: str
    restored: bool
    kind: str
    place: Value | None
    themes: tuple[str, ...]
    origins: tuple[Value, ...]
    who: tuple[Row, ...]
    when: tuple[Row, ...]

    @property
    def leads(self) -> list[Row]:
        """Who leads."""
        return [row for row in self.who if row["role"].endswith("/lead")]

    @property
    def others(self) -> list[Row]:
        """Who takes part otherwise."""
        return [row for row in self.who if not row["role"].endswith("/lead")]


def every(store: Store) -> list[TaskRow]:
    """All tasks, by document and reading order."""
    who, when = _by_task(rows(store, "document-assignments")), _by_task(rows(store, "document-timings"))
    origins = _by_task(rows(store, "task-origins"))
    themes: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Row] = {}
    for row in rows(store, "task-list"):
        first.setdefault(row["task"], row)
        if row["theme"] and row["theme"] not in themes[row["task"]]:
            themes[row["task"]].append(row["theme"])
    return [
        TaskRow(
            iri, document_value(row), row["document"], row["path"], row["restored"] or row["text"], bool(row["restored"]), row["kind"],
            Value(key(row["place"]), row["placeLabel"] or shorten(row["place"])) if row["place"] else None, tuple(themes[iri]),
            tuple(Value(key(one["origin"]), one["originLabel"] or shorten(one["origin"])) for one in origins[iri]),
            tuple(who[iri]), tuple(when[iri]),
        )
        for iri, row in first.items()
    ]  # fmt: skip


def document_value(row: Row) -> Value:
    """The document of a row, as a value to filter by."""
    return Value(key(row["document"]), row["documentLabel"] or shorten(row["document"]))


def _by_task(found: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["task"]].append(row)
    return grouped


def values(task: TaskRow, facet: str, asked: Mapping[str, str]) -> Sequence[Value]:
    """What `task` has of `facet`. Agency and role are asked of the same assignment: X as lead, not X somewhere and a lead somewhere."""
    if facet in ("agency", "role"):
        return _who(task, facet, asked)
    found: dict[str, Sequence[Value]] = {
        "document": [task.document],
        "origin": task.origins,
        "place": [task.place] if task.place else [],
        "theme": [Value(key(theme)) for theme in task.themes],
        "timing": [Value(key(row["kind"])) for row in task.when if row["kind"]] or [Value(NONE)],
        "quarter": [Value(quarter(row["ends"])) for row in task.when if quarter(row["ends"])],
    }
    return found[facet]


def _who(task: TaskRow, facet: str, asked: Mapping[str, str]) -> Sequence[Value]:
    if facet == "agency":
        return [agency_value(row) for row in task.who if asked.get("role", "") in ("", key(row["role"]))] or (
            [] if task.who else [Value(NONE)]
        )
    return [Value(key(row["role"])) for row in task.who if asked.get("agency", "") in ("", key(row["agency"]))]


def agency_value(row: Row) -> Value:
    """The agency of an assignment, as a value to filter by."""
    return Value(key(row["agency"]), row["agencyLabel"] or row["printed"] or shorten(row["agency"]))


def quarter(day: str) -> str:
    """The quarter an ISO date falls in, "" where there is no date.

    >>> quarter("2026-03-31"), quarter("")
    ('2026-Q1', '')
    """
    match = re.match(r"(\d{4})-(\d\d)-\d\d", day)
    return f"{match[1]}-Q{(int(match[2]) + 2) // 3}" if match else ""


def quarter_label(found: str) -> str:
    """A quarter as Vietnamese documents write it; anything else unchanged.

    >>> quarter_label("2026-Q1")
    'Quý I/2026'
    """
    match = re.fullmatch(r"(\d{4})-Q([1-4])", found)
    return f"Quý {('I', 'II', 'III', 'IV')[int(match[2]) - 1]}/{match[1]}" if match else found


def _due(row: Row) -> Value:
    """The quarter a time ends in, else its kind, a concept without a label here."""
    ends = quarter(row["ends"])
    return Value(ends, quarter_label(ends)) if ends else Value(key(row["kind"]))


def in_order_of_time(facet: Facet, now: str, this: str) -> Facet:
    """The filter by quarter, the earliest first, and `this` said of the quarter `now`.

    >>> from phahe_server.facets import Option
    >>> options = tuple(Option(key, quarter_label(key), 1) for key in ("2026-Q4", "2025-Q4"))
    >>> [option.label for option in in_order_of_time(Facet("quarter", options, ""), "2026-Q4", "quý này").options]
    ['Quý IV/2025', 'Quý IV/2026, quý này']
    """
    told = (replace(option, label=f"{option.label}, {this}") if option.key == now else option for option in facet.options)
    return replace(facet, options=tuple(sorted(told, key=lambda option: option.key)))


def grouped(tasks: Sequence[TaskRow], by: str) -> list[tuple[Value, list[TaskRow]]]:
    """The tasks under their document, theme or lead agency, in order of first appearance, or under the quarter they are due in, the earliest
    first, then under the kind of time of those that have no end (every year, at all times); those without one last. A task that two
    agencies lead stands under both.
    """
    found: dict[str, tuple[Value, list[TaskRow]]] = {}
    without: list[TaskRow] = []
    for task in tasks:
        heads = {
            "document": [task.document],
            "theme": [Value(key(theme)) for theme in task.themes],
            "agency": [agency_value(row) for row in task.leads],
            "quarter": [_due(row) for row in task.when if quarter(row["ends"]) or row["kind"]],
        }[by]
        for head in dict.fromkeys(heads):
            found.setdefault(head.key, (head, []))[1].append(task)
        if not heads:
            without.append(task)
    in_order = sorted(found.values(), key=lambda pair: (not pair[0].label, pair[0].key)) if by == "quarter" else [*found.values()]
    return [*in_order, *([(Value(NONE), without)] if without else [])]
