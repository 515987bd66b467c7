"""Money and products of a document's blocks: which cell or paragraph to read for them, and where in the document what was found stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from phahe.layout import Layout
from phahe.means.funding import Funding, find_funding
from phahe.means.glossary import Glossary
from phahe.means.outputs import Output, find_listed, find_outputs
from phahe.outline import Provision
from phahe.tasks import Task
from phahe.text import Span
from phahe.vietnamese import parse_number

#: The unit of a table's sums, in the head of its column or over the table: "Kinh phí (triệu đồng)", "ĐVT: triệu đồng".
_COLUMN: Final = re.compile(
    r"(?:kinh phí|vốn|dự toán|ngân sách|mức đầu tư|số tiền)[^\n]{0,60}?(?P<scale>tỷ|triệu|nghìn|ngàn|1\.000)?\s?đồng", re.I
)
_OVER: Final = re.compile(r"(?:đvt|đơn vị(?: tính)?)\s?:?\s{0,3}(?P<scale>tỷ|triệu|nghìn|ngàn|1\.000)?\s?đồng", re.I)
_SCALES: Final = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, "1.000": 10**3}
_FIGURE: Final = re.compile(r"\d[\d.,]*")
_HEAD_ROWS: Final = 3
_BLOCKS_OVER: Final = 3


@dataclass(frozen=True, slots=True)
class PlacedFunding:
    """Money named in `provision`, its spans in the laid-out text; `of_task` says that the provision is a task."""

    funding: Funding
    provision: Provision
    of_task: bool


def funding_of(layout: Layout, blocks: Sequence[Task], sources: Glossary) -> tuple[PlacedFunding, ...]:
    """The money that blocks name: all they say in blocks of kind "funding", the column of funding in rows, clauses in other tasks."""
    found: list[PlacedFunding] = []
    scales: Mapping[int, int] | None = None
    for block in blocks:
        provision, money = block.provision, block.kind == "funding"
        cell = provision.cells.get("funding")
        if cell is not None and (figure := _figure(layout, cell)) is not None:
            scales = _scales(layout) if scales is None else scales
            if scale := scales.get(cell.start):
                found.append(PlacedFunding(Funding(cell, (), figure * scale, cell), provision, not money))
                continue
        for span, whole in [(cell, True)] if cell is not None else [(span, money) for span in provision.body]:
            words = layout.text.text[span.start : span.end]
            if words.strip(" -–."):
                found += [PlacedFunding(_moved(one, span.start), provision, not money) for one in find_funding(words, sources, whole=whole)]
    return tuple(found)


def _figure(layout: Layout, cell: Span) -> Decimal | None:
    """The figure that is all a cell prints."""
    words = layout.text.text[cell.start : cell.end].strip()
    return parse_number(words.rstrip(".,")) if _FIGURE.fullmatch(words) else None


def _scales(layout: Layout) -> Mapping[int, int]:
    """By the place of a cell, what one unit of its table's sums is worth in đồng; tables that print no unit are left out."""
    found: dict[int, int] = {}
    worth: dict[int | None, int] = {}
    first: dict[int | None, int | None] = {}
    over: list[str] = []
    for block in layout.blocks:
        words = layout.words(block)
        if block.row is None:
            over = [*over, words][-_BLOCKS_OVER:]
            continue
        if block.table not in first:
            first[block.table] = block.row
            if match := next(filter(None, map(_OVER.search, over)), None):
                worth[block.table] = _SCALES.get((match["scale"] or "").lower(), 1)
            over = []
        if block.row - (first[block.table] or 0) < _HEAD_ROWS and (match := _COLUMN.search(words) or _OVER.search(words)):
            worth[block.table] = _SCALES.get((match["scale"] or "").lower(), 1)
        if block.table in worth:
            found[block.span.start] = worth[block.table]
    return found


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
