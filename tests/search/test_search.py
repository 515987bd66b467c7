"""Search finds words whatever their diacritics, and ranks the ones printed as asked higher."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.search import Entry, Index, excerpt, write
from phahe.search.ranking import wanted
from phahe.vietnamese import nfc

ENTRIES = (
    Entry("so-gd", "agency", "Sở Giáo dục và Đào tạo tỉnh Lạng Sơn"),
    Entry("nq47", "document", "Nghị quyết 47/NQ-HĐND HĐND tỉnh Lạng Sơn"),
    Entry("nq147", "document", "Nghị quyết 147/NQ-HĐND HĐND tỉnh Lạng Sơn"),
    Entry("so-bo", "task", "Tổng hợp số liệu, sơ bộ đánh giá giáo dục; có sổ theo dõi"),
    Entry("cam", "task", "Nghiêm cấm dạy thêm trái quy định"),
    Entry("cam-ket", "task", "Ký cam kết với nhà trường"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return write(ENTRIES, tmp_path_factory.mktemp("search") / "search.sqlite")


@pytest.mark.parametrize(
    ("query", "first", "why"),
    [
        ("so giao duc", "so-gd", "no diacritics typed"),
        ("SỞ GIÁO DỤC", "so-gd", "capitals"),
        ("47/nq-hđnd", "nq47", "a number is its parts side by side; 147 is another number"),
        ("147", "nq147", "the other number"),
        ("cấm", "cam", "diacritics decide between cấm and cam"),
        ("cam kết", "cam-ket", "and the other way round"),
        ("sổ", "so-bo", "exact print ranks above Sở"),
        ("giáo dục và đà", "so-gd", "the last word may be cut short"),
        ("Ngh\u1ecb quy\u0065\u0302\u0301t 47", "nq47", "decomposed letters"),
    ],
)
def test_first_hit(index: Index, query: str, first: str, why: str) -> None:
    assert index.search(query).hits[0].entry.iri == first, why


@pytest.mark.parametrize("query", ["", "  ", "!?/", "giáo viên", "7/NQ", "zzz", "giáo dụcc"])
def test_nothing(index: Index, query: str) -> None:
    assert index.search(query).hits == ()


def test_147_is_not_found_by_47(index: Index) -> None:
    assert [hit.entry.iri for hit in index.search("47/NQ-HĐND").hits] == ["nq47"]


def test_spans_are_the_words(index: Index) -> None:
    hit = index.search("giao duc").hits[0]
    assert [hit.entry.text[start:end] for start, end in hit.spans] == ["Giáo", "dục"]


def test_kinds_are_counted_and_chosen(index: Index) -> None:
    found = index.search("lang son", kind="agency")
    assert found.counts == {"document": 2, "agency": 1}
    assert [hit.entry.kind for hit in found.hits] == ["agency"]


@pytest.mark.parametrize("query", ["Sở Gi", "sở giá", "Sở Giáo d\u1ee5", "so giao duc va Đà"])
def test_beginnings_of_words_with_diacritics(index: Index, query: str) -> None:
    assert index.search(query).hits[0].entry.iri == "so-gd"


def test_what_fits_best_is_among_many(tmp_path: Path) -> None:
    many = [Entry(f"t{number:05}", "task", f"Xây dựng trường học số {number} theo kế hoạch của sở") for number in range(20_000)]
    many.insert(9_000, Entry("so", "task", "Lập sổ theo dõi việc xây dựng trường học"))
    many.append(Entry("doc", "document", "Kế hoạch xây dựng trường học"))
    found = write(many, tmp_path / "search.sqlite")
    assert found.search("sổ xây dựng").hits[0].entry.iri == "so"
    assert found.search("xay dung truong hoc").hits[0].entry.iri == "doc"
    assert found.search("xay dung truong hoc").counts == {"document": 1, "task": 20_001}
    assert [hit.entry.iri for hit in found.search("trường học số 777").hits] == [
        "t00777",
        *(f"t{number:05}" for number in range(7770, 7780)),
    ]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise OSError("the store went away")

    with pytest.raises(OSError, match="went away"):
        write(broken(), tmp_path / "search.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    write(ENTRIES, tmp_path / "one")
    write(ENTRIES[::-1], tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_searched_without_failing_and_excerpts_are_true(query: str, text: str) -> None:
    text = nfc(text)
    with tempfile.TemporaryDirectory() as folder:
        found = write([Entry("a", "task", text)], Path(folder) / "search.sqlite").search(query)
    for hit in found.hits:
        assert all(0 <= start < end <= len(text) for start, end in hit.spans)
        shown = "".join(words for words, _ in excerpt(text, hit.spans, width=40))
        assert shown.removeprefix("… ").removesuffix(" …") in text


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    text = nfc(text)
    with tempfile.TemporaryDirectory() as folder:
        found = write([Entry("a", "task", text)], Path(folder) / "search.sqlite").search(text)
    assert len(found.hits) == sum(found.counts.values()) == bool(wanted(text))
