"""Slips of spelling and typing that a proof-reader marks: a space before a comma, a capital behind a semicolon, two ways of writing one
word in one document, and the slips of `slips.tsv`. Words that are right in some other sense are left alone: no dictionary is consulted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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
_VERBS: Final = ("Thực hiện", "Kịp thời", "Đẩy mạnh", "Tăng cường", "Tiếp tục", "Triển khai", "Phối hợp", "Nâng cao")
_NEXT_WORD: Final = re.compile(r" \w")
_BEFORE_VERB: Final = re.compile(r"(?<!việc)(?<!về)(?<=[^\W\d]) ")
_JOINED: Final = re.compile(r"(?<!\w)([^\W\d_]+)-([^\W\d_]+)(?!\w)")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Ends of syllables that are written with the mark on the first or on the second vowel.
_TWO_WAYS: Final = frozenset(
    first + second
    for firsts, seconds in (("o", "àáảãạèéẻẽẹ"), ("òóỏõọ", "ae"), ("u", "ỳýỷỹỵ"), ("ùúủũụ", "y"))
    for first in firsts
    for second in seconds
)
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
    words = Counter(_WORD.findall(text))
    yield from _spaced_marks(text)
    yield from _listed(text, words)
    yield from _verbs(text)
    yield from _joined(text)
    yield from _two_ways(text, words)


def _verbs(text: str) -> Iterator[tuple[Span, Label]]:
    """A verb with a capital inside a sentence."""
    for at, end in sorted((at, at + len(verb)) for verb in _VERBS for at in _places(text, verb)):
        if not _NEXT_WORD.match(text, end) or not _BEFORE_VERB.match(text, at - 1, at):
            continue
        before, behind = text[:at].rsplit(None, 1)[-1], text[end + 1]
        if before.islower() and behind.islower():
            yield Span(at, end), Label("không viết hoa giữa câu", "no capital inside a sentence")


def _joined(text: str) -> Iterator[tuple[Span, Label]]:
    """Two words joined by a hyphen that stand apart elsewhere."""
    done = 0
    for hyphen in _places(text, "-"):
        start = hyphen
        while start > done and text[start - 1].isalnum() and not text[start - 1].isdecimal():
            start -= 1
        match = _JOINED.match(text, start)
        if match is None or match.end(1) != hyphen:
            continue
        done = match.end()
        if match[1].islower() and match[2].islower() and f"{match[1]} - {match[2]}" in text:
            yield Span(*match.span()), Label(f"{match[1]} - {match[2]}", f"{match[1]} - {match[2]}")


def _places(text: str, words: str) -> Iterator[int]:
    """Where `words` stand: looking for a string is many times faster than looking for a pattern."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _spaced_marks(text: str) -> Iterator[tuple[Span, Label]]:
    if not any(mark in text for mark in _SPACED_MARKS):
        return
    for match in _SPACED.finditer(text):
        yield Span(match.start() - 1, match.end()), Label("không có khoảng trắng trước dấu", "no space before the mark")


def _listed(text: str, words: Iterable[str], only: str = "") -> Iterator[tuple[Span, Label]]:
    """The slips of the table whose words have `only` in them; `words` are those of the text."""
    known, lower = {word.lower() for word in words}, text.lower()
    if len(lower) != len(text):  # "İ" is two letters in lower case
        lower = "".join(letter.lower()[0] for letter in text)
    for wrong, parts, pattern, right in table():
        if not known.issuperset(parts) or only not in wrong:
            continue
        done = 0
        for at in _places(lower, wrong):
            if at >= done and (match := pattern.match(text, at)):
                done = match.end()
                yield Span(*match.span()), Label(right, right)


def _doubled(text: str) -> Iterator[tuple[Span, Label]]:
    yield from _listed(text, _WORD.findall(text), "nhân nhân")


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


def _two_ways(text: str, words: Counter[str]) -> Iterator[tuple[Span, Label]]:
    """The rarer way of writing a word that the document writes in two ways ("khoá", "khóa"), where it first stands."""
    ways: dict[str, Counter[str]] = {}
    for word, often in words.items():
        if word[-2:] in _TWO_WAYS and word.islower():
            ways.setdefault(comparison_key(word), Counter())[word] += often
    for found in ways.values():
        if len(found) == 2:
            (usual, often), (rare, seldom) = found.most_common()
            at = re.search(rf"(?<!\w){rare}(?!\w)", text)
            if often >= 3 * seldom and at:
                yield Span(*at.span()), Label(f"chỗ khác viết “{usual}”", f"“{usual}” elsewhere")
    lower = text.lower() if any(word.lower() == "hàng" for word in words) else ""
    for usual, rare in _VARIANTS:
        if usual in _TOLD and lower.count(usual) >= 2 * lower.count(rare) > 0:
            at = re.search(rare, text, re.IGNORECASE)
            if at:
                yield Span(*at.span()), Label(f"chỗ khác viết “{usual}”", f"“{usual}” elsewhere")


@cache
def table() -> tuple[tuple[str, frozenset[str], re.Pattern[str], str], ...]:
    """The slips of `slips.tsv`: what a text with the slip has (in small letters), its words, a pattern between word boundaries, what is right."""
    with files("phahe.verdicts").joinpath("slips.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(
        (wrong, frozenset(_WORD.findall(wrong)), re.compile(rf"(?<!\w){row['wrong']}(?!\w)", re.IGNORECASE), row["right"])
        for row in rows
        if (wrong := _AROUND.sub("", row["wrong"]))
    )
