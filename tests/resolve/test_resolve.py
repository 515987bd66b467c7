"""Which document a citation means. A small register, texts as they are printed, and why each resolves as it does."""

import datetime

import pytest
from rdflib import URIRef

from phahe.citations import find_citations
from phahe.register import DocumentRegister, KnownDocument, number_key
from phahe.resolve import Resolution, Setting, resolve
from phahe.text import Span
from phahe.vietnamese import comparison_key

OWN = URIRef("https://example.org/own")
PROVINCE = URIRef("https://w3id.org/phahe/agency/hdnd-tinh-lang-son")
NEIGHBOUR = URIRef("https://w3id.org/phahe/agency/hdnd-tinh-cao-bang")
POLITBURO = URIRef("https://w3id.org/phahe/agency/bo-chinh-tri")


def _known(name: str, number: str, issuer: URIRef, day: str, kind: str = "nghi-quyet", title: str | None = None) -> KnownDocument:
    names = frozenset({comparison_key(title)} if title else ())
    return KnownDocument(URIRef(f"https://example.org/{name}"), number, kind, datetime.date.fromisoformat(day), issuer, None, title, names)


REGISTER = DocumentRegister.of(
    [
        _known("ls47", "47/NQ-HĐND", PROVINCE, "2025-07-15"),
        _known("cb47", "47/NQ-HĐND", NEIGHBOUR, "2025-07-10"),
        _known("kl01-13", "01-KL/TW", POLITBURO, "2021-05-18", "ket-luan"),
        _known("kl01-12", "01-KL/TW", POLITBURO, "2016-04-04", "ket-luan"),
        _known("edu", "43/2019/QH14", URIRef("https://example.org/qh"), "2019-06-14", "luat", "Luật Giáo dục"),
        _known("edu-old", "38/2005/QH11", URIRef("https://example.org/qh"), "2005-06-14", "luat", "Luật Giáo dục"),
    ]
)
ISSUERS = {"Hội đồng nhân dân tỉnh": PROVINCE, "Hội đồng nhân dân tỉnh Cao Bằng": NEIGHBOUR, "Bộ Chính trị": POLITBURO}


def _resolve(text: str, title: Span | None = None) -> list[Resolution]:
    return list(resolve(find_citations(text), REGISTER, Setting(OWN, text, title, ISSUERS.get)))


CASES = [
    ("Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15/7/2025 của Hội đồng nhân dân tỉnh;", "ls47", "register", "issuer and date agree"),
    ("Căn cứ Nghị quyết số 47/NQ-HĐND ngày 10/7/2025;", "cb47", "register", "the date alone decides between two provinces"),
    ("Theo Nghị quyết số 47/NQ-HĐND.", None, "ambiguous", "every province has a 47/NQ-HĐND: no guess"),
    (
        "Căn cứ Kết luận số 01-KL/TW ngày 18/5/2021 của Bộ Chính trị;",
        "kl01-13",
        "register",
        "Party numbers restart every term: the date tells",
    ),
    ("Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;", "edu", "name", "a law by name and date"),
    ("Theo Luật Giáo dục.", None, "ambiguous", "two laws of one name and nothing to tell them apart"),
]


@pytest.mark.parametrize(("text", "iri", "method", "why"), CASES, ids=[case[3] for case in CASES])
def test_resolution(text: str, iri: str | None, method: str, why: str) -> None:
    found = _resolve(text)[0]
    assert (str(found.iri).rsplit("/", 1)[-1] if found.iri else None, found.method) == (iri, method), why


def test_147_is_not_47() -> None:
    assert number_key("147/NQ-HĐND") != number_key("47/NQ-HĐND")
    found = _resolve("Căn cứ Nghị quyết số 147/NQ-HĐND ngày 15/7/2025 của Hội đồng nhân dân tỉnh;")[0]
    assert found.method == "minted"
    assert str(found.iri).endswith("/hdnd-tinh-lang-son/2025/147-nq-hdnd")


def test_a_short_mention_follows_the_full_one_even_when_it_stands_first() -> None:
    found = _resolve("Theo Nghị quyết số 47/NQ-HĐND.\nCăn cứ Nghị quyết số 47/NQ-HĐND ngày 15/7/2025 của Hội đồng nhân dân tỉnh;")
    assert [r.method for r in found] == ["antecedent", "register"]
    assert found[0].iri == found[1].iri


def test_what_a_decision_approves_is_that_decision() -> None:
    text = (
        "Căn cứ Quyết định số 1705/QĐ-TTg ngày 31/12/2024 của Thủ tướng Chính phủ phê duyệt Chiến lược phát triển giáo dục đến năm 2030;\n"
        "Tổ chức thực hiện Chiến lược phát triển giáo dục đến năm 2030."
    )
    found = _resolve(text)
    assert {r.iri for r in found} == {found[0].iri}
    assert [r.method for r in found][:2] == ["minted", "approved"]


def test_a_submission_does_not_become_what_it_asks_for() -> None:
    text = (
        "Xét Tờ trình số 74/TTr-UBND ngày 24/9/2025 của Ủy ban nhân dân xã Lộc Bình ban hành Chương trình phát triển giáo dục đến năm 2030;"
    )
    found = _resolve(text)
    assert len({r.iri for r in found}) == len(found) == 2


def test_a_short_mention_with_nothing_before_it_is_left_open() -> None:
    citations = find_citations("đảm bảo thực hiện Nghị quyết đúng tinh thần")
    found = resolve(citations, REGISTER, Setting(OWN, "", None, ISSUERS.get))
    assert all(r.iri is None for r in found)
