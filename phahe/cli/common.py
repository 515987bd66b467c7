"""What the commands share: their options, how they fail, how they open a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

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


def fail(message: object) -> NoReturn:
    """One line on stderr, exit code 2."""
    typer.echo(f"phahe: {message}", err=True)
    raise typer.Exit(2)


def print_json(value: Any) -> None:
    """JSON with Vietnamese as it is written."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def is_directory(setting: str | None) -> bool:
    """Whether the setting names a directory of dataset versions."""
    return bool(setting) and setting != "memory" and not str(setting).startswith(("http://", "https://"))


def filled(setting: str | None, data: Path | None) -> Any:
    """The store of `setting` in memory or behind an address, filled from the Turtle files."""
    from phahe.build import build as run  # noqa: PLC0415
    from phahe.store import StoreError, open_store  # noqa: PLC0415

    try:
        store = open_store(setting)
        return store, run(store, data)
    except (StoreError, OSError) as error:
        fail(error)


def opened(setting: str | None, data: Path | None = None) -> Any:
    """A store to ask: one in memory is filled first, any other is taken as it is, unless it is empty."""
    from phahe.store import StoreError, open_store  # noqa: PLC0415

    if not setting or setting == "memory":
        return filled("memory", data)[0]
    try:
        store = open_store(setting)
        if next(iter(store.graphs()), None) is None:
            fail(f"kho {setting} rỗng (the store is empty); chạy “phahe build --store {setting}” trước")
        return store
    except StoreError as error:
        fail(error)
