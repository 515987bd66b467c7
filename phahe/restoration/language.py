"""A language model of the genre, built at run time from clean texts: which word follows which, and how words are written.

Words are compared by `key` (lower case, one tone placement). It knows nothing of OCR; see `confusion`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from phahe.restoration.words import Token, is_figure, tokens
from phahe.vietnamese import comparison_key, nfc

STOP: Final = "|"  #: stands for the end of a clause
NUMBER: Final = "0"  #: stands for every figure
_STOPS: Final = re.compile(r"[.;:!?]")
_SEPARATORS: Final = re.compile(r"[/–—-]")
_CODE: Final = re.compile(r"(\d+(?:/\d{4}(?=[/-]))?)\s?([-/])\s?([^\W\d_]+(?:[-/][^\W\d_]+)*)")
_VOCABULARY: Final = 20000  #: syllables and foreign words one may meet: the floor under an unseen word


@dataclass(frozen=True)
class LanguageModel:
    """Counts of words, pairs and triples, the written form of each word, and the document numbers met.

    `words`, `pairs`, `triples` count keys; `followers` counts the distinct words after a context; `written` gives the usual form of a key
    ("ttg" → "TTg"); `lower_after` and `cased_after` count how a word stands after another one; `codes` are whole document numbers
    ("47/NQ-HĐND") and `symbols` their letters ("NQ-HĐND").
    """

    words: dict[str, int]
    pairs: dict[tuple[str, str], int]
    triples: dict[tuple[str, str, str], int]
    contexts: dict[tuple[str, ...], tuple[int, int]]
    written: dict[str, str]
    capitals: dict[tuple[str, str], int]
    lowers: dict[tuple[str, str], int]
    codes: dict[str, int]
    symbols: dict[str, int]
    total: int
    _cache: dict[tuple[str, str, str], float] = field(default_factory=dict, repr=False, compare=False)
    _pair_cache: dict[tuple[str, str], float] = field(default_factory=dict, repr=False, compare=False)

    def cost(self, before: str, last: str, word: str) -> float:
        """Negative log probability of `word` after `before last` (keys), Witten-Bell smoothed."""
        triple = (before, last, word)
        found = self._cache.get(triple)
        if found is None:
            found = self._cache[triple] = -math.log(self._probability(triple))
        return found

    def _probability(self, triple: tuple[str, str, str]) -> float:
        before, last, word = triple
        seen, followers = self.contexts.get((before, last), (0, 0))
        after_one = self._after_one(last, word)
        return (self.triples.get(triple, 0) + followers * after_one) / (seen + followers) if seen else after_one

    def _after_one(self, last: str, word: str) -> float:
        found = self._pair_cache.get((last, word))
        if found is None:
            kinds = max(len(self.words), 1)
            alone = (self.words.get(word, 0) + kinds / _VOCABULARY) / (self.total + kinds)
            seen, followers = self.contexts.get((last,), (0, 0))
            found = (self.pairs.get((last, word), 0) + followers * alone) / (seen + followers) if seen else alone
            self._pair_cache[last, word] = found
        return found


def key(word: str) -> str:
    """What a word is compared by: lower case, one tone placement.

    >>> key("HOÁ"), key("hóa")
    ('hóa', 'hóa')
    """
    return comparison_key(word) or nfc(word).casefold()


def parts(core: str) -> list[str]:
    """The words of a core parted by slash or dash.

    >>> parts("buổi/ngày")
    ['buổi', 'ngày']
    """
    return [part for part in _SEPARATORS.split(core) if part]


def word_keys(token: Token) -> list[str]:
    """The keys a token adds to the run of words: its words, a figure as one sign, and a stop after a clause."""
    if not token.core:
        return []
    numbered = token.core[0].isdigit() and _CODE.match(token.core)  # "29-NQ/TW": its letters are no words
    keys = [NUMBER] if numbered or is_figure(token.core) else [NUMBER if is_figure(part) else key(part) for part in parts(token.core)]
    return [*keys, STOP] if ends_clause(token.trail) else keys


def ends_clause(trail: str) -> bool:
    """Whether the marks after a word end a clause.

    >>> ends_clause("”;"), ends_clause(",")
    (True, False)
    """
    return bool(_STOPS.search(trail))


def build_model(texts: Sequence[str]) -> LanguageModel:
    """The model of clean `texts` (documents of the genre, and name lists one name a line). More texts of the genre make it better.

    >>> model = build_model(["Hội đồng nhân dân tỉnh"])
    >>> model.cost("hội", "đồng", "nhân") < model.cost("hội", "đồng", "tỉnh")
    True
    """
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    triples: Counter[tuple[str, str, str]] = Counter()
    forms: dict[str, Counter[str]] = {}
    capitals: Counter[tuple[str, str]] = Counter()
    lowers: Counter[tuple[str, str]] = Counter()
    codes: Counter[str] = Counter()
    for text in texts:
        clean = nfc(text)
        codes.update("".join(match.groups()) for match in _CODE.finditer(clean))
        before, last = STOP, STOP
        for token in tokens(clean):
            _count_forms(token, last, forms, capitals, lowers)
            for word in word_keys(token):
                words[word] += 1
                pairs[last, word] += 1
                triples[before, last, word] += 1
                before, last = last, word
    symbols: Counter[str] = Counter()
    for code, count in codes.items():
        symbols[_CODE.sub(r"\3", code)] += count
    return LanguageModel(
        dict(words), dict(pairs), dict(triples), _contexts(pairs, triples), {k: _usual(c) for k, c in forms.items()},
        dict(capitals), dict(lowers), dict(codes), dict(symbols), sum(words.values()),
    )  # fmt: skip


def _count_forms(
    token: Token, last: str, forms: dict[str, Counter[str]], capitals: Counter[tuple[str, str]], lowers: Counter[tuple[str, str]]
) -> None:
    for part in parts(token.core):
        if part.isupper() and len(part) > 1 and last != STOP:
            forms.setdefault(key(part), Counter())[part] += 1
        elif not part.isupper():
            # a heading in capitals or the start of a clause says little about a word's own form
            forms.setdefault(key(part), Counter())[part] += 1 if last == STOP else 3
            (capitals if part[0].isupper() else lowers)[last, key(part)] += 1


def _usual(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _contexts(pairs: Counter[tuple[str, str]], triples: Counter[tuple[str, str, str]]) -> dict[tuple[str, ...], tuple[int, int]]:
    seen: dict[tuple[str, ...], tuple[int, int]] = {}
    for context, count in [((a,), n) for (a, _), n in pairs.items()] + [((a, b), n) for (a, b, _), n in triples.items()]:
        total, followers = seen.get(context, (0, 0))
        seen[context] = (total + count, followers + 1)
    return seen
