"""Tables of results: what becomes a value, what is told with its line, and that nothing is lost between the two."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, Graph
from typer.testing import CliRunner

from phahe.cli import app
from phahe.delimited import LONGEST_LINE, DelimitedError, Trouble, rows
from phahe.namespaces import PH
from phahe.observing import Import, Vocabulary, read
from phahe.observing.words import load_vocabulary

HEADER = "Chỉ số;Địa bàn;Tỉnh;Mã;Năm;Giá trị;Đơn vị tính;Nguồn\n"
MEASURE = "huy-dong-tre-nha-tre"


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    return load_vocabulary()


def table(tmp_path: Path, body: str, header: str = HEADER) -> Path:
    path = tmp_path / "ket-qua.csv"
    path.write_text(header + body, encoding="utf-8")
    return path


def read_rows(tmp_path: Path, known: Vocabulary, body: str, **more: str) -> Import:
    return read(table(tmp_path, body), known, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "place", "value"),
    [
        (f"{MEASURE};Xã Lộc Bình;Lạng Sơn;;2026;48,5;%;", "06529", "48.5"),
        (f"{MEASURE};X. Bằng Mạc;;06475;2026;48.5%;;", "06475", "48.5"),
        ("Tỉ lệ huy động trẻ nhà trẻ đến trường;xa thien tan;Lạng Sơn;;2026;60;phần trăm;thử", "06436", "60"),
        (f"{MEASURE};;;06475;2024;1;;", "06475-den-2025-06-30", "1"),
        (f"https://w3id.org/phahe/measure/{MEASURE};tỉnh Lạng Sơn;;;2026;-1,5;;", "20", "-1.5"),
    ],
    ids=["name and province", "abbreviated, with its code, decimal point", "label of the measure, no diacritics", "a code of its year", "IRI, province, minus"],
)  # fmt: skip
def test_a_row_becomes_a_value(tmp_path: Path, known: Vocabulary, row: str, place: str, value: str) -> None:
    found = read_rows(tmp_path, known, row)
    assert found.troubles == ()
    (one,) = found.values
    assert (one.measure, one.place, str(one.value), one.unit, one.line) == (MEASURE, place, value, "percent", 2)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"{MEASURE};xã Tân Tiến;;;2026;48,5;;", "nhiều địa bàn cùng tên"),
        (f"{MEASURE};xã Lọc Bình;;;2026;48,5;;", "không có địa bàn ấy"),
        (f"{MEASURE};xã Bằng Mạc;;06493;2026;48,5;;", "mã không phải của"),
        (f"{MEASURE};thị trấn Lộc Bình;;;2026;48,5;;", "xã Lộc Bình 06529"),
        (f"{MEASURE};phường Lộc Ninh;;;2025;48,5;;", "không tồn tại vào ngày ấy"),
        ("tỷ lệ trẻ vui;xã Lộc Bình;;;2026;48,5;;", "không có thước đo ấy"),
        (f"{MEASURE};xã Lộc Bình;;;2025-2026;48,5;;", "bốn chữ số"),
        (f"{MEASURE};xã Lộc Bình;;;2026;1.234;;", "--decimal"),
        (f"{MEASURE};xã Lộc Bình;;;2026;gần 50;;", "không phải số"),
        (f"{MEASURE};xã Lộc Bình;;;2026;NaN;;", "không phải số"),
        (f"{MEASURE};xã Lộc Bình;;;2026;;;", "không phải số"),
        (f"{MEASURE};xã Lộc Bình;;;2026;48,5;người;", "đơn vị phải là percent"),
        (f"{MEASURE};;;;2026;48,5;;", "thiếu địa bàn"),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_the_others_are_read(tmp_path: Path, known: Vocabulary, row: str, told: str) -> None:
    good = f"{MEASURE};xã Lộc Bình;;;2027;48,5;;"
    found = read_rows(tmp_path, known, f"{row}\n{good}\n")
    assert [(one.line, told in one.reason) for one in found.troubles] == [(2, True)], found.troubles
    assert [one.line for one in found.values] == [3]


def test_the_same_cell_twice_is_told(tmp_path: Path, known: Vocabulary) -> None:
    row = f"{MEASURE};xã Lộc Bình;;;2026;48,5;;\n"
    found = read_rows(tmp_path, known, row + row.replace("48,5", "50"))
    assert [str(one.value) for one in found.values] == ["48.5"]
    assert [(one.line, one.reason.endswith("2")) for one in found.troubles] == [(3, True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_files_of_excel_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'Xã{delimiter}Ghi chú\r\nBằng Mạc{delimiter}"hai\r\ndòng"\r\n'.encode(encoding))
    troubles: list[Trouble] = []
    assert [dict(row.cells) for row in rows(path, troubles.append)] == [{"Xã": "Bằng Mạc", "Ghi chú": "hai dòng"}]
    assert troubles == []


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        (b"x;" + b"y" * (LONGEST_LINE + 10) + b"\n", 2, "line too long"),
        (b"x;\0y\n", 2, "NUL"),
        (b'x;"y\n', 2, "never closed"),
        (b'x;"y"z\n', 2, "quoting"),
        (b"x;y;z;t\n", 2, "more cells"),
        (b"x;\xff\xfe\n", 2, "not UTF-8"),
        (b"x;y;" + b";z" * 50_000 + b"\n", 2, "more cells"),
    ],
    ids=["endless line", "NUL", "open quote", "text after a quote", "too many cells", "no UTF-8", "50,000 columns"],
)
def test_a_damaged_row_costs_only_itself(tmp_path: Path, body: bytes, line: int, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Xã;Số liệu ở đây\n".encode() + body + "Lộc Bình;1\n".encode() * 3)
    troubles: list[Trouble] = []
    assert [row.cells["Xã"] for row in rows(path, troubles.append)] == ["Lộc Bình"] * 3
    assert [(one.line, told in one.reason) for one in troubles] == [(line, True)], troubles


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b"a" * (LONGEST_LINE + 1), ":1: "), (b";".join(b"c%d" % n for n in range(50_000)), "50000"), (b"\0\0\n", "NUL"), (b"a;a\n", "twice"), (b'"a;b\n', ":1: ")],
    ids=["empty", "endless", "50,000 columns", "NUL", "headings twice", "open quote"],
)  # fmt: skip
def test_a_file_without_a_header_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DelimitedError, match=told):
        list(rows(path, print))


def test_the_command_writes_values_and_keeps_what_it_could_not_read(tmp_path: Path) -> None:
    path = table(tmp_path, f"{MEASURE};xã Lộc Bình;;;2026;48,5;%;thử\n{MEASURE};xã Tân Tiến;;;2026;1;;\n")
    result = CliRunner().invoke(app, ["observe", str(path), "-o", str(tmp_path / "observed"), "--json"])
    assert result.exit_code == 1, result.output
    assert json.loads(result.stdout)["values"] == 1
    written = tmp_path / "observed" / "ket-qua.ttl"
    first = written.read_bytes()
    graph = Graph().parse(written)
    assert len(list(graph.subjects(RDF.type, PH.ObservedValue))) == 1
    kept = (tmp_path / "observed" / "ket-qua.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in kept[1:]] == ["3"]
    CliRunner().invoke(app, ["observe", str(path), "-o", str(tmp_path / "observed")])
    assert written.read_bytes() == first
    assert list(pyoxigraph.parse(first, format=pyoxigraph.RdfFormat.TURTLE))


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "1;2\n", "Cột một;Cột hai\n")
    result = CliRunner().invoke(app, ["observe", str(path), "-o", str(tmp_path / "o")])
    assert result.exit_code == 2
    assert "thiếu cột" in result.stderr
    assert not (tmp_path / "o").exists()
