"""Verdicts that the words of a mention alone decide. What needs a register or another document is for `check`."""

from __future__ import annotations

from phahe.citations.draft import Draft


def problems_of(draft: Draft, drafts: list[Draft]) -> tuple[str, ...]:
    """Verdict codes of one mention, in the order of the vocabulary."""
    found = []
    if draft.impossible_date:
        found.append("IMPOSSIBLE_DATE")
    if draft.form == "numbered" and draft.number:
        if draft.number.value is None:
            found.append("MISSING_NUMBER")
        if draft.number.malformed:
            found.append("MALFORMED_NUMBER")
    return tuple(found)
