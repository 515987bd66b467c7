"""Where the money comes from: the sources and sums that a block names.

One entry a printed sum; where no sum is printed, one a block under a heading of funding (KINH PHÍ THỰC HIỆN) or in a column of funding,
and in a task one a clause that says from what money it is paid ("từ ngân sách nhà nước", "huy động nguồn lực xã hội"). A share of the
budget ("20% tổng chi ngân sách") is a target, money given to people (học bổng, phụ cấp) is what a task does: neither is funding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from phahe.means.glossary import Glossary
from phahe.text import Span
from phahe.vietnamese import parse_number
from phahe.vietnamese.lexicon import whole_words


@dataclass(frozen=True, slots=True)
class Funding:
    """Money named at `span`: its sources (codes of the vocabulary funding-source), and where a sum is printed the sum in đồng.

    `amount_span` is the printed sum; `year` the year it is for, where printed with it.
    """

    span: Span
    sources: tuple[str, ...]
    amount: Decimal | None = None
    amount_span: Span | None = None
    year: int | None = None


#: Small letters that a block about money has.
_HINTS: Final = ("ngân sách", "kinh phí", "nguồn", "vốn", "xã hội hóa", "xã hội hoá", "đồng", "vnđ", "vnd", "quỹ", "đầu tư")
#: Verbs that provide money; a source must follow within the clause.
_PROVIDING: Final = whole_words(
    r"bố\s+trí", r"cân\s+đối", r"phân\s+bổ", r"huy\s+động", r"thu\s+hút", r"tranh\s+thủ", r"vận\s+động", r"lồng\s+ghép", r"sử\s+dụng", "trích", "vay",
    r"kêu\s+gọi", r"xã\s+hội\s+h(?:óa|oá)", r"ưu\s+tiên", r"hỗ\s+trợ", "cấp", r"bảo\s+đảm", r"đảm\s+bảo",
)  # fmt: skip
#: These say as much of other things: only a source right behind them makes them say it of money.
_WEAK: Final = frozenset({"ưu tiên", "hỗ trợ", "cấp", "bảo đảm", "đảm bảo", "sử dụng", "trích", "vay"})
_FROM: Final = whole_words(r"từ(?=\s)", r"bằng(?=\s)", r"do(?=\s)")
_FILLER: Final = re.compile(r"\s*(?:(?:đủ|các|những|khoản|nguồn|kinh\s+phí|nguồn\s+kinh\s+phí|nguồn\s+vốn|vốn|từ|thêm)\s+)*", re.IGNORECASE)
#: A longer block that names no money at all only stands after those that do: the closing words of a plan under its last heading.
_OF_MONEY: Final = re.compile(
    r"kinh phí|ngân sách|vốn|nguồn|tài chính|dự toán|chi phí|đồng(?!\s*(?:bộ|thời|bào|chí|thuận|đều|ý))|quỹ|quyết toán"
)
_CELL: Final = 60  # characters
_WITHIN: Final = 8  # words between a verb that provides and the money
#: Between a verb and the money: words that make it a share of spending, or law.
_NOT_MONEY: Final = re.compile(r"tỷ lệ|tỉ lệ|tổng chi|mức chi|pháp luật|quy định|số liệu", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s*(?:[,;/]\s*)?(?:(?:và|hoặc|hay|của|cùng|với)\s+)?", re.IGNORECASE)
_MONEY: Final = re.compile(r"nguồn|vốn|kinh phí|ngân sách|quỹ|tài trợ|viện trợ|đầu tư|xã hội h(?:óa|oá)|chi |thu |lồng ghép|mục tiêu")
_STOP: Final = re.compile(r"[.;,]")
_WORD: Final = re.compile(r"\S+")
_SENTENCE: Final = re.compile(r"[^.;]+(?:[.](?=\d)[^.;]+)*")
_AMOUNT: Final = re.compile(
    # The first figure comes first and is looked back upon: only figures are tried then.
    r"(?P<figure>\d(?<![\d.,].)(?:\d{0,2}(?:\.\d{3})+(?:,\d{1,3})?|\d{0,11}(?:,\d{1,3})?))\s*"
    r"(?P<scale>nghìn\s+tỷ|ngàn\s+tỷ|tỷ|tỉ|triệu|nghìn|ngàn)?\s*(?P<coin>đồng|VNĐ|VND|đ)(?!\w)",
    re.IGNORECASE,
)
_SCALES: Final = {"nghìn tỷ": 10**12, "ngàn tỷ": 10**12, "tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_FOR: Final = re.compile(r"kinh phí|nguồn|vốn|ngân sách|dự toán|tổng mức|đầu tư|tài trợ|xã hội h(?:óa|oá)|đối ứng", re.IGNORECASE)
_YEAR: Final = re.compile(r"năm\s+(20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE)


def find_funding(words: str, sources: Glossary, *, whole: bool = False) -> tuple[Funding, ...]:
    """The money a block names; `whole` for a block that is about nothing else.

    >>> budget = Glossary({"ngân sách nhà nước": "state-budget", "nguồn hợp pháp khác": "other-lawful"})
    >>> [(one.sources, one.span.start) for one in find_funding("Đào tạo từ nguồn ngân sách nhà nước và các nguồn hợp pháp khác.", budget)]
    [(('other-lawful', 'state-budget'), 8)]
    >>> find_funding("Kinh phí 1,5 tỷ đồng do ngân sách nhà nước cấp", budget)[0].amount
    Decimal('1500000000')
    """
    lower = words.lower()
    if not (whole or any(hint in lower for hint in _HINTS)):
        return ()
    told = [Span(*part.span()) for part in _SENTENCE.finditer(words)] if _AMOUNT.search(words) else []
    sums = [found for span in told for found in _sums(words, span, sources)]
    if whole:
        block = _block(words, sources)
        return tuple(sums) or ((block,) if block.sources or len(words) < _CELL or _OF_MONEY.search(lower) else ())
    paid = [span for span in told if any(span.start <= one.span.start < span.end for one in sums)]
    clauses = [one for one in _clauses(words, sources) if not any(span.start <= one.span.start < span.end for span in paid)]
    return tuple(sorted([*sums, *clauses], key=lambda one: one.span.start))


def _block(words: str, sources: Glossary) -> Funding:
    start = len(words) - len(words.lstrip())
    return Funding(Span(start, len(words.rstrip())), _codes(sources.find(words)))


def _codes(found: Iterable[tuple[Span, str]]) -> tuple[str, ...]:
    return tuple(sorted({code for _, code in found}))


def _sums(words: str, sentence: Span, sources: Glossary) -> Iterator[Funding]:
    """Each sum of a sentence about money, with the sources named since the sum before it, or after the only one."""
    found = list(_AMOUNT.finditer(words, sentence.start, sentence.end))
    if not found or not _FOR.search(words, sentence.start, sentence.end):
        return
    begin = sentence.start
    for match in found:
        told = sources.find(words, begin, match.start())
        end = match.end()
        if not told and len(found) == 1:
            told = sources.find(words, match.end(), sentence.end)
            end = max([end, *(span.end for span, _ in told)])
        opening = _FOR.search(words, begin, match.start())
        start = min([match.start(), *([opening.start()] if opening else []), *(span.start for span, _ in told)])
        year = _YEAR.search(words, begin, match.start())
        yield Funding(Span(start, end), _codes(told), _value(match), Span(*match.span()), int(year[1]) if year else None)
        begin = match.end()


def _value(match: re.Match[str]) -> Decimal | None:
    figure = parse_number(match["figure"])
    scale = " ".join((match["scale"] or "").casefold().split())
    return None if figure is None else Decimal(int(figure * _SCALES.get(scale, 1)))


def _clauses(words: str, sources: Glossary) -> Iterator[Funding]:
    end = 0
    starts = sorted([*_PROVIDING.finditer(words), *_FROM.finditer(words)], key=lambda match: match.start())
    for match in starts:
        if match.start() < end:
            continue
        first = _first(words, match, sources)
        if first is None:
            continue
        found = [first]
        while (more := _near(words, _joined(words, found[-1][0].end), sources)) is not None:
            found.append(more)
        end = found[-1][0].end
        yield Funding(Span(match.start(), end), _codes(found))


def _joined(words: str, position: int) -> int:
    match = _JOINED.match(words, position)
    return match.end() if match else position


def _near(words: str, position: int, sources: Glossary) -> tuple[Span, str] | None:
    """The source at `position` or behind words that fill ("các nguồn vốn"); they begin some names too ("nguồn hợp pháp khác")."""
    filler = _FILLER.match(words, position)
    end = filler.end() if filler else position
    starts = [*(match.start() for match in _WORD.finditer(words, position, end)), end]
    return next((found for start in starts if (found := sources.at(words, start)) is not None), None)


def _first(words: str, verb: re.Match[str], sources: Glossary) -> tuple[Span, str] | None:
    """The first source behind a verb or preposition, where it is money and stands near enough."""
    printed = " ".join(verb.group().casefold().split())
    if verb.re is _FROM or printed in _WEAK:
        near = _near(words, verb.end(), sources)
        return near if near is not None and _is_money(words, near[0]) else None
    stop = _STOP.search(words, verb.end())
    limit = stop.start() if stop else len(words)
    for span, code in sources.find(words, verb.end(), min(len(words), limit + 60)):
        between = words[verb.end() : span.start]
        if span.start >= limit or len(between.split()) > _WITHIN or _NOT_MONEY.search(between):
            return None
        if _is_money(words, span):
            return span, code
    return None


def _is_money(words: str, span: Span) -> bool:
    return _MONEY.search(words[span.start : span.end].casefold() + " ") is not None
