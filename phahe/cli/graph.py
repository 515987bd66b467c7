"""The commands on the graph as a whole: `build`, `validate`, `query`, `serve`."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from phahe import __version__
from phahe.cli.common import DataOption, Json, StoreOption, fail, filled, is_directory, opened, print_json
from phahe.resources import folder

DEFAULT_STORE: Final = "var/store"
#: How the process that builds says that the directory cannot be written.
_IN_MEMORY: Final = 99
#: What a build counts, and the sign before each line of it: statements of a graph, facts of a rule, findings of a check.
_COUNTS: Final = {"graphs": "", "rules": "+ ", "checks": "! "}


def build(
    store: StoreOption = DEFAULT_STORE,
    data: DataOption = None,
    drop_changes: Annotated[
        bool, typer.Option("--drop-changes", help="Bỏ các thay đổi làm tay từ lần dựng trước. (Leave out what was changed by hand.)")
    ] = False,
    as_json: Json = False,
) -> None:
    """Nạp dữ liệu Turtle vào kho, suy luận, kiểm tra. (Load the Turtle data into a new dataset version, run the rules and the checks.)

    Kho là một thư mục: phiên bản mới nằm cạnh bản cũ và được thay trong một bước. (The store is a directory: the new version stands beside the old and replaces it in one step.)
    """
    from phahe.build import build_version  # noqa: PLC0415
    from phahe.store import StoreError  # noqa: PLC0415

    told: dict[str, Any]
    if is_directory(store):
        try:
            made = build_version(Path(store or ""), data, with_changes=not drop_changes)
        except (StoreError, OSError) as error:
            fail(error)
        told = {"version": made.id, **{name: made.manifest[name] for name in _COUNTS}}
    else:
        told = {"version": None, **asdict(filled(store, data)[1])}
    if as_json:
        print_json(told)
        return
    for name, sign in _COUNTS.items():
        for what, count in told[name].items():
            typer.echo(f"{count:>8}  {sign}{what}")
    if told["version"]:
        typer.echo(f"phiên bản (version) {told['version']}", err=True)


def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Tệp Turtle; bỏ trống để kiểm dữ liệu kèm chương trình. (Turtle files.)")
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="vi hoặc en.")] = "vi",
    as_json: Json = False,
) -> None:
    """Kiểm dữ liệu theo các khuôn SHACL; mã thoát 1 khi có vi phạm. (Check data against the SHACL shapes.)"""
    from rdflib import Graph  # noqa: PLC0415

    from phahe.turtle.canonical import read_turtle  # noqa: PLC0415
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
    store: StoreOption = DEFAULT_STORE,
    data: DataOption = None,
) -> None:
    """Mở trang web và điểm truy vấn SPARQL; dựng lại kho khi dữ liệu đã đổi. (Serve the pages and the SPARQL endpoint; build first where the data changed.)"""
    import socket  # noqa: PLC0415

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(f"không mở được cổng {host}:{port} (cannot listen): {error.strerror}; thử --port khác (try another --port)")
    made = being_made(store, data)

    from phahe_server import connections, settings  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415
    from phahe_server.querying.source import Source  # noqa: PLC0415

    served = made()
    typer.echo(f"Phả hệ {__version__}: http://{host}:{port}/", err=True)
    try:
        chosen = settings.read()
        app = create_app(Source(served, str(data) if data else None))
    except ValueError as error:
        fail(error)
    connections.run(app, host, port, chosen.log, chosen.shutdown_seconds)


def being_made(setting: str | None, data: Path | None) -> Callable[[], str | None]:
    """Begin to bring the store up to date in a process of its own; what is returned waits for it and gives the setting to serve.

    The query server is forked from this process, and the threads of an engine that built something here would not survive that.
    """
    if not is_directory(setting):
        return lambda: setting
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = _IN_MEMORY if _up_to_date(setting, data) == "memory" else 0
        except (SystemExit, typer.Exit) as ended:
            found = ended.exit_code if isinstance(ended, typer.Exit) else ended.code
            code = found if isinstance(found, int) and found else 1
        except Exception:  # # told as the program itself would
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def wait() -> str | None:
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code not in (0, _IN_MEMORY):
            raise typer.Exit(max(code, 1))
        return "memory" if code == _IN_MEMORY else setting

    return wait


def _up_to_date(setting: str | None, data: Path | None) -> str | None:
    """The setting of a store that can be served: a directory is built where its inputs changed, memory stands in where nothing can be written."""
    if not is_directory(setting):
        return setting
    from phahe.build import ensure_version  # noqa: PLC0415
    from phahe.store import StoreError  # noqa: PLC0415

    root = Path(setting or "")
    try:
        ensure_version(root, data)
    except PermissionError as error:
        typer.echo(
            f"phahe: {error.filename}: không ghi được, giữ kho trong bộ nhớ (cannot be written, the store is kept in memory)", err=True
        )
        return "memory"
    except (StoreError, OSError) as error:
        fail(error)
    return setting
