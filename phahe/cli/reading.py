"""The commands that read documents: `ingest`, `align`, `evaluate`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from phahe.cli.common import Json, fail, print_json


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
    ocr_seconds: Annotated[
        int,
        typer.Option(
            "--ocr-seconds", min=1, max=3600, help="Thời gian nhận dạng chữ cho mỗi bản chụp. (Seconds of text recognition a scan.)"
        ),
    ] = 15,
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
                paths,
                output,
                lambda _: bar.update(1),
                jobs=jobs or pipeline.cores(),
                scheduler=scheduler,
                force=force,
                ocr_seconds=ocr_seconds,
            )
        if report is not None:
            pipeline.write_report(reports, report)
    except (ReadingError, pipeline.IngestError) as error:
        fail(error)
    if as_json:
        print_json(pipeline.to_json(reports))
    for one in reports:
        if one.error:
            typer.echo(f"phahe: {one.error}", err=True)
        elif not as_json:
            typer.echo(pipeline.to_text(one, findings=findings))
    if any(one.error for one in reports):
        raise typer.Exit(2)


def align(
    documents: Annotated[Path, typer.Option("--documents", help="Thư mục Turtle của các văn bản. (Folder of documents' Turtle.)")] = Path(
        "data/ttl/documents"
    ),
    output: Annotated[Path, typer.Option("--output", "-o", help="Nơi ghi. (Where to write.)")] = Path("data/ttl/aligned"),
    sources: Annotated[Path | None, typer.Option("--sources", help="Thư mục văn bản nguồn. (Folder of the stored texts.)")] = None,
    as_json: Json = False,
) -> None:
    """Tìm các nhiệm vụ giống lời văn giữa các văn bản. (Find same wording between documents; it proves no descent.)"""
    from phahe import restatements  # noqa: PLC0415
    from phahe.turtle.canonical import TurtleError  # noqa: PLC0415

    try:
        report = restatements.align(documents, output, sources)
    except (TurtleError, OSError) as error:
        fail(error)
    if as_json:
        print_json(asdict(report))
        return
    counted = ", ".join(f"{count} {kind}" for kind, count in report.counts.items())
    typer.echo(f"{report.documents} văn bản (documents): {counted} → {report.output}")
    for name in report.without_text:
        typer.echo(f"phahe: {name}: không có văn bản nguồn, ghi không kèm vị trí (stored text not at hand)", err=True)


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
        fail(error)
    if as_json:
        print_json(evaluation.to_json(report))
    else:
        typer.echo(evaluation.render(report, misses=misses))
