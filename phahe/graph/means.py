"""Writes the money a document names and the things its tasks are to bring about."""

from __future__ import annotations

from rdflib import XSD, Literal, URIRef

from phahe import iris
from phahe.analysis import AnalysedTask, Analysis
from phahe.graph.builder import Builder
from phahe.graph.facts import path_key
from phahe.means import PlacedFunding
from phahe.namespaces import PH


def funding(builder: Builder, analysis: Analysis) -> None:
    """Money of the document as a whole, and of single tasks."""
    for order, placed in enumerate(analysis.funding, 1):
        _funding(builder, placed, order)


def _funding(builder: Builder, placed: PlacedFunding, order: int) -> None:
    money, path = placed.funding, path_key(placed.provision.path)
    iri = builder.fact(PH.Funding, builder.key(money.span), "funding", (money.span,))
    builder.add(iri, PH.provision, iris.part(builder.own, "provision", path))
    builder.add(iri, PH.order, order)
    for source in money.sources:
        builder.add(iri, PH.fundingSource, iris.concept("funding-source", source))
    builder.add(iri, PH.amount, money.amount)
    builder.add(iri, PH.amountAsPrinted, builder.printed(money.amount_span) if money.amount_span is not None else None)
    builder.add(iri, PH.year, Literal(str(money.year), datatype=XSD.gYear) if money.year is not None else None)
    if placed.of_task:
        task = iris.part(builder.own, "task", path)
        builder.add(iri, PH.task, task)
        builder.add(task, PH.hasFunding, iri)


def outputs(builder: Builder, item: AnalysedTask, task: URIRef) -> None:
    """What one task is to bring about."""
    for output in item.outputs:
        key = f"{path_key(item.task.provision.path)}/output/{builder.key(output.span)}"
        iri = builder.fact(PH.Output, key, "task", (output.span,))
        builder.add(iri, PH.task, task)
        builder.add(iri, PH.outputKind, iris.concept("output-kind", output.kind))
        builder.add(task, PH.hasOutput, iri)
