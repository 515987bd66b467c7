"""The commands on dataset versions: `backup`, `restore`, `undo`, `changes`."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from phahe.cli.common import Json, StoreOption, fail, is_directory, print_json

_File = Annotated[Path, typer.Argument(help="Tệp sao lưu, ví dụ kho.nq.gz. (Backup file.)")]


def _root(store: str | None) -> Path:
    if not store or not is_directory(store):
        fail("lệnh này cần một kho trên đĩa (this command needs a store in a directory)")
    return Path(store)


def backup(file: _File, store: StoreOption = "var/store") -> None:
    """Sao lưu phiên bản hiện hành: N-Quads nén, có mã kiểm. (Back up the current version: N-Quads, compressed, with a checksum.)"""
    from phahe.store import EmbeddedStore, StoreError  # noqa: PLC0415
    from phahe.store.backup import backup as run  # noqa: PLC0415
    from phahe.store.versions import current  # noqa: PLC0415

    try:
        found = current(_root(store))
        if found is None:
            fail(f"kho {store} chưa có phiên bản nào (no version yet); chạy “phahe build --store {store}” trước")
        with EmbeddedStore(found.path, read_only=True) as opened:
            seal = run(opened.quads(), file, found.digest)
    except (StoreError, OSError) as error:
        fail(error)
    typer.echo(f"{seal.quads} quads, sha256 {seal.sha256}, phiên bản (version) {found.id}", err=True)


def restore(file: _File, store: StoreOption = "var/store") -> None:
    """Phục hồi từ tệp sao lưu thành phiên bản mới, sau khi kiểm mã. (Restore a backup as a new version, once its checksum is verified.)"""
    from phahe.store import StoreError  # noqa: PLC0415
    from phahe.store.backup import restore as run  # noqa: PLC0415

    try:
        made = run(_root(store), file)
    except (StoreError, OSError) as error:
        fail(error)
    typer.echo(f"{sum(made.manifest['graphs'].values())} quads, phiên bản (version) {made.id}", err=True)


def undo(store: StoreOption = "var/store") -> None:
    """Trở về phiên bản trước. (Go back to the version before the current one.)"""
    from phahe.changes import undo as run  # noqa: PLC0415
    from phahe.store import StoreError  # noqa: PLC0415

    try:
        change = run(_root(store), who=getpass.getuser())
    except (StoreError, OSError) as error:
        fail(error)
    typer.echo(f"{change.operation}: phiên bản (version) {change.version}", err=True)


def changes(store: StoreOption = "var/store", as_json: Json = False) -> None:
    """Nhật ký các thay đổi làm tay. (The log of changes made by hand.)"""
    from phahe.changes import log  # noqa: PLC0415
    from phahe.store import StoreError  # noqa: PLC0415

    try:
        found = log(_root(store))
    except (StoreError, OSError) as error:
        fail(error)
    if as_json:
        print_json([asdict(change) for change in found])
        return
    for change in found:
        typer.echo(f"{change.at}  {change.who}  {change.operation}  +{change.added} -{change.removed}  {change.version}")
