"""Money and products of a document's blocks: which cell or paragraph to read for them, and where in the document what was found stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from phahe.funding import Funding, find_funding
from phahe.glossary import Glossary
from phahe.layout import Layout
from phahe.outline import Provision
from phahe.outputs import Output, find_listed, find_outputs
from phahe.tasks import Task
from phahe.text import Span


@dataclass(frozen=True, slots=True)
class PlacedFunding:
    """Money named in `provision`, its spans in the laid-out text; `of_task` says that the provision is a task."""

    funding: Funding
    provision: Provision
    of_task: bool


def funding_of(layout: Layout, blocks: Sequence[Task], sources: Glossary) -> tuple[PlacedFunding, ...]:
    """The money that blocks name: all they say in blocks of kind "funding", the column of funding in rows, clauses in other tasks."""
    found: list[PlacedFunding] = []
    for block in blocks:
        provision, money = block.provision, block.kind == "funding"
        cell = provision.cells.get("funding")
        for span, whole in [(cell, True)] if cell is not None else [(span, money) for span in provision.body]:
            words = layout.text.text[span.start : span.end]
            if words.strip(" -–."):
                found += [PlacedFunding(_moved(one, span.start), provision, not money) for one in find_funding(words, sources, whole=whole)]
    return tuple(found)


def outputs_of(layout: Layout, task: Task, kinds: Glossary, masked: Sequence[Span]) -> tuple[Output, ...]:
    """What a task is to bring about: what its column or its block of products lists, else what its words order to be made."""
    cell = task.provision.cells.get("output")
    listed = [cell] if cell is not None else [_behind_label(layout, block) for role, block in task.told if role == "output"]
    found: list[Output] = []
    for span in listed or task.provision.spans:
        words = layout.text.text[span.start : span.end]
        inside = [hidden.shifted(-span.start) for hidden in masked if span.start <= hidden.start and hidden.end <= span.end]
        made = find_listed(words, kinds) if listed else find_outputs(words, kinds, inside)
        found += [replace(one, span=one.span.shifted(span.start)) for one in made]
    return tuple(found)


def _behind_label(layout: Layout, block: Provision) -> Span:
    """The words behind the colon of "Sản phẩm: …"."""
    span = block.spans[0]
    return Span(layout.text.text.find(":", span.start, span.end) + 1, span.end)


def _moved(one: Funding, by: int) -> Funding:
    amount = one.amount_span.shifted(by) if one.amount_span is not None else None
    return replace(one, span=one.span.shifted(by), amount_span=amount)
