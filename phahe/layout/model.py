"""What layout hands on: blocks of a text laid out one block a line; and the printed lines they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from phahe.text import Span, Text


class Line(NamedTuple):
    """One printed line, or one row of a table.

    `span`: its words in the clean text. `after_blank`: a blank line stands before it. `indented`: a space does. `ruled`: a drawn line
    ("-------") or the edge of a cell does. `framed`: it stands in a cell that only places it on the page. `cells`: the cells of a table row, None for a line of prose; `table` numbers its table.
    """

    span: Span
    words: str
    after_blank: bool = False
    indented: bool = False
    ruled: bool = False
    framed: bool = False
    cells: tuple[Span, ...] | None = None
    table: int | None = None

    @property
    def row(self) -> bool:
        """Whether this is a row of a table."""
        return self.cells is not None


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its span in the laid-out text; the table, row and cell it stands in; its part in the letterhead, where it has one.

    `part`: motto, body (an agency above the issuer), issuer, number, place-date, subject ("V/v …"), type or title.
    """

    span: Span
    row: int | None = None
    cell: int | None = None
    table: int | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's text with one block a line, and the blocks."""

    text: Text
    blocks: tuple[Block, ...]

    def words(self, block: Block) -> str:
        """The block's clean words."""
        return self.text.text[block.span.start : block.span.end]
