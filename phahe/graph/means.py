"""Writes the money a document names and the things its tasks are to bring about."""

from __future__ import annotations

from rdflib import URIRef

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
    task = builder.part("task", path) if placed.of_task else None
    iri = builder.fact(PH.Funding, builder.key(money.span), "funding", (money.span,), {
        PH.provision: builder.part("provision", path),
        PH.order: order,
        PH.fundingSource: [iris.concept("funding-source", source) for source in money.sources],
        PH.amount: money.amount,
        PH.amountAsPrinted: builder.printed(money.amount_span) if money.amount_span is not None else None,
        PH.year: builder.statements.year(money.year) if money.year is not None else None,
        PH.task: task,
    })  # fmt: skip
    if task is not None:
        builder.add(task, PH.hasFunding, iri)


def outputs(builder: Builder, item: AnalysedTask, task: URIRef) -> None:
    """What one task is to bring about."""
    for output in item.outputs:
        key = f"{path_key(item.task.provision.path)}/output/{builder.key(output.span)}"
        kind = iris.concept("output-kind", output.kind)
        iri = builder.fact(PH.Output, key, "task", (output.span,), {PH.task: task, PH.outputKind: kind})
        builder.add(task, PH.hasOutput, iri)
