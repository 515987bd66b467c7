"""Writes what was read from a document as triples: provisions, citations, tasks, targets, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from rdflib import RDF, XSD, Literal, URIRef

from phahe import iris
from phahe.agencies import Agency
from phahe.analysis import AnalysedTask, Analysis, PlacedCitation, PlacedTarget
from phahe.graph.builder import Builder
from phahe.namespaces import PH, QB
from phahe.outline import Provision, without_marker
from phahe.resolve import Resolution
from phahe.statements import vietnamese
from phahe.text import Span
from phahe.themes import Themes
from phahe.vietnamese import fold

_TERM: Final = PH["term"]  # a namespace has a method of that name
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
        iri = builder.fact(PH.Provision, path_key(provision.path), "provision", (*provision.spans, *_other_cells(provision)))
        parent = iris.part(builder.own, "provision", path_key(provision.parent)) if provision.parent else builder.own
        builder.add(iri, PH.partOf, parent)
        builder.add(iri, PH.provisionKind, iris.concept("provision-kind", provision.kind))
        builder.add(iri, PH.path, provision.path)
        builder.add(iri, PH.number, provision.number)
        builder.add(iri, PH.order, provision.order)
        if provision.heading:
            builder.add(iri, PH.heading, vietnamese(without_marker(builder.words(provision.heading))))


def _other_cells(provision: Provision) -> list[Span]:
    return [span for role, span in provision.cells.items() if role != "content"]


def citations(builder: Builder, analysis: Analysis, resolved: Sequence[Resolution]) -> list[URIRef]:
    """Every citation; returns their IRIs in order."""
    made = [iris.part(builder.own, "citation", builder.key(item.citation.span)) for item in analysis.citations]
    for index, (item, resolution) in enumerate(zip(analysis.citations, resolved, strict=True)):
        _citation(builder, item, resolution, made[index], index)
        if item.citation.nested_in is not None:
            builder.add(made[index], PH.nestedIn, made[item.citation.nested_in])
        if item.citation.antecedent is not None:
            builder.add(made[index], PH.antecedent, made[item.citation.antecedent])
    return made


def _citation(builder: Builder, item: PlacedCitation, resolution: Resolution, iri: URIRef, order: int) -> None:
    citation = item.citation
    builder.fact(PH.Citation, builder.key(citation.span), "citation", (citation.span,))
    builder.add(iri, PH.provision, iris.part(builder.own, "provision", path_key(item.provision.path)))
    builder.add(iri, PH.order, order + 1)
    builder.add(iri, PH.citationForm, iris.concept("form", citation.form))
    builder.add(iri, PH.citationRole, iris.concept("role", item.role.replace("_", "-")))
    builder.add(iri, PH.citedDocument, resolution.iri)
    builder.add(iri, PH.resolution, resolution.method)
    for candidate in resolution.candidates:
        builder.add(iri, PH.candidate, candidate)
    for predicate, value in (
        (PH.number, citation.number), (_TERM, citation.term), (PH.pinpoint, citation.pinpoint), (PH.date, citation.date),
    ):  # fmt: skip
        builder.add(iri, predicate, value)
    for predicate, words in (
        (PH.typeAsPrinted, citation.type_printed), (PH.numberAsPrinted, citation.number_printed),
        (PH.dateAsPrinted, citation.date_printed), (PH.issuerAsPrinted, citation.issuer),
    ):  # fmt: skip
        builder.add(iri, predicate, builder.as_printed(words, citation.span) if words else None)
    if citation.title_span is not None:
        builder.add(iri, PH.titleAsPrinted, vietnamese(builder.printed(citation.title_span)))
    if citation.date is None and citation.year is not None:
        builder.add(iri, PH.year, Literal(str(citation.year), datatype=XSD.gYear))


def tasks(builder: Builder, analysis: Analysis, agency_of: AgencyOf, themes: Themes) -> list[URIRef]:
    """Every task with its theme, assignments and timings; returns their IRIs in order."""
    made = []
    for order, item in enumerate(analysis.tasks, 1):
        provision = item.task.provision
        spans = provision.body or provision.spans  # a heading over labelled blocks is a task without words of its own
        iri = builder.fact(PH.Task, path_key(provision.path), "task", spans)
        builder.add(iri, PH.provision, iris.part(builder.own, "provision", path_key(provision.path)))
        builder.add(iri, PH.path, provision.path)
        builder.add(iri, PH.taskKind, iris.concept("task-kind", item.task.kind))
        headings = [builder.words(parent.heading) for parent in analysis.outline.parents(provision) if parent.heading]
        theme = themes.of_task(item.task.kind, headings, builder.words(spans))
        builder.add(iri, PH.theme, iris.concept("theme", theme))
        builder.add(iri, PH.order, order)
        _assignments(builder, item, iri, agency_of)
        _timings(builder, item, iri)
        made.append(iri)
    return made


def _assignments(builder: Builder, item: AnalysedTask, task: URIRef, agency_of: AgencyOf) -> None:
    for placed in item.assignments:
        assignment = placed.assignment
        agency = URIRef(agency_of(assignment.body).iri)
        key = f"{path_key(item.task.provision.path)}/assignment/{assignment.role}/{'.'.join(str(agency).split('/agency/')[-1].split('/'))}"
        iri = builder.fact(PH.Assignment, key, "task", (placed.span,))
        builder.add(iri, PH.task, task)
        builder.add(iri, PH.agency, agency)
        builder.add(iri, PH.agencyRole, iris.concept("agency-role", assignment.role))
        builder.add(iri, PH.agencyAsPrinted, assignment.name)
        builder.add(iri, PH.assignmentBasis, iris.concept("assignment-basis", assignment.basis))
        builder.add(task, PH.hasAssignment, iri)
        shortcut = {"lead": PH.leadAgency, "coordinate": PH.coordinatingAgency}.get(assignment.role)
        if shortcut is not None:
            builder.add(task, shortcut, agency)


def _timings(builder: Builder, item: AnalysedTask, task: URIRef) -> None:
    for placed in item.timings:
        timing = placed.timing
        iri = builder.fact(PH.Timing, f"{path_key(item.task.provision.path)}/timing/{builder.key(placed.span)}", "task", (placed.span,))
        builder.add(iri, PH.task, task)
        builder.add(iri, PH.timingKind, iris.concept("timing", timing.kind))
        builder.add(iri, PH.beginsOn, timing.begins)
        builder.add(iri, PH.endsOn, timing.ends)
        builder.add(task, PH.hasTiming, iri)


def targets(builder: Builder, analysis: Analysis, place: URIRef | None) -> None:
    """Every target, as an observation of its measure."""
    for order, item in enumerate(analysis.targets, 1):
        _target(builder, item, place, order)


def _target(builder: Builder, item: PlacedTarget, place: URIRef | None, order: int) -> None:
    target = item.target
    value_span = target.value_span.shifted(item.offset)
    iri = builder.fact(PH.Target, builder.key(value_span), "target", (target.span.shifted(item.offset),))
    builder.add(iri, RDF.type, QB.Observation)
    builder.add(iri, PH.provision, iris.part(builder.own, "provision", path_key(item.provision.path)))
    builder.add(iri, PH.order, order)
    builder.add(iri, PH.targetKind, iris.concept("target-kind", target.kind))
    builder.add(iri, PH.measure, iris.measure(target.measure) if target.measure else None)
    builder.add(iri, PH.measureAsPrinted, vietnamese(target.measure_printed))
    builder.add(iri, PH.comparator, iris.concept("comparator", target.comparator))
    builder.add(iri, PH.unit, iris.concept("unit", target.unit))
    builder.add(iri, PH.valueAsPrinted, builder.printed(value_span))
    for predicate, number in ((PH.value, target.value), (PH.lowValue, target.low), (PH.highValue, target.high)):
        builder.add(iri, predicate, number)
    if target.year is not None:
        builder.add(iri, PH.year, Literal(str(target.year), datatype=XSD.gYear))
        builder.add(iri, PH.yearBasis, iris.concept("year-basis", target.year_basis or "explicit"))
    for predicate, words in ((PH.population, target.population), (PH.condition, target.condition), (PH.targetVerb, target.verb)):
        builder.add(iri, predicate, vietnamese(words) if words else None)
    for level in target.levels:
        builder.add(iri, PH.educationLevel, vietnamese(level))
    builder.add(iri, PH.place, place)
