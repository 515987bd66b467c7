"""Rule 15 over tables: the key of a printed title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from phahe.conclusions.facts import Facts, Term, ph
from phahe.conclusions.terms import text

_BETWEEN: Final = re.compile(r"[\W_]+")
_OA: Final = re.compile("o[àáảãạ]|[òóỏõọ]a")
_UY: Final = re.compile("u[ỳýỷỹỵ]|[ùúủũụ]y")
_ENDS: Final = re.compile("^ ?(về việc |về )?| $")


def title_keys(facts: Facts) -> Iterator[tuple[Term, Term, Term]]:
    """Rule 15."""
    name, cited = ph("titleKey"), facts["citedDocument"]
    for citation, printed in facts["titleAsPrinted"].pairs():
        if cited.of(citation) and (value := text(printed)) is not None:
            yield citation, name, _key(value)


@lru_cache(maxsize=100_000)
def _key(printed: bytes) -> Term:
    words = _UY.sub("uy", _OA.sub("oa", _BETWEEN.sub(" ", printed.decode().lower())))
    return f'"{_ENDS.sub("", words)}"'.encode()
