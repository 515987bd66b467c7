"""Document numbers: "47/NQ-HĐND", "142/2025/NĐ-CP", "43/2019/QH14", "91-KL/TW", "1106/BGDĐT-GDTrH".

Finds them in a text and normalises what is printed ("91- KL/TW", "150/KH – BCĐ", "13⁄2012/QH13", "47INQ-HBND"). Which document a
number belongs to is for `citations` and `resolve`: the same number stands in every province every year.
The commonest slip in other readers is to take the tail of "142/2025/NĐ-CP" for a number of its own: the longest reading wins here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from phahe.text import Span

_CAPITALS: Final = "A-ZĐÐÔƠƯ"
# One part of a symbol: at least two capitals (NQ, TTg, QyĐ, SGD&ĐT, QH15), so that "2015 - Nghị định" is no number.
# A space before the term is a slip that real texts print: "31/2024/QH 15".
_GROUP: Final = rf"(?:(?:UBTV)?QH\s1\d(?![\w/])|[{_CAPITALS}][a-zđ]?[{_CAPITALS}0-9&][\w&]{{0,20}})"
_STRICT: Final = rf"[{_CAPITALS}]{{2,10}}(?![\w])"
_HYPHEN: Final = "[-–‐‑‒−]"
_SYMBOL: Final = (
    rf"(?:L(?={_HYPHEN})|{_GROUP})(?:[-–‐‑‒−/⁄.]\s{{0,3}}{_GROUP}|\s{{1,2}}[-–‐‑‒−/⁄]\s{{0,2}}{_STRICT}|\s?&\s?{_STRICT}){{0,6}}"
)
_NUMBER: Final = re.compile(
    rf"(?<![\d/⁄.,–-])(?P<ordinal>\d{{1,6}}[A-Za-zđ]{{0,2}})\s{{0,2}}"
    rf"(?:(?P<first>[/⁄]|{_HYPHEN})\s{{0,2}}(?P<year>(?:19|20)\d\d)\s{{0,2}}(?P<second>[/⁄]|(?=QĐ-|NĐ-|TT-|NQ-|QH\d))|(?P<only>[/⁄]|{_HYPHEN}))\s{{0,3}}(?P<symbol>{_SYMBOL})"
)
#: After "số": the number left open, as drafts and forms print it ("số      /NQ-HĐND", "số …/2025/QĐ-TTg").
_BLANK: Final = re.compile(
    rf"(?<=[ốôổoỐ])(?=[\s.…_:]*[/⁄])(?P<gap>[\s.…_:]{{0,80}})[/⁄]\s?(?:(?P<year>(?:19|20)\d\d)\s?[/⁄]\s?)?(?P<symbol>{_SYMBOL})"
)
_SLASH: Final = re.compile(rf"[/⁄]\s{{0,3}}(?:[{_CAPITALS}]|(?:19|20)\d\d(?:QĐ|NĐ|TT|NQ|QH))")
_HINT: Final = re.compile(r"[\dốỐ]")
_REACH: Final = 40
_BLANK_REACH: Final = 90
#: After "số" or a type word: the slash read by a machine as a letter or figure ("47INQ-HBND") or lost ("86 QĐ-UBND"), marks of one
#: kind put for the other ("1705-QĐ-TTg", "194/2025-NĐ/CP", "29-NQ-TW"), doubled ("29-NQ//TW") or left out ("399-QĐTW", "281/NQ CP");
#: the year at the wrong place ("2025/142/NĐ-CP", "142/NĐ-CP/2025") or short of a figure ("22/201 /QĐ-UBND").
_DAMAGED: Final = re.compile(
    rf"(?:[sS][ốỐóòoO06][:.]?|ết|ịnh|hị|ận|ạch|ình|tư|ẫn|áo)\s{{0,2}}(?:(?P<early>(?:19|20)\d\d)[/⁄](?=(?!(?:19|20)\d\d[/⁄])\d{{1,5}}[/⁄]))?(?P<ordinal>(?:\d|[OoIl](?=\d)|(?<=\d)[OoIl](?=[/⁄-])){{1,6}})"
    rf"\s?(?:(?:[/⁄]|{_HYPHEN})\s?(?P<year>(?:19|20)\d\d|20\d(?=\s?/)))?(?P<slash>\s?(?:[Il|!1._\\/⁄]|{_HYPHEN}){{0,2}}\s?)"
    rf"(?P<code>NQ|QĐ|QD|KH|CT|KL|TTr|TB|BC|CTr|NĐ|TT|HD)(?P<join>\s?{_HYPHEN}{{1,2}}\s?|\s?[/⁄\\]{{1,2}}\s?|\s|)"
    rf"(?P<rest>[{_CAPITALS}][\w]{{1,9}}(?:-[{_CAPITALS}]\w{{1,9}})?)(?:[/⁄-](?P<late>(?:19|20)\d\d)(?![\d/⁄-]))?"
)
#: After the type word, before the date: a number without its symbol ("Quyết định số 1705 ngày …") or without its body ("số 29-NQ, ngày …").
_CURTAILED: Final = re.compile(
    rf"số:?\s{{1,2}}(?P<ordinal>\d{{1,5}})(?:{_HYPHEN}(?P<code>NQ|QĐ|KH|CT|KL|CTr|HD))?(?=,?\s{{1,2}}ngày\s{{1,2}}\d)"
)
_NUMBERED_TYPE: Final = re.compile(
    r"(?:nghị quyết|nghị định|quyết định|chỉ thị|kết luận|kế hoạch|chương trình|thông tư|hướng dẫn|quy định)\s{1,2}\Z", re.IGNORECASE
)
#: Codes with small letters, as titles in capitals print them: "17/CT-TTG", "35-CTR/TU".
_SHOUTED: Final = re.compile(r"(?<![^/-])(?:TTG|CTR(?=[-/])|TTR(?=-))(?![\w])")
_MIXED: Final = {"TTG": "TTg", "CTR": "CTr", "TTR": "TTr"}
_FIGURES: Final = str.maketrans("OoIl", "0011")
#: "các Nghị quyết số 01, 02 và 03/NQ-HĐND": the symbol is printed once, for the last of a list.
_SHARED: Final = re.compile(r"số:?\s{1,3}(?P<list>(?:\d{1,5}(?:,|\s(?:và|hoặc))\s{1,3}){1,9})\Z")
_MEMBER: Final = re.compile(r"\d{1,5}")
_SHARED_REACH: Final = 90
_ODD: Final = re.compile(r"[\s–‐‑‒−⁄Ð]")
_SPACES: Final = re.compile(r"\s+")
_JOINS: Final = re.compile(r"\s*[-–‐‑‒−]\s*")
_SLASHES: Final = re.compile(r"\s*[/⁄]\s*")
#: Codes of the bodies whose acts are cited everywhere; a machine-read code one or two letters off is one of these.
_ISSUER_CODES: Final = ("HĐND", "UBND", "TTg", "CP", "TW", "TU")
_PARTY_CODES: Final = ("TW", "TU", "HU", "ĐU", "VPTW")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number as printed at `span`. `value` is the normal form, None where the ordinal is left blank.

    `codes` are the parts of the symbol in order; `party` says the hyphen comes before the slash, as in Party documents.
    `malformed` says that the normal form had to be guessed from damaged print, `untidy` that only spaces or dashes were off.
    """

    span: Span
    printed: str
    value: str | None
    ordinal: str | None
    year: int | None
    codes: tuple[str, ...]
    party: bool = False
    malformed: bool = False
    untidy: bool = False


def find_numbers(text: str) -> list[DocumentNumber]:
    """Every document number of `text` in reading order, blank and damaged ones too (`value` None, `malformed`).

    >>> [n.value for n in find_numbers("Nghị quyết số 57- NQ/TW và Nghị định 142/2025/NĐ- CP, 2 buổi/ngày, 15/7/2025")]
    ['57-NQ/TW', '142/2025/NĐ-CP']
    >>> [(n.value, n.malformed) for n in find_numbers("Số:       /NQ-HĐND; Nghị quyết số 47INQ-HBND")]
    [(None, False), ('47/NQ-HĐND', True)]
    """
    found = list(_around_slashes(text))
    damaged = [number for match in _DAMAGED.finditer(text) if (number := _read_damaged(match))]
    damaged += [
        _read_curtailed(match)
        for match in _CURTAILED.finditer(text)
        if _NUMBERED_TYPE.search(text, max(match.start() - 20, 0), match.start())
    ]
    if "," in text or " và " in text:
        found = [one for number in found for one in (*_sharing(text, number), number)]
    if not damaged:
        return found
    ends = {number.span.end: number for number in damaged}
    starts = {number.span.start for number in damaged}
    kept = [number for number in found if number.span.start not in starts and number.span.end not in ends]
    return sorted(kept + damaged, key=lambda number: number.span)


def _around_slashes(text: str) -> Iterator[DocumentNumber]:
    """A slash before a capital is rare and cheap to find; the number is read around it, in a window of fixed width."""
    done = 0
    for slash in _SLASH.finditer(text):
        at = slash.start()
        if at < done or not _HINT.search(text, max(at - _BLANK_REACH, done), at):
            continue
        match = _NUMBER.search(text, max(at - _REACH, done), at + 120)
        number = None
        if match and match.start() < at < match.end():
            number = _read(text, match)
        elif blank := _BLANK.search(text, max(at - _BLANK_REACH, done), at + 120):
            number = _read_blank(blank)
        if number:
            done = number.span.end
            yield number


def _sharing(text: str, last: DocumentNumber) -> Iterator[DocumentNumber]:
    """The members of a list whose symbol is printed with the `last` only: "01" and "02" of "số 01, 02 và 03/NQ-HĐND"."""
    start = last.span.start
    if last.value is None or last.ordinal is None or not text[max(start - 4, 0) : start].rstrip().endswith((",", "và", "oặc")):
        return
    listed = _SHARED.search(text, max(start - _SHARED_REACH, 0), start)
    for member in _MEMBER.finditer(text, *listed.span("list")) if listed else ():
        printed = member.group()
        yield replace(
            last,
            span=Span(*member.span()),
            printed=printed,
            value=printed + last.value.removeprefix(last.ordinal),
            ordinal=printed,
            untidy=False,
        )


@lru_cache(maxsize=1024)  # each rule for citations asks again
def parse_number(printed: str) -> DocumentNumber | None:
    """The document number that `printed` is, whole; None where it is none.

    >>> parse_number("91- KL/TW").value, parse_number("15/7/2025")
    ('91-KL/TW', None)
    """
    match = _NUMBER.fullmatch(printed.strip())
    return _read(printed, match) if match else None


def normal_symbol(symbol: str) -> str:
    """A symbol with plain hyphens and no spaces.

    >>> normal_symbol("TTLT- LĐTBXH – TWĐTN")
    'TTLT-LĐTBXH-TWĐTN'
    """
    if "T" in symbol:
        symbol = _SHOUTED.sub(lambda match: _MIXED[match.group()], symbol)
    if not _ODD.search(symbol):
        return symbol
    tidy = _SLASHES.sub("/", _JOINS.sub("-", symbol.replace("Ð", "Đ")))
    return _SPACES.sub("", tidy)


def _read(text: str, match: re.Match[str]) -> DocumentNumber | None:
    ordinal, year, raw = match["ordinal"], match["year"], match["symbol"]
    hyphenated = match["only"] is not None and match["only"] not in "/⁄"
    if hyphenated and "/" not in raw:
        return None  # "06-TBTĐ" is the code of a form, "5 - QL" a road
    start = match.start()
    if text[max(start - 1, 0) : start] == ":" and text[max(start - 2, 0) : start - 1].isdigit():
        return None  # "QCVN 01:2022/BQP" is a technical standard
    symbol = normal_symbol(raw)
    head = f"{ordinal}/{year}/" if year else ordinal + ("-" if hyphenated else "/")
    value, printed = head + symbol, match.group()
    return DocumentNumber(
        Span(*match.span()), _SPACES.sub(" ", printed), value, ordinal, int(year) if year else None, tuple(symbol.replace("/", "-").split("-")),
        party=hyphenated, malformed=bool(year) and (match["first"] not in "/⁄" or not match["second"]),
        untidy=value != printed and value.upper() != printed,
    )  # fmt: skip


def _read_blank(match: re.Match[str]) -> DocumentNumber:
    symbol, year = normal_symbol(match["symbol"]), match["year"]
    start = match.start() + (1 if match["gap"].startswith(":") else 0)
    printed = _SPACES.sub(" ", match.string[start : match.end()]).strip()
    lead = len(match.string[start : match.end()]) - len(match.string[start : match.end()].lstrip())
    return DocumentNumber(
        Span(start + lead, match.end()), printed, None, None, int(year) if year else None, tuple(symbol.replace("/", "-").split("-"))
    )


def _read_damaged(match: re.Match[str]) -> DocumentNumber | None:
    """The number that damaged print stands for; None for one in good form, or whose body is unknown and whose marks tell nothing."""
    code, rest, displaced = match["code"].replace("QD", "QĐ"), match["rest"], match["early"] or match["late"]
    year = match["year"] or displaced
    body = "-".join((_nearest_code(rest.split("-")[0]), *rest.split("-")[1:]))
    slash, join = normal_symbol(match["slash"].strip()), normal_symbol(match["join"].strip())
    known = body in (*_ISSUER_CODES, *_PARTY_CODES)
    ordinal = match["ordinal"].translate(_FIGURES)
    good = (
        not displaced and (year is None or len(year) == 4) and ((slash, join) == ("/", "-") or ((slash, join) == ("-", "/") and not year))
    )
    tidy_but_spaced = good and known and "TTg" in rest and ordinal == match["ordinal"] and bool(_SPACES.search(match["join"]))
    if not any(figure.isdigit() for figure in match["ordinal"]) or (good and ordinal == match["ordinal"] and not tidy_but_spaced):
        return None  # in good form, or a slip that the other reading tells
    if slash not in ("I", "l", "|", "!", "1", "") and not known:
        return None
    party = body in _PARTY_CODES or (join == "/" and body not in _ISSUER_CODES[:4] and not year)  # "2665 QĐ/UBND" is a state number
    head = f"{ordinal}/{year}" if year else ordinal
    value = f"{head}-{code}/{body}" if party else f"{head}/{code}-{body}"
    span = Span(match.start("early" if match["early"] else "ordinal"), match.end())
    printed = _SPACES.sub(" ", match.string[span.start : span.end])
    return DocumentNumber(
        span, printed, value, ordinal, int(year) if year and len(year) == 4 else None, (code, *body.split("-")), party,
        malformed=not tidy_but_spaced, untidy=tidy_but_spaced,
    )  # fmt: skip


def _read_curtailed(match: re.Match[str]) -> DocumentNumber:
    """A number of which the symbol, or its body, is left out; `value` is what is printed."""
    code, span = match["code"], Span(match.start("ordinal"), match.end())
    printed = match.string[span.start : span.end]
    return DocumentNumber(span, printed, printed, match["ordinal"], None, (code,) if code else (), party=bool(code), malformed=True)


def _nearest_code(code: str) -> str:
    """`code`, or the known issuer code that differs from it by at most two letters of four ("HBPND" is HĐND)."""
    if code in _ISSUER_CODES or len(code) < 4:
        return code
    close = [known for known in _ISSUER_CODES if len(known) >= 4 and _distance(code, known) <= 2]
    return close[0] if len(close) == 1 else min(close, key=lambda known: _distance(code, known), default=code)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]
