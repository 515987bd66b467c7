"""The counts of `queries/rules` against counting in Python, over the shipped graph and over copies of it, and against what reading found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import RDF, Graph, Namespace

from phahe.inference import infer
from phahe.namespaces import BASE, PH
from phahe.resources import folder
from phahe.store import Store, with_prefixes
from tests.bench.copies import multiply

QB = Namespace("http://purl.org/linked-data/cube#")
Cells = dict[tuple[str, ...], int]


@pytest.fixture(scope="module", params=[1, 3], ids=["shipped", "three copies"])
def store(request: pytest.FixtureRequest) -> Store:
    many = multiply(request.param)
    infer(many)
    return many


def cells(store: Store, dataset: str, *dimensions: str) -> Cells:
    """The cells of a data set by the last parts of their dimensions."""
    asked = " ".join(f"?cell ph:{name} ?{name} ." for name in dimensions)
    query = f"SELECT DISTINCT ?cell ?taskCount {' '.join(f'?{name}' for name in dimensions)} {{ ?cell qb:dataSet <{BASE}dataset/{dataset}> ; ph:taskCount ?taskCount . {asked} }}"
    rows = store.select(with_prefixes(query)).rows
    found = {tuple(str(value.value) for value in row[2:] if value is not None): int(row[1].value) for row in rows if row[1] is not None}
    assert len(found) == len(rows), "one cell for each combination"
    return found


class Counted:
    """The tasks of a store, read quad by quad."""

    def __init__(self, store: Store) -> None:
        self.values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in store.quads():
            if isinstance(quad.object, NamedNode | Literal) and isinstance(quad.subject, NamedNode):
                self.values[quad.predicate.value.removeprefix(str(PH))][quad.subject.value].add(quad.object.value)
        kinds = self.values[str(RDF.type)]
        self.tasks = [one for one, types in kinds.items() if str(PH["Task"]) in types]

    def each(self, task: str, name: str) -> set[str]:
        return self.values[name].get(task, set())

    def document(self, task: str) -> str:
        (document,) = self.each(task, "document")
        return document

    def upwards(self, start: str, *names: str) -> set[str]:
        seen: set[str] = set()
        rest = [start]
        while rest:
            one = rest.pop()
            for above in {value for name in names for value in self.values[name].get(one, ())} - seen:
                seen.add(above)
                rest.append(above)
        return seen

    def origins(self, task: str) -> set[str]:
        return self.upwards(self.document(task), "carriesOut", "continues", "annexOf")

    def places(self, task: str) -> set[str]:
        return {wider for own in self.each(self.document(task), "place") for wider in {own, *self.upwards(own, "withinPlace")}}


def counted(pairs: Iterator[tuple[str, ...]]) -> Cells:
    return dict(Counter(pairs))


def test_every_cell_is_what_counting_finds(store: Store) -> None:
    real = Counted(store)
    tasks, each = real.tasks, real.each
    theme = {task: next(iter(each(task, "theme"))) for task in tasks}
    kind = {task: next(iter(each(task, "taskKind"))) for task in tasks}
    assert cells(store, "tasks-by-document", "countedDocument", "countedKind") == counted(
        (real.document(task), kind[task]) for task in tasks
    )
    by_origin = {key: number for key, number in cells(store, "tasks-by-origin", "countedOrigin").items() if number}
    assert by_origin == counted((origin,) for task in tasks for origin in real.origins(task))
    assert cells(store, "tasks-by-origin-and-theme", "countedOrigin", "countedTheme") == counted(
        (origin, theme[task]) for task in tasks for origin in real.origins(task)
    )
    assert cells(store, "tasks-by-place", "countedPlace") == counted((place,) for task in tasks for place in real.places(task))
    assert cells(store, "tasks-by-origin-and-place", "countedOrigin", "countedPlace") == counted(
        (origin, place) for task in tasks for origin in real.origins(task) for place in real.places(task)
    )
    assert cells(store, "tasks-by-theme", "countedTheme") == counted((theme[task],) for task in tasks)


def test_agencies_and_years_are_what_counting_finds(store: Store) -> None:
    real = Counted(store)
    assigned = {
        (agency, role, task)
        for assignment, tasks in real.values["task"].items()
        for task in tasks
        for agency in real.each(assignment, "agency")
        for role in real.each(assignment, "agencyRole")
    }
    assert cells(store, "tasks-by-agency", "countedAgency", "countedRole") == counted((agency, role) for agency, role, _ in assigned)
    ends = {(end[:4], task) for timing, found in real.values["endsOn"].items() for end in found for task in real.each(timing, "task")}
    assert cells(store, "tasks-by-year", "countedYear") == counted((year,) for year, _ in ends)


def test_a_national_total_is_one_look_up(store: Store) -> None:
    total = cells(store, "tasks-by-place", "countedPlace")[f"{BASE}place/vn",]
    assert total == len(Counted(store).tasks)


def test_each_cell_has_what_its_structure_says(store: Store) -> None:
    structure = Graph().parse(folder("ontology") / "counts.ttl")
    properties = {
        str(dataset): {str(value) for component in structure.objects(definition, QB.component) for value in structure.objects(component) if value != QB.ComponentSpecification}
        for dataset, definition in structure.subject_objects(QB.structure)
    }  # fmt: skip
    found: dict[str, set[str]] = defaultdict(set)
    rows = store.select(with_prefixes("SELECT DISTINCT ?set ?p { ?cell qb:dataSet ?set ; ?p ?value }")).rows
    for name, predicate in ((str(row[0].value), str(row[1].value)) for row in rows if row[0] and row[1]):
        if predicate.startswith(str(PH)):
            found[name].add(predicate)
    assert found == properties
