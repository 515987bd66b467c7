"""Citations of one document against the gold: the mention (path and printed surface), then what was read from it.

Numbered and named mentions are scored apart from short references to a document already cited and to the document itself.
"""

from __future__ import annotations

from typing import Final

from phahe.analysis import PlacedCitation
from phahe.evaluation.gold import Case, Row
from phahe.evaluation.matching import Item, compare
from phahe.evaluation.model import Part
from phahe.vietnamese import collapse, comparison_key

KINDS: Final = {form: f"citation-{form}" for form in ("numbered", "named", "anaphoric", "self")}
_WORDS: Final = ("type", "issuer", "title", "pinpoint")  # compared without regard to case, punctuation, tone placement


def citations(case: Case) -> Part:
    """Mentions found, by form, and their fields."""
    gold = [_gold(row) for row in case.gold.rows("citations")]
    found = [_found(case, item) for item in case.analysis.citations]
    return compare(case.slug, list(KINDS.values()), gold, found)


def _gold(row: Row) -> Item:
    surface = collapse(row["surface"])
    fields = {
        "form": row["form"],
        "role": row["role"],
        "number": row["number"],
        "number printed": row["number_printed"],
        "date": row["date_iso"],
        "date printed": row["date_printed"],
        "nested in": comparison_key(row["nested_in"]),
        **{name: comparison_key(row[name]) for name in _WORDS},
    }
    return Item(KINDS[row["form"]], row["path"], surface, surface, fields, row["optional"] == "yes")


def _found(case: Case, item: PlacedCitation) -> Item:
    citation = item.citation
    surface = case.words(citation.surface)
    printed = {"type": citation.doc_type, "issuer": citation.issuer, "title": citation.title, "pinpoint": citation.pinpoint}
    fields = {
        "form": citation.form,
        "role": item.role,
        "number": citation.number or "",
        "number printed": case.printed_value(citation.number_printed, citation.surface),
        "date": citation.date.isoformat() if citation.date else "",
        "date printed": case.printed_value(citation.date_printed, citation.span),
        "nested in": comparison_key(_outermost(case, item)),
        **{name: comparison_key(printed[name] or "") for name in _WORDS},
    }
    return Item(KINDS[citation.form], case.path(item.provision), surface, surface, fields)


def _outermost(case: Case, item: PlacedCitation) -> str:
    """Surface of the outermost numbered mention or annex in whose title, at whatever depth, this one stands; "" where there is none."""
    found, outer = "", item
    while outer.citation.nested_in is not None:
        outer = case.analysis.citations[outer.citation.nested_in]
        found = case.words(outer.citation.surface) if outer.citation.form in ("numbered", "self") else found
    return found
