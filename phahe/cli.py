"""The command line: `phahe ingest|build|validate|trace|ask|query|evaluate|serve`. Thin: every command calls one function of the library.

Exit codes: 0 fine, 1 findings (violations, no answer), 2 wrong use or bad input. Errors are one line on stderr.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from phahe import __version__
from phahe.cli_checking import install as install_checking
from phahe.resources import folder

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Phả hệ: gia phả của chính sách công, mỗi mối nối kèm lời văn chứng minh. (The genealogy of public policy, with proof.)")  # fmt: skip

install_checking(app)

Json = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON. (Print JSON.)")]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="PHAHE_STORE",
        help="memory, một thư mục, hoặc địa chỉ http(s) của máy chủ SPARQL. (memory, a directory or an endpoint.)",
    ),
]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Thư mục dữ liệu Turtle, mặc định dữ liệu kèm chương trình. (Folder of Turtle data.)")
]


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


def _fail(message: object) -> NoReturn:
    typer.echo(f"phahe: {message}", err=True)
    raise typer.Exit(2)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục văn bản. (Files or folders of documents.)")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Nơi ghi tệp Turtle. (Where to write Turtle.)")] = Path(
        "data/ttl/documents"
    ),
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Số tiến trình, mặc định số nhân của máy. (Processes; default: cores.)")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Đọc trên cụm máy Dask, ví dụ tcp://may:8786. (Read on a Dask cluster.)")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Đọc lại cả tệp không đổi, ghi đè tệp trùng tên. (Read again, overwrite.)")
    ] = False,
    findings: Annotated[bool, typer.Option("--findings", help="Kể từng chỗ chưa rõ. (List every finding.)")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="Ghi báo cáo JSON vào tệp này. (Write a JSON report here.)")] = None,
    as_json: Json = False,
) -> None:
    """Đọc văn bản và ghi mỗi văn bản thành một tệp Turtle; tệp không đổi thì bỏ qua. (Read documents, write one Turtle file each.)"""
    from phahe import pipeline  # noqa: PLC0415
    from phahe.reading import ReadingError  # noqa: PLC0415

    try:
        paths = pipeline.sources(files)
        with typer.progressbar(length=len(paths), label="Đang đọc", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            reports = pipeline.ingest(
                paths, output, lambda _: bar.update(1), jobs=jobs or pipeline.cores(), scheduler=scheduler, force=force
            )
        if report is not None:
            pipeline.write_report(reports, report)
    except (ReadingError, pipeline.IngestError) as error:
        _fail(error)
    if as_json:
        _print_json(pipeline.to_json(reports))
    for one in reports:
        if one.error:
            typer.echo(f"phahe: {one.error}", err=True)
        elif not as_json:
            typer.echo(pipeline.to_text(one, findings=findings))
    if any(one.error for one in reports):
        raise typer.Exit(2)


@app.command()
def build(store: StoreOption = "var/store", data: DataOption = None, as_json: Json = False) -> None:
    """Nạp dữ liệu Turtle vào kho và suy luận. (Load the Turtle data into a store and run the rules.)"""
    built = _filled(store, data)[1]
    if as_json:
        _print_json({"graphs": built.graphs, "rules": built.rules})
        return
    for name, count in built.graphs.items():
        typer.echo(f"{count:>8}  {name}")
    for name, count in built.rules.items():
        typer.echo(f"{count:>8}  + {name}")


def _filled(setting: str | None, data: Path | None) -> tuple[Any, Any]:
    """The store of `setting`, filled from the Turtle files."""
    from phahe.build import build as run  # noqa: PLC0415
    from phahe.store import StoreError, open_store  # noqa: PLC0415

    try:
        store = open_store(setting)
        return store, run(store, data)
    except (StoreError, OSError) as error:
        _fail(error)


def _opened(setting: str | None, data: Path | None = None) -> Any:
    """A store to ask: one in memory is filled first, any other is taken as it is, unless it is empty."""
    from phahe.store import StoreError, open_store  # noqa: PLC0415

    if not setting or setting == "memory":
        return _filled("memory", data)[0]
    try:
        store = open_store(setting)
        if store.count() == 0:
            _fail(f"kho {setting} rỗng (the store is empty); chạy “phahe build --store {setting}” trước")
        return store
    except StoreError as error:
        _fail(error)


@app.command()
def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Tệp Turtle; bỏ trống để kiểm dữ liệu kèm chương trình. (Turtle files.)")
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="vi hoặc en.")] = "vi",
    as_json: Json = False,
) -> None:
    """Kiểm dữ liệu theo các khuôn SHACL; mã thoát 1 khi có vi phạm. (Check data against the SHACL shapes.)"""
    from rdflib import Graph  # noqa: PLC0415

    from phahe.turtle import read_turtle  # noqa: PLC0415
    from phahe.validation import validate as run  # noqa: PLC0415

    paths = files or sorted(folder("data/ttl").rglob("*.ttl"))
    data = Graph()
    try:
        for path in paths:
            data += read_turtle(path)
        report = run(data)
    except (OSError, ValueError) as error:
        _fail(error)
    if as_json:
        _print_json([asdict(result) for result in report.results])
    else:
        for result in report.results:
            typer.echo(
                f"{result.severity.rsplit('#')[-1]}: {result.focus} {result.path}: {result.message(language)} {result.value}".rstrip()
            )
        typer.echo(f"{len(report.results)} kết quả (results)", err=True)
    if not report.conforms:
        raise typer.Exit(1)


@app.command()
def trace(
    start: Annotated[str, typer.Argument(help="Văn bản hoặc nhiệm vụ: IRI, tên tệp, số ký hiệu, địa bàn. (A document or task.)")],
    to: Annotated[str | None, typer.Option("--to", help="Dừng ở văn bản này. (End at this document.)")] = None,
    direction: Annotated[Direction, typer.Option("--direction", help="up: lên nguồn; down: xuống cơ sở.")] = Direction.up,
    depth: Annotated[int | None, typer.Option("--depth", min=1, help="Số bước nhiều nhất. (At most so many hops.)")] = None,
    output: Annotated[TraceFormat, typer.Option("--format", help="Dạng in ra.")] = TraceFormat.text,
    language: Annotated[str, typer.Option("--lang", help="vi hoặc en.")] = "vi",
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Truy nguồn một văn bản hay nhiệm vụ, mỗi bước kèm lời văn chứng minh. (Trace lineage, each hop with its proof.)"""
    from phahe import lineage  # noqa: PLC0415

    try:
        found = lineage.trace(_opened(store), start, direction.value, to, depth)
    except LookupError as error:
        _fail(error.args[0] if error.args else error)
    if as_json or output is TraceFormat.json:
        _print_json(lineage.to_json(found))
        return
    render = {TraceFormat.text: lineage.to_text, TraceFormat.mermaid: lineage.to_mermaid, TraceFormat.dot: lineage.to_dot}[output]
    typer.echo(render(found, language))
    if not found.hops:
        raise typer.Exit(1)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Từ cần tìm, có dấu hay không dấu. (Words, with or without diacritics.)")],
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Tìm trong văn bản, nhiệm vụ, cơ quan, chỉ số, viện dẫn. (Search documents, tasks, agencies, measures, citations.)"""
    from phahe.search import Index, entries, excerpt  # noqa: PLC0415

    found = Index(entries(_opened(store))).search(" ".join(words))
    if as_json:
        _print_json({"counts": found.counts, "hits": [asdict(hit) for hit in found.hits]})
    for hit in found.hits if not as_json else ():
        typer.echo(f"{hit.entry.kind}\t{hit.entry.iri}\t{''.join(text for text, _ in excerpt(hit.entry.text, hit.spans, 120))}")
    raise typer.Exit(0 if found.hits else 1)


@app.command()
def query(
    text: Annotated[str, typer.Argument(help="Câu SPARQL, hoặc @tệp.rq. (A SPARQL query or @file.rq.)")],
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Chạy một câu SPARQL chỉ đọc. (Run a read-only SPARQL query.)"""
    from phahe.store import Graph, QueryError, Result, Solutions, Truth, with_prefixes  # noqa: PLC0415

    if text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except OSError as error:
            _fail(f"{text[1:]}: {error.strerror}")
    try:
        result: Result = _opened(store).query(with_prefixes(text))
    except QueryError as error:
        _fail(error)
    if isinstance(result, Truth):
        typer.echo(json.dumps(bool(result)))
    elif isinstance(result, Solutions):
        rows = [[getattr(term, "value", None) for term in row] for row in result.rows]
        if as_json:
            _print_json([dict(zip(result.variables, row, strict=True)) for row in rows])
        else:
            typer.echo("\t".join(result.variables))
            for row in rows:
                typer.echo("\t".join(value or "" for value in row))
    elif isinstance(result, Graph):
        for triple in result:
            typer.echo(f"{triple} .")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Tên câu hỏi; bỏ trống để xem danh mục. (A question; empty lists them.)")] = None,
    parameters: Annotated[list[str] | None, typer.Argument(help="tham_số=giá_trị … (parameter=value …)")] = None,
    language: Annotated[str, typer.Option("--lang", help="vi hoặc en.")] = "vi",
    as_json: Json = False,
    store: StoreOption = None,
) -> None:
    """Hỏi một câu trong danh mục, mỗi dòng kèm bằng chứng. (Ask a question of the catalogue.)"""
    from phahe import questions  # noqa: PLC0415

    if question is None:
        for item in questions.catalogue():
            typer.echo(f"{item.slug}\t{item.title.text(language)}\t{' '.join(p.name for p in item.parameters)}")
        return
    given = dict(item.partition("=")[::2] for item in parameters or [])
    try:
        answer = questions.ask(_opened(store), questions.get(question), given)
    except (LookupError, ValueError) as error:
        _fail(error.args[0] if error.args else error)
    if as_json:
        _print_json(questions.to_json(answer))
        return
    header, rows = questions.to_table(answer, language)
    for row in [header, *rows]:
        typer.echo("\t".join(row))
    if not rows:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Thư mục bản đọc tay. (Folder of gold readings.)")] = Path("tests/gold"),
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Thư mục ngữ liệu có bản đọc tay. (Corpus with gold.)")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Kể từng chỗ sót và báo nhầm. (List every miss and false alarm.)")] = False,
    as_json: Json = False,
) -> None:
    """Đo việc đọc so với bản đọc tay: độ chính xác, độ phủ, F1, tốc độ. (Measure reading against the gold.)"""
    from phahe import evaluation  # noqa: PLC0415
    from phahe.reading import ReadingError  # noqa: PLC0415

    try:
        report = evaluation.evaluate(gold, corpus)
    except (OSError, ValueError, ReadingError) as error:
        _fail(error)
    if as_json:
        _print_json(evaluation.to_json(report))
    else:
        typer.echo(evaluation.render(report, misses=misses))


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Địa chỉ nghe. (Address to listen on.)")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help="Cổng. (Port.)")] = 8000,
    store: StoreOption = None,
    data: DataOption = None,
) -> None:
    """Mở trang web và điểm truy vấn SPARQL. (Serve the pages and the SPARQL endpoint.)"""
    import socket  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            _fail(f"không mở được cổng {host}:{port} (cannot listen): {error.strerror}; thử --port khác (try another --port)")
    typer.echo(f"Phả hệ {__version__}: http://{host}:{port}/", err=True)
    uvicorn.run(create_app(_opened(store, data)), host=host, port=port, log_level="warning")


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="In phiên bản. (Print the version.)")] = False) -> None:
    """Show the version."""
    if show:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Entry point."""
    app()


__all__ = ["app", "folder", "main"]
