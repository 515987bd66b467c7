"""A thousand seeded corruptions of correct citations over all verdicts: at least 99% caught with the right code, at most 1% false alarms."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from phahe.checking import CheckReport
from phahe.register import KnownDocument

from .mutations import CORRUPTIONS, Parts

COUNT = 1000
#: One of the invented documents is out of force: that is rightly said beside any corruption.
VALIDITY = {"REPLACED", "NOT_IN_FORCE"}
FRAMES = ("Căn cứ {};", "Thực hiện {}, Ủy ban nhân dân tỉnh ban hành Kế hoạch.", "- Tiếp tục triển khai {}.", "Theo {};")


def _parts(document: KnownDocument, style: int) -> Parts:
    names = {"nghi-dinh": "Nghị định", "nghi-quyet": "Nghị quyết", "quyet-dinh": "Quyết định", "chi-thi": "Chỉ thị", "ket-luan": "Kết luận", "ke-hoach": "Kế hoạch"}  # fmt: skip
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


def test_correct_citations_raise_no_alarm(known: list[KnownDocument], judged: Callable[..., CheckReport]) -> None:
    chance = random.Random(20251122)
    alarms = []
    for index in range(COUNT):
        parts = _parts(known[index % len(known)], index)
        if parts.number == "09/2023/NĐ-CP":
            parts = replace(parts, own=parts.day.replace(year=2024))
        text = _frame(chance).format(parts.text())
        report = judged(text, own=parts.own)
        if _verdicts(report) != {"OK"} or report.remarks:
            alarms.append((text, _verdicts(report), [remark.message.vi for remark in report.remarks]))
    assert len(alarms) <= COUNT // 100, alarms[:5]


def test_corruptions_are_caught_with_the_right_code(known: list[KnownDocument], judged: Callable[..., CheckReport]) -> None:
    chance = random.Random(4)
    missed: list[tuple[str, str, set[str]]] = []
    beside: list[tuple[str, str, set[str]]] = []
    tried: Counter[str] = Counter()
    codes = list(CORRUPTIONS)
    while sum(tried.values()) < COUNT:
        code = codes[sum(tried.values()) % len(codes)]
        parts = _parts(chance.choice(known), chance.randrange(60))
        corrupted = chance.choice(CORRUPTIONS[code])(parts, chance)
        if corrupted is None or corrupted == parts:
            continue
        tried[code] += 1
        text = _frame(chance).format(corrupted.text())
        found = _verdicts(judged(text, own=corrupted.own))
        if code not in found:
            missed.append((code, text, found))
        elif found - {code} - VALIDITY:
            beside.append((code, text, found))
    assert min(tried.values()) >= COUNT // len(codes)
    assert len(missed) <= COUNT // 100, (Counter(code for code, _, _ in missed), missed[:12])
    assert len(beside) <= COUNT // 100, beside[:5]
