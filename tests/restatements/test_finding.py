"""Which texts restate each other and which do not, by table; and what must hold whatever the texts."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from random import Random

import pytest

from phahe.restatements import Document, Part, Restatement, find_restatements

with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
COMMON = (
    "Duy trì vững chắc phổ cập giáo dục tiểu học tại các thôn vùng cao biên giới.",
    "Xây dựng nhà công vụ cho giáo viên công tác xa gia đình trên mười cây số.",
    "Rà soát, sắp xếp điểm trường lẻ gắn với bảo đảm đường đi an toàn của học sinh.",
)
WEAK = (
    "Huy động mọi nguồn lực xã hội để mở rộng thư viện lưu động phục vụ trẻ em thôn bản. Giao trưởng thôn theo dõi.",
    "Vận động doanh nghiệp mở rộng thư viện lưu động phục vụ trẻ em; tổ chức hội sách mùa hè, thi kể chuyện và giao lưu tác giả hằng năm.",
)


def document(name: str, *texts: str, theme: str | None = None, ocr: bool = False) -> Document:
    return Document(name, tuple(Part(f"{name}/{index:03}", text, theme=theme) for index, text in enumerate(texts)), ocr)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_pair(row: dict[str, str]) -> None:
    found = find_restatements([document("a", row["first"]), document("b", row["second"])])
    assert [one.kind for one in found] == ([] if row["found"] == "none" else [row["found"]]), row["why"]


def test_a_low_score_counts_between_sister_documents_only() -> None:
    """The weak pair alone is a stock phrase; beside three paragraphs taken over it is a paragraph rewritten."""

    def pairs(*texts: str) -> set[str]:
        found = find_restatements([document("a", WEAK[0], *texts), document("b", WEAK[1], *texts)])
        return {one.first.iri for one in found}

    assert "a/000" in pairs(*COMMON)
    assert "a/000" not in pairs()
    assert "a/000" not in pairs(*COMMON[:2])


def test_a_low_score_needs_one_theme() -> None:
    first = document("a", WEAK[0], *COMMON, theme="finance-facilities")
    assert "a/000" not in {one.first.iri for one in find_restatements([first, document("b", WEAK[1], *COMMON, theme="implementation")])}


def test_parts_of_one_document_and_of_two_kinds_are_not_compared() -> None:
    assert find_restatements([document("a", COMMON[0], COMMON[0])]) == ()
    heading = Document("b", (Part("b/000", COMMON[0], "heading"),))
    assert find_restatements([document("a", COMMON[0]), heading]) == ()


def test_one_paragraph_split_in_two_has_two_partners() -> None:
    found = find_restatements([document("a", " ".join(COMMON[:2])), document("b", COMMON[0], COMMON[1])])
    assert [(one.first.iri, one.second.iri) for one in found] == [("a/000", "b/000"), ("a/000", "b/001")]


def test_runs_print_the_same_words_in_both() -> None:
    (found,) = find_restatements([document("a", f"Trước hết: {COMMON[0]}"), document("b", COMMON[0].upper())])
    assert [(_words(found.first, run.first), _words(found.second, run.second).lower()) for run in found.runs] == [
        (COMMON[0].rstrip("."), COMMON[0].rstrip(".").lower())
    ]


def _words(part: Part, span: object) -> str:
    return part.text[span.start : span.end]  # type: ignore[attr-defined]


def test_misread_words_are_forgiven_in_an_ocr_text_only() -> None:
    read = COMMON[2].replace("lẻ", "1ẻ").replace("đường", "dudng")
    kinds = [find_restatements([document("a", COMMON[2]), document("b", read, ocr=ocr)])[0].kind for ocr in (True, False)]
    assert kinds == ["verbatim", "adapted"]


def test_order_of_input_and_other_documents_change_nothing() -> None:
    a, b = document("a", *COMMON), document("b", *COMMON[:2])
    third = document("c", *COMMON, *WEAK)
    alone = find_restatements([a, b])
    assert find_restatements([b, a]) == alone
    assert tuple(one for one in find_restatements([third, b, a]) if "c/" not in one.first.iri + one.second.iri) == alone


def test_only_the_pairs_asked_for() -> None:
    documents = [document(name, COMMON[0]) for name in "abc"]
    assert [_iris(one) for one in find_restatements(documents, between=[("c", "a")])] == [("a/000", "c/000")]
    assert len(find_restatements(documents)) == 3


def _iris(found: Restatement) -> tuple[str, str]:
    return found.first.iri, found.second.iri


def test_many_documents_that_share_little_cost_little() -> None:
    """100 documents of 30 tasks of 40 words: 4.5 million pairs of tasks, of which those of the two sisters only are looked at."""
    random = Random(1)
    documents = [
        document(f"d{number:03}", *(" ".join(f"w{random.randrange(3000)}" for _ in range(40)) for _ in range(30))) for number in range(100)
    ]
    sister = document("sister", *(part.text for part in documents[7].parts))
    start = time.process_time()
    found = find_restatements([*documents, sister])
    assert time.process_time() - start < 15
    assert [_iris(one) for one in found] == [(f"d007/{index:03}", f"sister/{index:03}") for index in range(30)]
