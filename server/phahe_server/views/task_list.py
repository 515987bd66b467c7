"""The list of tasks: every task of the graph with who, when, where and whence, and the filters over them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Final

from pyoxigraph import NamedNode

from phahe.store import Store
from phahe_server.facets import Facet, Value, key
from phahe_server.graph import Labels, Row, documents_at_once, several
from phahe_server.links import shorten
from phahe_server.listing import Choice, Head, Kind

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


def read(store: Store) -> Iterator[TaskRow]:
    """All tasks, by document and reading order."""
    labels = Labels(store)
    for some in documents_at_once(store):
        yield from _of(store, some, labels)


def _of(store: Store, documents: Sequence[NamedNode], labels: Labels) -> Iterator[TaskRow]:
    who, when, origins = (_by_task(several(store, f"task-{name}", document=documents)) for name in ("assignments", "timings", "origins"))
    places: dict[str, str] = {}
    for row in several(store, "document-places", document=documents):
        places.setdefault(row["document"], row["place"])
    themes: dict[str, list[str]] = defaultdict(list)
    tasks: dict[str, dict[str, Row]] = {document.value: {} for document in documents}
    for row in several(store, "task-list", document=documents):
        tasks[row["document"]].setdefault(row["task"], row)
        if row["theme"] and row["theme"] not in themes[row["task"]]:
            themes[row["task"]].append(row["theme"])
    named = labels.of(
        *tasks,
        *places.values(),
        *(row["agency"] for mine in who.values() for row in mine),
        *(row["origin"] for mine in origins.values() for row in mine),
    )
    for row in (row for mine in tasks.values() for row in mine.values()):
        iri, place = row["task"], places.get(row["document"], "")
        yield TaskRow(
            iri, document_value({**row, "documentLabel": named(row["document"])}), row["document"], row["path"], row["restored"] or row["text"],
            bool(row["restored"]), row["kind"], _value(place, named) if place else None, tuple(themes[iri]),
            tuple(_value(origin, named) for origin in sorted(one["origin"] for one in origins[iri])),
            tuple({**one, "agencyLabel": named(one["agency"])} for one in sorted(who[iri], key=itemgetter("assignment", "printed"))),
            tuple(sorted(when[iri], key=itemgetter("timing"))),
        )  # fmt: skip


def _value(iri: str, named: Callable[[str], str]) -> Value:
    return Value(key(iri), named(iri) or shorten(iri))


def document_value(row: Row) -> Value:
    """The document of a row, as a value to filter by."""
    return Value(key(row["document"]), row["documentLabel"] or shorten(row["document"]))


def _by_task(found: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["task"]].append(row)
    return grouped


def choices(task: TaskRow) -> Iterator[Choice]:
    """What `task` can be filtered by, and what it stands under."""
    yield from _chosen("document", [task.document])
    yield from _chosen("origin", task.origins)
    yield from _chosen("place", [task.place] if task.place else [])
    yield from _chosen("theme", [Value(key(theme)) for theme in task.themes])
    yield from _chosen("timing", [Value(key(row["kind"])) for row in task.when if row["kind"]] or [Value(NONE)])
    yield from _chosen("quarter", [Value(quarter(row["ends"])) for row in task.when if quarter(row["ends"])])
    yield from _chosen("agency", [agency_value(row) for row in task.who] or [Value(NONE)])
    yield from _chosen("role", [Value(key(row["role"])) for row in task.who])
    for row in task.who:  # X as lead, not X somewhere and a lead somewhere
        agency, role = agency_value(row), key(row["role"])
        yield from (Choice("agency", agency.key, agency.label, role), Choice("role", role, "", agency.key))
    for group in GROUPS:
        yield from _chosen(heading(group), _heads(task, group) or [Value(NONE)])


def _chosen(facet: str, values: Iterable[Value]) -> Iterator[Choice]:
    return (Choice(facet, value.key, value.label) for value in values)


def heading(group: str) -> str:
    """The facet of what tasks stand under."""
    return f"under {group}"


def _heads(task: TaskRow, group: str) -> Sequence[Value]:
    """What a task stands under; a task that two agencies lead stands under both."""
    found: dict[str, Sequence[Value]] = {
        "document": [task.document],
        "theme": [Value(key(theme)) for theme in task.themes],
        "agency": [agency_value(row) for row in task.leads],
        "quarter": [_due(row) for row in task.when if quarter(row["ends"]) or row["kind"]],
    }
    return found[group]


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


def in_order(heads: Iterable[Head], group: str) -> list[Head]:
    """What tasks stand under as the page shows it: in order of first appearance; quarters by time, then the kinds of time that have no end
    (every year, at all times). Those without one last.
    """
    if group == "quarter":
        return sorted(heads, key=lambda head: (head.key == NONE, not head.label, head.key))
    return sorted(heads, key=lambda head: (head.key == NONE, head.first))


def restored(plain: dict[str, Any]) -> TaskRow:
    """A row from JSON."""
    place = Value(**plain["place"]) if plain["place"] else None
    return TaskRow(**{
        **plain, "document": Value(**plain["document"]), "place": place, "themes": tuple(plain["themes"]),
        "origins": tuple(Value(**one) for one in plain["origins"]), "who": tuple(plain["who"]), "when": tuple(plain["when"]),
    })  # fmt: skip


LIST: Final = Kind(FACETS, read, choices, restored, partners={"agency": "role", "role": "agency"})
