"""Targets clause by clause: each row of the table is a rule with its reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from phahe.analysis import analyse
from phahe.targets import Target, find_targets
from phahe.targets.measures import Measures
from phahe.text import Span, whole

TABLE = Path(__file__).parents[1] / "tables" / "targets.tsv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def brief(target: Target) -> str:
    value = f"{target.value.normalize():f}" if target.value is not None else f"{target.low}..{target.high}"
    return f"{target.kind} {target.comparator} {value} {target.measure or '-'} {target.year or '-'}/{target.year_basis or '-'}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["why"])
def test_table(row: dict[str, str], measures: Measures) -> None:
    headings = [heading for heading in row["headings"].split(" > ") if heading]
    assert "; ".join(brief(target) for target in find_targets(row["text"], headings, None, measures)) == row["expected"]


def test_table_is_half_negative() -> None:
    negative = sum(not row["expected"] for row in rows())
    assert 0.4 <= negative / len(rows()) <= 0.6


def test_condition_and_population() -> None:
    text = (
        "Tỷ lệ học sinh tốt nghiệp trung học cơ sở tiếp tục học tập tại các cơ sở giáo dục nghề nghiệp duy trì ít nhất 30% số học sinh, "
        "đối với các địa bàn có điều kiện kinh tế - xã hội đặc biệt khó khăn đạt ít nhất 25% số học sinh;"
    )
    first, second = find_targets(text)
    assert (first.population, first.condition, first.verb) == ("học sinh tốt nghiệp trung học cơ sở", None, "duy trì")
    assert second.condition == "các địa bàn có điều kiện kinh tế - xã hội đặc biệt khó khăn"
    assert second.population == first.population
    assert second.measure_printed == first.measure_printed


def test_recipients_of_an_allowance() -> None:
    text = (
        "thực hiện đầy đủ phụ cấp ưu đãi nghề đối với cơ sở giáo dục mầm non và phổ thông tối thiểu 70% cho giáo viên, tối thiểu 30% "
        "cho nhân viên, 100% cho giáo viên ở khu vực đặc biệt khó khăn, biên giới, hải đảo."
    )
    found = [(target.value_printed, target.comparator, target.population, target.condition) for target in find_targets(text)]
    assert found == [
        ("70%", "ge", "giáo viên", None),
        ("30%", "ge", "nhân viên", None),
        ("100%", "eq", "giáo viên", "khu vực đặc biệt khó khăn, biên giới, hải đảo"),
    ]


def test_one_value_for_several_levels_is_one_target() -> None:
    (target,) = find_targets("Phấn đấu tỷ lệ phòng học kiên cố cấp tiểu học, cấp trung học cơ sở, cấp trung học phổ thông đạt 100%.")
    assert target.levels == ("tiểu học", "trung học cơ sở", "trung học phổ thông")


def test_age_group_is_the_population() -> None:
    (target,) = find_targets("Phấn đấu tỷ lệ người biết chữ mức độ 1 trong độ tuổi từ 15 - 60 đạt 99,6%.")
    assert (target.value_printed, target.population) == ("99,6%", "trong độ tuổi từ 15 - 60")


def test_year_from_explicit_heading_horizon() -> None:
    headings = ("II. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030",)
    assert [(t.year, t.year_basis) for t in find_targets("phòng học kiên cố đạt 100% vào năm 2028", headings, 2035)] == [(2028, "explicit")]
    assert [(t.year, t.year_basis) for t in find_targets("phòng học kiên cố đạt 100%", headings, 2035)] == [(2030, "heading")]
    assert [(t.year, t.year_basis) for t in find_targets("phòng học kiên cố đạt 100%", (), 2035)] == [(2035, "horizon")]
    title = ("Kế hoạch phát triển giáo dục đến năm 2030, tầm nhìn đến năm 2045",)
    assert [t.year for t in find_targets("phòng học kiên cố đạt 100%", title)] == [None]


def test_masked_figures_are_left_out() -> None:
    text = "Đề án 100% trường học số; tỷ lệ trường học số đạt 90%"
    assert [target.value_printed for target in find_targets(text, masked=[Span(0, 24)])] == ["90%"]


def test_spans_are_slices(measures: Measures) -> None:
    for row in rows():
        for target in find_targets(row["text"], (), None, measures):
            assert row["text"][target.value_span.start : target.value_span.end] == target.value_printed
            assert target.span.holds(target.value_span)
            assert row["text"][target.span.start : target.span.end].strip() == row["text"][target.span.start : target.span.end]


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("Tỷ lệ cán bộ lãnh đạo, quản lý biết sử dụng công nghệ đạt 95%.", "cán bộ lãnh đạo, quản lý"),
        ("Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn đạt 99%.", "hồ sơ thủ tục hành chính"),
        ("Tỷ lệ chất thải rắn sinh hoạt thu gom, xử lý đạt 98%.", "chất thải rắn sinh hoạt"),
        ("Phấn đấu 100% hội viên tham dự các lớp tập huấn.", "hội viên"),
        ("Tỷ lệ người dân hài lòng về dịch vụ đạt 90%.", "người dân"),
        ("Số lượng cấp phó không quá 20% tổng số biên chế.", "cấp phó"),
    ],
)
def test_a_population_ends_before_its_verb(text: str, population: str) -> None:
    assert [target.population for target in find_targets(text)] == [population]


@pytest.mark.parametrize(
    ("title", "words", "count"),
    [
        ("QUY CHẾ\nLàm việc của Hội đồng", "Thành phần họp gồm ít nhất 70% đơn vị.", 0),
        ("QUYẾT ĐỊNH\nBan hành Quy định về tuyển sinh", "Các trường dành 10% học sinh diện ưu tiên.", 0),
        ("QUY CHẾ\nPhối hợp thực hiện", "Phấn đấu đến năm 2030, 70% đơn vị có quy chế.", 1),
        ("KẾ HOẠCH\nTriển khai Quy chế làm việc", "Ít nhất 70% đơn vị có quy chế.", 1),
    ],
)
def test_shares_in_documents_of_rules_are_norms_and_no_targets(title: str, words: str, count: int) -> None:
    text = f"ỦY BAN NHÂN DÂN\nXÃ THIỆN TÂN\nSố: 1/A-UBND\nThiện Tân, ngày 13 tháng 4 năm 2026\n\n{title}\n\nI. NỘI DUNG\n1. {words}\n"
    assert len(analyse(whole(text)).targets) == count
