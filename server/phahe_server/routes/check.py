"""`/check`: a draft pasted or uploaded, its citations judged. Nothing sent here is kept; size and time are bounded."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from phahe_server import download, language, render, uploads
from phahe_server.body import read_body
from phahe_server.problems import Problem
from phahe_server.views import draft

router = APIRouter()
MAX_UPLOAD: Final = 8_000_000
MAX_TEXT: Final = 400_000
_FORMS: Final = {
    "json": "application/json",
    "sarif": "application/sarif+json",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.api_route("/check", methods=["GET", "HEAD"], include_in_schema=False)
async def check_form(request: Request) -> Response:
    """The form."""
    return render.page(request, "check.html", checked=None, text="", name="", forms=tuple(_FORMS))


@router.post("/check", tags=["check"], summary="Check a draft (multipart: text or file; form: json, sarif, html, docx, or none for a page)")
async def check_draft(request: Request) -> Response:
    """The report: a page, or a file to save."""
    sent = uploads.parse(request.headers.get("content-type", ""), await read_body(request, MAX_UPLOAD))
    text, form = sent.fields.get("text", ""), sent.fields.get("form", "")
    if form and form not in _FORMS:
        raise Problem(400, "That form of report is not offered.", {"offered": sorted(_FORMS)})
    if len(text) > MAX_TEXT:
        raise Problem(413, f"The text is longer than {MAX_TEXT} characters.")
    if not sent.file and not text.strip():
        raise Problem(400, "Neither a text nor a file was sent.")
    name = uploads.safe_name(sent.file_name) if sent.file else "ban-thao.txt"
    raw = sent.file or text.replace("\r\n", "\n").encode()
    lang = language.language(request)
    found = await request.app.state.checks.run(draft.checked, name, raw, form, lang)
    if found.file:
        stem = name.rsplit(".", 1)[0]
        return Response(
            found.file, media_type=_FORMS[form], headers={**_UNKEPT, "Content-Disposition": download.disposition(f"{stem}-kiem-tra.{form}")}
        )
    if found.problem and form:
        raise Problem(422, found.problem)
    shown = found.report.reading.text.stored if found.report else text
    return render.page(
        request, "check.html", 422 if found.problem else 200, headers=_UNKEPT, checked=found, text=shown[:MAX_TEXT], name=name if sent.file else "",
        forms=tuple(_FORMS),
    )  # fmt: skip


_UNKEPT: Final = {"Cache-Control": "no-store"}
