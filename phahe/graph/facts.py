"""Writes what was read from a document as triples: provisions, citations, tasks, targets, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from rdflib import RDF, URIRef

from phahe import iris
from phahe.agencies.register import Agency
from phahe.analysis import AnalysedTask, Analysis, PlacedCitation, PlacedTarget
from phahe.graph.builder import Builder
from phahe.namespaces import PH, QB
from phahe.outline import Provision, without_marker
from phahe.resolve import Resolution
from phahe.tasks.themes import Themes
from phahe.text import Span
from phahe.turtle.statements import vietnamese
from phahe.vietnamese import fold

_TERM: Final = PH["term"]  # a namespace has a method of that name
_TYPE: Final = RDF.type
AgencyOf = Callable[[str], Agency]


@lru_cache(maxsize=4096)
def path_key(path: str) -> str:
    """A printed path for use in an IRI: ASCII, no spaces, Roman numerals kept.

    >>> path_key("NHÓM II.3"), path_key("III.3.p2")
    ('NHOM-II.3', 'III.3.p2')
    """
    plain = "".join(new.upper() if old.isupper() else new for old, new in zip(path, fold(path), strict=True))
    return plain.replace(" ", "-")


def provisions(builder: Builder, analysis: Analysis) -> None:
    """Every provision, its place in the tree, its words."""
    for provision in analysis.outline.provisions:
        heading = vietnamese(without_marker(builder.words(provision.heading))) if provision.heading else None
        builder.fact(PH.Provision, path_key(provision.path), "provision", (*provision.spans, *_other_cells(provision)), {
            PH.partOf: builder.part("provision", path_key(provision.parent)) if provision.parent else builder.own,
            PH.provisionKind: iris.concept("provision-kind", provision.kind),
            PH.path: provision.path,
            PH.number: provision.number,
            PH.order: provision.order,
            PH.heading: heading,
        })  # fmt: skip


def _other_cells(provision: Provision) -> list[Span]:
    return [span for role, span in provision.cells.items() if role != "content"]


def citations(builder: Builder, analysis: Analysis, resolved: Sequence[Resolution]) -> list[URIRef]:
    """Every citation; returns their IRIs in order."""
    made = [builder.part("citation", builder.key(item.citation.span)) for item in analysis.citations]
    for order, (item, resolution) in enumerate(zip(analysis.citations, resolved, strict=True), 1):
        _citation(builder, item, resolution, made, order)
    return made


def _citation(builder: Builder, item: PlacedCitation, resolution: Resolution, made: Sequence[URIRef], order: int) -> None:
    citation = item.citation

    def printed(words: str | None) -> str | None:
        return builder.as_printed(words, citation.span) if words else None

    builder.fact(PH.Citation, builder.key(citation.span), "citation", (citation.span,), {
        PH.provision: builder.part("provision", path_key(item.provision.path)),
        PH.order: order,
        PH.citationForm: iris.concept("form", citation.form),
        PH.citationRole: iris.concept("role", item.role.replace("_", "-")),
        PH.citedDocument: resolution.iri,
        PH.resolution: resolution.method,
        PH.candidate: list(resolution.candidates),
        PH.number: citation.number,
        _TERM: citation.term,
        PH.pinpoint: citation.pinpoint,
        PH.date: citation.date,
        PH.typeAsPrinted: printed(citation.type_printed),
        PH.numberAsPrinted: printed(citation.number_printed),
        PH.dateAsPrinted: printed(citation.date_printed),
        PH.issuerAsPrinted: printed(citation.issuer),
        PH.titleAsPrinted: vietnamese(builder.printed(citation.title_span)) if citation.title_span is not None else None,
        PH.year: builder.statements.year(citation.year) if citation.date is None and citation.year is not None else None,
        PH.nestedIn: made[citation.nested_in] if citation.nested_in is not None else None,
        PH.antecedent: made[citation.antecedent] if citation.antecedent is not None else None,
    })  # fmt: skip


def tasks(builder: Builder, analysis: Analysis, agency_of: AgencyOf, themes: Themes) -> list[URIRef]:
    """Every task with its theme, assignments and timings; returns their IRIs in order."""
    made = []
    for order, item in enumerate(analysis.tasks, 1):
        provision = item.task.provision
        path = path_key(provision.path)
        spans = provision.body or provision.spans  # a heading over labelled blocks is a task without words of its own
        headings = [builder.words(parent.heading) for parent in analysis.outline.parents(provision) if parent.heading]
        iri = builder.fact(PH.Task, path, "task", spans, {
            PH.provision: builder.part("provision", path),
            PH.path: provision.path,
            PH.taskKind: iris.concept("task-kind", item.task.kind),
            PH.theme: iris.concept("theme", themes.of_task(item.task.kind, headings, builder.words(spans))),
            PH.order: order,
        })  # fmt: skip
        _assignments(builder, item, iri, agency_of)
        _timings(builder, item, iri)
        made.append(iri)
    return made


def _assignments(builder: Builder, item: AnalysedTask, task: URIRef, agency_of: AgencyOf) -> None:
    for placed in item.assignments:
        assignment = placed.assignment
        agency = URIRef(agency_of(assignment.body).iri)
        key = f"{path_key(item.task.provision.path)}/assignment/{assignment.role}/{'.'.join(str(agency).split('/agency/')[-1].split('/'))}"
        iri = builder.fact(PH.Assignment, key, "task", (placed.span,), {
            PH.task: task,
            PH.agency: agency,
            PH.agencyRole: iris.concept("agency-role", assignment.role),
            PH.agencyAsPrinted: assignment.name,
            PH.assignmentBasis: iris.concept("assignment-basis", assignment.basis),
        })  # fmt: skip
        builder.add(task, PH.hasAssignment, iri)
        shortcut = {"lead": PH.leadAgency, "coordinate": PH.coordinatingAgency}.get(assignment.role)
        if shortcut is not None:
            builder.add(task, shortcut, agency)


def _timings(builder: Builder, item: AnalysedTask, task: URIRef) -> None:
    for placed in item.timings:
        timing = placed.timing
        key = f"{path_key(item.task.provision.path)}/timing/{builder.key(placed.span)}"
        iri = builder.fact(PH.Timing, key, "task", (placed.span,), {
            PH.task: task,
            PH.timingKind: iris.concept("timing", timing.kind),
            PH.beginsOn: timing.begins,
            PH.endsOn: timing.ends,
        })  # fmt: skip
        builder.add(task, PH.hasTiming, iri)


def targets(builder: Builder, analysis: Analysis, place: URIRef | None) -> None:
    """Every target, as an observation of its measure."""
    for order, item in enumerate(analysis.targets, 1):
        _target(builder, item, place, order)


def _target(builder: Builder, item: PlacedTarget, place: URIRef | None, order: int) -> None:
    target = item.target
    value_span = target.value_span.shifted(item.offset)
    year = target.year
    iri = builder.fact(PH.Target, builder.key(value_span), "target", (target.span.shifted(item.offset),), {
        PH.provision: builder.part("provision", path_key(item.provision.path)),
        PH.order: order,
        PH.targetKind: iris.concept("target-kind", target.kind),
        PH.measure: iris.measure(target.measure) if target.measure else None,
        PH.measureAsPrinted: vietnamese(target.measure_printed),
        PH.comparator: iris.concept("comparator", target.comparator),
        PH.unit: iris.concept("unit", target.unit),
        PH.valueAsPrinted: builder.printed(value_span),
        PH.value: target.value,
        PH.lowValue: target.low,
        PH.highValue: target.high,
        PH.year: builder.statements.year(year) if year is not None else None,
        PH.yearBasis: iris.concept("year-basis", target.year_basis or "explicit") if year is not None else None,
        PH.population: vietnamese(target.population) if target.population else None,
        PH.condition: vietnamese(target.condition) if target.condition else None,
        PH.targetVerb: vietnamese(target.verb) if target.verb else None,
        PH.educationLevel: [vietnamese(level) for level in target.levels],
        PH.place: place,
    })  # fmt: skip
    builder.add(iri, _TYPE, QB.Observation)
