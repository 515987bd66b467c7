"""Verdicts on single citations against the invented register of conftest: text, day of validity, verdicts of the first citation, why."""

import datetime
from collections.abc import Callable

import pytest

from phahe.checking import CheckReport

CASES = [
    ("Căn cứ Nghị định số 09/2023/NĐ-CP ngày 14/02/2023 của Chính phủ về phân cấp quản lý công trình thủy lợi nhỏ ở địa phương;", None, "REPLACED", "replaced before the day of the plan"),
    ("Căn cứ Nghị định số 09/2023/NĐ-CP ngày 14/02/2023 của Chính phủ về phân cấp quản lý công trình thủy lợi nhỏ ở địa phương;", "2024-06-01", "OK", "in force on the day asked for"),
    ("Căn cứ Nghị định số 09/2023/NĐ-CP ngày 14/02/2023 của Chính phủ về phân cấp quản lý công trình thủy lợi nhỏ ở địa phương;", "2023-03-01", "NOT_IN_FORCE", "a basis not yet in force"),
    ("- Theo dõi Nghị định số 77/2025/NĐ-CP ngày 31/3/2025 của Chính phủ.", "2025-04-10", "OK", "a reference to a decree not yet in force is no slip"),
    ("Theo Nghị quyết số 28/NQ-HĐND.", None, "AMBIGUOUS MISSING_DATE MISSING_ISSUER", "two provinces have a 28/NQ-HĐND; date and issuer are missing"),
    ("Theo Nghị quyết số 28/NQ-HĐND ngày 09/12/2024.", None, "MISSING_ISSUER", "the date decides; the issuer is still missing"),
    ("Theo Nghị quyết số 28/NQ-HĐND ngày 10/7/2024 của HĐND tỉnh.", None, "OK", "the province of the plan is meant; no title is demanded"),
    ("Theo Nghị quyết số 28/NQ-HĐND ngày 10/7/2024 của Hội đồng nhân dân tỉnh Cao Bằng.", None, "NOT_HELD", "another province may have passed its 28 on that day: no claim without a title"),
    ("Theo Nghị quyết số 29/NQ-HĐND ngày 10/7/2024 của Hội đồng nhân dân tỉnh Lạng Sơn.", None, "NOT_HELD", "councils pass many on one day: no claim without a title"),
    ("Theo Nghị quyết số 128/NQ-HĐND ngày 10/7/2024 của Hội đồng nhân dân tỉnh Lạng Sơn.", None, "NOT_HELD", "128 is not 28"),
    ("Căn cứ Quyết định số 912/QĐ-TTg ngày 30/8/2024 của Chính phủ;", None, "ISSUER_MISMATCH", "QĐ-TTg is the Prime Minister's"),
    ("Căn cứ Quyết định số 5555/QĐ-TTg ngày 30/8/2024 của Chính phủ;", None, "ISSUER_MISMATCH", "the symbol tells, though the document is unknown"),
    ("Căn cứ Quyết định số 5555/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ;", None, "NOT_HELD", "unknown is not wrong"),
    ("Căn cứ Thông tư số 26/2019/TT-BGDĐT ngày 30/12/2019 của Bộ trưởng Bộ Y tế;", None, "ISSUER_MISMATCH", "BGDĐT is not the Ministry of Health"),
    ("Căn cứ Thông tư số 26/2019/TT-BGDĐT ngày 30/12/2019 của Bộ trưởng Bộ Giáo dục và Đào tạo;", None, "NOT_HELD", "the symbol and the name agree"),
    ("Căn cứ Nghị quyết số 96/NQ-UBTVQH15 ngày 25/7/2023 của Quốc hội;", None, "ISSUER_MISMATCH", "UBTVQH is the Standing Committee"),
    ("Căn cứ Nghị quyết số 97/NQ-UBTVQH15 ngày 25/7/2023 của Ủy ban Thường vụ Quốc hội khóa XIV;", None, "TERM_MISMATCH", "the symbol prints the term: 15"),
    ("Căn cứ Nghị quyết số 97/NQ-UBTVQH15 ngày 25/7/2023 của Ủy ban Thường vụ Quốc hội khóa XV;", None, "NOT_HELD", "15 is XV"),
    ("Căn cứ Nghị quyết số 52-NQ/TW, ngày 27/9/2019 của Bộ Chính trị khóa XIII;", None, "TERM_MISMATCH", "a document of term XII"),
    ("Căn cứ Nghị quyết số 52-NQ/TW, ngày 27/9/2019 của Bộ Chính trị khóa XII;", None, "OK", "the right term; the Party's comma"),
    ("Căn cứ Nghị định số 119/2024/NĐ-CP ngày 26/9/2023 của Chính phủ;", None, "DATE_MISMATCH", "the number says 2024, the date 2023"),
    ("Căn cứ Chương trình số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy;", None, "IMPOSSIBLE_DATE", "2025 is no leap year"),
    ("Căn cứ Chương trình số 150-CTr/TU ngày 29/02/2024 của Ban Thường vụ Tỉnh ủy;", None, "NOT_HELD", "2024 is a leap year"),
    ("Căn cứ Chỉ thị số 24/CT-TTg ngày 13/9/2026 của Thủ tướng Chính phủ về tăng cường phòng cháy tại các chợ dân sinh và khu nhà trọ;", None, "DATE_MISMATCH FUTURE_DOCUMENT", "the title tells which; the printed date lies ahead"),
    ("Căn cứ Chỉ thị số 25/CT-TTg ngày 12/9/2025 của Thủ tướng Chính phủ;", None, "NOT_HELD", "of the same day is not younger"),
    ("Căn cứ Quyết định số 912/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ PHÊ DUYỆT QUY HOẠCH MẠNG LƯỚI THƯ VIỆN CÔNG CỘNG ĐẾN NĂM 2030;", None, "OK", "case does not count"),
    ("Căn cứ Quyết định số 912/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ về việc phê duyệt Quy hoạch mạng lưới thư viện công cộng đến năm 2030;", None, "OK", "“về việc” belongs to the sentence"),
    ("Căn cứ Quyết định số 912/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ phê duyệt Quy hoạch mạng lưới thư viện công cộng đến 2030;", None, "TITLE_MISMATCH", "a word is left out inside"),
    ("Căn cứ Quyết định số 912/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ phê duyệt Quy hoạch mạng lưới thư viện;", None, "TITLE_TRUNCATED", "only its beginning"),
    ("Căn cứ Nghị quyết số 18-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng về tiếp tục hoàn thiện thể chế quản lý rừng và đất rừng như sau:", None, "OK", "what follows the title is the sentence's"),
    ("Căn cứ Nghị quyết số 03-NQ/CP ngày 18/02/2021 của Chính phủ;", None, "MALFORMED_NUMBER", "a state number in the Party's order"),
    ("Căn cứ Công văn số 7886/HD-BNV ngày 14/9/2025 của Bộ Nội vụ;", None, "TYPE_MISMATCH FUTURE_DOCUMENT", "HD is a Hướng dẫn; and it is younger"),
    ("Căn cứ Quyết định số: 912/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ;", None, "STYLE", "a colon inside a sentence"),
    ("Căn cứ Quyết định số 912/QĐ-TTg ngày 30/08/2024 của Thủ tướng Chính phủ;", None, "OK", "a zero too many before month 8 is left alone"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "as_of", "expected", "why"), CASES, ids=[case[3] for case in CASES])
def test_verdict(judged: Callable[..., CheckReport], text: str, as_of: str | None, expected: str, why: str) -> None:
    report = judged(text, as_of=datetime.date.fromisoformat(as_of) if as_of else None)
    assert set(report.citations[0].verdicts) == set(expected.split()), why


def test_a_later_short_mention_needs_no_date_or_issuer(judged: Callable[..., CheckReport]) -> None:
    report = judged(
        "Căn cứ Quyết định số 912/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ;\n"
        "Thực hiện Quyết định số 912/QĐ-TTg, các sở báo cáo. Quyết định này và Kế hoạch này được công khai."
    )
    assert not report.remarks
    assert [citation.verdicts for citation in report.citations][:2] == [("OK",), ("OK",)]


def test_every_remark_says_what_would_make_it_right(judged: Callable[..., CheckReport]) -> None:
    report = judged(
        "Căn cứ Quyết định số 913/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ phê duyệt Quy hoạch mạng lưới thư viện công cộng đến năm 2030;"
    )
    remark = report.remarks[0]
    assert (remark.code, remark.severity) == ("NUMBER_MISMATCH", "error")
    assert "912/QĐ-TTg" in remark.message.vi
    assert "912/QĐ-TTg" in remark.message.en
    assert remark.verdict.rule is not None
    assert all(report.reading.text.stored[quote.start : quote.end] == quote.exact for quote in remark.quotes)
    assert report.has_errors
