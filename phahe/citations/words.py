"""The small words that border a mention: how titles begin, how issuers begin and end. Read once from `words.tsv`.

Roles there: `title` opens a title ("về", "phê duyệt"); `stop` ends the name of an issuer; `issuer` begins one; `closed` is a whole name
that nothing in lower case continues ("Chính phủ"); `place` takes only a place after it; `inner` are the words of such a place; `clause` begins a new clause after the comma that ended a name.
`issuer`, `closed` and `place` are compared without diacritics, for machine-read text; the others in lower case with theirs, because
"tỉnh" would else be "tính", and "đầu tư" hold "từ".
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final

from phahe.vietnamese import fold

FOLDED: Final = ("issuer", "closed", "place")


@cache
def _table() -> dict[str, tuple[str, ...]]:
    roles: dict[str, list[str]] = {}
    with files("phahe.citations").joinpath("words.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            roles.setdefault(row["role"], []).append(fold(row["words"]) if row["role"] in FOLDED else row["words"].lower())
    return {role: tuple(sorted(set(words), key=lambda word: (-len(word), word))) for role, words in roles.items()}


@cache
def starting(*roles: str) -> re.Pattern[str]:
    """Matches, in lower-case or folded text, any words of the roles given, the longest that fits, up to a word boundary.

    >>> starting("title").match("về việc phê duyệt").group()
    'về việc'
    """
    words = sorted((word for role in roles for word in _table()[role]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(word).replace(chr(92) + ' ', ' {1,3}') for word in words)})(?!\w)")
