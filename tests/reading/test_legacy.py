"""Encodings of the nineties and of Windows, and what Unicode normalisation drops: every clean letter keeps its stored place."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phahe.reading import ReadingError, legacy, read
from phahe.reading.normalise import cleaned, normalised

TABLE = Path(__file__).parents[1] / "tables" / "legacy.tsv"
ROWS = [tuple(row) for row in csv.reader(TABLE.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
WORDS = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh;"
TCVN3 = "C¨n cø NghÞ quyÕt sè 47/NQ-H§ND ngµy 15 th¸ng 7 n¨m 2025 cña Héi ®ång nh©n d©n tØnh;"
VNI = "Caên cöù Nghò quyeát soá 47/NQ-HÑND ngaøy 15 thaùng 7 naêm 2025 cuûa Hoäi ñoàng nhaân daân tænh;"


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_table(text: str, expected: str, why: str) -> None:
    assert cleaned(text).text == expected, why


@pytest.mark.parametrize(
    ("raw", "stored", "why"),
    [
        (WORDS.encode(), WORDS, "UTF-8"),
        (b"\xef\xbb\xbf" + WORDS.encode(), WORDS, "UTF-8 with a mark"),
        (WORDS.encode("utf-16"), WORDS, "UTF-16 with a mark"),
        (WORDS.encode("utf-16-le"), WORDS, "UTF-16 without one"),
        (WORDS.encode("utf-16-be"), WORDS, "UTF-16, the other end first"),
        (TCVN3.encode("cp1252"), TCVN3, "TCVN3 in a text file"),
        (VNI.encode("cp1252"), VNI, "VNI in a text file"),
        (TCVN3.encode(), TCVN3, "TCVN3 letters that somebody saved as UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_encodings(tmp_path: Path, raw: bytes, stored: str, why: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    reading = read(path)
    assert (reading.text.stored, reading.text.text) == (stored, WORDS), why


def test_windows_1258(tmp_path: Path) -> None:
    decomposed = "".join(_for_windows(letter) for letter in WORDS)
    path = tmp_path / "a.txt"
    path.write_bytes(decomposed.encode("cp1258"))
    reading = read(path)
    assert reading.text.text == WORDS
    assert reading.text.stored == decomposed


def _for_windows(letter: str) -> str:
    """Windows-1258 has ế as ê and a mark."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tones


@pytest.mark.parametrize("stored", [TCVN3, VNI])
def test_quotes_are_the_stored_letters(stored: str) -> None:
    text = cleaned(stored)
    start = text.text.index("Hội đồng")
    quote = text.quotes(start, start + len("Hội đồng nhân dân"))[0]
    assert quote.exact == stored[quote.start : quote.end]
    assert legacy.decoded(stored).text[start:].startswith("Hội đồng")


def test_a_document_pasted_together() -> None:
    """Lines of Unicode stay, lines of TCVN3 are read, a bare heading goes with the line before it."""
    mixed = f"{WORDS}\n{TCVN3}\nBé\n{WORDS}\n"
    assert cleaned(mixed).text == f"{WORDS}\n{WORDS}\nBộ\n{WORDS}\n"


def test_unknown_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Постановление правительства о развитии образования".encode("koi8-r"))
    with pytest.raises(ReadingError, match=r"^a\.txt: không phải văn bản UTF-8"):
        read(path)


def test_unknown_legacy_letters_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "C¤n c÷ Ngh× quyðt cþa các h±i ð°ng nhñn dñn ban t× xã theo và cho trong là ñûøÆ " * 5,
        encoding="utf-8",
    )
    with pytest.raises(ReadingError, match="bảng mã"):
        read(path)


@pytest.mark.parametrize(
    ("stored", "clean", "why"),
    [
        ("Đie\u0302\u0300u 1", "Điều 1", "decomposed letters"),
        ("Điều\u00a01\u202f2", "Điều 1 2", "no-break spaces"),
        ("nghị\u00adquyết", "nghịquyết", "a soft hyphen"),
        ("\ufeffĐiều\u200b 1\u202e", "Điều 1", "marks that do not print, direction overrides"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd", "line ends of other systems"),
        ("**Điều** <b class='x'>1</b>", "Điều 1", "emphasis and tags"),
        ("5 < 6 > 4; a <b", "5 < 6 > 4; a <b", "comparison signs are no tags"),
        ("\u0301 Điều", " Điều", "a mark with no letter"),
    ],
)
def test_normalised(stored: str, clean: str, why: str) -> None:
    assert normalised(stored).text == clean, why


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aăâeê\u0301\u0323\u00ad\u00a0<b>*\r\n ùøµ®Đđố"), max_size=60))
def test_every_clean_letter_has_a_stored_place(stored: str) -> None:
    text = cleaned(stored)
    assert text.stored == stored
    places = [(piece.source.start, piece.source.end) for piece in text.pieces]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(stored) for start, end in places)
    for quote in text.quotes(0, len(text.text)):
        assert quote.exact == " ".join(stored[quote.start : quote.end].split())
