"""An office's own list: what loads, what is refused with a reason, and that the checker asks it."""

from pathlib import Path

import pytest

from phahe import checking, reference
from phahe.reading import read
from phahe.register import number_key, title_key
from phahe.registers import load_registers

CSV = """Số, ký hiệu;Ngày ban hành;Cơ quan ban hành;Trích yếu;Tình trạng;Ngày hết hiệu lực;Bị thay thế bởi
88/2022/NĐ-CP;26/10/2022;Chính phủ;quy định về quản lý bến thủy nội địa của hộ kinh doanh;Hết hiệu lực toàn bộ;31/12/2024;12/2024/NĐ-CP
701/QĐ-UBND;2025-03-03;Ủy ban nhân dân tỉnh Lạng Sơn;ban hành quy chế phối hợp quản lý chợ phiên vùng cao;;;
;2024-01-18;Quốc hội;Luật Thử nghiệm hồ sơ;;;
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    listed = tmp_path / "danh-muc.csv"
    listed.write_text(CSV, encoding="utf-8")
    register = tmp_path / "register.sqlite"
    added = reference.add(listed, register, load_registers().agencies)
    assert (added.entries, added.skipped) == (3, 0)
    return register


def test_looked_up_by_number_title_and_name(office: Path) -> None:
    catalogue = reference.Catalogue(office)
    found = catalogue.with_number(number_key("701/QĐ-UBND"))[0]
    assert str(found.iri).endswith("/doc/ubnd-tinh-lang-son/2025/701-qd-ubnd")
    assert catalogue.with_title(title_key("về việc ban hành Quy chế phối hợp quản lý chợ phiên vùng cao")) == (found,)
    assert catalogue.with_name("luật thử nghiệm hồ sơ")[0].issuer_name == "Quốc hội"
    assert catalogue.with_number(number_key("01/QĐ-UBND")) == ()


def test_the_same_entry_twice_is_one(office: Path, tmp_path: Path) -> None:
    reference.add(tmp_path / "danh-muc.csv", office, load_registers().agencies)
    assert len(reference.Catalogue(office)) == 3


def test_the_checker_asks_it(office: Path, tmp_path: Path) -> None:
    draft = tmp_path / "ban-thao.txt"
    draft.write_text(
        "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 9/KH-UBND\nLạng Sơn, ngày 12 tháng 9 năm 2025\nKẾ HOẠCH\nQuản lý chợ\n"
        "Căn cứ Nghị định số 88/2022/NĐ-CP ngày 26/10/2022 của Chính phủ quy định về quản lý bến thủy nội địa của hộ kinh doanh;\n"
        "Căn cứ Quyết định số 701/QĐ-UBND ngày 13/3/2025 của Ủy ban nhân dân tỉnh ban hành quy chế phối hợp quản lý chợ phiên vùng cao;\n",
        encoding="utf-8",
    )
    report = checking.check(read(draft), reference.joined(load_registers(), office))
    assert [remark.code for remark in report.remarks] == ["REPLACED", "DATE_MISMATCH"]
    assert "12/2024/NĐ-CP" in report.remarks[0].message.vi
    assert "03/3/2025" in report.remarks[1].message.vi


def test_turtle(tmp_path: Path) -> None:
    listed = tmp_path / "danh-muc.ttl"
    listed.write_text(
        "@prefix ph: <https://w3id.org/phahe/ns#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        '<https://example.org/a> a ph:LegalDocument ; ph:number "5/QĐ-TTg" ; ph:dateIssued "2025-01-05"^^xsd:date ; ph:validTo "2025-06-30"^^xsd:date .\n'
        '<https://example.org/b> a ph:LegalDocument ; ph:number "6/QĐ-TTg" ; ph:replaces <https://example.org/a> .\n',
        encoding="utf-8",
    )
    register = tmp_path / "r.sqlite"
    assert reference.add(listed, register, load_registers().agencies).entries == 2
    assert reference.Catalogue(register).with_number("5/qđ-ttg")[0].replaced_by == "6/QĐ-TTg"


REFUSED = [
    ("a.csv", "tên,giá\nx,1\n", None, "a name is a title: one row is read"),
    ("a.csv", "mã,giá\nx,1\n", "thiếu cột", "no column tells a document"),
    ("a.csv", "số,ngày\nkhông có,2025-01-01\n", "không có dòng nào", "no row can be read"),
    ("a.csv", "", "thiếu cột", "an empty file"),
    ("a.xlsx", "x", "cần tệp .csv", "another kind of file"),
    ("a.ttl", "<a> <b>", "không phải Turtle", "broken Turtle"),
    ("a.csv", b"\xff\xfe\x00s", "UTF-8", "not UTF-8"),
]


@pytest.mark.parametrize(("name", "content", "cause", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_refused_with_a_cause(tmp_path: Path, name: str, content: str | bytes, cause: str | None, why: str) -> None:
    listed = tmp_path / name
    listed.write_bytes(content.encode() if isinstance(content, str) else content)
    if cause is None:
        assert reference.add(listed, tmp_path / "r.sqlite", load_registers().agencies).entries == 1
        return
    with pytest.raises(ValueError, match=cause):
        reference.add(listed, tmp_path / "r.sqlite", load_registers().agencies)


def test_a_bad_row_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    listed = tmp_path / "a.csv"
    listed.write_text("số,ngày,trích yếu\n1/QĐ-TTg,2025-01-02,về một việc\n2/QĐ-TTg,31/02/2025,về việc khác\n", encoding="utf-8")
    added = reference.add(listed, tmp_path / "r.sqlite", load_registers().agencies)
    assert (added.entries, added.skipped) == (1, 1)
    assert added.troubles[0].startswith("a.csv:3: ngày không đọc được")


def test_no_register_where_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="không có danh mục"):
        reference.joined(load_registers(), tmp_path / "none.sqlite")
    (tmp_path / "bad.sqlite").write_text("not a database at all, only words")
    with pytest.raises(ValueError, match="không phải danh mục"):
        reference.Catalogue(tmp_path / "bad.sqlite")


def _turtle(count: int, bad: int | None = None) -> str:
    rows = [
        f'<https://w3id.org/phahe/doc/x/2024/{n}> a ph:LegalDocument ; ph:number "{n}/QĐ-UBND" ; dcterms:title "về việc số {n}"@vi ; '
        f'ph:dateIssued "2024-05-0{1 + n % 9}"^^xsd:date ; ph:validTo "2025-06-30"^^xsd:date .'
        if n != bad
        else f"<https://w3id.org/phahe/doc/x/{n}> a ph:LegalDocument ; ph:number ."
        for n in range(1, count + 1)
    ]
    names = {"ph": "https://w3id.org/phahe/ns#", "dcterms": "http://purl.org/dc/terms/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    return "\n".join([*(f"@prefix {name}: <{iri}> ." for name, iri in names.items()), *rows])


@pytest.mark.parametrize("whole", [0, 4_000_000], ids=["streamed", "whole"])
def test_turtle_of_any_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int) -> None:
    """A long file is read in batches, with the same result; of a file that does not parse the line is named, and nothing is loaded."""
    monkeypatch.setattr("phahe.reference.triples._READ_WHOLE", whole)
    monkeypatch.setattr("phahe.reference.triples._BATCH", 7)
    listed, register = tmp_path / "list.ttl", tmp_path / "register.sqlite"
    listed.write_text(_turtle(50), encoding="utf-8")
    assert reference.add(listed, register, load_registers().agencies).entries == 50
    found = reference.Catalogue(register).with_number(number_key("50/QĐ-UBND"))[0]
    assert (found.title, str(found.valid_to)) == ("về việc số 50", "2025-06-30")
    listed.write_text(_turtle(50, bad=30), encoding="utf-8")
    with pytest.raises(ValueError, match=r"list\.ttl.*33"):
        reference.add(listed, tmp_path / "other.sqlite", load_registers().agencies)
