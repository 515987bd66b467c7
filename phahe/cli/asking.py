"""The commands that ask: `trace`, `search`, `ask`."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from phahe.cli.common import Json, StoreOption, fail, opened, print_json

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Chỉ những gì đã có vào ngày này, như 30/9/2025 hay 2025-09-30. (Only what existed on this day.)"),
]


def day_of(text: str | None) -> date | None:
    """The day that --as-of names; ends the command where it is none."""
    from phahe.as_of import read_day  # noqa: PLC0415

    try:
        return read_day(text) if text else None
    except ValueError:
        fail(f"--as-of “{text}”: cần một ngày, như 30/9/2025 hay 2025-09-30 (a day is needed)")


class Language(StrEnum):
    """The language of what is printed."""

    vi = "vi"
    en = "en"


class Direction(StrEnum):
    """Which way to trace."""

    up = "up"
    down = "down"


class TraceFormat(StrEnum):
    """How a trace is shown."""

    text = "text"
    json = "json"
    mermaid = "mermaid"
    dot = "dot"


def trace(
    start: Annotated[
        str, typer.Argument(help="Văn bản, nhiệm vụ hoặc chỉ tiêu: IRI, tên tệp, số ký hiệu, địa bàn. (A document, task or target.)")
    ],
    to: Annotated[str | None, typer.Option("--to", help="Dừng ở văn bản này. (End at this document.)")] = None,
    direction: Annotated[Direction, typer.Option("--direction", help="up: lên nguồn; down: xuống cơ sở.")] = Direction.up,
    depth: Annotated[int | None, typer.Option("--depth", min=1, help="Số bước nhiều nhất. (At most so many hops.)")] = None,
    as_of: AsOf = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Số bước được in, gần nhất trước. (How many hops are shown, nearest first.)")
    ] = 200,
    proofs: Annotated[int, typer.Option("--proofs", min=1, help="Số chỗ chứng minh mỗi bước. (How many proofs of each hop.)")] = 5,
    output: Annotated[TraceFormat, typer.Option("--format", help="Dạng in ra.")] = TraceFormat.text,
    language: Annotated[Language, typer.Option("--lang", help="vi hoặc en.")] = Language.vi,
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Truy nguồn một văn bản, nhiệm vụ hay chỉ tiêu, mỗi bước kèm lời văn chứng minh. (Trace lineage, each hop with its proof.)"""
    from phahe import lineage  # noqa: PLC0415

    day = day_of(as_of)
    try:
        found = lineage.trace(opened(store), start, direction.value, to, depth, day, most=most, proofs=proofs)
    except LookupError as error:
        fail(error.args[0] if error.args else error)
    if as_json or output is TraceFormat.json:
        print_json(lineage.to_json(found))
        return
    render = {TraceFormat.text: lineage.to_text, TraceFormat.mermaid: lineage.to_mermaid, TraceFormat.dot: lineage.to_dot}[output]
    typer.echo(render(found, language.value))
    if not found.hops:
        raise typer.Exit(1)


def search(
    words: Annotated[list[str], typer.Argument(help="Từ cần tìm, có dấu hay không dấu. (Words, with or without diacritics.)")],
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Tìm trong văn bản, nhiệm vụ, cơ quan, chỉ số, viện dẫn. (Search documents, tasks, agencies, measures, citations.)"""
    from phahe.search import entries, excerpt, write  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="phahe-search-") as folder:
        found = write(entries(opened(store)), Path(folder) / "search.sqlite").search(" ".join(words))
    if as_json:
        print_json({"counts": found.counts, "hits": [asdict(hit) for hit in found.hits]})
    for hit in found.hits if not as_json else ():
        typer.echo(f"{hit.entry.kind}\t{hit.entry.iri}\t{''.join(text for text, _ in excerpt(hit.entry.text, hit.spans, 120))}")
    raise typer.Exit(0 if found.hits else 1)


def ask(
    question: Annotated[str | None, typer.Argument(help="Tên câu hỏi; bỏ trống để xem danh mục. (A question; empty lists them.)")] = None,
    parameters: Annotated[list[str] | None, typer.Argument(help="tham_số=giá_trị … (parameter=value …)")] = None,
    as_of: AsOf = None,
    aligned: Annotated[
        bool | None, typer.Option("--aligned/--no-aligned", help="Đọc cả lời văn giống nhau, với câu hỏi cho phép. (Same wording too.)")
    ] = None,
    language: Annotated[Language, typer.Option("--lang", help="vi hoặc en.")] = Language.vi,
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Hỏi một câu trong danh mục, mỗi dòng kèm bằng chứng. (Ask a question of the catalogue.)"""
    from phahe import questions  # noqa: PLC0415

    if question is None:
        for item in questions.catalogue():
            typer.echo(f"{item.slug}\t{item.title.text(language.value)}\t{' '.join(p.name for p in item.parameters)}")
        return
    given = dict(item.partition("=")[::2] for item in parameters or [])
    try:
        answer = questions.ask(opened(store), questions.get(question), given, at=day_of(as_of), aligned=aligned)
    except (LookupError, ValueError) as error:
        fail(error.args[0] if error.args else error)
    if as_json:
        print_json(questions.to_json(answer))
        return
    typer.echo(questions.to_text(answer, language.value), err=True, nl=False)
    header, rows = questions.to_table(answer, language.value)
    for row in [header, *rows]:
        typer.echo("\t".join(row))
    if not rows:
        raise typer.Exit(1)
