"""An answer as a page shows it: evidence beside the words it proves, what is the same in every row said once.

It is made where the store is and holds words, so that little crosses to the web process and the template decides nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from pyoxigraph import NamedNode

from phahe import tiers
from phahe.labels import Label
from phahe.lineage import Trace
from phahe.questions import Answer, Cell, Column, Given
from phahe_server import filters, links

_ONCE: Final = 3  # rows from which on repeating the same value tells nothing
_LONGEST: Final = 140  # characters of a link's words
_AGAIN: Final = 80  # characters from which on words that the row above prints are not printed again

Form = Literal["none", "places", "tier", "quote", "again", "list", "flag", "words", "link", "plain"]
_FORMS: Final[dict[str, Form]] = {
    "evidence": "places", "tier": "tier", "quote": "quote", "texts": "list", "flag": "flag", "concepts": "words",
    "number": "plain", "year": "plain", "text": "plain", "date": "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell to show: how (`form`), what it says, where it leads. `places` are the addresses of the evidence of its words.

    `name` is the tier of a cell that tells one. "again" are the words of the row above.
    """

    form: Form
    text: str = ""
    href: str = ""
    items: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows to show, and the cells that are the same in every row."""

    columns: list[Column]
    rows: list[list[Shown]]
    constant: list[tuple[Column, Shown]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a question shows of its answer, in one language."""

    count: int
    words: str
    basis: str
    at: datetime.date | None
    aligned: bool
    parameters: tuple[Given, ...]
    table: Table
    chains: Mapping[str, Trace]


def page(answer: Answer, lang: str) -> Page:
    """`answer` for the reader of `lang`."""
    basis: Label | None = answer.basis.words() if answer.basis else None
    return Page(
        len(answer.rows), answer.words.text(lang), basis.text(lang) if basis else "", answer.at, answer.aligned, answer.parameters,
        table(answer, lang), answer.chains,
    )  # fmt: skip


def table(answer: Answer, lang: str) -> Table:
    """`answer` arranged for a page. The first column always stays in the table."""
    pairs = _pairs(answer.columns)
    columns = [answer.columns[index] for index, _ in pairs]
    known: dict[tuple[int, Cell, Cell | None], Shown] = {}

    def shown(row: tuple[Cell, ...], index: int, beside: int | None) -> Shown:
        key = (index, row[index], None if beside is None else row[beside])
        if key not in known:
            known[key] = _shown(answer.columns[index], row[index], key[2], lang)
        return known[key]

    rows = [[shown(row, *pair) for pair in pairs] for row in answer.rows]
    if not rows:
        return Table(columns, [], [])
    same = {index for index in range(1, len(columns)) if len(rows) >= _ONCE and all(row[index] == rows[0][index] for row in rows)}
    empty = {index for index in range(len(columns)) if all(row[index].form == "none" for row in rows)}
    kept = [index for index in range(len(columns)) if index not in same | empty]
    constant = [(columns[index], rows[0][index]) for index in sorted(same - empty)]
    return Table([columns[index] for index in kept], _once([[row[index] for index in kept] for row in rows]), constant)


def _once(rows: list[list[Shown]]) -> list[list[Shown]]:
    """Long quotes that the row above shows in the same column are said to be the same; what proves them still stands in every row."""
    above: list[Shown] = []
    found = []
    for row in rows:
        found.append([replace(cell, form="again") if _is_again(cell, index, above) else cell for index, cell in enumerate(row)])
        above = row
    return found


def _is_again(cell: Shown, index: int, above: list[Shown]) -> bool:
    return index > 0 and bool(above) and cell.form == "quote" and len(cell.text) > _AGAIN and cell == above[index]


def _pairs(columns: tuple[Column, ...]) -> list[tuple[int, int | None]]:
    """Each column to show with the column of evidence that goes beside its quoted words."""
    found: list[tuple[int, int | None]] = []
    waiting: int | None = None
    for index, column in enumerate(columns):
        if column.kind == "evidence" and waiting is not None:
            found[waiting] = (found[waiting][0], index)
            waiting = None
            continue
        if column.kind == "quote":
            waiting = len(found)
        found.append((index, None))
    return found


def _shown(column: Column, cell: Cell, evidence: Cell | None, lang: str) -> Shown:
    places = tuple(links.address(iri) for iri in evidence.items) if evidence else ()
    if cell.value is None:
        return Shown("places" if places else "none", places=places)
    text, form = cell.text(lang), _FORMS.get(column.kind)
    if text in column.words:
        text = column.words[text].text(lang)
    match form:
        case "places":
            return Shown("places", places=tuple(links.address(iri) for iri in cell.items))
        case "tier":
            return Shown("tier", text, name=tiers.tier(str(cell.value.value)))
        case "list":
            return Shown("list", text, items=cell.items, places=places)
        case "flag":
            return Shown("flag", str(cell.value.value), places=places)
        case None if isinstance(cell.value, NamedNode) and links.is_link(cell.value.value):
            words = text if cell.label else links.last_segment(cell.value.value)
            return Shown("link", filters.excerpt(words, _LONGEST), links.address(cell.value.value), places=places)
    if column.kind == "date":
        text = filters.date(text)
    elif column.kind == "number":
        text = filters.decimal(text, lang)
    return Shown(form or "plain", text, places=places)
