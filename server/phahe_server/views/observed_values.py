"""Results beside targets: what was measured in a place, against what the document of that place (or of the wider one) asks for.

A result stands beside the targets of its measure, unit and level of education whose year has not passed by then. Nothing is added up: a value
of a commune says nothing of its province.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from phahe.store import Store
from phahe_server.graph import Row, rows
from phahe_server.views.documents import Document
from phahe_server.views.target_matrix import Figure, Line


@dataclass(frozen=True)
class Result:
    """One value observed; beside a line, the figure it is held against, the gap to it in the measure's unit, and whether it is reached."""

    iri: str
    place: str
    place_label: str
    within: str
    year: str
    level: str
    value: Decimal
    recorded: str
    unit: str
    source: str
    file: str
    row: str
    against: str = ""
    gap: Decimal | None = None
    reached: bool = False

    @property
    def shown(self) -> str:
        """The value as recorded, with the percent sign a table leaves to its heading."""
        return f"{self.recorded}%" if self.unit.endswith("/percent") and "%" not in self.recorded else self.recorded


def observed(store: Store) -> Mapping[str, tuple[Result, ...]]:
    """The results by measure."""
    found: dict[str, list[Result]] = defaultdict(list)
    for row in rows(store, "observed"):
        found[row["measure"]].append(_result(row))
    return {measure: tuple(results) for measure, results in found.items()}


def beside(line: Line, results: Mapping[str, Sequence[Result]], documents: Mapping[str, Document]) -> tuple[Result, ...]:
    """The results that belong beside a line of targets, each with its gap where a document of its place or of the wider one sets a value."""
    if not line.measure or any(figure.comparator.endswith("/per-year") for figure in _figures(line)):
        return ()
    levels = {level.casefold() for level in line.levels}
    return tuple(
        _against(result, line, documents)
        for result in results.get(line.measure, ())
        if result.unit == line.unit and (not result.level or result.level in levels) and (not line.year or result.year[:4] <= line.year[:4])
    )


def _figures(line: Line) -> Iterator[Figure]:
    for figures in line.figures.values():
        yield from figures


def _against(result: Result, line: Line, documents: Mapping[str, Document]) -> Result:
    """The result with the nearest target: that of its own place, else of the place that holds it."""
    if line.direction not in ("higher-better", "lower-better"):
        return result
    upward = line.direction == "higher-better"
    for place in (result.place, result.within):
        bounds = [
            (bound, figure)
            for document, figures in line.figures.items()
            if place and document in documents and documents[document].place == place
            for figure in figures
            if (bound := figure.low if upward else figure.high) is not None
        ]
        if len({bound for bound, _ in bounds}) == 1:
            bound, figure = bounds[0]
            gap = result.value - bound
            return replace(result, against=figure.document, gap=gap, reached=gap >= 0 if upward else gap <= 0)
    return result


def _result(row: Row) -> Result:
    return Result(
        row["observed"], row["place"], row["placeLabel"] or row["place"], row["within"], row["year"], row["level"], Decimal(row["value"]),
        row["recorded"] or row["value"], row["unit"], row["source"], row["file"], row["row"],
    )  # fmt: skip
