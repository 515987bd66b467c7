"""The answer in words: templates of a question's header filled from its rows. No number is said that the rows do not hold.

`{rows}` counts rows, `{total}` is what the header's `total` query gives; `{count.x}` counts the distinct values of column x, `{count.x.y}` those
in rows that have a y, `{sum.x}` adds
them, `{with.x}` counts rows that have one, `{is.x.code}` rows whose value ends in `/code` or is it, `{list.x}` names the first distinct ones,
`{first.x}` that of the first row, `{given.p}` what parameter p was given. `{rows|target|targets}` adds the word that goes with one, or with more. Words in [square brackets] go where a placeholder
in them is empty or 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from phahe.labels import Label

if TYPE_CHECKING:
    from phahe.questions.answering import Cell, Given
    from phahe.questions.model import Column

_PLACEHOLDER: Final = re.compile(r"\{([\w.-]+)(?:\|([^|{}]*)\|([^|{}]*))?\}")
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
#: How many things a list names before it counts the rest.
_NAMED: Final = 3
_MORE: Final = {"vi": "và {} mục khác", "en": "and {} more"}
_MONTHS: Final = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
VERBS: Final = ("count", "sum", "with", "is", "list", "first", "given")


@dataclass(frozen=True, slots=True)
class Templates:
    """What to say: `some` where there are rows, `none` where there are not, `nothing` where the total is 0 besides (else `none`)."""

    some: Label
    none: Label
    nothing: Label | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the templates are filled from."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    given: Sequence[Given]
    total: int | None = None


def say(templates: Templates, facts: Facts) -> Label:
    """The paragraph in both languages."""
    chosen = templates.some if facts.rows else templates.none
    if not facts.rows and facts.total == 0 and templates.nothing:
        chosen = templates.nothing
    return Label(fill(chosen.vi, facts, "vi"), fill(chosen.en, facts, "en"))


def fill(template: str, facts: Facts, language: str) -> str:
    """One template filled, brackets resolved, spaces collapsed."""
    names = {match[1] for match in _PLACEHOLDER.finditer(template)}
    values = {name: _value(name, facts, language) for name in names}

    def optional(match: re.Match[str]) -> str:
        inside = [values[found[1]] for found in _PLACEHOLDER.finditer(match[1])]
        return match[1] if all(value not in ("", "0") for value in inside) else ""

    previous = None
    while previous != template:
        previous, template = template, _OPTIONAL.sub(optional, template)
    return " ".join(_PLACEHOLDER.sub(lambda match: _counted(values[match[1]], match), template).split())


def _counted(value: str, placeholder: re.Match[str]) -> str:
    """The value, and the word for one or for many where the placeholder has them."""
    if placeholder[2] is None:
        return value
    return f"{value} {placeholder[2] if value == '1' else placeholder[3]}"


def placeholders(templates: Templates) -> set[str]:
    """All placeholders that the templates use."""
    labels = [label for label in (templates.some, templates.none, templates.nothing) if label]
    return {match[1] for label in labels for text in (label.vi, label.en) for match in _PLACEHOLDER.finditer(text)}


def _value(name: str, facts: Facts, language: str) -> str:
    verb, _, rest = name.partition(".")
    if verb == "rows":
        return str(len(facts.rows))
    if verb == "total":
        return "" if facts.total is None else str(facts.total)
    if verb == "given":
        return next((_given(given, language) for given in facts.given if given.parameter.name == rest), "")
    column, _, code = rest.partition(".")
    index = next(index for index, item in enumerate(facts.columns) if item.name == column)
    rows = facts.rows
    if verb == "count" and code:
        beside = next(index for index, item in enumerate(facts.columns) if item.name == code)
        rows = [row for row in rows if row[beside].value is not None]
    return _said(verb, [row[index] for row in rows if row[index].value is not None], code, language)


def _said(verb: str, cells: Sequence[Cell], code: str, language: str) -> str:
    match verb:
        case "with":
            return str(len(cells))
        case "is":
            return str(sum(_code(cell) == code for cell in cells))
        case "sum":
            return _number(sum((_decimal(cell) for cell in cells), Decimal(0)), language)
        case "first":
            return _shown(cells[0].text(language), language) if cells else ""
    names = _distinct(cells, language)
    return str(len(names)) if verb == "count" else _listed(list(names.values()), language)


def _distinct(cells: Sequence[Cell], language: str) -> Mapping[str, str]:
    """The things of a column by value; those of a list one by one."""
    found: dict[str, str] = {}
    for cell in cells:
        if cell.items:
            shown = cell.text(language).split("; ") if cell.label else list(cell.items)
            found.update(zip(cell.items, shown if len(shown) == len(cell.items) else cell.items, strict=True))
        elif cell.value is not None:
            found.setdefault(str(cell.value), cell.text(language))
    return found


def _listed(names: list[str], language: str) -> str:
    more = len(names) - _NAMED
    return "; ".join([*names[:_NAMED], *([_MORE[language].format(more)] if more > 0 else [])])


def _code(cell: Cell) -> str:
    return str(cell.value.value).rpartition("/")[2] if cell.value is not None else ""


def _decimal(cell: Cell) -> Decimal:
    try:
        return Decimal(str(cell.value.value)) if cell.value is not None else Decimal(0)
    except InvalidOperation:
        return Decimal(0)


def _number(value: Decimal, language: str) -> str:
    text = format(value.normalize(), "f")
    return text.replace(".", ",") if language == "vi" else text


def _given(given: Given, language: str) -> str:
    if given.term is None:
        return ""
    return given.name.text(language) if given.name else _shown(str(given.term.value), language)


def _shown(text: str, language: str) -> str:
    """A day as the language writes it; all else as it is."""
    day = _DAY.fullmatch(text)
    if not day:
        return text
    return f"{int(day[3])}/{int(day[2])}/{day[1]}" if language == "vi" else f"{int(day[3])} {_MONTHS[int(day[2]) - 1]} {day[1]}"
