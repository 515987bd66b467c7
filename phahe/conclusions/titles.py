"""Rules 15 and 17 over tables: the key of a printed title, and the documents whose title is printed in more than one way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from phahe.conclusions.facts import Facts, Term, ph
from phahe.conclusions.terms import text
from phahe.namespaces import VOCAB

_BETWEEN: Final = re.compile(r"[\W_]+")
_OA: Final = re.compile("o[àáảãạ]|[òóỏõọ]a")
_UY: Final = re.compile("u[ỳýỷỹỵ]|[ùúủũụ]y")
_OCR: Final = f"<{VOCAB}quality/ocr>".encode()
_ENDS: Final = re.compile("^ ?(về việc |về )?| $")


def title_keys(facts: Facts) -> Iterator[tuple[Term, Term, Term]]:
    """Rule 15."""
    name, cited = ph("titleKey"), facts["citedDocument"]
    for citation, printed in facts["titleAsPrinted"].pairs():
        if cited.of(citation) and (value := text(printed)) is not None:
            yield citation, name, _key(value)


def varying_titles(facts: Facts) -> Iterator[tuple[Term, Term, Term]]:
    """Rule 17."""
    name = ph("titleVariesIn")
    ways: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
    clear = {document for document, stored in facts["hasText"].pairs() if _OCR not in facts["quality"].of(stored)}
    for citation, _, key in title_keys(facts):
        if not clear.isdisjoint(facts["document"].of(citation)):
            for cited in facts["citedDocument"].of(citation):
                for form in facts["citationForm"].of(citation):
                    ways[cited, form].add(key)
    return ((cited, name, form) for (cited, form), keys in ways.items() if len(keys) > 1)


@lru_cache(maxsize=100_000)
def _key(printed: bytes) -> Term:
    words = _UY.sub("uy", _OA.sub("oa", _BETWEEN.sub(" ", printed.decode().lower())))
    return f'"{_ENDS.sub("", words)}"'.encode()
