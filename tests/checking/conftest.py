"""A register of invented documents in real style, and a judge of one text."""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from rdflib import URIRef

from phahe.checking import CheckReport, check
from phahe.reading import Reading
from phahe.register import DocumentRegister, KnownDocument
from phahe.registers import load_registers
from phahe.text import whole
from phahe.vietnamese import comparison_key, slug

#: number, type, date, issuer as printed, term, title, in force from, to, replaced by. None of them is meant to exist.
ROWS = [
    ("118/2024/NĐ-CP", "Nghị định", "2024-09-26", "Chính phủ", None, "quy định chi tiết một số điều của luật về quản lý hồ sơ điện tử", None, None, None),
    ("09/2023/NĐ-CP", "Nghị định", "2023-02-14", "Chính phủ", None, "về phân cấp quản lý công trình thủy lợi nhỏ ở địa phương", "2023-04-01", "2024-12-31", "118/2024/NĐ-CP"),
    ("77/2025/NĐ-CP", "Nghị định", "2025-03-31", "Chính phủ", None, "về cơ chế tự chủ của đơn vị sự nghiệp trong lĩnh vực y tế dự phòng", "2025-05-15", None, None),
    ("131/NQ-CP", "Nghị quyết", "2024-08-21", "Chính phủ", None, "về các nhiệm vụ trọng tâm cải thiện môi trường kinh doanh cấp tỉnh", None, None, None),
    ("66/NQ-CP", "Nghị quyết", "2025-03-26", "Chính phủ", None, "về chương trình cắt giảm thủ tục hành chính trong năm tới", None, None, None),
    ("912/QĐ-TTg", "Quyết định", "2024-08-30", "Thủ tướng Chính phủ", None, "phê duyệt Quy hoạch mạng lưới thư viện công cộng đến năm 2030", None, None, None),
    ("1467/QĐ-TTg", "Quyết định", "2022-11-24", "Thủ tướng Chính phủ", None, "phê duyệt Đề án nâng cao năng lực số cho thanh niên nông thôn", None, None, None),
    ("35/2023/QĐ-TTg", "Quyết định", "2023-12-18", "Thủ tướng Chính phủ", None, "ban hành danh mục dịch vụ công thiết yếu thực hiện trực tuyến", None, None, None),
    ("24/CT-TTg", "Chỉ thị", "2023-09-13", "Thủ tướng Chính phủ", None, "về tăng cường phòng cháy tại các chợ dân sinh và khu nhà trọ", None, None, None),
    ("11/CT-TTg", "Chỉ thị", "2025-04-29", "Thủ tướng Chính phủ", None, "về đẩy mạnh tiêm chủng mở rộng ở vùng sâu, vùng xa", None, None, None),
    ("52-NQ/TW", "Nghị quyết", "2019-09-27", "Bộ Chính trị", "XII", "về một số chủ trương phát triển kinh tế biển ở địa phương", None, None, None),
    ("18-NQ/TW", "Nghị quyết", "2022-06-16", "Ban Chấp hành Trung ương Đảng", "XIII", "về tiếp tục hoàn thiện thể chế quản lý rừng và đất rừng", None, None, None),
    ("83-KL/TW", "Kết luận", "2024-06-21", "Bộ Chính trị", "XIII", "về cải cách tiền lương đối với cán bộ cấp cơ sở", None, None, None),
    ("30-CT/TW", "Chỉ thị", "2024-01-19", "Ban Bí thư", "XIII", "về tăng cường lãnh đạo công tác bảo vệ người tiêu dùng ở nông thôn", None, None, None),
    ("37-CT/TW", "Chỉ thị", "2019-09-03", "Ban Bí thư", "XII", "về xây dựng quan hệ lao động hài hòa trong doanh nghiệp nhỏ", None, None, None),
    ("28/NQ-HĐND", "Nghị quyết", "2024-07-10", "Hội đồng nhân dân tỉnh Lạng Sơn", None, "về mức thu phí tham quan danh lam thắng cảnh trên địa bàn tỉnh", None, None, None),
    ("28/NQ-HĐND", "Nghị quyết", "2024-12-09", "Hội đồng nhân dân tỉnh Lâm Đồng", None, "về hỗ trợ hạ tầng thương mại điện tử ở các xã miền núi", None, None, None),
    ("64/NQ-HĐND", "Nghị quyết", "2023-12-08", "Hội đồng nhân dân tỉnh Lâm Đồng", None, "thông qua danh mục công trình cần thu hồi đất để xây trường học", None, None, None),
    ("2215/QĐ-UBND", "Quyết định", "2024-11-18", "Ủy ban nhân dân tỉnh Lạng Sơn", None, "ban hành Kế hoạch chuyển đổi số của các trường nội trú", None, None, None),
    ("173/KH-UBND", "Kế hoạch", "2025-08-05", "Ủy ban nhân dân tỉnh Lạng Sơn", None, "về phát triển du lịch cộng đồng gắn với làng nghề truyền thống", None, None, None),
    ("15/2024/QĐ-UBND", "Quyết định", "2024-05-27", "Ủy ban nhân dân tỉnh Lâm Đồng", None, "quy định định mức hỗ trợ giống cây trồng cho hộ nghèo", "2024-06-10", None, None),
    ("96/NQ-UBTVQH15", "Nghị quyết", "2023-07-25", "Ủy ban Thường vụ Quốc hội", "XV", "về giám sát việc thực hiện chính sách nhà ở xã hội", None, None, None),
]  # fmt: skip
OWN_DATE = datetime.date(2025, 9, 12)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.fixture(scope="session")
def known() -> list[KnownDocument]:
    agencies = load_registers().agencies
    found = []
    for number, kind, day, issuer, term, title, since, until, by in ROWS:
        body = agencies.resolve(issuer)
        iri = URIRef(f"https://example.org/{slug(issuer)}/{day}/{slug(number)}")
        found.append(
            KnownDocument(
                iri, number, slug(kind), _day(day), URIRef(body.iri) if hasattr(body, "iri") else None, term, title,
                frozenset({comparison_key(title)}), issuer, valid_from=_day(since), valid_to=_day(until), replaced_by=by,
            )
        )  # fmt: skip
    return found


@pytest.fixture(scope="session")
def judged(known: list[KnownDocument]) -> Callable[..., CheckReport]:
    """The report on a text against the invented register: `judged(text, as_of=None, dated=True)`."""
    registers = replace(load_registers(), documents=DocumentRegister.of(known))

    def run(text: str, as_of: datetime.date | None = None, own: datetime.date | None = OWN_DATE) -> CheckReport:
        head = f"ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 301/KH-UBND\nLạng Sơn, ngày {own:%d} tháng {own.month} năm {own.year}\n" if own else ""
        whole_text = f"{head}KẾ HOẠCH\nTriển khai công tác năm 2026\n{text}\n"
        reading = Reading("ban-thao.txt", "text/plain", hashlib.sha256(whole_text.encode()).hexdigest(), whole(whole_text))
        return check(reading, registers, as_of=as_of)

    return run
