"""Corrections by a person, as `data/review/<slug>.yaml` holds them under `restoration`. The file is read elsewhere; this checks what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from phahe.restoration.words import Correction

_NEEDED: Final = ("start", "end", "printed", "restored", "by", "date", "why")


def read_corrections(review: Mapping[str, Any]) -> tuple[Correction, ...]:
    """The corrections of a review file already parsed; none where it has no `restoration` part. Raises ValueError naming the entry at fault.

    >>> entry = {"start": 0, "end": 2, "printed": "18", "restored": "lệ", "by": "người đọc", "date": "2026-11-22", "why": "tỷ lệ"}
    >>> read_corrections({"restoration": [entry]})[0].restored
    'lệ'
    """
    found = []
    for number, entry in enumerate(review.get("restoration") or (), 1):
        missing = [name for name in _NEEDED if not isinstance(entry, Mapping) or name not in entry]
        if missing:
            raise ValueError(f"restoration entry {number} of the review file lacks {', '.join(missing)}")
        start, end = entry["start"], entry["end"]
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
            raise ValueError(f"restoration entry {number} of the review file: start and end must be code points, start before end")
        words = {name: str(entry[name]) for name in _NEEDED[2:]}
        found.append(Correction(start, end, **words))
    return tuple(found)
