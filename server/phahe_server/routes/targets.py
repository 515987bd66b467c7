"""`/targets`: measures against documents, with what is weaker or stronger than the document above; JSON and CSV under `/api/targets`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from phahe.exports.model import CellKind
from phahe.namespaces import BASE
from phahe_server import facets, language, render
from phahe_server.listing import Listing, Selection
from phahe_server.routes import lists
from phahe_server.views import target_list
from phahe_server.views.observed_values import Result
from phahe_server.views.target_list import FACETS, Column, LineRow
from phahe_server.views.target_matrix import Line

router = APIRouter()
#: The columns of the tables people save, and what each holds.
COLUMNS: Final[dict[str, CellKind]] = {
    "measure": "text", "document": "text", "value": "text", "low": "number", "high": "number", "unit": "text", "year": "integer",
    "level": "text", "condition": "text", "mark": "text", "against": "text", "words": "text", "address": "iri",
}  # fmt: skip
_NAMES: Final = (*FACETS, "page")
_LINES: Final = 40
#: No page has more columns: the chosen document first, what it is held against, then from the centre to the commune.
_COLUMNS: Final = 20


def _known(request: Request) -> Coroutine[Any, Any, Listing[LineRow]]:
    return lists.listing(request.app.state, "targets", target_list.LIST)


def _namer(request: Request, lang: str) -> Callable[[str], str]:
    concept, translate = lists.namer(request, lang), language.translator(lang)
    return lambda key: translate(f"mark.{key}") if key in ("weaker", "stronger", "equal", "conflict") else concept(key)


@router.api_route("/targets", methods=["GET", "HEAD"], include_in_schema=False)
async def targets_page(request: Request) -> Response:
    """The matrix; for one measure, the words too."""
    known, given, name = await _known(request), lists.asked(request, _NAMES), _namer(request, language.language(request))

    def page() -> Response:
        with known.selected(given) as found:
            at = facets.paged(found.total, given.get("page", ""), _LINES)
            every = target_list.columns(found.heads(target_list.COLUMN))
            columns, few = every, None
            if len(every) > _COLUMNS:
                columns = _nearest(found, every, BASE + given.get("document", ""), at)
                few = partial(target_list.within, {one.iri for one in columns})
            rows = [*found.rows(at.offset, at.size, few)]
            return render.page(
                request, "targets.html", given=given, facets=lists.offered(found, target_list.LIST, given, name), page=at, total=found.total,
                lines=[row.line for row in rows], results=[row.results for row in rows], columns=columns, more=len(every) - len(columns),
                documents={iri: one for row in rows for iri, one in row.documents.items()}, link=lists.without_page,
                counts={head.key: head.size for head in found.heads("mark")},
            )  # fmt: skip

    return await asyncio.to_thread(page)


def _nearest(found: Selection[LineRow], every: list[Column], chosen: str, at: facets.Page) -> list[Column]:
    """As many columns as a page has."""
    near: set[str] = set()
    if any(one.iri == chosen for one in every):
        rows = found.rows(at.offset, at.size, partial(target_list.within, {chosen}))
        near = {figure.against for row in rows for mine in row.line.figures.values() for figure in mine}
    return sorted(every, key=lambda one: (one.iri != chosen, one.iri not in near))[:_COLUMNS]


@router.get("/api/targets", tags=["lists"], summary="Targets of the same measure side by side")
async def targets_json(request: Request) -> Response:
    """Every line the filters leave, as JSON."""
    return await lists.as_json(
        await _known(request), lists.asked(request, _NAMES), "lines",
        lambda row: {**_plain(row.line), "results": [_plain_result(one) for one in row.results]},
    )  # fmt: skip


@router.get("/api/targets.csv", tags=["lists"], summary="The same as CSV, a row for each target")
async def targets_csv(request: Request) -> Response:
    """Every target of those lines, for spreadsheets."""
    return await lists.as_csv(await csv_table(request), "chi-tieu.csv")


async def csv_table(request: Request) -> lists.Cells[LineRow]:
    """The headings and cells of the CSV."""
    t, label = language.translator(language.language(request)), render.labeller(request, language.language(request))

    def cells(row: LineRow) -> Iterator[list[str]]:
        line = row.line
        for document, figure in ((row.documents[iri], one) for iri, mine in line.figures.items() if iri in row.documents for one in mine):
            yield [
                label(line.measure) if line.measure else line.printed, document.label, figure.printed, _number(figure.low), _number(figure.high),
                label(line.unit), line.year, "; ".join(line.levels), line.condition, t(f"mark.{figure.mark}") if figure.mark else "",
                row.documents[figure.against].label if figure.against else "", figure.words, figure.iri,
            ]  # fmt: skip

    return lists.Cells([t(f"targets.{name}") for name in COLUMNS], await _known(request), lists.asked(request, _NAMES), cells)


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _plain(line: Line) -> dict[str, Any]:
    return {
        "measure": line.measure or None, "printed": line.printed, "direction": line.direction or None, "unit": line.unit,
        "levels": list(line.levels), "condition": line.condition or None, "year": line.year or None, "conflict": line.conflict,
        "targets": [
            {"iri": figure.iri, "document": document, "value": figure.printed, "low": _float(figure.low), "high": _float(figure.high),
             "comparator": figure.comparator, "mark": figure.mark or None, "against": figure.against or None, "words": figure.words,
             "evidence": list(figure.evidence)}
            for document, mine in line.figures.items() for figure in mine
        ],
    }  # fmt: skip


def _plain_result(one: Result) -> dict[str, Any]:
    return {
        "iri": one.iri, "place": one.place, "year": one.year, "level": one.level or None, "value": float(one.value), "recorded": one.recorded,
        "against": one.against or None, "gap": _float(one.gap), "reached": one.reached if one.gap is not None else None,
        "source": one.source, "file": one.file, "row": int(one.row) if one.row else None,
    }  # fmt: skip


def _float(number: Any) -> float | None:
    return None if number is None else float(number)
