"""Slips of spelling and typing that a proof-reader marks: a space before a comma, a capital behind a semicolon, two ways of writing one
word in one document, and the slips of `slips.tsv`. Words that are right in some other sense are left alone: no dictionary is consulted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from phahe.labels import Label
from phahe.text import Span
from phahe.vietnamese import comparison_key

_SPACED: Final = re.compile(r"(?<=[\w%”)])[ \t]+[;,](?=\s|$)", re.MULTILINE)
_SPACED_MARKS: Final = (" ,", " ;", "\t,", "\t;")
_CAPITAL: Final = re.compile(r"; ([^\W\d_]+ [^\W\d_]+)")
#: First words of bodies and of documents, which a capital behind a semicolon befits.
_NAMES: Final = frozenset(
    [
        "các",
        "sở",
        "ủy",
        "uỷ",
        "hội",
        "ban",
        "bộ",
        "báo",
        "nghị",
        "quyết",
        "kế",
        "chỉ",
        "kết",
        "luật",
        "thông",
        "công",
        "tờ",
        "phòng",
        "trường",
        "trung",
        "đảng",
        "thường",
        "văn",
        "mặt",
        "chủ",
        "giám",
        "thủ",
        "bí",
        "tỉnh",
        "thành",
        "đoàn",
        "hướng",
        "chương",
        "đề",
        "chiến",
        "cục",
        "chi",
        "hiệp",
        "liên",
        "viện",
        "ngân",
        "kho",
        "tòa",
        "toà",
        "cơ",
        "đại",
        "phó",
        "đồng",
        "nhà",
    ]
)
#: More of them in one text are its manner of writing lists.
_MOST_CAPITALS: Final = 2
#: A mark before each of many positions costs more than the word itself: what stands before a verb is asked once the verb is there.
_VERBS: Final = re.compile(r"(?:Thực hiện|Kịp thời|Đẩy mạnh|Tăng cường|Tiếp tục|Triển khai|Phối hợp|Nâng cao)(?= \w)")
_BEFORE_VERB: Final = re.compile(r"(?<!việc)(?<!về)(?<=[^\W\d]) ")
_JOINED: Final = re.compile(r"(?<!\w)([^\W\d_]+)-([^\W\d_]+)(?!\w)")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Syllables that are written with the mark on the first or on the second vowel.
_TWO_WAYS: Final = re.compile(r"(?:[oO][àáảãạ]|[òóỏõọÒÓỎÕỌ][aA]|[oO][èéẻẽẹ]|[òóỏõọÒÓỎÕỌ][eE]|[uU][ỳýỷỹỵ]|[ùúủũụÙÚỦŨỤ][yY])\Z")
#: What a pattern of the table looks at around its words.
_AROUND: Final = re.compile(r"\(\?<?[=!][^)]*\)|\(\?-i:|\)$")
_VARIANTS: Final = (("hằng năm", "hàng năm"), ("bảo đảm", "đảm bảo"))
_TOLD: Final = ("hằng năm",)


def spelling(text: str, *, restored: bool = False) -> Iterator[tuple[Span, Label]]:
    """Each slip with its place and what is right. Of a restored OCR only slips that no machine makes are told.

    >>> [(span, said.vi) for span, said in spelling("tỷ lệ đạt 99,8% ; tuyên tuyền")]
    [(Span(start=14, end=17), 'không có khoảng trắng trước dấu'), (Span(start=18, end=29), 'tuyên truyền')]
    """
    found = list(_doubled(text) if restored else _slips(text))
    yield from sorted((*found, *_capitals(text)), key=lambda one: one[0])


def _slips(text: str) -> Iterator[tuple[Span, Label]]:
    yield from _spaced_marks(text)
    yield from _listed(text)
    for match in _VERBS.finditer(text):
        if not _BEFORE_VERB.match(text, match.start() - 1, match.start()):
            continue
        before, behind = text[: match.start()].rsplit(None, 1)[-1], text[match.end() + 1]
        if before.islower() and behind.islower():
            yield Span(*match.span()), Label("không viết hoa giữa câu", "no capital inside a sentence")
    for match in _JOINED.finditer(text) if "-" in text else ():
        if match[1].islower() and match[2].islower() and f"{match[1]} - {match[2]}" in text:
            yield Span(*match.span()), Label(f"{match[1]} - {match[2]}", f"{match[1]} - {match[2]}")
    yield from _two_ways(text)


def _spaced_marks(text: str) -> Iterator[tuple[Span, Label]]:
    if not any(mark in text for mark in _SPACED_MARKS):
        return
    for match in _SPACED.finditer(text):
        yield Span(match.start() - 1, match.end()), Label("không có khoảng trắng trước dấu", "no space before the mark")


def _listed(text: str, only: str = "") -> Iterator[tuple[Span, Label]]:
    """The slips of the table whose words have `only` in them."""
    lower = text.lower()
    for words, pattern, right in table():
        if words in lower and only in words:
            for match in pattern.finditer(text):
                yield Span(*match.span()), Label(right, right)


def _doubled(text: str) -> Iterator[tuple[Span, Label]]:
    yield from _listed(text, "nhân nhân")


def _capitals(text: str) -> Iterator[tuple[Span, Label]]:
    """A capital behind a semicolon, where the same words stand without it elsewhere; not where the text always writes so."""
    found = list(_capitals_behind(text))
    yield from found if len(found) <= _MOST_CAPITALS else ()


def _capitals_behind(text: str) -> Iterator[tuple[Span, Label]]:
    for match in _CAPITAL.finditer(text):
        first, second = match[1].split()
        lower = match[1][0].lower() + match[1][1:]
        if first[0].isupper() and first[1:].islower() and second.islower() and first.lower() not in _NAMES and text.count(lower) >= 2:
            yield Span(*match.span(1)), Label("không viết hoa sau dấu chấm phẩy", "no capital behind a semicolon")


def _two_ways(text: str) -> Iterator[tuple[Span, Label]]:
    """The rarer way of writing a word that the document writes in two ways ("khoá", "khóa"), where it first stands."""
    ways: dict[str, Counter[str]] = {}
    for word, often in Counter(_WORD.findall(text)).items():
        if _TWO_WAYS.search(word, max(len(word) - 2, 0)) and word.islower():
            ways.setdefault(comparison_key(word), Counter())[word] += often
    for found in ways.values():
        if len(found) == 2:
            (usual, often), (rare, seldom) = found.most_common()
            at = re.search(rf"(?<!\w){rare}(?!\w)", text)
            if often >= 3 * seldom and at:
                yield Span(*at.span()), Label(f"chỗ khác viết “{usual}”", f"“{usual}” elsewhere")
    for usual, rare in _VARIANTS:
        if usual in _TOLD and text.lower().count(usual) >= 2 * text.lower().count(rare) > 0:
            at = re.search(rare, text, re.IGNORECASE)
            if at:
                yield Span(*at.span()), Label(f"chỗ khác viết “{usual}”", f"“{usual}” elsewhere")


@cache
def table() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The slips of `slips.tsv`: words that a text with the slip has (in small letters), a pattern between word boundaries, what is right."""
    with files("phahe.verdicts").joinpath("slips.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple((_AROUND.sub("", row["wrong"]), re.compile(rf"(?<!\w){row['wrong']}(?!\w)", re.IGNORECASE), row["right"]) for row in rows)
