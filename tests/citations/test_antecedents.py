"""What a short form stands for. A text is a list of (meaning, words): the words are found as one mention, and it stands for the mention of
the list that `meaning` gives by its place, for the document itself (SELF), or for nothing the text decides (None). FULL mentions stand
for themselves, and CLASS words are no mention at all.
"""

from __future__ import annotations

import pytest

from phahe.citations import find_citations

SELF, FULL, CLASS = "self", "full", "class"
Mention = tuple[int | str | None, str]

CASES: list[tuple[str, list[Mention]]] = [
    ("a bare type after one document of it", [(FULL, "Chiến lược phát triển du lịch đến năm 2030"), (0, "Chiến lược")]),
    ("the figure decides", [(FULL, "Nghị quyết số 29-NQ/TW"), (FULL, "Nghị quyết số 71-NQ/TW"), (0, "Nghị quyết số 29")]),
    ("the figure without its word", [(FULL, "Quyết định số 20/2000/QĐ-TTg"), (0, "QĐ 20")]),
    ("a figure nobody printed in full", [(FULL, "Nghị quyết số 29-NQ/TW"), (None, "Nghị quyết số 18")]),
    ("nói trên is the last one", [(FULL, "Nghị định số 1/2020/NĐ-CP"), (FULL, "Nghị định số 2/2020/NĐ-CP"), (1, "Nghị định nói trên")]),
    ("two in the paragraph: not decided", [(FULL, "Nghị quyết số 1-NQ/TW"), (FULL, "Nghị quyết số 2-NQ/TW"), (None, "Nghị quyết")]),
    ("the same document twice is one", [(FULL, "Nghị quyết số 1-NQ/TW"), (FULL, "Nghị quyết số 1-NQ/TW"), (1, "Nghị quyết")]),
    ("another type does not count", [(FULL, "Nghị quyết số 1-NQ/TW"), (FULL, "Kết luận số 9-KL/TW"), (0, "Nghị quyết")]),
    ("nothing cited before: a class", [(CLASS, "Chiến lược"), (FULL, "Chiến lược phát triển du lịch đến năm 2030")]),
    ("a name without its end", [(FULL, "Chiến lược phát triển giáo dục đến năm 2030"), (0, "Chiến lược phát triển giáo dục")]),
    ("này is the document itself", [(FULL, "Luật Đất đai"), (SELF, "Luật này"), (SELF, "Nghị định này")]),
]


@pytest.mark.parametrize(("why", "mentions"), CASES, ids=[case[0] for case in CASES])
def test_antecedents(why: str, mentions: list[Mention]) -> None:
    text = "theo " + "; theo ".join(words for _, words in mentions) + ";"
    found = find_citations(text)
    expected = [mention for mention in mentions if mention[0] != CLASS]
    assert [text[c.surface.start : c.surface.end] for c in found] == [words for _, words in expected]
    for citation, (meaning, _) in zip(found, expected, strict=True):
        assert (citation.form == "self") == (meaning == SELF)
        assert citation.antecedent == (meaning if isinstance(meaning, int) else None)


OWN = [
    ("KẾ HOẠCH\nThực hiện Nghị quyết số 1-NQ/TW\nTheo dõi việc thực hiện Kế hoạch, Nghị quyết.", ["Kế hoạch"], "the heading's type alone"),
    (
        "Điều 2. Nghị quyết này có hiệu lực.\nGiám sát việc thực hiện Nghị quyết.",
        ["Nghị quyết này", "Nghị quyết"],
        "told by này, without a heading",
    ),
    ("KẾ HOẠCH\ncủa Đảng ủy xã Ba Vì\nTheo dõi Kế hoạch của Đảng ủy xã Ba Vì.", ["Kế hoạch của Đảng ủy xã Ba Vì"], "with its issuer"),
    ("KẾ HOẠCH\ncủa Đảng ủy xã Ba Vì\nTheo dõi Kế hoạch của Bộ Y tế.", [], "another body's"),
    ("CHƯƠNG TRÌNH HÀNH ĐỘNG\nCác cấp thực hiện chương trình hành động này.", ["chương trình hành động này"], "in lower case"),
    ("QUYẾT ĐỊNH\ntheo các quy định này và dự án này", [], "lower case, not the document's type"),
]


@pytest.mark.parametrize(("text", "own", "why"), OWN, ids=[row[2] for row in OWN])
def test_the_document_itself(text: str, own: list[str], why: str) -> None:
    assert [text[c.surface.start : c.surface.end] for c in find_citations(text) if c.form == "self"] == own


def test_a_bare_type_is_the_document_that_the_heading_carries_out() -> None:
    text = (
        "KẾ HOẠCH\nThực hiện Nghị quyết số 1-NQ/TW\n"
        + "Mục đích. " * 60
        + "\nNghị quyết số 2-NQ/TW và Nghị quyết số 3-NQ/TW.\nĐẩy mạnh thực hiện Nghị quyết."
    )
    assert find_citations(text)[-1].antecedent == 0


def test_a_document_in_the_title_of_another_is_nested() -> None:
    text = "Kết luận số 91-KL/TW ngày 12/8/2024 của Bộ Chính trị về tiếp tục thực hiện Nghị quyết số 29-NQ/TW về giáo dục; Luật Đất đai"
    assert [c.nested_in for c in find_citations(text)] == [None, 0, None]
