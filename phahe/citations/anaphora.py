"""Short forms: "Nghị quyết số 29", "Chiến lược", "Nghị định nói trên" and what they stand for, where the text decides it."""

from __future__ import annotations

from phahe.citations.draft import Draft


def resolve_short_forms(drafts: list[Draft], text: str) -> None:
    """Set `antecedent` of short forms; drop type words that stand for no document cited before."""
