"""The commands for measuring: `bench generate`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from phahe.cli.common import fail

bench_app = typer.Typer(no_args_is_help=True, help="Đo ở quy mô cả nước. (Measuring at national scale.)")


@bench_app.callback()
def bench() -> None:
    """Đo ở quy mô cả nước, với dữ liệu tổng hợp. (Measuring at national scale, with synthetic data.)"""


@bench_app.command()
def generate(
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp .nq hoặc .nq.gz. (File to write.)")],
    communes: Annotated[int, typer.Option("--communes", min=1, help="Số xã. (Communes.)")] = 3321,
    quads: Annotated[int, typer.Option("--quads", min=1, help="Khoảng bao nhiêu quad. (About how many quads.)")] = 1_000_000,
    seed: Annotated[int, typer.Option("--seed", help="Số khởi tạo: cùng số, cùng tệp. (Seed: the same number, the same file.)")] = 1,
) -> None:
    """Sinh một quốc gia tổng hợp theo hình dạng văn bản thật. (Generate a synthetic nation with the shape of the real documents.)"""
    from phahe import synthetic  # noqa: PLC0415

    start = time.monotonic()
    try:
        count = synthetic.generate(synthetic.Size(communes, quads, seed), output)
    except (OSError, ValueError) as error:
        fail(error)
    typer.echo(f"{count} quads, {time.monotonic() - start:.1f} s: {output}", err=True)
