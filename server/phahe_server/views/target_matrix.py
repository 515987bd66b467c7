"""Targets side by side: one line for each measure, one column for each document, and who asks for less than the document above.

Compared are only values of the same measure, unit, levels of education, condition and year, and only with a document whose targets bind
this one (it traces to it, or that of the wider place carries out the same parent). Two provinces are never compared: neither binds the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from phahe_server.graph import Row

WEAKER, STRONGER, EQUAL, CONFLICT = "weaker", "stronger", "equal", "conflict"
_UNORDERED: Final = ("unit/calendar-year", "unit/grade", "unit/rank")


@dataclass(frozen=True)
class Figure:
    """One target: its value as printed and as a number, the words, and how it stands to the document above. `dated`: the value is a year."""

    iri: str
    document: str
    printed: str
    words: str
    low: Decimal | None
    high: Decimal | None
    comparator: str
    population: str
    evidence: tuple[str, ...]
    dated: bool = False
    mark: str = ""
    against: str = ""
    difference: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """Comparable targets of one measure, by document. `conflict`: one document gives two values for the same."""

    measure: str
    printed: str
    direction: str
    unit: str
    levels: tuple[str, ...]
    condition: str
    year: str
    figures: Mapping[str, tuple[Figure, ...]]
    conflict: bool = False

    @property
    def marks(self) -> set[str]:
        """The marks in this line."""
        found = {figure.mark for mine in self.figures.values() for figure in mine if figure.mark}
        return found | ({CONFLICT} if self.conflict else set())

    @property
    def bars(self) -> list[tuple[Figure, float]]:
        """Each value with its length in percent of the longest scale; none where a length would say nothing (a year, a grade)."""
        every = [figure for mine in self.figures.values() for figure in mine if figure.high is not None]
        if self.unit.endswith(_UNORDERED) or len(every) < 2 or any((figure.high or 0) < 0 for figure in every):
            return []
        whole = max(Decimal(100) if self.unit.endswith("/percent") else Decimal(0), *(figure.high or Decimal(0) for figure in every))
        return [(figure, round(float((figure.high or Decimal(0)) / whole * 100), 1)) for figure in every] if whole else []


def merged(found: Iterable[Row]) -> list[Row]:
    """One row a target, its levels and evidences joined by newlines."""
    targets: dict[str, Row] = {}
    for row in found:
        kept = targets.setdefault(row["target"], {**row, "level": "", "evidence": ""})
        for name in ("level", "evidence"):
            if row[name] and row[name] not in kept[name].split("\n"):
                kept[name] = f"{kept[name]}\n{row[name]}".strip()
    return sorted(targets.values(), key=lambda row: (int(row["order"] or 0), row["target"]))


def comparable(row: Row) -> tuple[str, ...]:
    """What must be the same in targets that are compared; a target without a measure stands alone."""
    rate = "per-year" if row["comparator"].endswith("/per-year") else ""
    return (row["measure"] or row["target"], row["unit"], "\n".join(sorted(row["level"].split("\n"))), row["condition"], row["year"], rate)


def line_of(mine: Sequence[Row]) -> Line:
    """The line of comparable targets, unmarked."""
    figures: dict[str, list[Figure]] = defaultdict(list)
    for row in mine:
        figures[row["document"]].append(_figure(row))
    first = mine[0]
    return Line(
        first["measure"], first["measurePrinted"], first["direction"], first["unit"],
        tuple(sorted(filter(None, first["level"].split("\n")))), first["condition"], first["year"],
        {document: tuple(found) for document, found in figures.items()}, any(_conflicting(found) for found in figures.values()),
    )  # fmt: skip


def _figure(row: Row) -> Figure:
    value = _number(row["value"])
    low, high = _number(row["low"]), _number(row["high"])
    dated = row["unit"].endswith("unit/calendar-year")
    # A broken OCR prints "nam 2030": words beside the figure are said as meant, as everywhere in lists.
    printed = f"năm {value:f}" if dated and row["restored"] and value is not None else row["valuePrinted"]
    return Figure(
        row["target"], row["document"], printed, row["restored"] or row["text"],
        value if value is not None else low, value if value is not None else high,
        row["comparator"], row["population"], tuple(filter(None, row["evidence"].split("\n"))), dated,
    )  # fmt: skip


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _conflicting(figures: Sequence[Figure]) -> bool:
    """Whether one document says two different things of the same population."""
    seen: dict[str, set[tuple[Decimal | None, Decimal | None]]] = defaultdict(set)
    for figure in figures:
        seen[figure.population].add((figure.low, figure.high))
    return any(len(found) > 1 for found in seen.values())


def marked(line: Line, above: Mapping[str, Sequence[str]]) -> Line:
    """The line with each figure marked against the documents above it; unmarked where the measure has no direction."""
    if line.direction not in ("higher-better", "lower-better"):
        return line
    return replace(line, figures={
        document: tuple(_against(figure, [other for iri in above.get(document, ()) for other in line.figures.get(iri, ())], line.direction)
                        for figure in mine)
        for document, mine in line.figures.items()
    })  # fmt: skip


def _against(figure: Figure, others: Sequence[Figure], direction: str) -> Figure:
    """`figure` with the mark of the comparison that comes out worst for it."""
    sign = 1 if direction == "higher-better" else -1
    mine = figure.low if sign > 0 else figure.high
    compared = [
        (sign * (mine - bound), bound, other)
        for other in others
        if mine is not None and (bound := other.low if sign > 0 else other.high) is not None and other.population == figure.population
    ]
    if not compared or mine is None:
        return figure
    gain, bound, other = min(compared, key=lambda found: found[0])
    return replace(figure, mark=WEAKER if gain < 0 else STRONGER if gain > 0 else EQUAL, against=other.document, difference=mine - bound)
