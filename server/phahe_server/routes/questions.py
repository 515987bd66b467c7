"""The question catalogue: a page and a form for people, JSON and CSV for programs, one entry each in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from phahe.as_of import restricted
from phahe.questions import (
    Answer,
    Choice,
    ParameterError,
    Question,
    UnknownQuestionError,
    ask,
    catalogue,
    choices,
    get,
    to_json,
    to_table,
)  # fmt: skip
from phahe.store import Store, bind, with_prefixes
from phahe_server import download, language, protocol, render
from phahe_server.problems import Problem
from phahe_server.routes import labels
from phahe_server.views import answers
from phahe_server.views.calls import calls

router = APIRouter()
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
#: Fields of every question beside its parameters: a day, and whether same wording is read.
_SWITCHES = ("at", "aligned")
_OURS = ("lang", "format", *_SWITCHES)
#: How an answer is sent, and as what.
ANSWER_FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cells = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def find(slug: str) -> Question:
    """The question `slug`; Problem 404 with similar names where there is none."""
    try:
        return get(slug)
    except UnknownQuestionError as error:
        raise Problem(404, str(error), {"similar": list(error.near)}) from None


def values(request: Request) -> dict[str, str]:
    """The parameters of the request; the last of a repeated one counts."""
    return {name: text for name, text in protocol.parse_fields(request.scope["query_string"]) if name not in _OURS}


def switches(request: Request) -> dict[str, str]:
    """The day and the choice of same wording that the request gives, empty ones left out."""
    return {name: text for name, text in protocol.parse_fields(request.scope["query_string"]) if name in _SWITCHES and text.strip()}


def answered(store: Store, slug: str, given: dict[str, str], chosen: dict[str, str]) -> Answer:
    """The answer as of the day chosen; Problem 400 naming the parameter that cannot be used.

    Runs in a worker, as do those below: what crosses to the web process is bytes or a page's words, not terms.
    """
    try:
        return ask(store, slug, given, at=chosen.get("at"), aligned=_flag(chosen.get("aligned")))
    except ParameterError as error:
        extra = {"parameter": error.name, "candidates": [list(pair) for pair in error.candidates], "similar": list(error.near)}
        raise Problem(400, str(error), {key: found for key, found in extra.items() if found}) from None


def answered_json(store: Store, slug: str, given: dict[str, str], chosen: dict[str, str]) -> bytes:
    """The answer as the bytes of a JSON document."""
    return bytes(JSONResponse(to_json(answered(store, slug, given, chosen))).body)


def answered_table(store: Store, slug: str, given: dict[str, str], chosen: dict[str, str], lang: str) -> Cells:
    """The answer as headings and rows of text."""
    return to_table(answered(store, slug, given, chosen), lang)


def answered_workbook(store: Store, slug: str, given: dict[str, str], chosen: dict[str, str], lang: str) -> bytes:
    """The answer as the bytes of an XLSX file, its numbers, years and dates as such."""
    import io  # noqa: PLC0415

    from phahe import exports  # noqa: PLC0415

    out = io.BytesIO()
    exports.of_question(store, answered(store, slug, given, chosen), exports.get("xlsx"), lang)(out)
    return out.getvalue()


def answered_page(store: Store, slug: str, given: dict[str, str], chosen: dict[str, str], lang: str) -> tuple[answers.Page, str]:
    """What the page shows of the answer, and the SPARQL that was asked."""
    answer = answered(store, slug, given, chosen)
    return answers.page(answer, lang), bound_query(answer.question, answer)


def _flag(text: str | None) -> bool | None:
    """Yes, no, or not said. Raises ParameterError."""
    if text is not None and text not in _FLAGS:
        raise ParameterError("aligned", f"“{text}”: true hoặc (or) false")
    return _FLAGS[text] if text is not None else None


@router.get("/api/questions", tags=["questions"], summary="The questions that can be asked")
async def question_list() -> list[dict[str, Any]]:
    """Each question with its parameters and columns."""
    return [described(question) for question in catalogue()]


@router.api_route("/api/questions/{slug}", methods=["GET", "HEAD"], include_in_schema=False)
async def question_json(request: Request, slug: str) -> Response:
    """The answer as JSON, as CSV or as a workbook: by the end of the address (`.csv`, `.xlsx`), else by `?format=`."""
    name, _, ending = slug.partition(".")
    find(name)
    form = ending or request.query_params.get("format") or "json"
    if form not in ANSWER_FORMATS:
        raise Problem(404 if ending else 406, "That format is not offered.", {"offered": list(ANSWER_FORMATS)})
    asked = name, values(request), switches(request)
    if form == "xlsx":
        body = await request.app.state.queries.run(answered_workbook, *asked, language.language(request))
        return Response(body, media_type=ANSWER_FORMATS["xlsx"], headers={"Content-Disposition": download.disposition(f"{name}.xlsx")})
    if form == "csv":
        headings, table = await request.app.state.queries.run(answered_table, *asked, language.language(request))
        return download.csv_file(f"{name}.csv", headings, table)
    return Response(await request.app.state.queries.run(answered_json, *asked), media_type="application/json")


@router.api_route("/questions", methods=["GET", "HEAD"], include_in_schema=False)
async def question_catalogue(request: Request) -> Response:
    """The catalogue as a page."""
    return render.page(request, "questions.html", questions=catalogue())


@router.api_route("/questions/{slug}", methods=["GET", "HEAD"], include_in_schema=False)
async def question_page(request: Request, slug: str) -> Response:
    """The form of a question and, once it has what it needs, the answer with its proof."""
    question = find(slug)
    await labels.ensure(request.app.state)
    given, chosen = values(request), switches(request)
    offered = await request.app.state.kept.get(f"choices {slug}", lambda: request.app.state.executor.run(all_choices, slug))
    answer, problem, sparql = None, None, bound_query(question, None)
    if given or all(item.default is not None or not item.required for item in question.parameters):
        try:
            answer, sparql = await request.app.state.queries.run(answered_page, slug, given, chosen, language.language(request))
        except Problem as error:
            problem = error
    return render.page(
        request, "question.html", problem.status if problem else 200,
        question=question, given=given, chosen=chosen, offered=offered, answer=answer, problem=problem,
        sparql=sparql, download_query=request.url.query,
        calls=calls(str(request.url.replace(path=f"/api/questions/{slug}", fragment=""))),
    )  # fmt: skip


def all_choices(store: Store, slug: str) -> dict[str, tuple[Choice, ...]]:
    """What each parameter can be."""
    return {item.name: choices(store, slug, item.name) for item in get(slug).parameters}


def bound_query(question: Question, answer: Answer | None) -> str:
    """The SPARQL of a question, its parameters filled in where it was asked."""
    given = answer.parameters if answer else ()
    query = restricted(with_prefixes(question.query), answer.at if answer else None)
    return bind(query, {item.parameter.name: item.term for item in given if item.term is not None})


def described(question: Question) -> dict[str, Any]:
    """A question as plain data."""
    return {
        "slug": question.slug,
        "title": {"vi": question.title.vi, "en": question.title.en},
        "description": {"vi": question.description.vi, "en": question.description.en},
        "tags": list(question.tags),
        "aligned": question.aligned,
        "parameters": [
            {"name": item.name, "type": item.type, "required": item.required, "default": item.default, "label": item.label.text("vi")}
            for item in question.parameters
        ],
        "columns": [{"name": column.name, "kind": column.kind} for column in question.columns],
        "address": f"/api/questions/{question.slug}",
    }


def paths() -> dict[str, Any]:
    """The OpenAPI path of each question, with its own parameters."""
    return {f"/api/questions/{question.slug}": {"get": _operation(question)} for question in catalogue()}


def _operation(question: Question) -> dict[str, Any]:
    kinds = {"integer": {"type": "integer"}, "date": {"type": "string", "format": "date"}}
    problem = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}
    return {
        "tags": ["questions"],
        "operationId": question.slug.replace("-", "_"),
        "summary": question.title.en,
        "description": question.description.en,
        "parameters": [
            {
                "name": item.name,
                "in": "query",
                "required": item.required and item.default is None,
                "description": item.label.en,
                "schema": {**kinds.get(item.type, {"type": "string"}), **({"default": item.default} if item.default else {})},
            }
            for item in question.parameters
        ]
        + _switch_parameters(question),
        "responses": {
            "200": {
                "description": "The answer",
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    **{ANSWER_FORMATS[name].split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for name in ("csv", "xlsx")},
                },
            },
            "400": {"description": "A parameter cannot be used", **problem},
            "504": {"description": "The query took too long", **problem},
        },
    }


def _switch_parameters(question: Question) -> list[dict[str, Any]]:
    """The day, and same wording where the question leaves that open."""
    day = {
        "name": "at",
        "in": "query",
        "required": False,
        "description": "Only documents that existed on this day",
        "schema": {"type": "string", "format": "date"},
    }
    wording = {
        "name": "aligned",
        "in": "query",
        "required": False,
        "description": "Read same wording too, under its own tier",
        "schema": {"type": "boolean", "default": False},
    }
    form = {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "The same as the end of the address: `.csv`, `.xlsx`",
        "schema": {"type": "string", "enum": list(ANSWER_FORMATS), "default": "json"},
    }
    return [day, *([wording] if question.aligned == "optional" else []), form]
