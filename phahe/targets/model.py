"""What a target is: one printed value or target date of a measure, as the later stages receive it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from phahe.text import Span


@dataclass(frozen=True, slots=True)
class Target:
    """One printed value (or target date).

    Spans are code points of the block's text. `kind`, `comparator`, `unit` and `year_basis` are codes of the vocabularies
    target-kind, comparator, unit and year-basis; `measure` is a code of the measures, None where no measure is known.
    `measure_printed` is the printed phrase; where a sentence leaves out words it printed before, the two pieces are joined by "…".
    `value` is None for a range, which has `low` and `high`. `levels` are the levels of education the clause names.
    """

    span: Span
    value_span: Span
    kind: str
    measure_printed: str
    measure: str | None
    population: str | None
    levels: tuple[str, ...]
    comparator: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    value_printed: str
    unit: str
    year: int | None
    year_basis: str | None
    verb: str | None
    condition: str | None
