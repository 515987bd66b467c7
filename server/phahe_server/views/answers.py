"""An answer as a table for people: evidence beside the words it proves, what is the same in every row said once."""

from __future__ import annotations

from dataclasses import dataclass

from phahe.questions import Answer, Cell, Column

_ONCE = 3  # rows from which on repeating the same value tells nothing


@dataclass(frozen=True)
class Shown:
    """A cell with its column and, for quoted words, the evidence of them."""

    column: Column
    cell: Cell
    evidence: Cell | None = None


@dataclass(frozen=True)
class Table:
    """Columns and rows to show, and the cells that are the same in every row."""

    columns: list[Column]
    rows: list[list[Shown]]
    constant: list[Shown]


def table(answer: Answer) -> Table:
    """`answer` arranged for a page. The first column always stays in the table."""
    rows = [_merged(answer, row) for row in answer.rows]
    if not rows:
        return Table(list(answer.columns), [], [])
    width = len(rows[0])
    same = [index for index in range(1, width) if len(rows) >= _ONCE and len({_key(row[index]) for row in rows}) == 1]
    empty = [index for index in range(width) if all(row[index].cell.value is None for row in rows)]
    kept = [index for index in range(width) if index not in same and index not in empty]
    constant = [rows[0][index] for index in same if index not in empty]
    return Table([rows[0][index].column for index in kept], [[row[index] for index in kept] for row in rows], constant)


def _key(shown: Shown) -> tuple[str, str]:
    return str(shown.cell.value), str(shown.evidence.value if shown.evidence else "")


def _merged(answer: Answer, row: tuple[Cell, ...]) -> list[Shown]:
    """The row with each column of evidence put beside the quoted words before it."""
    shown: list[Shown] = []
    waiting: int | None = None
    for column, cell in zip(answer.columns, row, strict=True):
        if column.kind == "evidence" and waiting is not None:
            if cell.value is not None:
                shown[waiting] = Shown(shown[waiting].column, shown[waiting].cell, cell)
            waiting = None
            continue
        if column.kind == "quote":
            waiting = len(shown)
        shown.append(Shown(column, cell))
    return shown
