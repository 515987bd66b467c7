"""`/tasks`: every task, filtered, grouped or as a table; the same as JSON and CSV under `/api/tasks`."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from phahe.exports.model import CellKind
from phahe.namespaces import BASE
from phahe_server import facets, language, render
from phahe_server.listing import Listing
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


def _known(request: Request) -> Coroutine[Any, Any, Listing[TaskRow]]:
    return lists.listing(request.app.state, "tasks", task_list.LIST)


@router.api_route("/tasks", methods=["GET", "HEAD"], include_in_schema=False)
async def tasks_page(request: Request) -> Response:
    """Tasks under their document, theme or lead agency, or as one table."""
    known, given, lang = await _known(request), lists.asked(request, _NAMES), language.language(request)
    group = given.get("group", GROUPS[0])
    group = group if group in GROUPS else GROUPS[0]
    return await asyncio.to_thread(_page, request, known, given, group, lists.namer(request, lang))


def _page(request: Request, known: Listing[TaskRow], given: dict[str, str], group: str, name: Callable[[str], str]) -> Response:
    now, this = task_list.quarter(datetime.date.today().isoformat()), language.translator(language.language(request))("tasks.this_quarter")
    with known.selected(given) as found:
        offered = [
            task_list.in_order_of_time(one, now, this) if one.name == "quarter" else one
            for one in lists.offered(found, task_list.LIST, given, name)
        ]
        heads = None if given.get("view") == "table" else task_list.in_order(found.heads(task_list.heading(group)), group)
        page = facets.paged(found.total if heads is None else sum(head.size for head in heads), given.get("page", ""))
        shown = [(None, [*found.rows(page.offset, page.size)])] if heads is None else found.page_under(heads, page.offset, page.size)
        return render.page(
            request, "tasks.html", given=given, facets=offered, group=group, groups=GROUPS, page=page, total=found.total,
            sections=[(head, [*tasks]) for head, tasks in shown], name=name, link=lists.without_page,
        )  # fmt: skip


@router.get("/api/tasks", tags=["lists"], summary="Tasks, filtered by origin, document, place, agency, role, theme, timing, quarter")
async def tasks_json(request: Request) -> Response:
    """Every task the filters leave, as JSON."""
    return await lists.as_json(await _known(request), lists.asked(request, _NAMES), "tasks", _plain)


@router.get("/api/tasks.csv", tags=["lists"], summary="The same as CSV")
async def tasks_csv(request: Request) -> Response:
    """Every task the filters leave, for spreadsheets."""
    return await lists.as_csv(await csv_table(request), "nhiem-vu.csv")


async def csv_table(request: Request) -> lists.Cells:
    """The headings and cells of the CSV."""
    t, label = language.translator(language.language(request)), render.labeller(request, language.language(request))
    return lists.Cells(
        [t(f"tasks.{name}") for name in COLUMNS], await _known(request), lists.asked(request, _NAMES), lambda task: [_cells(task, label)]
    )


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
