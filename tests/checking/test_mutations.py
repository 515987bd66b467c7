"""A thousand seeded corruptions of correct citations over all verdicts: at least 99% caught with the right code, at most 1% false alarms."""

import datetime
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from phahe.checking import CheckReport, check, shipped
from phahe.reading import Reading
from phahe.register import KnownDocument
from phahe.registers import load_registers
from phahe.text import whole

from .conftest import OWN_DATE
from .mutations import CORRUPTIONS, Parts

COUNT = 1000
FEWER = 400
#: Verdicts that say the same of a corruption: a title not read on the document itself has variants; a later date may lie ahead too.
ALIKE = {"TITLE_MISMATCH": {"TITLE_VARIANT"}}
REGISTERS = load_registers()
#: Younger than every document of the shipped register.
YOUNG = datetime.date(2026, 7, 20)
#: One of the invented documents is out of force: that is rightly said beside any corruption.
VALIDITY = {"REPLACED", "NOT_IN_FORCE"}
FRAMES = (
    "Căn cứ {};", "Thực hiện {}, Ủy ban nhân dân tỉnh ban hành Kế hoạch.", "- Tiếp tục triển khai {}.", "Theo {};",
    "Các cơ quan, đơn vị quán triệt {}; bảo đảm thiết thực, hiệu quả.", "1. Mục đích\nCụ thể hóa {} phù hợp với điều kiện của địa phương.",
    "b) Tổ chức tuyên truyền, phổ biến {} đến cán bộ, đảng viên và Nhân dân.", "Trên cơ sở {} và tình hình thực tế, các xã báo cáo:",
    "Xét đề nghị của Giám đốc Sở Giáo dục và Đào tạo về việc triển khai {};", "Kế hoạch này triển khai {} (sau đây gọi là văn bản cấp trên).",
    "Việc phân công thực hiện theo quy định tại khoản 2 Điều 5 {}.", "Kinh phí được bảo đảm từ ngân sách (theo {}).",
    "Công tác tuyên truyền {} được quan tâm.", "Theo tinh thần {}, các địa phương chủ động bố trí nguồn lực.",
    "Điều 1. Mục tiêu\n1. Hoàn thành các chỉ tiêu nêu tại {}.", "Đề nghị các cơ quan căn cứ {} để tổ chức thực hiện.",
    "| STT | Nhiệm vụ | Cơ quan | Thời hạn |\n|---|---|---|---|\n| 1 | Rà soát việc thực hiện {} | Sở Nội vụ | 2026 |",
)  # fmt: skip
World = tuple[list[KnownDocument], Callable[..., CheckReport], int]


@pytest.fixture(scope="module", params=["invented", "shipped"])
def world(request: pytest.FixtureRequest, known: list[KnownDocument], judged: Callable[..., CheckReport]) -> World:
    """The invented documents with a judge who knows them, and the shipped register with one who knows that."""
    if request.param == "invented":
        return known, judged, COUNT
    held = shipped()
    documents = [one for key in sorted(REGISTERS.documents.by_number) for one in REGISTERS.documents.by_number[key]]
    titled = [one for one in documents if one.title and one.date and one.document_type != "luat"]

    def run(text: str, own: datetime.date | None = None, **_: object) -> CheckReport:
        day = own if own and own != OWN_DATE else YOUNG
        whole_text = f"ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 301/KH-UBND\nLạng Sơn, ngày {day:%d} tháng {day:%m} năm {day.year}\nKẾ HOẠCH\nTriển khai công tác\n{text}\n"
        return check(Reading("ban-thao.txt", "text/plain", "", whole(whole_text)), REGISTERS, held)

    return titled, run, FEWER


def _parts(document: KnownDocument, style: int) -> Parts:
    names = {"nghi-dinh": "Nghị định", "nghi-quyet": "Nghị quyết", "quyet-dinh": "Quyết định", "chi-thi": "Chỉ thị", "ket-luan": "Kết luận", "ke-hoach": "Kế hoạch", "quy-dinh": "Quy định", "huong-dan": "Hướng dẫn"}  # fmt: skip
    assert document.number
    assert document.date
    return Parts(
        names[document.document_type or ""],
        document.number,
        document.date,
        document.issuer_name,
        document.term,
        document.title or "",
        style,
    )


def _verdicts(report: CheckReport) -> set[str]:
    """Of the citation in question: the first that is not the document itself."""
    found = [citation for citation in report.citations if citation.form != "anaphoric"]
    return set(found[0].verdicts) if found else set()


def _frame(chance: random.Random) -> str:
    return chance.choice(FRAMES)


def test_correct_citations_raise_no_alarm(world: World) -> None:
    known, judged, count = world
    chance = random.Random(20251122)
    alarms = []
    for index in range(count):
        parts = _parts(known[index % len(known)], index)
        if parts.number == "09/2023/NĐ-CP":
            parts = replace(parts, own=parts.day.replace(year=2024))
        text = _frame(chance).format(parts.text())
        report = judged(text, own=parts.own)
        if _verdicts(report) != {"OK"} or report.remarks:
            alarms.append((text, _verdicts(report), [remark.message.vi for remark in report.remarks]))
    assert len(alarms) <= count // 100, alarms[:5]


def test_corruptions_are_caught_with_the_right_code(world: World) -> None:
    known, judged, count = world
    chance = random.Random(4)
    missed: list[tuple[str, str, set[str]]] = []
    beside: list[tuple[str, str, set[str]]] = []
    tried: Counter[str] = Counter()
    codes = list(CORRUPTIONS)
    while sum(tried.values()) < count:
        code = codes[sum(tried.values()) % len(codes)]
        parts = _parts(chance.choice(known), chance.randrange(60))
        corrupted = chance.choice(CORRUPTIONS[code])(parts, chance)
        if corrupted is None or corrupted == parts:
            continue
        tried[code] += 1
        text = _frame(chance).format(corrupted.text())
        found = _verdicts(judged(text, own=corrupted.own))
        if not found & ({code} | ALIKE.get(code, set())):
            missed.append((code, text, found))
        elif found - {code} - VALIDITY - ALIKE.get(code, set()):
            beside.append((code, text, found))
    assert min(tried.values()) >= count // len(codes)
    assert len(missed) <= count // 100, (Counter(code for code, _, _ in missed), missed[:12])
    assert len(beside) <= count // 100, beside[:5]
