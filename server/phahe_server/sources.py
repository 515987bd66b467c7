"""The stored texts the quotes are slices of, read from `data/sources`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[\w][\w.-]*\.txt")


@lru_cache(maxsize=64)
def read(folder: Path, file: str) -> str | None:
    """The stored text `file` names in `folder`; None where there is none, or the name is not one of a text file."""
    path = folder / file
    if not _NAME.fullmatch(file) or not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as stored:
        return stored.read()


def context(text: str, start: int, end: int, width: int = 420) -> tuple[str, str, str]:
    """What stands before, at and after `start:end`, cut between words.

    >>> context("một hai ba bốn năm", 8, 10, width=6)
    ('… hai ', 'ba', ' bốn …')
    """
    low, high = max(start - width, 0), min(end + width, len(text))
    before, after = text[low:start], text[end:high]
    if low > 0:
        before = "… " + re.sub(r"^\S*\s+", "", before, count=1)
    if high < len(text):
        after = re.sub(r"\s+\S*$", "", after, count=1) + " …"
    return _closed_up(before), _closed_up(text[start:end]), _closed_up(after)


def _closed_up(text: str) -> str:
    """`text` without empty lines, which some stored files have after every line."""
    return re.sub(r"[^\S\n]*\n\s*", "\n", text)
