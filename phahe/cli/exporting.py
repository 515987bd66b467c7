"""The command that writes for other programs: `export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from phahe.cli.asking import AsOf, Direction, day_of
from phahe.cli.common import Json, StoreOption, fail, opened, print_json

Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help="Tên định dạng; bỏ trống thì theo đuôi tệp. “--format list” để xem. (A format; “list” shows them.)"
    ),
]


def export(
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Tệp ghi ra, “-” là đầu ra chuẩn. (File to write, “-” for stdout.)")
    ] = None,
    form: Format = None,
    lineage: Annotated[
        str | None, typer.Option("--lineage", help="Phả hệ của văn bản hay nhiệm vụ này. (Lineage of a document or task.)")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", help="Một văn bản và mọi điều đọc từ đó. (One document and what was read from it.)")
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", help="Kết quả một câu hỏi của danh mục. (The answer to a question.)")
    ] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--param", help="tham_số=giá_trị của câu hỏi, lặp lại được. (parameter=value.)")
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", help="Kết quả một câu SPARQL, hoặc @tệp.rq. (The result of a SPARQL query.)")
    ] = None,
    direction: Annotated[Direction, typer.Option("--direction", help="Của phả hệ: up lên nguồn, down xuống cơ sở.")] = Direction.up,
    depth: Annotated[int | None, typer.Option("--depth", min=1, help="Số bước nhiều nhất của phả hệ. (At most so many hops.)")] = None,
    as_of: AsOf = None,
    language: Annotated[str, typer.Option("--lang", help="vi hoặc en: ngôn ngữ của nhãn. (Language of labels.)")] = "vi",
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Xuất đồ thị, phả hệ, một văn bản hay kết quả câu hỏi; điều gì không mang theo được thì ghi ra stderr. (Export; losses go to stderr.)"""
    from phahe import exports  # noqa: PLC0415
    from phahe.store import StoreError  # noqa: PLC0415

    if form == "list":
        for one in exports.FORMATS:
            typer.echo(f"{one.name}\t.{one.extension}\t{one.label.text(language)}\t{one.carries.text(language)}")
        return
    if sum(one is not None for one in (lineage, document, question, query)) > 1:
        fail("chỉ chọn một trong --lineage, --document, --question, --query (choose one)")
    if output is None:
        fail("cần -o TỆP (an output file is needed), “-” là đầu ra chuẩn")
    try:
        chosen = exports.get(form) if form else _by_name(output)
        held = opened(store)
        if question is not None or query is not None:
            write = _of_rows(held, chosen, question, parameters or [], query, as_of, language)
        elif lineage is not None:
            selection = exports.of_lineage(held, lineage, direction.value, depth, day_of(as_of))
            write = _of_graph(held, selection, chosen, language)
        else:
            selection = exports.whole(held) if document is None else exports.of_document(held, document)
            write = _of_graph(held, selection, chosen, language)
        report = _written(output, write)
    except exports.ExportError as error:
        fail(error.message.text(language) if language == "en" else error)
    except (LookupError, ValueError, OSError, StoreError) as error:
        fail(error.args[0] if isinstance(error, LookupError) and error.args else error)
    _say(report, output, language, as_json)


def _by_name(output: str) -> Any:
    """The format that the ending of a file name asks for."""
    from phahe import exports  # noqa: PLC0415

    known = sorted(
        (form for form in exports.FORMATS if output.lower().endswith(f".{form.extension}")), key=lambda form: -len(form.extension)
    )
    if not known:
        fail("cần --format, đuôi tệp không nói định dạng nào (the file name names no format)")
    return known[0]


def _of_graph(store: Any, selection: Any, form: Any, language: str) -> Any:
    from phahe import exports  # noqa: PLC0415

    return lambda out: exports.export(store, selection, form, out, language)


def _of_rows(store: Any, form: Any, question: str | None, given: list[str], query: str | None, as_of: Any, language: str) -> Any:
    """What writes the answer to a question or a query: rows where the format holds rows, else the graph of what they name."""
    from phahe import exports, questions  # noqa: PLC0415

    if question is not None:
        values = dict(item.partition("=")[::2] for item in given)
        answer = questions.ask(store, questions.get(question), values, at=day_of(as_of))
        writer = exports.of_question(store, answer, form, language)
    else:
        writer = exports.of_result(store, held_query(store, query or ""), form, language)
    return writer


def held_query(store: Any, query: str) -> Any:
    """The result of a SPARQL query, or of the one in @file."""
    from phahe.store import with_prefixes  # noqa: PLC0415

    text = Path(query[1:]).read_text(encoding="utf-8") if query.startswith("@") else query
    return store.query(with_prefixes(text))


def _written(output: str, write: Any) -> Any:
    import tempfile  # noqa: PLC0415

    from phahe import exports  # noqa: PLC0415

    if output != "-":
        return exports.to_file(Path(output), write)
    with tempfile.TemporaryFile() as file:
        report = write(file)
        file.seek(0)
        while piece := file.read(1 << 20):
            sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return report


def _say(report: Any, output: str, language: str, as_json: bool) -> None:
    """What was written and what was lost, on stderr; on stdout as JSON where asked."""
    counts = {"nodes": report.nodes, "edges": report.edges, "statements": report.statements, "rows": report.rows}
    if as_json and output != "-":
        print_json({"file": output, **counts, "notes": dict(report.counts), "words": report.notes(language)})
        return
    words = {"nodes": "nút (nodes)", "edges": "cạnh (edges)", "statements": "phát biểu (statements)", "rows": "dòng (rows)"}
    typer.echo(f"{output}: " + ", ".join(f"{number} {words[name]}" for name, number in counts.items() if number), err=True)
    for note in report.notes(language):
        typer.echo(f"  {note}", err=True)
