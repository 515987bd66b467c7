"""From lines to blocks: wrapped lines joined into paragraphs, page numbers dropped, the letterhead and table rows put together.

The result is a `Text` with one block a line. What a block is in the document (a heading, a Điều, a bullet) is `outline`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from phahe.layout.closing import parted
from phahe.layout.letterhead import letterhead
from phahe.layout.lines import printed_lines
from phahe.layout.model import Block, Layout, Line
from phahe.layout.paragraphs import Rule
from phahe.text import Span, Text, rejoin


class _Group(NamedTuple):
    """The spans of a block to be, and where it stands."""

    spans: list[Span]
    row: int | None = None
    cell: int | None = None
    table: int | None = None
    part: str | None = None


def lay_out(text: Text) -> Layout:
    """The blocks of `text`.

    >>> from phahe.text import whole
    >>> lay_out(whole("Điều 1. Phê duyệt Kế\\nhoạch.\\n\\n5\\n\\nĐiều 2. Thi hành.")).text.text.split("\\n")
    ['Điều 1. Phê duyệt Kế hoạch.', 'Điều 2. Thi hành.']
    """
    lines = printed_lines(text.text)
    head, taken = letterhead(lines, text.text)
    groups = [_Group(list(part.spans), part=part.name) for part in head]
    rule = Rule([line for line in lines if line.cells is None])
    return _assemble(text, groups + _grouped(list(parted(lines[taken:], text.text)), rule))


def _grouped(lines: Sequence[Line], rule: Rule) -> list[_Group]:
    """Blocks of the body: paragraphs of prose, cells of rows, lines of the recipients and the signature."""
    groups: list[_Group] = []
    row_number = 0
    previous: Line | None = None
    for line, following in zip_longest(lines, lines[1:]):
        if line is None:
            break
        if line.cells is not None:
            row_number += 1
            groups.extend(_Group([cell], row_number, index, line.table) for index, cell in enumerate(line.cells))
        elif previous is not None and previous.cells is None and rule.joins(previous, line, following, len(groups[-1].spans) == 1):
            groups[-1].spans.append(line.span)
        else:
            groups.append(_Group([line.span]))
        previous = line
    return groups


def _assemble(text: Text, groups: Sequence[_Group]) -> Layout:
    laid = rejoin(text, [group.spans for group in groups])
    blocks, at = [], 0
    for words, group in zip(laid.text.split("\n") if groups else [], groups, strict=True):
        blocks.append(Block(Span(at, at + len(words)), group.row, group.cell, group.table, group.part))
        at += len(words) + 1
    return Layout(laid, tuple(blocks))


__all__ = ["Block", "Layout", "Line", "lay_out"]
