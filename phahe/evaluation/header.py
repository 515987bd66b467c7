"""What a document says of itself against the gold, field by field. A field the document does not print must be empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from phahe.analysis import Analysis
from phahe.evaluation.gold import Case
from phahe.evaluation.model import FieldScore, Mistake, Part
from phahe.graph.identity import annex_citation
from phahe.vietnamese import collapse, comparison_key

#: Compared without regard to case, punctuation and tone placement; the others to the letter.
_WORDS: Final = frozenset({"place", "issuer", "type", "title", "signer", "signer_position", "signing_authority", "session"})


def header(case: Case) -> Part:
    """Accuracy of each field of the header and closing, empty ones included."""
    return compare_header(case.slug, "header", {row["field"]: row["value"] for row in case.gold.rows("header")}, read_header(case.analysis))


def compare_header(document: str, kind: str, gold: Mapping[str, str], found: Mapping[str, str]) -> Part:
    """One field score for every field of `gold`."""
    wrong = [name for name in gold if _form(name, gold[name]) != _form(name, found.get(name, ""))]
    return Part(
        document,
        (),
        tuple(FieldScore(kind, name, int(name not in wrong), 1) for name in gold),
        tuple(Mistake(document, kind, "wrong", name, gold[name], f"{found.get(name, '')!r}, gold {gold[name]!r}") for name in wrong),
    )


def _form(name: str, value: str) -> str:
    return comparison_key(value) if name in _WORDS else collapse(value)


def read_header(analysis: Analysis) -> dict[str, str]:
    """The header under the gold's field names. An annex has the number, date and issuer of the document it is attached to."""
    read = analysis.outline.header
    parent = annex_citation(analysis)
    authority = " ".join(filter(None, (read.value("authority"), read.value("deputy"))))
    place, place_date = read.value("place") or "", read.value("place_date") or ""
    date = read.date or (parent.date if parent else None)
    fields = {
        "number": read.number or (parent.number if parent else None),
        "number_printed": (read.value("number") or "").removeprefix("Số").strip(" :") or (parent.number_printed if parent else None),
        "date": date.isoformat() if date else None,
        "date_printed": place_date.removeprefix(place).strip(" ,") or (parent.date_printed if parent else None),
        "place": place,
        "issuer": read.value("issuer") or (parent.issuer if parent else None),
        "type": read.document_type,
        "title": read.value("title"),
        "signer": read.value("signer"),
        "signer_position": read.value("position"),
        "signing_authority": authority,
        "session": read.value("session"),
        "term": read.value("term"),
        "adoption_date": read.adopted.isoformat() if read.adopted else None,
    }
    return {name: value or "" for name, value in fields.items()}
