"""The rules 05 to 12 over tables: how many tasks there are by document, origin, place, theme, agency and year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from phahe.conclusions.facts import TYPE, Facts, Term, closure, ph
from phahe.conclusions.lineage import Lineage, Triple
from phahe.conclusions.terms import after, integer, iri, text
from phahe.namespaces import BASE

_DATASET: Final = b"<http://purl.org/linked-data/cube#dataSet>"
_NONE: Final[Counter[Term]] = Counter()
_YEAR: Final = b'"%s"^^<http://www.w3.org/2001/XMLSchema#gYear>'


@dataclass(slots=True)
class Cell:
    """A cell of rule 05, as the later rules meet it: more than one value only where two groups are given one name."""

    documents: set[Term] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)


class Counts:
    """The cells by document, and what the other counts add up from them."""

    def __init__(self, facts: Facts, lineage: Lineage) -> None:
        self._facts, self._lineage = facts, lineage
        self._cells: dict[Term, Cell] = defaultdict(Cell)
        self._parts: dict[Term, list[Cell]] = defaultdict(list)
        self._themes: dict[Term, Counter[Term]] = defaultdict(Counter)
        self._by_document = set(self._count_documents())
        for cell in self._cells.values():
            for document in cell.documents:
                self._parts[document].append(cell)

    def by_document(self) -> Iterator[Triple]:
        """Rule 05."""
        return iter(self._by_document)

    def _count_documents(self) -> Iterator[Triple]:
        facts = self._facts
        groups: Counter[tuple[Term, Term | None]] = Counter()
        nothing: tuple[Term | None, ...] = (None,)
        for task in facts.tasks:
            kinds, themes = facts["taskKind"].of(task) or nothing, facts["theme"].of(task)
            for document in facts["document"].of(task):
                groups.update((document, kind) for kind in kinds)
                self._themes[document].update(themes)
        for (document, kind), number in groups.items():
            code = (after(kind, b"task-kind/") if kind else None) or (b"" if kind and text(kind) is not None else b"none")
            name = iri(text(document), b"/count/tasks/", code)
            if name is None:
                continue
            cell = self._cells[name]
            cell.documents.add(document)
            cell.numbers.add(number)
            yield from _cell(name, b"tasks-by-document")
            yield name, ph("countedDocument"), document
            if kind:
                yield name, ph("countedKind"), kind
            yield name, ph("taskCount"), integer(number)

    def by_origin(self) -> Iterator[Triple]:
        """Rule 06."""
        total: dict[Term, int] = defaultdict(int)
        documents: dict[Term, int] = defaultdict(int)
        for document in self._lineage.held:
            own = sum(number for cell in self._parts.get(document, ()) for number in cell.numbers)
            for origin in self._lineage.traces.get(document, ()):
                total[origin] += own
                documents[origin] += 1
        for origin, number in total.items():
            yield from _total(
                iri(text(origin), b"/count/derived-tasks"), b"tasks-by-origin", {"countedOrigin": origin}, number, documents[origin]
            )

    def by_origin_and_theme(self) -> Iterator[Triple]:
        """Rule 07."""

        def rows() -> Iterator[Row]:
            for document, origins in self._lineage.traces.items():
                for theme, number in self._themes.get(document, _NONE).items():
                    for origin in origins:
                        yield (origin, theme), number, document

        for (origin, theme), number, documents in _summed(rows()):
            name = iri(text(origin), b"/count/derived-tasks/theme/", after(theme, b"theme/"))
            yield from _total(name, b"tasks-by-origin-and-theme", {"countedOrigin": origin, "countedTheme": theme}, number, documents)

    def by_place(self) -> Iterator[Triple]:
        """Rule 08."""
        rows = (((place,), number, document) for document in self._parts for place, number in self._places(document))
        for (place,), number, documents in _summed(rows):
            yield from _total(iri(text(place), b"/count/tasks"), b"tasks-by-place", {"countedPlace": place}, number, documents)

    def by_origin_and_place(self) -> Iterator[Triple]:
        """Rule 09."""

        def rows() -> Iterator[Row]:
            for document in self._parts:
                origins = self._lineage.traces.get(document, ())
                for place, number in self._places(document) if origins else ():
                    for origin in origins:
                        yield (origin, place), number, document

        for (origin, place), number, documents in _summed(rows()):
            name = iri(text(origin), b"/count/derived-tasks/place/", after(place, b"/place/"))
            yield from _total(name, b"tasks-by-origin-and-place", {"countedOrigin": origin, "countedPlace": place}, number, documents)

    def by_theme(self) -> Iterator[Triple]:
        """Rule 10."""
        rows = (((theme,), number, document) for document, themes in self._themes.items() for theme, number in themes.items())
        for (theme,), number, documents in _summed(rows):
            yield from _total(iri(text(theme), b"/count/tasks"), b"tasks-by-theme", {"countedTheme": theme}, number, documents)

    def by_agency(self) -> Iterator[Triple]:
        """Rule 11."""
        facts = self._facts

        def rows() -> Iterator[tuple[tuple[Term, ...], Term, Term]]:
            for assignment, agency in facts["agency"].pairs():
                for role in facts["agencyRole"].of(assignment):
                    for task in facts["task"].of(assignment):
                        for document in facts["document"].of(assignment):
                            yield (agency, role), task, document

        for (agency, role), number, documents in _distinct(rows()):
            name = iri(text(agency), b"/count/tasks/", after(role, b"agency-role/"))
            yield from _total(name, b"tasks-by-agency", {"countedAgency": agency, "countedRole": role}, number, documents)

    def by_year(self) -> Iterator[Triple]:
        """Rule 12."""
        facts = self._facts

        def rows() -> Iterator[tuple[tuple[Term, ...], Term, Term]]:
            for timing, end in facts["endsOn"].pairs():
                value = text(end)
                year = _YEAR % value.decode()[:4].encode() if value is not None else b""
                for task in facts["task"].of(timing) if year else ():
                    for document in facts["document"].of(task):
                        yield (year,), task, document

        for (year,), number, documents in _distinct(rows()):
            name = iri(f"{BASE}count/tasks/".encode(), text(year))
            yield from _total(name, b"tasks-by-year", {"countedYear": year}, number, documents)

    def _places(self, document: Term) -> Iterator[tuple[Term, int]]:
        """Each place the document counts for, once for each place of its own within it."""
        own = sum(number for cell in self._parts.get(document, ()) for number in cell.numbers)
        for place in self._facts["place"].of(document):
            for wider in {place, *closure(self._facts["withinPlace"], place)}:
                yield wider, own


Row = tuple[tuple[Term, ...], int, Term]


def _summed(rows: Iterable[Row]) -> Iterator[tuple[tuple[Term, ...], int, int]]:
    """Each group with the sum of its numbers and how many documents it has."""
    total: dict[tuple[Term, ...], int] = defaultdict(int)
    documents: dict[tuple[Term, ...], set[Term]] = defaultdict(set)
    for group, number, document in rows:
        total[group] += number
        documents[group].add(document)
    return ((group, number, len(documents[group])) for group, number in total.items())


def _distinct(rows: Iterable[tuple[tuple[Term, ...], Term, Term]]) -> Iterator[tuple[tuple[Term, ...], int, int]]:
    """Each group with how many tasks and documents it has."""
    tasks: dict[tuple[Term, ...], set[Term]] = defaultdict(set)
    documents: dict[tuple[Term, ...], set[Term]] = defaultdict(set)
    for group, task, document in rows:
        tasks[group].add(task)
        documents[group].add(document)
    return ((group, len(found), len(documents[group])) for group, found in tasks.items())


def _cell(name: Term, dataset: bytes) -> Iterator[Triple]:
    yield name, TYPE, ph("TaskCount")
    yield name, _DATASET, b"<%sdataset/%s>" % (BASE.encode(), dataset)


def _total(name: Term | None, dataset: bytes, dimensions: Mapping[str, Term], tasks: int, documents: int) -> Iterator[Triple]:
    if name is None:
        return
    yield from _cell(name, dataset)
    for dimension, value in dimensions.items():
        yield name, ph(dimension), value
    yield name, ph("taskCount"), integer(tasks)
    yield name, ph("documentCount"), integer(documents)


Rule = Callable[[], Iterator[Triple]]
