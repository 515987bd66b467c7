"""How values are written for readers: dates, numbers, excerpts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal

from phahe import vietnamese
from phahe.lineage import Proof

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMERIC: Final = frozenset({"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"})


def date(text: str) -> str:
    """An ISO date the way Vietnamese documents write it; anything else unchanged.

    >>> date("2025-07-15"), date("2030"), date("")
    ('15/7/2025', '2030', '')
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    return f"{int(match[3])}/{int(match[2])}/{match[1]}" if match else text


def number(value: int, lang: str = "vi") -> str:
    """A whole number with its thousands parted.

    >>> number(12345), number(12345, "en")
    ('12.345', '12,345')
    """
    return f"{value:,}".replace(",", "." if lang == "vi" else ",")


def size(count: int, lang: str = "vi") -> str:
    """A number of bytes for people, in powers of a thousand.

    >>> size(999), size(1_234_567), size(48_500, "en")
    ('999 B', '1,2 MB', '48 kB')
    """
    power = min((len(str(count)) - 1) // 3, 3)
    if not power:
        return f"{count} B"
    scaled = count / 1000**power
    text = f"{scaled:.1f}" if scaled < 10 else f"{scaled:.0f}"
    return f"{text.replace('.', ',') if lang == 'vi' else text} {('kB', 'MB', 'GB')[power - 1]}"


def signed(value: Decimal, lang: str = "vi") -> str:
    """A difference with its sign.

    >>> signed(Decimal("9.50")), signed(Decimal(-2), "en")
    ('+9,5', '−2')
    """
    text = f"{abs(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if value < 0 else "+") + (text.replace(".", ",") if lang == "vi" else text)


def decimal(text: str, lang: str = "vi") -> str:
    """A number as a program writes it, the way people do; anything else unchanged.

    >>> decimal("-6.90"), decimal("1250"), decimal("9.5", "en"), decimal("Quý I")
    ('−6,9', '1.250', '9.5', 'Quý I')
    """
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        return text
    whole, _, part = text.lstrip("+-").partition(".")
    sign, part = "−" if text.startswith("-") else "", part.rstrip("0")
    return sign + number(int(whole), lang) + (("," if lang == "vi" else ".") + part if part else "")


def excerpt(text: str, length: int = 160) -> str:
    """The beginning of `text`, cut between words, with an ellipsis where something is cut.

    >>> excerpt("một hai ba bốn", 8)
    'một hai …'
    """
    if len(text) <= length:
        return text
    head = text[: length + 1].rsplit(" ", 1)[0] if " " in text[: length + 1] else text[:length]
    return head.rstrip(" ,;:") + " …"


def unbulleted(text: str) -> str:
    """`text` without the sign of the list it was printed in.

    >>> unbulleted("- Rà soát"), unbulleted("+ Rà soát"), unbulleted("-5 độ")
    ('Rà soát', 'Rà soát', '-5 độ')
    """
    return re.sub(r"^[-–—+•*]\s+", "", text)


def slug(text: str) -> str:
    """`text` as an id."""
    return vietnamese.slug(text)


def own_first(proofs: Sequence[Proof], document: str, broken: Mapping[str, str]) -> list[Proof]:
    """Proofs with the words of `document` itself first, then those in clean print, then those whose words had to be restored."""
    return sorted(proofs, key=lambda proof: (proof.stated_in is None or proof.stated_in.iri != document, proof.relation in broken))


def number_of(term: object) -> str | None:
    """The figure of a numeric literal, as a program reads it; None for any other term.

    >>> number_of(Literal(48.50)), number_of(Literal("48"))
    ('48.5', None)
    """
    if not isinstance(term, Literal) or term.datatype.value.removeprefix(_XSD) not in _NUMERIC:
        return None
    try:
        return f"{float(term.value):.15g}"
    except ValueError:
        return None
