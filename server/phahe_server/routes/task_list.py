"""`/tasks`: every task, filtered, grouped or as a table; the same as JSON and CSV under `/api/tasks`."""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from phahe.exports.model import CellKind
from phahe.namespaces import BASE
from phahe_server import download, facets, language, render
from phahe_server.routes import lists
from phahe_server.views import task_list
from phahe_server.views.task_list import FACETS, GROUPS, TaskRow

router = APIRouter()
#: The columns of the tables people save, and what each holds.
COLUMNS: Final[dict[str, CellKind]] = {
    "document": "text", "path": "text", "text": "text", "lead": "text", "others": "text", "when": "text", "begins": "date", "due": "date",
    "theme": "text", "place": "text", "origin": "text", "address": "iri",
}  # fmt: skip
_NAMES: Final = (*FACETS, "group", "view", "page")


async def _selected(request: Request, lang: str) -> tuple[dict[str, str], list[TaskRow], list[facets.Facet]]:
    given = lists.asked(request, _NAMES)
    every = await lists.kept(request, task_list.every)
    found, offered = facets.select(every, FACETS, task_list.values, given, lists.namer(request, lang))
    now, this = task_list.quarter(datetime.date.today().isoformat()), language.translator(lang)("tasks.this_quarter")
    return given, found, [task_list.in_order_of_time(one, now, this) if one.name == "quarter" else one for one in offered]


@router.api_route("/tasks", methods=["GET", "HEAD"], include_in_schema=False)
async def tasks_page(request: Request) -> Response:
    """Tasks under their document, theme or lead agency, or as one table."""
    given, found, offered = await _selected(request, language.language(request))
    group = given.get("group", GROUPS[0])
    group = group if group in GROUPS else GROUPS[0]
    heads = task_list.grouped(found, group) if given.get("view") != "table" else [(None, found)]
    page = facets.paged([(head, task) for head, tasks in heads for task in tasks], given.get("page", ""))
    shown: Any = page.rows
    return render.page(
        request, "tasks.html", given=given, facets=offered, group=group, groups=GROUPS, page=page, total=len(found),
        sections=[(head, [task for _, task in pairs]) for head, pairs in groupby(shown, key=lambda pair: pair[0])],
        sizes={head.key: len(tasks) for head, tasks in heads if head},
        name=lists.namer(request, language.language(request)), link=lists.without_page,
    )  # fmt: skip


@router.get("/api/tasks", tags=["lists"], summary="Tasks, filtered by origin, document, place, agency, role, theme, timing, quarter")
async def tasks_json(request: Request) -> Response:
    """Every task the filters leave, as JSON."""
    given, found, _ = await _selected(request, "vi")
    return JSONResponse({"filters": given, "count": len(found), "tasks": [_plain(task) for task in found]})


@router.get("/api/tasks.csv", tags=["lists"], summary="The same as CSV")
async def tasks_csv(request: Request) -> Response:
    """Every task the filters leave, for spreadsheets."""
    lang = language.language(request)
    _, found, _ = await _selected(request, lang)
    t, label = language.translator(lang), render.labeller(request, lang)
    headings = [t(f"tasks.{name}") for name in COLUMNS]
    return download.csv_file("nhiem-vu.csv", headings, ([*_cells(task, label)] for task in found))


def _cells(task: TaskRow, label: Any) -> list[str]:
    return [
        task.document.label, task.path, task.text,
        "; ".join(task_list.agency_value(row).label for row in task.leads),
        "; ".join(f"{task_list.agency_value(row).label} ({label(row['role'])})" for row in task.others),
        "; ".join(row["text"] for row in task.when),
        min((row["begins"] for row in task.when if row["begins"]), default=""),
        max((row["ends"] for row in task.when if row["ends"]), default=""),
        "; ".join(label(theme) for theme in task.themes),
        task.place.label if task.place else "",
        "; ".join(origin.label for origin in task.origins), task.iri,
    ]  # fmt: skip


def _plain(task: TaskRow) -> dict[str, Any]:
    return {
        "iri": task.iri,
        "document": {"iri": task.document_iri, "label": task.document.label},
        "path": task.path,
        "text": task.text,
        "restored": task.restored,
        "kind": task.kind,
        "themes": list(task.themes),
        "place": BASE + task.place.key if task.place else None,
        "origins": [{"iri": BASE + origin.key, "label": origin.label} for origin in task.origins],
        "assignments": [
            {"iri": row["assignment"], "agency": row["agency"], "label": row["agencyLabel"], "role": row["role"], "printed": row["printed"]}
            for row in task.who
        ],
        "timings": [
            {"iri": row["timing"], "kind": row["kind"], "text": row["text"], "begins": row["begins"], "ends": row["ends"]}
            for row in task.when
        ],
    }
