"""`/targets`: measures against documents, with what is weaker or stronger than the document above; JSON and CSV under `/api/targets`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from phahe.exports.model import CellKind
from phahe.namespaces import BASE
from phahe_server import download, facets, language, render
from phahe_server.routes import lists
from phahe_server.views import observed_values, target_matrix
from phahe_server.views.documents import Document
from phahe_server.views.observed_values import Result
from phahe_server.views.target_matrix import FACETS, Line, Matrix

router = APIRouter()
#: The columns of the tables people save, and what each holds.
COLUMNS: Final[dict[str, CellKind]] = {
    "measure": "text", "document": "text", "value": "text", "low": "number", "high": "number", "unit": "text", "year": "integer",
    "level": "text", "condition": "text", "mark": "text", "against": "text", "words": "text", "address": "iri",
}  # fmt: skip
_NAMES: Final = (*FACETS, "page")
_LINES: Final = 40


async def _selected(request: Request, lang: str) -> tuple[dict[str, str], Matrix, list[Line], list[facets.Facet]]:
    given = lists.asked(request, _NAMES)
    whole: Matrix = await lists.kept(request, target_matrix.matrix)
    found, offered = facets.select(whole.lines, FACETS, target_matrix.values, given, _namer(request, lang, whole))
    return given, whole, found, offered


def _namer(request: Request, lang: str, whole: Matrix) -> Callable[[str], str]:
    concept, translate = lists.namer(request, lang), language.translator(lang)

    def name(key: str) -> str:
        if BASE + key in whole.documents:
            return whole.documents[BASE + key].label
        return translate(f"mark.{key}") if key in ("weaker", "stronger", "equal", "conflict") else concept(key)

    return name


@router.api_route("/targets", methods=["GET", "HEAD"], include_in_schema=False)
async def targets_page(request: Request) -> Response:
    """The matrix; for one measure, the words too."""
    given, whole, found, offered = await _selected(request, language.language(request))
    page = facets.paged(found, given.get("page", ""), _LINES)
    actual = await lists.kept(request, observed_values.observed)
    results = [observed_values.beside(line, actual, whole.documents) for line in page.rows]
    return render.page(
        request, "targets.html", given=given, facets=offered, page=page, total=len(found), columns=_columns(whole, found),
        documents=whole.documents, results=results, counts={name: sum(name in line.marks for line in found) for name in ("weaker", "stronger", "conflict")},
        link=lists.without_page,
    )  # fmt: skip


def _columns(whole: Matrix, lines: list[Line]) -> list[Document]:
    """The documents that have a value in `lines`, from the centre to the commune."""
    used = {iri for line in lines for iri in line.figures}
    return sorted((one for iri, one in whole.documents.items() if iri in used), key=lambda one: (one.band, one.label))


@router.get("/api/targets", tags=["lists"], summary="Targets of the same measure side by side")
async def targets_json(request: Request) -> Response:
    """Every line the filters leave, as JSON."""
    given, whole, found, _ = await _selected(request, "vi")
    actual = await lists.kept(request, observed_values.observed)
    lines = [
        {**_plain(line), "results": [_plain_result(one) for one in observed_values.beside(line, actual, whole.documents)]} for line in found
    ]
    return JSONResponse({"filters": given, "count": len(found), "lines": lines})


@router.get("/api/targets.csv", tags=["lists"], summary="The same as CSV, a row for each target")
async def targets_csv(request: Request) -> Response:
    """Every target of those lines, for spreadsheets."""
    lang = language.language(request)
    _, whole, found, _ = await _selected(request, lang)
    t, label = language.translator(lang), render.labeller(request, lang)
    rows = (
        [
            label(line.measure) if line.measure else line.printed, whole.documents[document].label, figure.printed, _number(figure.low), _number(figure.high),
            label(line.unit), line.year,
            "; ".join(line.levels), line.condition, t(f"mark.{figure.mark}") if figure.mark else "",
            whole.documents[figure.against].label if figure.against else "", figure.words, figure.iri,
        ]
        for line in found for document, mine in line.figures.items() if document in whole.documents for figure in mine
    )  # fmt: skip
    return download.csv_file("chi-tieu.csv", [t(f"targets.{name}") for name in COLUMNS], rows)


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
