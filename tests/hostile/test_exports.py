"""Exports of text that tries to run, to end its quotes, to break XML, or to write outside the download folder (E01 to E06)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from urllib.parse import unquote

import networkx as nx
import openpyxl
import pydot
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from phahe_server.download import disposition

from phahe import exports
from phahe.exports.formats import dot, gexf, graphml, networkx_json, rdf, svg, tables, xlsx
from phahe.exports.model import Edge, Node, Report, Table, TableColumn
from phahe.exports.spool import Spool
from phahe.labels import Label

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1"]
HARMLESS = ["-3.5", "48,5", "xã Lộc Bình", "", "'tên'", "1-2", "12/2025"]
BREAKING = ["\x00", "\x01\x1f", "\ud800", "a\udfffb", "]]>", "<x>&\"'", "\x7f", "\ufffe", "\u2028", "a\r\nb"]
DOTS = ['"]; evil [shape=box', 'a"b', "back\\slash", "ends in \\", '\\"', "a\nb", "}", "<b>x</b>", "// c", "# c", "\\N"]


def spool(labels: list[str], report: Report) -> Spool:
    """A chain of nodes with these labels, each also the quote of an edge and one of several values."""
    found = Spool("x", report)
    for number, label in enumerate(labels):
        values: dict[str, object] = {"mixed": [3, "ba", ("a", label), 2.5, True][number % 5], "text": label}
        found.add_node(Node(f"urn:n{number}", "Task", Label(label, label), Label("k", "k"), "document", values))  # type: ignore[arg-type]
    for number, label in enumerate(labels[1:]):
        found.add_edge(
            Edge(
                f"urn:e{number}",
                f"urn:n{number + 1}",
                f"urn:n{number}",
                "x",
                Label(label, label),
                "document",
                label,
                {"score": number or 0.5},
            )
        )
    return found


def table(rows: list[list[object]]) -> Table:
    columns = tuple(TableColumn(f"c{number}", f"=c{number}") for number in range(len(rows[0])))
    return Table("x", columns, lambda: iter(rows))  # type: ignore[arg-type,return-value]


# E01


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_cell_never_begins_like_a_formula(text: str) -> None:
    out, report = io.BytesIO(), Report()
    tables.write_table(table([[text, "x"]]), out, report)
    raw = out.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert row[0].startswith("'")
    assert exports.unsafe_cell(row[0]) == text
    assert header[0] == "'=c0"
    assert report.counts["formula"] == 3


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_cells_stay(text: str) -> None:
    assert exports.safe_cell(text) == text


@given(st.text())
def test_the_apostrophe_can_be_undone(text: str) -> None:
    assert exports.unsafe_cell(exports.safe_cell(text)) == text
    assert exports.safe_cell(text)[:1] not in tuple("=@\t\r\n")


# E02


def test_xlsx_types_and_formula_text() -> None:
    out, report = io.BytesIO(), Report()
    xlsx.write_table(table([[*FORMULAS, 3, 48.5, True, None, 2**60, "2025-09-30"]]), out, report)
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert sheet is not None
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.data_type for cell in cells] == ["s"] * len(FORMULAS) + ["n", "n", "b", "n", "s", "s"]
    assert cells[0].value == FORMULAS[0]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(out.getvalue())).read("xl/worksheets/sheet1.xml")


def test_xlsx_long_cells_go_on_in_a_sheet_of_their_own() -> None:
    out, report = io.BytesIO(), Report()
    text = "ế" * 40_000 + "𠀀" * 20_000
    xlsx.write_table(table([[text, "b"]]), out, report)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    first = book.worksheets[0]["A2"].value
    rest = [row[2] for row in book["Ô dài"].iter_rows(min_row=2, values_only=True)]
    assert first.split(" … [")[0] + "".join(rest) == text
    assert all(len(str(cell).encode("utf-16-le")) // 2 <= 32_767 for row in book.worksheets[0].values for cell in row)
    assert report.counts["long"] == 1
    assert "32,767" in report.notes("en")[0]


def test_xlsx_more_rows_than_a_sheet_holds() -> None:
    out, report = io.BytesIO(), Report()
    with xlsx.Workbook(out, report, "x", rows=4) as book:
        total = book.sheet("Kết quả", [TableColumn("a", "A")], ([number] for number in range(7)))
    found = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    assert total == 7
    assert [sheet.max_row for sheet in found.worksheets] == [4, 4, 2]
    assert [row[0] for sheet in found.worksheets for row in sheet.iter_rows(min_row=2, values_only=True)] == list(range(7))
    assert "3 sheets" in report.notes("en")[0]
    assert xlsx.SHEET_ROWS == 1_048_576


@pytest.mark.parametrize("text", BREAKING)
def test_xlsx_opens_whatever_the_text(text: str) -> None:
    out, report = io.BytesIO(), Report()
    xlsx.write_table(table([[text, "b"]]), out, report)
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert sheet is not None
    assert sheet["B2"].value == "b"
    assert bool(report.counts["control"] or report.counts["surrogate"]) == bool(
        re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe]", text)
    )


# E03


@pytest.mark.parametrize("text", BREAKING)
@pytest.mark.parametrize("write", [graphml.write, gexf.write, svg.write], ids=["graphml", "gexf", "svg"])
def test_xml_is_well_formed_and_replacements_are_counted(write, text: str) -> None:  # type: ignore[no-untyped-def]
    out, report = io.BytesIO(), Report()
    with spool([text, "b"], report) as graph:
        write(graph, out, report)
    root = etree.fromstring(out.getvalue())
    bad = re.sub("[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    assert (report.counts["control"] + report.counts["surrogate"] > 0) == bool(bad)
    if not bad and write is graphml.write:
        assert text in [data.text for data in root.iter("{*}data")]


@pytest.mark.parametrize("name", ["rdfxml", "turtle", "jsonld", "nquads", "trig"])
def test_rdf_of_control_characters_is_read_back_or_refused_by_name(name: str) -> None:
    report, out = Report(), io.BytesIO()
    quad = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p#x"), ox.Literal("a\x01\x1f]]>b\ufffe"), ox.NamedNode("urn:g"))
    rdf.write(name, [quad], out, report)
    (found,) = ox.parse(out.getvalue(), format=rdf.FORMATS[name])
    if name == "rdfxml":
        etree.fromstring(out.getvalue())
        assert found.object == ox.Literal("a\ufffd\ufffd]]>b\ufffd")
        assert report.counts["control"] == 3
    else:
        assert found.object == quad.object


def test_rdf_xml_refuses_a_property_it_cannot_name() -> None:
    quad = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("http://x/1"), ox.Literal("a"))
    with pytest.raises(exports.ExportError, match="Turtle"):
        rdf.write("rdfxml", [quad], io.BytesIO(), Report())


# E04


def test_gexf_of_mixed_values_reopens_with_one_type_each() -> None:
    out, report = io.BytesIO(), Report()
    with spool([str(number) for number in range(10)], report) as graph:
        gexf.write(graph, out, report)
        assert {field.name: field.type for field in graph.node_fields}["mixed"] == "list"
        assert {field.name: field.type for field in graph.edge_fields}["score"] == "number"
    found = nx.read_gexf(io.BytesIO(out.getvalue()), version="1.3")
    assert {type(data["mixed"]) for _, data in found.nodes(data=True)} == {str}
    assert {type(data["score"]) for *_, data in found.edges(data=True)} == {float}
    root = etree.fromstring(out.getvalue())
    titles = [(a.getparent().get("class"), a.get("title")) for a in root.iter("{*}attribute")]
    assert len(titles) == len(set(titles))


# E05


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("label", DOTS)
def test_dot_label_stays_a_label(label: str) -> None:
    out, report = io.BytesIO(), Report()
    with spool([label, "b", label], report) as graph:
        dot.write(graph, out, report)
    (found,) = pydot.graph_from_dot_data(out.getvalue().decode())
    names = [node.get_name().strip('"') for node in found.get_nodes()]
    assert [name for name in names if name not in ("node", "edge")] == ["urn:n0", "urn:n1", "urn:n2"]
    assert len(found.get_edges()) == 2
    assert "evil" not in names


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=40), min_size=2, max_size=4))
def test_any_label_in_every_format(labels: list[str]) -> None:
    report = Report()
    with spool(labels, report) as graph:
        for write in (graphml.write, gexf.write, svg.write, dot.write, networkx_json.write_cytoscape, tables.write_zip, tables.write_neo4j):
            out = io.BytesIO()
            write(graph, out, report)
            raw = out.getvalue()
            assert raw
            if write in (graphml.write, gexf.write, svg.write):
                etree.fromstring(raw)
            elif raw[:2] != b"PK":
                raw.decode()


# E06

NAMES = ["../../x.csv", "..\\..\\x.csv", "CON.csv", "con", "nul.txt", "LPT1.csv", "x" * 300 + ".csv", "việc được giao.csv", "", ".", "..", "/etc/passwd",
         "a\r\nSet-Cookie: x.csv", 'a"b;c.csv', "a\x00b.csv", "C:\\x.csv", "\ud800.csv", "%2e%2e%2fx.csv", "x.csv/", ".htaccess", "日本.csv"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_download_name(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.isprintable()
    match = re.fullmatch(r"attachment; filename=\"([A-Za-z0-9._-]+)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)", header)
    assert match, header
    for found in (match[1], unquote(match[2])):
        assert not re.search(r"[/\\:*?\"<>|\x00-\x1f]", found)
        assert found.strip(". ") == found
        assert not found.startswith((".", "-"))
        assert 0 < len(found) <= 130
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", found)
    assert unicodedata.is_normalized("NFC", unquote(match[2]))


@given(st.text(max_size=400))
def test_any_download_name(name: str) -> None:
    test_download_name(name)
