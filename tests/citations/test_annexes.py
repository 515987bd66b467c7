"""The document's own annexes are mentions of it; those of others are not."""

from __future__ import annotations

import pytest

from phahe.citations import find_citations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(Phụ lục lộ trình thực hiện Nghị quyết số 12/NQ-HĐND\nkèm theo).", ["Phụ lục lộ trình thực hiện Nghị quyết số 12/NQ-HĐND"]),
        ("Chi tiết tại Phụ lục II kèm theo Kế hoạch này.", ["Phụ lục II", "Kế hoạch này"]),
        ("(có phụ lục chi tiết gửi kèm)", ["phụ lục chi tiết"]),
        ("Phụ lục số 03 ban hành kèm theo Quyết định này", ["Phụ lục số 03", "Quyết định này"]),
        ("theo Phụ lục kèm theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ", []),
        ("Phụ lục I quy định các mẫu. Hồ sơ kèm theo", []),
    ],
)
def test_own_annexes(text: str, found: list[str]) -> None:
    mentions = [" ".join(text[c.span.start : c.span.end].split()) for c in find_citations(text) if c.form == "self"]
    assert mentions == found


def test_what_is_cited_inside_the_title_of_an_annex_is_nested() -> None:
    annex, inner = find_citations("(Phụ lục lộ trình thực hiện Nghị quyết số 12/NQ-HĐND kèm theo).")
    assert (annex.doc_type, annex.title, inner.nested_in) == ("Phụ lục", "lộ trình thực hiện Nghị quyết số 12/NQ-HĐND", 0)


def test_an_annex_does_not_hide_what_the_document_calls_itself() -> None:
    found = find_citations("(Phụ lục I kèm theo)\nTriển khai Kế hoạch này. Nội dung của Kế hoạch được phổ biến.")
    assert [c.form for c in found] == ["self", "self", "self"]


def test_many_annexes_without_an_end_take_no_time() -> None:
    assert find_citations("Phụ lục " * 20_000) == ()
