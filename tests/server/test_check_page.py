"""`/check`: a draft pasted or uploaded, judged and thrown away."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from phahe_server.routes.check import MAX_UPLOAD

PAGE = {"accept": "text/html"}
DRAFT = (
    "Căn cứ Nghị quyết số 29-NQ/TW ngày 04 tháng 11 năm 2013 của Ban Chấp hành Trung ương Đảng;\n"
    "Căn cứ Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn;\n\n"
    "Điều 1. Các trường học trên địa bàn xã thực hiện <script>alert(1)</script> nhiệm vụ năm học."
)


def send(client: TestClient, text: str = "", file: tuple[str, bytes] | None = None, **fields: str) -> Any:
    parts: dict[str, Any] = {"text": (None, text), **{name: (None, one) for name, one in fields.items()}}
    return client.post("/check", files=parts | ({"file": file} if file else {}), headers=PAGE)


def word(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_wrong_date_is_underlined_and_explained(client: TestClient) -> None:
    response = send(client, DRAFT)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    mark = re.search(r'<a class="under severity--error" href="#(r\d+)"[^>]*>([^<]+)', response.text)
    assert mark
    assert "29/02/2025" in mark[2]
    remark = response.text[response.text.index(f'id="{mark[1]}"') :]
    assert "tháng 2 có 29 ngày chỉ trong năm nhuận" in remark
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(("form", "media_type"), [("json", "application/json"), ("sarif", "application/sarif+json"), ("html", "text/html")])
def test_reports_are_files(client: TestClient, form: str, media_type: str) -> None:
    response = send(client, DRAFT, form=form)
    assert response.headers["content-type"].startswith(media_type)
    assert response.headers["content-disposition"].startswith("attachment")
    assert "IMPOSSIBLE_DATE" in response.text
    if form != "html":
        json.loads(response.text)


def test_a_word_file_comes_back_with_comments(client: TestClient) -> None:
    raw = word(*DRAFT.split("\n"))
    assert 'class="under severity--error"' in send(client, file=("Dự thảo.docx", raw)).text
    commented = send(client, file=("Dự thảo.docx", raw), form="docx")
    assert "du-thao-kiem-tra.docx" in commented.headers["content-disposition"]
    told = [comment.text for comment in Document(io.BytesIO(commented.content)).comments]
    assert any("29/02/2025" in one or "ngày không có thật" in one for one in told)


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({"text": ""}, 400, "nothing sent"),
        ({"text": DRAFT, "form": "exe"}, 400, "no such report"),
        ({"text": DRAFT, "form": "docx"}, 422, "a pasted text has no Word file to comment"),
        ({"file": ("a.pdf", b"%PDF-1.7 broken")}, 422, "a broken file"),
        ({"file": ("../../etc/passwd", b"\x00\x01\x02")}, 422, "no document"),
        ({"text": "x" * 400_001}, 413, "too long"),
    ],
)
def test_what_cannot_be_checked_is_said(client: TestClient, fields: dict[str, Any], status: int, why: str) -> None:
    response = send(client, **fields)
    assert response.status_code == status, why
    assert "Traceback" not in response.text


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (300 << 20))
    return out.getvalue()


def _long() -> bytes:
    return ("Căn cứ Luật Giáo dục ngày 14/6/2019;\n" * 30_000).encode()


@pytest.mark.parametrize(("name", "make", "says"), [("bomb.docx", _bomb, "bom nén"), ("long.txt", _long, "dài hơn")])
def test_what_would_take_too_long_is_refused_at_once(client: TestClient, name: str, make: Callable[[], bytes], says: str) -> None:
    response = send(client, file=(name, make()))
    assert response.status_code == 422
    assert says in response.text


def test_sizes_and_broken_forms(client: TestClient) -> None:
    assert send(client, file=("a.txt", b"a" * (MAX_UPLOAD + 1))).status_code == 413
    for content_type, body in [("text/plain", b"x"), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=b", b"--b\r\n")]:
        assert client.post("/check", content=body, headers={"content-type": content_type}).status_code in (400, 415)


def test_nothing_is_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert send(client, DRAFT).status_code == 200
    assert send(client, file=("a.docx", word("Căn cứ Luật Giáo dục;"))).status_code in (200, 422)
    assert list(tmp_path.iterdir()) == []
