"""The tree while it grows: which numbered units are open, what their paths are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from phahe.outline.markers import ARABIC, ARTICLE, DASH, LETTER, LETTERS, OUTER_LETTER, OUTER_ROMAN, POINT, ROMAN, SECTION
from phahe.outline.model import Provision
from phahe.text import Span
from phahe.vietnamese import ROMAN as ROMAN_DIGITS
from phahe.vietnamese import fold, parse_roman


@dataclass(slots=True)
class Open:
    """A numbered unit whose parts may still follow."""

    path: str
    rank: int
    number: str
    kind: str


class Tree:
    """Provisions found so far; `stack` holds the numbered units open at this point, outermost first.

    `scope` is the path of the annex that is being read, None in the document itself: an annex numbers its parts anew.
    """

    def __init__(self) -> None:
        self.found: list[Provision] = []
        self.stack: list[Open] = []
        self.scope: str | None = None
        self._counts: Counter[tuple[str, str]] = Counter()
        self._seen: set[tuple[int, str]] = set()
        self._articles = False

    @property
    def inner(self) -> str | None:
        """Path of the innermost open unit, else of the annex."""
        return self.stack[-1].path if self.stack else self.scope

    def enter(self, scope: str) -> None:
        """From here on parts belong to the annex `scope`."""
        self.scope = scope
        self.stack.clear()
        self._seen.clear()
        self._articles = False

    def next(self, base: str, mark: str) -> str:
        """The next path of unnumbered parts: `base` + `mark` + 1, 2, 3, …"""
        self._counts[base, mark] += 1
        return f"{base}{mark}{self._counts[base, mark]}"

    def unique(self, path: str) -> str:
        """`path`, told from an earlier one of the same name by "~2"."""
        self._counts[path, ""] += 1
        return path if self._counts[path, ""] == 1 else f"{path}~{self._counts[path, '']}"

    def rooted(self, path: str) -> str:
        """`path` inside the annex that is being read."""
        return f"{self.scope}.{path}" if self.scope else path

    def add(
        self,
        kind: str,
        path: str,
        number: str | None,
        heading: tuple[Span, ...],
        body: tuple[Span, ...],
        parent: str | None,
        cells: Mapping[str, Span] = MappingProxyType({}),
    ) -> None:
        """One more provision, last in reading order."""
        self.found.append(Provision(path, kind, number, heading, body, parent, len(self.found) + 1, cells))

    def extend(self, span: Span, *, heading: bool = False, at: int = -1) -> None:
        """More words of the last provision, or of the one at index `at`."""
        last = self.found[at]
        self.found[at] = replace(last, heading=(*last.heading, span)) if heading else replace(last, body=(*last.body, span))

    def last_signature(self) -> int | None:
        """Index of the signature that is being read: only recipients may stand between its lines."""
        for index in range(len(self.found) - 1, -1, -1):
            kind, parent = self.found[index].kind, self.found[index].parent
            if kind == "signature":
                return index
            if kind != "recipients" and not (kind == "bullet" and parent is not None and parent.endswith("recipients")):
                return None
        return None

    def rank_of(self, rank: int, number: str, *, heading: bool) -> int | None:
        """The rank of a number in this document; None where a Roman numeral or a letter is out of sequence: "V." or "C." may open prose.

        `heading`: the words after it are in capitals; then it opens a section wherever the numbers stand ("I." was left out).
        """
        if rank == ROMAN:
            value = parse_roman(number)
            if number == "C" and (LETTER, "B") in self._seen:
                return None  # "C." after "B." is a letter
            if value is None or not (heading or value == 1 or (ROMAN, _roman(value - 1)) in self._seen):
                return None
            return OUTER_ROMAN if self._outer(ROMAN) else ROMAN
        if rank == LETTER:
            at = LETTERS.index(number)
            if at and (LETTER, LETTERS[at - 1]) not in self._seen:
                return None
            return OUTER_LETTER if self._outer(LETTER) else LETTER
        return rank + number.count(".") if rank == ARABIC else rank

    def _outer(self, rank: int) -> bool:
        """Whether units of this form came before the first Điều, and so enclose it."""
        return not self._articles or (-rank, "outer") in self._seen

    def open(self, rank: int, form: int, number: str, kind: str) -> tuple[str, str | None]:
        """Close what a unit of `rank` closes; its path and its parent. `form`: its rank in the table of markers."""
        if rank in (OUTER_ROMAN, OUTER_LETTER):
            self._seen.add((-form, "outer"))
        self._close(rank, number)
        if form == LETTER:
            self._seen = {(seen, value) for seen, value in self._seen if seen != ROMAN}
        self._seen.add((form, number))
        self._articles = self._articles or form == ARTICLE
        return self.unique(self._path(kind, rank, number)), self.inner

    def _close(self, rank: int, number: str) -> None:
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        if "." in number and rank >= ARABIC:
            stem = number.rsplit(".", 1)[0]
            while self.stack and self.stack[-1].rank >= ARABIC and self.stack[-1].number != stem:
                self.stack.pop()

    def _path(self, kind: str, rank: int, number: str) -> str:
        if kind == "bullet":
            return self.next(self.inner or "body", ".b" if rank == DASH else ".s")
        if kind in ("phan", "chuong", "dieu"):
            return self.rooted(f"{kind}-{fold(number)}")
        if rank < ARABIC:
            enclosing = next(
                (unit.path for unit in reversed(self.stack) if unit.rank <= SECTION or unit.rank in (LETTER, OUTER_LETTER)),
                None,
            )
            own = f"{kind}-{fold(number)}" if kind == "muc" else number
            return f"{enclosing}.{own}" if enclosing else self.rooted(own)
        base = self.inner if rank >= POINT else next((unit.path for unit in reversed(self.stack) if unit.rank < ARABIC), self.scope)
        return f"{base}.{number}" if base else number


def _roman(value: int) -> str:
    """The Roman numeral of a number below 90."""
    digits = sorted(((worth, letter) for letter, worth in ROMAN_DIGITS.items()), reverse=True)
    pairs = [*digits, (90, "XC"), (40, "XL"), (9, "IX"), (4, "IV")]
    text = ""
    for worth, letters in sorted(pairs, reverse=True):
        while value >= worth:
            text += letters
            value -= worth
    return text
