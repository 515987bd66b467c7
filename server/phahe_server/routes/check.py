"""`/check`: a draft pasted or uploaded, its citations judged. Nothing sent here is kept; size and time are bounded."""

from __future__ import annotations

import asyncio
import base64
import binascii
from contextlib import suppress
from typing import Final

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from phahe_server import download, language, render, uploads
from phahe_server.body import read_body
from phahe_server.problems import Problem
from phahe_server.views import draft

router = APIRouter()
MAX_UPLOAD: Final = 8_000_000
MAX_TEXT: Final = 400_000
#: A file up to this size goes back to the reader inside the page, so that the reports can be asked for without choosing it again.
MAX_CARRIED: Final = 2_500_000
#: So much of a body that is too long is read and thrown away, so that the browser shows the answer and not a broken connection.
_DRAINED: Final = 80_000_000
_DRAIN_SECONDS: Final = 20.0
_FORMS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "sarif": "application/sarif+json",
}
_UNKEPT: Final = {"Cache-Control": "no-store"}
_TOO_LARGE: Final = (
    f"Tệp hoặc văn bản lớn hơn {MAX_UPLOAD // 10**6} MB; hãy chia nhỏ, hoặc dùng lệnh “phahe check”. "
    f"(Larger than {MAX_UPLOAD // 10**6} MB; split it, or use the command “phahe check”.)"
)
_TOO_SLOW: Final = (
    "Kiểm tra lâu quá thời gian cho phép; hãy chia nhỏ văn bản, hoặc dùng lệnh “phahe check”. "
    "(The check took too long; split the text, or use the command “phahe check”.)"
)
_BUSY: Final = (
    "Đang kiểm tra nhiều văn bản khác; hãy gửi lại sau ít giây. (Other drafts are being checked; send it again in a few seconds.)"
)


@router.api_route("/check", methods=["GET", "HEAD"], include_in_schema=False)
async def check_form(request: Request) -> Response:
    """The form."""
    return render.page(request, "check.html", checked=None, text="", name="", original="", word=False, forms=tuple(_FORMS))


@router.post("/check", tags=["check"], summary="Check a draft (multipart: text or file; form: json, sarif, html, docx, or none for a page)")
async def check_draft(request: Request) -> Response:
    """The report: a page, or a file to save."""
    sent = uploads.parse(request.headers.get("content-type", ""), await _body(request))
    text, form = sent.fields.get("text", ""), sent.fields.get("form", "")
    if form and form not in _FORMS:
        raise Problem(400, "Không có dạng báo cáo ấy. (That form of report is not offered.)", {"offered": sorted(_FORMS)})
    if len(text) > MAX_TEXT:
        raise Problem(413, f"Văn bản dài hơn {MAX_TEXT:,} ký tự. (The text is longer than {MAX_TEXT:,} characters.)")
    file = sent.file or _carried(sent.fields.get("original", ""))
    if not file and not text.strip():
        raise Problem(400, "Chưa có văn bản hay tệp nào. (Neither a text nor a file was sent.)")
    name = uploads.safe_name(sent.file_name or sent.fields.get("name", "")) if file else "ban-thao.txt"
    raw = file or text.replace("\r\n", "\n").encode("utf-8", "replace")
    found = await _checked(request, name, raw, form)
    if found.file:
        stem = name.rsplit(".", 1)[0]
        said = download.disposition(f"{stem}-kiem-tra.{form}")
        return Response(found.file, media_type=_FORMS[form], headers={**_UNKEPT, "Content-Disposition": said})
    if found.problem and form:
        raise Problem(422, found.problem)
    carried = base64.b64encode(file).decode() if file and len(file) <= MAX_CARRIED else ""
    return render.page(
        request, "check.html", 422 if found.problem else 200, headers=_UNKEPT, checked=found, text="" if file else text, name=name if file else "",
        original=carried, word=raw[:2] == b"PK" and name.lower().endswith(".docx"), forms=tuple(_FORMS),
    )  # fmt: skip


async def _checked(request: Request, name: str, raw: bytes, form: str) -> draft.Checked:
    try:
        return await request.app.state.checks.run(draft.checked, name, raw, form, language.language(request))  # type: ignore[no-any-return]
    except Problem as problem:
        told = {504: _TOO_SLOW, 503: _BUSY}.get(problem.status)
        if told is None:
            raise
        raise Problem(problem.status, told, problem.extra, problem.headers) from None


async def _body(request: Request) -> bytes:
    try:
        return await read_body(request, MAX_UPLOAD)
    except Problem as problem:
        if problem.status != 413:
            raise
        await _drain(request)
        raise Problem(413, _TOO_LARGE, headers=problem.headers) from None


async def _drain(request: Request) -> None:
    """Read what is left of the body, up to a limit of bytes and of time."""
    size = 0
    with suppress(TimeoutError, ClientDisconnect, RuntimeError):  # RuntimeError: nothing is left
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > _DRAINED:
                    return


def _carried(encoded: str) -> bytes:
    """The file that the page of an earlier answer carried."""
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Problem(400, "Tệp gửi lại bị hỏng; hãy chọn lại tệp. (The file sent back is damaged; choose it again.)") from None
