"""The commands that join other people's data: `link` and `observe`. Thin, as all of `cli`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from phahe.cli.common import DataOption, Json, StoreOption, fail, opened, print_json
from phahe.resources import folder

_SHOWN = 20
DateOption = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Ngày mà địa bàn được hiểu theo. (The day the places are of.)")
]


class Kind(StrEnum):
    """What is linked."""

    place = "place"
    agency = "agency"
    document = "document"


class DecimalMark(StrEnum):
    """How the table writes decimals."""

    comma = "comma"
    point = "point"


def link(
    source: Annotated[
        str, typer.Argument(help="Tệp .csv, bản kết xuất CKAN .json/.jsonl, hoặc địa chỉ SPARQL. (A CSV, a CKAN dump, an endpoint.)")
    ],
    kind: Annotated[Kind, typer.Option("--kind", help="Thứ cần liên kết. (What is linked.)")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp liên kết. (The linkset.)")] = Path("linkset.ttl"),
    day: DateOption = None,
    name_column: Annotated[str, typer.Option("--name-column", help="Cột tên. (The column of names.)")] = "",
    code_column: Annotated[str, typer.Option("--code-column", help="Cột mã. (The column of codes.)")] = "",
    within_column: Annotated[str, typer.Option("--within-column", help="Cột tỉnh. (The column of provinces.)")] = "",
    iri_column: Annotated[str, typer.Option("--iri-column", help="Cột địa chỉ. (The column of addresses.)")] = "",
    base: Annotated[str, typer.Option("--base", help="Địa chỉ của bộ dữ liệu ngoài. (Address of the other dataset.)")] = "",
    query: Annotated[
        Path | None, typer.Option("--query", help="Câu SPARQL chọn ?item ?label (?within ?code). (A query for the endpoint.)")
    ] = None,
    review: Annotated[
        list[Path] | None, typer.Option("--review", help="Quyết định đã duyệt; mặc định data/review/links-*.yaml. (Decisions.)")
    ] = None,
    as_json: Json = False,
    store: StoreOption = None,
    data: DataOption = None,
) -> None:
    """Liên kết với dữ liệu ngoài; chỗ nhiều khả năng được liệt kê, không liên kết. (Link to other data; what fits several things is listed.)"""
    from phahe import linking  # noqa: PLC0415
    from phahe.turtle.canonical import serialize  # noqa: PLC0415

    columns = {"name": name_column, "code": code_column, "within": within_column, "iri": iri_column}
    try:
        chosen = review if review is not None else sorted(folder("data/review").glob("links-*.yaml"))
        decisions = [one for path in chosen for one in linking.read_decisions(path.read_text(encoding="utf-8"))]
        troubles: list[Any] = []
        records = _records(source, kind.value, troubles, {key: value for key, value in columns.items() if value}, base, query)
        found = _matches(list(records), kind, day.date() if day else None, store, data)
        name = source.partition("?")[0] if "://" in source else Path(source).name
        made = linking.to_linkset(found.candidates, name, kind.value, day.date() if day else date.today(), decisions)
        output.write_text(serialize(made), encoding="utf-8", newline="\n")
        reviewed = linking.reviewed_links(found.candidates, decisions)
        if len(reviewed):
            output.with_name(f"{output.stem}.reviewed.ttl").write_text(serialize(reviewed), encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        fail(error)
    counts = {**found.counts(), "unreadable": len(troubles)}
    if as_json:
        print_json({"counts": counts, "candidates": [asdict(one) for one in found.candidates], "doubts": [asdict(one) for one in found.doubts],
                    "troubles": [asdict(one) for one in troubles], "output": str(output)})  # fmt: skip
    else:
        typer.echo(f"{counts['linked']} liên kết (linked), {counts['ambiguous']} nhiều khả năng (ambiguous), "
                   f"{counts['unmatched']} không khớp (unmatched), {counts['unreadable']} không đọc được (unreadable) → {output}")  # fmt: skip
        lines = [f"dòng (row) {doubt.record.row}: {doubt.reason}: {doubt.record.name[:80]}{''.join(f'; {label} <{iri}>' for iri, label in doubt.candidates[:5])}"
                 for doubt in found.doubts] + [f"dòng (row) {one.line}: {one.reason}" for one in troubles]  # fmt: skip
        _tell(lines)
    if found.doubts or troubles:
        raise typer.Exit(1)


def observe(
    file: Annotated[Path, typer.Argument(help="Bảng số liệu .csv. (A table of results.)")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Thư mục dữ liệu; mặc định data/ttl/observed. (Folder to write to.)")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Tên bộ số liệu; mặc định tên tệp. (Name of the table.)")] = "",
    measure: Annotated[str, typer.Option("--measure", help="Thước đo của cả bảng. (The measure of the whole table.)")] = "",
    year: Annotated[str, typer.Option("--year", help="Năm của cả bảng. (The year of the whole table.)")] = "",
    source: Annotated[str, typer.Option("--source", help="Nguồn số liệu. (Where the figures are from.)")] = "",
    day: DateOption = None,
    decimal: Annotated[DecimalMark | None, typer.Option("--decimal", help="Dấu thập phân: comma hay point. (Decimal mark.)")] = None,
    as_json: Json = False,
) -> None:
    """Nhập số liệu thực hiện theo thước đo, địa bàn, năm để đặt cạnh chỉ tiêu. (Import results by measure, place and year.)

    Dòng sai được báo theo số dòng và chép sang TÊN.rejected.csv; mã thoát 1 khi có dòng sai. (Wrong rows are told and kept; exit code 1.)
    """
    from phahe import observing  # noqa: PLC0415
    from phahe.observing.words import load_vocabulary  # noqa: PLC0415
    from phahe.turtle.canonical import serialize  # noqa: PLC0415
    from phahe.vietnamese import slug  # noqa: PLC0415

    where = output or folder("data/ttl") / "observed"
    slugged = slug(name or file.stem) or "so-lieu"
    try:
        found = observing.read(
            file,
            load_vocabulary(),
            on=day.date() if day else None,
            decimal=decimal.value if decimal else "",
            measure=measure,
            year=year,
            source=source,
        )
        graph = observing.to_graph(found.values, slugged, file.name)
        _validated(graph)
        where.mkdir(parents=True, exist_ok=True)
        target = where / f"{slugged}.ttl"
        if found.values:
            target.write_text(serialize(graph), encoding="utf-8", newline="\n")
        if found.troubles:
            _keep(where / f"{slugged}.rejected.csv", found.troubles)
    except (OSError, ValueError) as error:
        fail(error)
    if as_json:
        print_json(
            {
                "values": len(found.values),
                "troubles": [asdict(one) for one in found.troubles],
                "output": str(target) if found.values else None,
            }
        )
    else:
        typer.echo(f"{len(found.values)} số liệu (values) → {target if found.values else '–'}; {len(found.troubles)} dòng sai (wrong rows)")
        _tell([f"{file.name}:{one.line}: {one.reason}" for one in found.troubles])
    if found.troubles or not found.values:
        raise typer.Exit(1)


def _records(source: str, kind: str, troubles: list[Any], columns: dict[str, str], base: str, query: Path | None) -> Any:
    from phahe import linking  # noqa: PLC0415

    if source.startswith(("http://", "https://")):
        return linking.records_of_endpoint(source, query.read_text(encoding="utf-8") if query else "")
    path = Path(source)
    if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        return linking.records_of_ckan(path, kind, troubles.append, base)
    return linking.records_of_csv(path, kind, troubles.append, columns, base)


def _matches(records: list[Any], kind: Kind, on: date | None, store: str | None, data: Path | None) -> Any:
    from phahe import linking  # noqa: PLC0415

    if kind is Kind.place:
        from phahe.places.names import load_place_names  # noqa: PLC0415

        return linking.match_places(records, load_place_names(data / "reference" if data else None), on)
    from phahe.reconciliation import Index, entities  # noqa: PLC0415

    return linking.match_things(records, kind.value, Index(entities(opened(store, data))), on)


def _validated(graph: Any) -> None:
    """Raise ValueError where the values are not in the shape the graph demands: nothing is written then."""
    from phahe.observing.words import background  # noqa: PLC0415
    from phahe.validation import validate  # noqa: PLC0415

    report = validate(graph + background(graph))
    if not report.conforms:
        first = report.results[0]
        raise ValueError(f"số liệu không đúng khuôn (not in shape): {first.message('vi')} ({first.message('en')}) {first.focus}")


def _keep(path: Path, troubles: Sequence[Any]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["dòng (line)", "lý do (reason)", "như ghi (as written)"])
        writer.writerows([one.line, one.reason, one.text.replace("\0", "\u2400").encode("utf-8", "replace").decode()] for one in troubles)


def _tell(lines: list[str]) -> None:
    for line in lines[:_SHOWN]:
        typer.echo(line.encode("utf-8", "replace").decode(), err=True)
    if len(lines) > _SHOWN:
        typer.echo(f"… còn {len(lines) - _SHOWN} dòng (and {len(lines) - _SHOWN} more)", err=True)
