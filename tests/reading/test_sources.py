"""The five sources in other formats say the same: made here from their texts, read, analysed, compared."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import docx
import pytest

from phahe.analysis import Analysis, analyse
from phahe.reading import read

SOURCES = Path(__file__).parents[2] / "data" / "sources"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def tasks(analysis: Analysis) -> list[tuple[str, str, str]]:
    """Path, kind and words of every task."""
    text = analysis.text.text
    return [
        (item.task.provision.path, item.task.kind, " ".join(text[span.start : span.end] for span in item.task.provision.spans))
        for item in analysis.tasks
    ]


@cache
def source(slug: str) -> tuple[str, Analysis]:
    path = SOURCES / f"{slug}.txt"
    return path.read_text(encoding="utf-8"), analyse(read(path).text)


def printed_lines(slug: str) -> Iterator[str]:
    """As somebody pastes the text: a paragraph for each printed line."""
    return iter(source(slug)[0].splitlines())


def paragraphs(slug: str) -> Iterator[str]:
    """As somebody types it: a paragraph for each paragraph."""
    layout = source(slug)[1].layout
    return (layout.words(block) for block in layout.blocks)


def word(path: Path, lines: Iterator[str]) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


def page(path: Path, lines: Iterator[str]) -> Path:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    path.with_suffix(".html").write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")
    return path.with_suffix(".html")


@pytest.mark.parametrize("lines", [printed_lines, paragraphs])
@pytest.mark.parametrize("write", [word, page])
@pytest.mark.parametrize("slug", ["loc-binh-resolution", "lang-son-plan", "lam-dong-programme"])
def test_the_same_tasks(tmp_path: Path, slug: str, write: Callable[..., Path], lines: Callable[..., Iterator[str]]) -> None:
    _, expected = source(slug)
    found = analyse(read(write(tmp_path / slug, lines(slug))).text)
    assert tasks(found) == tasks(expected)
    assert len(tasks(found)) > 20


def rows(text: str) -> list[list[str]]:
    """The cells of the annex; a row without its group cell gets an empty one."""
    found = [re.sub(r"</?p>", " ", line).split("\t") for line in text.splitlines() if "\t" in line]
    return [[""] * (5 - len(row)) + [" ".join(cell.split()) for cell in row] for row in found]


def annex_in_word(path: Path, *, merged: bool) -> Path:
    document = docx.Document()
    document.add_paragraph("Danh mục các nhiệm vụ triển khai Thực hiện Nghị quyết số 71-NQ/TW, ngày 22/8/2025")
    table = document.add_table(rows=0, cols=5)
    group = None
    for row in rows(source("thien-tan-task-list")[0]):
        cells = table.add_row().cells
        for target, words in zip(cells, row, strict=True):
            target.text = words
        if row[0]:
            group = cells[0]
        elif merged and group is not None:
            group = group.merge(cells[0])
            group.text = group.text.strip()
    document.save(str(path))
    return path


def annex_in_html(path: Path, *, merged: bool) -> Path:
    found = rows(source("thien-tan-task-list")[0])
    lines = []
    for index, row in enumerate(found):
        deep = 1 + next((more for more, later in enumerate(found[index + 1 :]) if later[0]), len(found) - index - 1)
        cells = row if row[0] or not merged else row[1:]
        attribute = f' rowspan="{deep}"' if merged and row[0] else ""
        lines.append(
            "<tr>" + "".join(f"<td{attribute if not at else ''}>{html.escape(words)}</td>" for at, words in enumerate(cells)) + "</tr>"
        )
    path.write_text(f"<html><body><p>Danh mục các nhiệm vụ</p><table>{''.join(lines)}</table></body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize(("write", "name"), [(annex_in_word, "a.docx"), (annex_in_html, "a.html")])
def test_the_same_rows(tmp_path: Path, write: Callable[..., Path], name: str, merged: bool) -> None:
    _, expected = source("thien-tan-task-list")
    found = analyse(read(write(tmp_path / name, merged=merged)).text)
    assert len(found.tasks) == 33
    assert [task[0] for task in tasks(found)] == [task[0] for task in tasks(expected)]
    for one, other in zip(found.tasks, expected.tasks, strict=True):
        assert [item.assignment.name for item in one.assignments] == [item.assignment.name for item in other.assignments]
        assert [item.timing.kind for item in one.timings] == [item.timing.kind for item in other.timings]


STYLE = "<meta charset=utf-8><style>body{font:13pt serif} table{border-collapse:collapse} td{border:1px solid} p{text-indent:1cm}</style>"


@pytest.mark.skipif(shutil.which("chromium") is None and os.environ.get("CI") != "true", reason="chromium is not installed")
@pytest.mark.parametrize("merged", [False, True])
def test_the_same_rows_in_print(tmp_path: Path, merged: bool) -> None:
    """Printed to PDF by a browser: rules and letters only, rows cut by pages."""
    path = annex_in_html(tmp_path / "a.html", merged=merged)
    path.write_text(path.read_text(encoding="utf-8").replace("<body>", f"{STYLE}<body>"), encoding="utf-8")
    printed = tmp_path / "a.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={printed}"]
    subprocess.run(["chromium", *options, str(path)], check=True, capture_output=True, timeout=120)
    reading = read(printed)
    found = analyse(reading.text)
    assert len(reading.pages) > 3
    assert [task[0] for task in tasks(found)] == [task[0] for task in tasks(source("thien-tan-task-list")[1])]


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is absent")
@pytest.mark.parametrize("name", ["NQ-11.2025.pdf", "QD-05.2025.pdf"])
def test_real_pdfs(name: str) -> None:
    reading = read(CORPUS / "pdf" / name)
    assert len(reading.pages) == {"NQ-11.2025.pdf": 8, "QD-05.2025.pdf": 2}[name]
    assert reading.text.text.startswith(("HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI"))
    assert analyse(reading.text).citations


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is absent")
def test_every_document_of_the_corpus_is_read() -> None:
    files = [path for path in sorted((CORPUS / "docs").rglob("*")) if path.is_file()]
    assert len(files) == 238
    for path in files:
        assert read(path).text.text.strip(), path.name
