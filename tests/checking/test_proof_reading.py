"""What a proof-reader marks: slips of spelling, and paragraphs that a page cuts."""

import csv
from pathlib import Path

import pytest

from phahe.analysis import analyse
from phahe.checking import restored
from phahe.reading import read
from phahe.text import whole
from phahe.verdicts.cuts import page_cuts
from phahe.verdicts.spelling import spelling
from phahe.vietnamese import collapse

ROOT = Path(__file__).parents[2]
SLIPS = [
    ("tỷ lệ đạt 99,8% ; tỷ lệ chuyển cấp", ["% ;"], "a space before the mark"),
    ("tỷ lệ đạt 99,8%; tỷ lệ chuyển cấp", [], "none"),
    ("phần đầu đạt 80%", ["phần đầu"], "a slip of a fixed expression"),
    ("phần đầu của tài liệu", [], "the same words with their own sense"),
    ("chủ đầu tư thực hiện; trường tư thực", ["tư thực"], "“đầu tư thực hiện” is no slip of “tư thục”"),
    ("Chỉ đạo Kịp thời triển khai", ["Kịp thời"], "a capital inside a sentence"),
    ("về việc Thực hiện nghị quyết", [], "a title begins behind “về việc”"),
    ("kinh tế - xã hội và kinh tế-xã hội", ["tế-xã"], "the document writes it with spaces elsewhere"),
    ("chủ nghĩa Mác-Lênin, Mác - Lênin", [], "names are written as one likes"),
    ("khóa XI, khóa XII, khóa XIII, khoá X", ["khoá"], "the rarer of two ways"),
    ("khoá XI, khóa XII", [], "none is the rarer"),
    ("đạt 100%; Tỷ lệ trẻ; các tỷ lệ trẻ và tỷ lệ trẻ em", ["Tỷ lệ"], "a capital behind a semicolon"),
    ("Sở Nội vụ; Ủy ban nhân dân xã; ủy ban nhân dân, ủy ban nhân dân", [], "a body begins with a capital"),
]


@pytest.mark.parametrize(("text", "expected", "why"), SLIPS, ids=[row[2] for row in SLIPS])
def test_slips(text: str, expected: list[str], why: str) -> None:
    assert [text[span.start : span.end] for span, _ in spelling(text)] == expected, why


CUTS = [
    ("Điều 1. Tổ chức\nthực hiện kế hoạch\n\n7\n\nnăm học mới trên địa bàn.\n\nĐiều 2. Thi hành.", ["thực hiện kế hoạch năm học mới trên"], "a page number"),
    ("Điều 1. Tổ chức\nthực hiện kế hoạch\nnăm học mới trên địa bàn.\n\nĐiều 2. Thi hành.", [], "wrapped lines only"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), CUTS, ids=[row[2] for row in CUTS])
def test_page_cuts(text: str, expected: list[str], why: str) -> None:
    analysis = analyse(whole(text))
    assert [analysis.text.text[span.start : span.end] for _, span in page_cuts(analysis)] == expected, why


def _listed(slug: str) -> set[str]:
    with (ROOT / "tests" / "gold" / slug / "defects.tsv").open(encoding="utf-8") as file:
        return {
            row["path"] for row in csv.DictReader(file, delimiter="\t") if row["code"] == "PAGE_CUT" and not row["path"].startswith("NHÓM")
        }


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "sources").glob("*.txt")), ids=lambda path: path.stem)
def test_every_cut_of_the_five_and_no_other(path: Path) -> None:
    analysis = analyse(restored(read(path)).text)
    found = {provision: collapse(analysis.text.printed(span.start, span.end)) for provision, span in page_cuts(analysis)}
    assert set(found) == _listed(path.stem)
