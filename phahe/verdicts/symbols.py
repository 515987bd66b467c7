"""What the symbol of a cited number says against the words around it: its form, its type, its body, its term of the National Assembly."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from phahe.citations import Citation
from phahe.citations.types import by_code, doc_types
from phahe.labels import Label
from phahe.numbers import DocumentNumber, find_numbers, parse_number
from phahe.verdicts.organs import congress, contradicts, organs
from phahe.vietnamese import fold

_JOINED: Final = re.compile(r"(?P<type>TTr|CTr|TTLT|QyĐ|[A-ZĐ]{2})(?P<organ>[A-ZĐ]\w+)")
_PARTY: Final = frozenset({"TW", "VPTW", "UBKTTW", "TU", "HU", "ĐU"})
#: Before it decrees had no year, and symbols one part ("24/TTg", "73/CP").
_OLD_SYMBOL_UNTIL: Final = 2004
_CURTAILED: Final = re.compile(r"\d+(?P<code>-\w+)?")
_WORDS: Final = re.compile(r"[^\W_]+")


def loose_key(number: str) -> str:
    """Key of a number that forgives its marks and the diacritics of its symbol.

    >>> loose_key("1705/QĐTTg") == loose_key("1705/QĐ-TTg")
    True
    """
    return "".join(_WORDS.findall(fold(number)))


def malformation(citation: Citation) -> Label | None:
    """Why the printed number follows none of the prescribed forms; None for one that does.

    >>> from phahe.citations import find_citations
    >>> malformation(find_citations("Nghị quyết số 03-NQ/CP ngày 01/02/2024 của Chính phủ")[0]).en
    'a state number is written number/type-body'
    """
    if citation.number and "MALFORMED_NUMBER" in citation.problems and (curtailed := _CURTAILED.fullmatch(citation.number)):
        return Label("thiếu cơ quan ban hành trong ký hiệu", "the symbol lacks the issuing body") if curtailed["code"] else Label("thiếu ký hiệu", "the symbol is missing")  # fmt: skip
    number = _number(citation)
    if number is None or number.value is None:
        return None
    if (left_out := _left_out(citation, number)) is not None:
        return left_out
    if number.malformed:
        return Label(f"đọc được là {number.value}", f"it seems to be {number.value}")
    if number.party and _state(number.codes):
        return Label("số của cơ quan nhà nước viết: số/loại-cơ quan", "a state number is written number/type-body")
    if not number.party and number.year is None and number.codes[-1] in _PARTY and len(number.codes) == 2 and _is_type(number.codes[0]):  # fmt: skip
        return Label("số của Đảng viết: số-loại/cơ quan", "a Party number is written number-type/organ")
    if not (citation.type_printed or "").isupper() and (known := _unmarked(number)) is not None:
        return Label(f"ký hiệu là {known}", f"the symbol is {known}")
    if _reversed(number, citation.doc_type):
        return Label("loại văn bản đứng trước, cơ quan đứng sau", "the type comes first, the body behind it")
    if _lost_hyphen(number):
        return Label("thiếu dấu nối trong ký hiệu", "the hyphen of the symbol is missing")
    if _slashed(citation.number_printed or "") and not number.party:
        return Label("giữa loại và cơ quan là dấu nối, không phải dấu gạch chéo", "a hyphen, not a slash, parts type and body")
    if "MALFORMED_NUMBER" not in citation.problems or other_type(citation):
        return None
    return Label("ký hiệu không theo thể thức hiện hành", "a symbol of no form now in use")


def other_type(citation: Citation) -> str | None:
    """The type that the symbol stands for, where it is not the one printed before it; None where they agree or nothing tells."""
    number = _number(citation)
    if number is None or number.malformed or not number.codes or citation.doc_type is None or "MALFORMED_NUMBER" not in citation.problems:
        return None
    usual = by_code().get(number.codes[0])
    kind = next((kind for kind in doc_types() if kind.name == citation.doc_type), None)
    if usual is None or kind is None or not kind.codes or number.codes[0] in kind.codes:
        return None
    return usual.name


def other_issuer(citation: Citation) -> bool:
    """Whether the printed issuer cannot be the body that the symbol names."""
    number = _number(citation)
    return number is not None and citation.issuer is not None and contradicts(number, citation.issuer)


def term_of(citation: Citation) -> int | None:
    """The term of the National Assembly that the symbol prints."""
    number = _number(citation)
    return congress(number) if number else None


def _number(citation: Citation) -> DocumentNumber | None:
    if not citation.number:
        return None
    printed = citation.number_printed or citation.number
    number = parse_number(printed) or parse_number(citation.number)
    damaged = find_numbers(f"số {printed}") if number is None or number.value != citation.number else []
    return damaged[0] if damaged else number


def _state(codes: tuple[str, ...]) -> bool:
    organ = organs().get(codes[-1])
    return organ is not None and codes[-1] in ("CP", "TTg", "HĐND", "UBND")


def _is_type(code: str) -> bool:
    return code in by_code()


def _lost_hyphen(number: DocumentNumber) -> bool:
    """Whether type and body are written together: "QĐTTg", "NĐCP"."""
    match = _JOINED.fullmatch(number.codes[0]) if len(number.codes) == 1 else None
    return match is not None and _is_type(match["type"]) and match["organ"] in organs()


def _left_out(citation: Citation, number: DocumentNumber) -> Label | None:
    """What the number lacks: the body ("1705/QĐ"), the type ("47/HĐND"), or the year that every decree and circular of today has."""
    when = citation.date.year if citation.date else citation.year or number.year
    if when is None or when <= _OLD_SYMBOL_UNTIL:
        return None
    if number.codes in (("QH",), ("UBTVQH",)):
        return Label("thiếu khóa Quốc hội sau ký hiệu", "the term of the National Assembly is missing")
    if len(number.codes) == 1 and _is_type(number.codes[0]):
        return Label("thiếu cơ quan ban hành trong ký hiệu", "the symbol lacks the issuing body")
    kind = next((kind for kind in doc_types() if kind.name == citation.doc_type), None)
    if len(number.codes) == 1 and number.codes[0] in organs() and kind is not None and kind.codes and "/" in (citation.number or ""):
        return Label("thiếu tên loại trong ký hiệu", "the symbol lacks the type")
    normative = number.codes == ("NĐ", "CP") or (len(number.codes) == 2 and number.codes[0] == "TT" and number.codes[1].startswith("B"))
    if normative and number.year is None and not number.party:
        return Label("thiếu năm ban hành trong số", "the number lacks the year")
    return None


@cache
def _by_fold() -> dict[str, str]:
    """Codes of bodies by the same without marks."""
    return {fold(code): code for code in organs()}


def _unmarked(number: DocumentNumber) -> str | None:
    """The code that one of the symbol's parts is without its marks ("HDND" for HĐND, "QD" for QĐ before a known body)."""
    if len(number.codes) != 2:
        return None
    kind, body = number.codes
    if body not in organs() and (known := _by_fold().get(fold(body))) and fold(known) == body.casefold() and _is_type(kind):
        return known
    return {"QD": "QĐ", "ND": "NĐ"}.get(kind) if body in organs() else None


def _reversed(number: DocumentNumber, printed_type: str | None) -> bool:
    """Whether body and type changed places: "47/HĐND-NQ". Letters name the body first, and a unit that may look like a type."""
    return len(number.codes) == 2 and number.codes[0] in organs() and _is_type(number.codes[1]) and printed_type not in (None, "Công văn")


def _slashed(printed: str) -> bool:
    """Whether a slash parts type and body of a state number: "47/NQ/HĐND"."""
    parts = re.split(r"[/⁄]", printed)
    return len(parts) > 2 and parts[-1].strip() in ("CP", "TTg", "HĐND", "UBND") and _is_type(parts[-2].strip())
