"""Full-text search over what the graph names and quotes: an index in memory, pure; `entries` reads what goes into it from a store.

Words are found whatever their diacritics ("nghi quyet" finds "nghị quyết"). Where the query does have diacritics, entries that print
them the same way rank higher, and so do entries that hold the words side by side. The last word of a query may be cut short.
It does not stem, translate or correct spelling; scanned texts are found by their restored words where they have any.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import log
from typing import Final

from phahe.resources import folder
from phahe.store import Store
from phahe.vietnamese import nfc
from phahe.vietnamese.folding import aligned_fold

#: Kinds in the order they are listed, each with its weight: who types a name wants the thing of that name first.
KINDS: Final[Mapping[str, float]] = {"document": 3.0, "agency": 2.5, "measure": 2.0, "task": 1.2, "provision": 1.0, "citation": 0.8}
#: Kinds that are called by a name; the others are printed words.
NAMED: Final = frozenset({"document", "agency", "measure"})
MAX_WORDS: Final = 20
_WORD: Final = re.compile(r"\w+")
_SHORTEST_PREFIX: Final = 2
_AT_THE_BEGINNING: Final = 1.5
#: Between the names of one thing: its label, then other names, number, title.
SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its IRI, kind, words (NFC) and, for parts of a document, the document's label and the path."""

    iri: str
    kind: str
    text: str
    document: str = ""
    path: str = ""
    document_iri: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits, its score, how many words it prints with the very diacritics asked for, and where they stand (code points)."""

    entry: Entry
    score: float
    exact: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the best hits, and how many entries of each kind fit."""

    hits: tuple[Hit, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Posting:
    entry: int
    position: int
    start: int
    end: int


class Index:
    """Entries by the folded words they hold."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._postings: dict[str, list[_Posting]] = defaultdict(list)
        self._lengths: list[int] = []
        for number, entry in enumerate(self.entries):
            words = list(_WORD.finditer(aligned_fold(entry.text)))
            self._lengths.append(len(words))
            for position, word in enumerate(words):
                self._postings[word[0]].append(_Posting(number, position, word.start(), word.end()))
        self._words = sorted(self._postings)

    def search(self, query: str, kind: str = "", limit: int = 50) -> Found:
        """The entries that hold every word of `query` (of one `kind` where given), best first; nothing for a query without words.

        >>> index = Index([Entry("a", "task", "Sở Giáo dục tỉnh"), Entry("b", "task", "sổ giáo dục")])
        >>> [hit.entry.iri for hit in index.search("sổ giáo").hits], index.search("so gi").counts
        (['b', 'a'], {'task': 2})
        """
        text = nfc(query)
        wanted = [(word[0], text[word.start() : word.end()].casefold()) for word in _WORD.finditer(aligned_fold(text))][:MAX_WORDS]
        if not wanted:
            return Found((), {})
        places = [self._places(folded, last=number == len(wanted) - 1) for number, (folded, _) in enumerate(wanted)]
        fitting = set(places[0]).intersection(*places[1:])
        counts = {name: sum(self.entries[one].kind == name for one in fitting) for name in KINDS}
        hits = [self._hit(one, wanted, [place[one] for place in places]) for one in fitting if kind in ("", self.entries[one].kind)]
        hits.sort(key=lambda hit: (-hit.exact, -hit.score, hit.entry.iri))
        return Found(tuple(hits[:limit]), {name: count for name, count in counts.items() if count})

    def _places(self, word: str, *, last: bool) -> dict[int, list[_Posting]]:
        """Where a word stands, by entry; the last word of a query also as the beginning of longer ones."""
        words = [word] if word in self._postings else []
        if last and len(word) >= _SHORTEST_PREFIX:
            words = list(takewhile(lambda found: found.startswith(word), self._words[bisect_left(self._words, word) :]))
        found: dict[int, list[_Posting]] = defaultdict(list)
        for one in words:
            for posting in self._postings[one]:
                found[posting.entry].append(posting)
        return found

    def _hit(self, number: int, wanted: Sequence[tuple[str, str]], places: Sequence[Sequence[_Posting]]) -> Hit:
        entry = self.entries[number]
        score, exact = 0.0, 0
        for (folded, written), postings in zip(wanted, places, strict=True):
            printed = {entry.text[posting.start : posting.end].casefold() for posting in postings}
            rarity = log(1 + len(self.entries) / (1 + len(self._postings.get(folded, ()))))
            score += rarity * (1.0 + 0.1 * min(len(postings), 5) + (0.5 if written in printed else 0.0))
            exact += written != folded and any(one.startswith(written) for one in printed)
        runs = _side_by_side(places)
        score *= (1.0 + runs / len(wanted)) * (_AT_THE_BEGINNING if any(posting.position == 0 for posting in places[0]) else 1.0)
        score *= KINDS.get(entry.kind, 1.0) / (1 + log(1 + self._lengths[number] / 40))
        spans = sorted({(posting.start, posting.end) for postings in places for posting in postings})
        return Hit(entry, round(score, 6), exact, tuple(spans))


def _side_by_side(places: Sequence[Sequence[_Posting]]) -> int:
    """How many neighbouring words of the query stand next to each other in the text, in the same order."""
    best = 0
    follow: dict[int, int] = {}
    for postings in places:
        follow = {posting.position: follow.get(posting.position - 1, -1) + 1 for posting in postings}
        best = max(best, *follow.values())
    return best


def entries(store: Store) -> list[Entry]:
    """What a store holds that can be found: documents, agencies, measures, tasks, other provisions, citations."""
    query = (folder("queries/pages") / "search.rq").read_text(encoding="utf-8")
    words: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    facts: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in store.select(query):
        plain = {name: str(term.value) for name, term in row.items()}
        key = (plain["thing"], plain["kind"])
        for name in ("name", "words"):
            if plain.get(name):
                words[key][nfc(plain[name])] = None
        facts[key] = (plain.get("documentLabel", ""), plain.get("place", ""), plain.get("document", ""))
    return [Entry(iri, kind, SEPARATOR.join(_apart(list(said))), *facts[iri, kind]) for (iri, kind), said in words.items()]


def _apart(names: Sequence[str]) -> list[str]:
    """The names that no other one contains: "Luật Giáo dục (43/2019/QH14)" says its number already.

    >>> _apart(["Luật Giáo dục (43/2019/QH14)", "43/2019/QH14", "Luật Giáo dục"])
    ['Luật Giáo dục (43/2019/QH14)']
    """
    folded = [name.casefold() for name in names]
    return [name for name, own in zip(names, folded, strict=True) if not any(own != other and own in other for other in folded)]


def named(hit: Hit) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """A hit as `excerpt`s of what it is called and of what else is said of it; printed words are all one excerpt."""
    text = hit.entry.text
    cut = text.find(SEPARATOR) if hit.entry.kind in NAMED else -1
    if cut < 0:
        return excerpt(text, hit.spans), []
    rest = cut + len(SEPARATOR)
    behind = [(start - rest, end - rest) for start, end in hit.spans if start >= rest]
    return excerpt(text[:cut], [span for span in hit.spans if span[1] <= cut]), excerpt(text[rest:], behind)


def excerpt(text: str, spans: Sequence[tuple[int, int]], width: int = 220) -> list[tuple[str, bool]]:
    """About `width` code points of `text` around the first span, in pieces: (words, whether they were asked for).

    >>> excerpt("một hai ba bốn", [(4, 7)], width=100)
    [('một ', False), ('hai', True), (' ba bốn', False)]
    """
    first = spans[0][0] if spans else 0
    low = 0 if len(text) <= width or first < width // 3 else text.rfind(" ", 0, first - width // 4) + 1
    high = len(text) if len(text) <= low + width else max(text.rfind(" ", low, low + width), low + width // 2)
    pieces: list[tuple[str, bool]] = [("… ", False)] if low else []
    at = low
    for start, end in spans:
        if start < at or end > high:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:high] + (" …" if high < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]
