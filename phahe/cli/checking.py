"""The commands `phahe check` and `phahe reference add`. Thin, as all of `cli`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from phahe.cli.common import DataOption, StoreOption, fail, opened

RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", envvar="PHAHE_REGISTER", help="Danh mục do “phahe reference add” tạo. (An office's register.)"),
]
reference_app = typer.Typer(no_args_is_help=True, help="Danh mục văn bản của cơ quan. (An office's own register of documents.)")


class CheckFormat(StrEnum):
    """How a check of a draft is shown."""

    text = "text"
    json = "json"
    sarif = "sarif"
    html = "html"
    docx = "docx"


def check(
    file: Annotated[Path, typer.Argument(help="Bản thảo .docx, .pdf, .txt … (A draft.)")],
    output_format: Annotated[
        CheckFormat, typer.Option("--format", help="docx: chính tệp ấy, kèm chú thích. (docx: the file itself with comments.)")
    ] = CheckFormat.text,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Xét hiệu lực vào ngày này. (Validity on this day.)")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Ghi ra tệp. (Write to a file.)")] = None,
    register: RegisterOption = None,
    store: StoreOption = None,
    data: DataOption = None,
    language: Annotated[str, typer.Option("--lang", help="vi hoặc en.")] = "vi",
) -> None:
    """Kiểm tra viện dẫn trong một bản thảo; mã thoát 1 khi có lỗi. (Check the citations of a draft; exit code 1 on errors.)"""
    from phahe import checking, reference  # noqa: PLC0415
    from phahe.reading import ReadingError, read  # noqa: PLC0415
    from phahe.registers import load_registers  # noqa: PLC0415
    from phahe.store import StoreError  # noqa: PLC0415

    if output_format is CheckFormat.docx and output is None and sys.stdout.isatty():
        fail("thêm --output TỆP.docx để ghi ra tệp (give --output for the commented file)")
    try:
        registers = reference.joined(load_registers(), register)
        held = opened(store, data) if store else checking.shipped(data)
        report = checking.check(checking.restored(read(file)), registers, held, as_of.date() if as_of else None)
        original = file.read_bytes() if output_format is CheckFormat.docx else None
        made = checking.render(report, output_format.value, language=language, original=original)
        if output is None:
            typer.echo(made, nl=False)
        else:
            output.write_bytes(made)
    except (ReadingError, StoreError, ValueError, OSError) as error:
        fail(error)
    if report.has_errors:
        raise typer.Exit(1)


@reference_app.callback()
def _reference() -> None:
    """Danh mục văn bản của cơ quan. (An office's own register of documents.)"""


@reference_app.command("add")
def reference_add(
    file: Annotated[Path, typer.Argument(help="Danh sách văn bản, .csv hoặc .ttl. (A list of documents.)")],
    register: RegisterOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON. (Print JSON.)")] = False,
) -> None:
    """Nạp danh sách văn bản của cơ quan để đối chiếu viện dẫn. (Load an office's own list of documents.)"""
    from phahe import reference  # noqa: PLC0415
    from phahe.registers import load_registers  # noqa: PLC0415

    try:
        added = reference.add(file, register or reference.default_path(), load_registers().agencies)
    except (ValueError, OSError) as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps(asdict(added), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{added.entries} văn bản (documents) → {added.register}")
    for trouble in added.troubles:
        typer.echo(f"phahe: {trouble}", err=True)
    if added.skipped > len(added.troubles):
        typer.echo(f"phahe: … {added.skipped} dòng bị bỏ (rows left out)", err=True)
