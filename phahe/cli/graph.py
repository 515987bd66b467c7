"""The commands on the graph as a whole: `build`, `validate`, `query`, `serve`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from phahe import __version__
from phahe.cli.common import DataOption, Json, StoreOption, fail, filled, opened, print_json
from phahe.resources import folder


def build(store: StoreOption = "var/store", data: DataOption = None, as_json: Json = False) -> None:
    """Nạp dữ liệu Turtle vào kho và suy luận. (Load the Turtle data into a store and run the rules.)"""
    built = filled(store, data)[1]
    if as_json:
        print_json({"graphs": built.graphs, "rules": built.rules})
        return
    for name, count in built.graphs.items():
        typer.echo(f"{count:>8}  {name}")
    for name, count in built.rules.items():
        typer.echo(f"{count:>8}  + {name}")


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
        fail(error)
    if as_json:
        print_json([asdict(result) for result in report.results])
    else:
        for result in report.results:
            typer.echo(
                f"{result.severity.rsplit('#')[-1]}: {result.focus} {result.path}: {result.message(language)} {result.value}".rstrip()
            )
        typer.echo(f"{len(report.results)} kết quả (results)", err=True)
    if not report.conforms:
        raise typer.Exit(1)


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
            fail(f"{text[1:]}: {error.strerror}")
    try:
        result: Result = opened(store).query(with_prefixes(text))
    except QueryError as error:
        fail(error)
    if isinstance(result, Truth):
        typer.echo(json.dumps(bool(result)))
    elif isinstance(result, Solutions):
        rows = [[getattr(term, "value", None) for term in row] for row in result.rows]
        if as_json:
            print_json([dict(zip(result.variables, row, strict=True)) for row in rows])
        else:
            typer.echo("\t".join(result.variables))
            for row in rows:
                typer.echo("\t".join(value or "" for value in row))
    elif isinstance(result, Graph):
        for triple in result:
            typer.echo(f"{triple} .")


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
            fail(f"không mở được cổng {host}:{port} (cannot listen): {error.strerror}; thử --port khác (try another --port)")
    typer.echo(f"Phả hệ {__version__}: http://{host}:{port}/", err=True)
    uvicorn.run(create_app(opened(store, data)), host=host, port=port, log_level="warning")
