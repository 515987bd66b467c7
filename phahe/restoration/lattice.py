"""The ways to read each printed token, as edges of a lattice: one word, two glued words, or two tokens that are one word cut apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from phahe.restoration.alignment import Partner
from phahe.restoration.candidates import Readings
from phahe.restoration.language import NUMBER, STOP, ends_clause, key, parts
from phahe.restoration.syllables import is_syllable
from phahe.restoration.symbols import looks_like_number, number_of, read_number, read_roman
from phahe.restoration.words import Token, is_figure
from phahe.vietnamese import fold

_WELL_READ: Final = 3.0  #: cost under which a core is taken to be one whole word
_BADLY_READ: Final = 9.0  #: cost over which a core may be two words
_MERGE: Final = 6.0
_SPLIT: Final = 5.0
_LOST_SIGN: Final = 3.0
_ABSORB: Final = 1.0
_NO_SYLLABLE: Final = 4.0
_LONGEST_SYLLABLE: Final = 7  #: letters: "nghiêng"
_INITIALS: Final = 3.0  #: what speaks for keeping capitals without a vowel ("TT")
_NEVER_ALIGNED: Final = 14.0
_TOO_FAR: Final = 5.5  #: a partner this much costlier than the nearest word gains nothing: the texts differ here
WORN: Final = 0.3  #: share of lost marks from which a capital with a digit is a misread word
_VOWELS: Final = re.compile(r"[aeiouy]")
_TOO_WEAK: Final = 15.0  #: an edge this much costlier than the best one is left out
_GLUED: Final = re.compile(r"(\d+)?([^\W\d_]{2,})(\d+)?")
_PARTED: Final = 2.0
_PARTED_SURE: Final = 0.8
_STRONGEST: Final = 12  #: edges kept for one token
_MARKS_FOR_LETTERS: Final = "(){}[];:!'’‘|"


@dataclass(frozen=True, slots=True)
class Edge:
    """One reading of `size` tokens: the words (keys) it puts into the run, what it costs, and how it is written.

    `cores` are the printed letters behind each word, `between` the signs between the words. `form` is the text to write where it is not
    made from the words (figures, numbers, kept foreign words); `sure` is its confidence.
    """

    size: int
    words: tuple[str, ...]
    cost: float
    lead: str = ""
    trail: str = ""
    cores: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    form: str | None = None
    sure: float | None = None
    aligned: bool = False

    @property
    def run(self) -> tuple[str, ...]:
        """The keys as the language model sees them, with the stop after a clause."""
        return (*self.words, STOP) if self.words and ends_clause(self.trail) else self.words


@dataclass(frozen=True)
class Lattice:
    """What edges are made from: the readings and, per token, the partners in the near-duplicates."""

    tokens: Sequence[Token]
    readings: Readings
    partners: Mapping[int, tuple[Partner, ...]]

    def edges(self, index: int) -> list[Edge]:
        """The readings that begin at token `index`, at least one, cheapest first."""
        token = self.tokens[index]
        if not token.core:
            return [Edge(1, (), 0.0, form=token.printed, sure=self._sure_of_marks(index))]
        if is_figure(token.core):
            return [Edge(1, (NUMBER,), 0.0, trail=token.trail, form=token.core, lead=token.lead)]
        if len(parts(token.core)) > 1 and re.search(r"\d\W*\d", token.core) and not looks_like_number(token.core):
            return [Edge(1, (NUMBER,), 0.0, token.lead, token.trail, form=token.core, sure=_PARTED_SURE)]  # "13⁄2012/QH13"
        number = self._number(index)
        if number:
            return [number]
        found = self._single(index) + self._merged(index) + self._parted(index)
        known = self.readings.of(token.core.lower())
        if not known or known[0][0] > _BADLY_READ:
            found += self._split(index)
        found.sort(key=lambda edge: (edge.cost, edge.words, edge.lead, edge.trail))
        return [edge for edge in found[:_STRONGEST] if edge.cost < found[0].cost + _TOO_WEAK]

    def suspects(self, index: int) -> list[Edge]:
        """What a lone figure of up to three digits would be if it were a misread word ("10 rang", rõ ràng): never chosen, but cause for doubt."""
        token = self.tokens[index]
        if not token.core.isdigit() or len(token.core) > 3 or "%" in token.trail:
            return []
        return [Edge(1, (word,), cost, token.lead, token.trail) for cost, word in self.readings.of(token.core)]

    def _sure_of_marks(self, index: int) -> float:
        """Marks standing alone are believed where a list or a dash may be, else half."""
        token = self.tokens[index]
        return 1.0 if not token.printed.strip("-–—+•…|.") or "\n" in token.gap or not index else 0.5

    def _number(self, index: int) -> Edge | None:
        token = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        after = before is not None and before.printed.endswith("-") and number_of(before.core, "") != ""
        if not looks_like_number(token.core, after):
            return None
        model, confusion = self.readings.lexicon.model, self.readings.confusion
        whole = self._with_rest(index)
        if whole:
            symbol = read_number(whole, "", model, confusion)
            if symbol:
                return Edge(2, (NUMBER,), 0.0, token.lead, self.tokens[index + 1].trail, form=symbol.text, sure=symbol.confidence)
        symbol = read_number(token.core, before.core if after and before else "", model, confusion)
        form, sure = (symbol.text, symbol.confidence) if symbol else (token.core, 0.5)
        return Edge(1, (NUMBER,), 0.0, token.lead, token.trail, form=form, sure=sure)

    def _with_rest(self, index: int) -> str:
        """The number with a scrap of one or two letters the OCR cut off ("1705/0D-TT, g"), if there is one."""
        if index + 1 >= len(self.tokens):
            return ""
        token, rest = self.tokens[index], self.tokens[index + 1]
        scrap = "\n" not in rest.gap and len(rest.core) <= 2 and rest.core.isalpha() and not rest.lead and token.trail in ("", ",")
        known = self.readings.of(rest.core.lower())
        return token.core + token.trail + rest.core if scrap and not (known and known[0][0] < 1.0 and len(rest.core) > 1) else ""

    def _single(self, index: int) -> list[Edge]:
        token = self.tokens[index]
        found = self._as_words(index, token.lead, token.core, token.trail, 0.0)
        if token.lead and token.lead[-1] in _MARKS_FOR_LETTERS:
            found += self._as_words(index, token.lead[:-1], token.lead[-1] + token.core, token.trail, _ABSORB)
        if token.trail and token.trail[0] in _MARKS_FOR_LETTERS:
            found += self._as_words(index, token.lead, token.core + token.trail[0], token.trail[1:], _ABSORB)
        return found

    def _as_words(self, index: int, lead: str, core: str, trail: str, cost: float) -> list[Edge]:
        """Readings of one core; "buổi/ngày" is two words with a slash between."""
        pieces = parts(core)
        if len(pieces) < 2 or "".join(pieces) == core:
            return [
                Edge(1, (word,), cost + price, lead, trail, (core,), (), form, None, aligned)
                for price, word, form, aligned in self._readings(index, core, trail, None)
            ]
        between = tuple(re.findall(r"[/–—-]+", core[len(pieces[0]) :]))
        edges = [Edge(1, (), cost, lead, trail, (), between)]
        for place, piece in enumerate(pieces):
            choices = self._readings(index, piece, trail, (place, len(pieces)))[:4]
            edges = [
                Edge(1, (*e.words, word), e.cost + price, lead, trail, (*e.cores, piece), between[: len(pieces) - 1], None, None, aligned)
                for e in edges
                for price, word, _, aligned in choices
            ]
            edges = sorted(edges, key=lambda edge: (edge.cost, edge.words))[:_STRONGEST]
        return edges

    def _readings(self, index: int, core: str, trail: str, place: tuple[int, int] | None) -> list[tuple[float, str, str | None, bool]]:
        """(cost, key, fixed form, aligned) of the words one piece may stand for, and of the piece itself."""
        confusion, printed = self.readings.confusion, core.lower()
        roman = read_roman(core)
        if roman and (core != roman or len(core) > 1):
            return [(0.0 if core == roman else 1.0, key(roman), roman, False)]
        closed = self._closed(core, place)
        costs = {} if closed else {word: cost for cost, word in self.readings.of(printed)}
        gains: dict[str, float] = {}
        for partner in self.partners.get(index, ()):
            word = _partner_word(partner, place)
            if not word or closed:
                continue
            cost = costs.get(word, confusion.cost(printed, word))
            if cost < _NEVER_ALIGNED:
                nearest = min(costs.values(), default=cost)
                costs[word] = cost
                if cost > nearest + _TOO_FAR:
                    continue
                gain = 1.5 + 4.0 * partner.support + (1.5 if partner.token.trail == trail else 0.0)
                gains[word] = max(gains.get(word, 0.0), gain) + (0.5 if word in gains else 0.0)
        found: list[tuple[float, str, str | None, bool]] = [(cost - gains.get(w, 0.0), w, None, w in gains) for w, cost in costs.items()]
        own = key(core)
        if own not in costs:
            initials = core.isupper() and core.isalpha() and len(core) > 1 and not _VOWELS.search(fold(core))
            strange = 0.0 if is_syllable(core) or closed else -_INITIALS if initials else _strangeness(core)
            found.append((sum(confusion.step(sign, sign) for sign in own) + strange, own, core, False))
        return sorted(found, key=lambda choice: (choice[0], choice[1]))

    def _closed(self, core: str, place: tuple[int, int] | None) -> bool:
        """Whether a piece is no word and stays as it is: a letter of "(B/c)", a name like "A1" (in a worn text "T6" is Tổ)."""
        if place is not None and len(core) == 1:
            return True
        return core.isupper() and any(letter.isdigit() for letter in core) and self.readings.confusion.wear < WORN

    def _merged(self, index: int) -> list[Edge]:
        """Two tokens as one word."""
        if index + 1 >= len(self.tokens):
            return []
        one, other = self.tokens[index], self.tokens[index + 1]
        if (
            one.trail
            or other.lead
            or "\n" in other.gap
            or not other.core
            or is_figure(other.core)
            or parts(one.core + other.core) != [one.core + other.core]
        ):
            return []
        if all(self._well_read(token) for token in (one, other)):
            return []
        joined = one.core + other.core
        return [Edge(2, (word,), cost + _MERGE, one.lead, other.trail, (joined,)) for cost, word in self.readings.of(joined.lower())[:3]]

    def _well_read(self, token: Token) -> bool:
        known = self.readings.of(token.core.lower())
        return bool(known) and known[0][0] < _WELL_READ and len(token.core) > 1

    def _parted(self, index: int) -> list[Edge]:
        """A figure printed against a word: "Điều 2như sau"."""
        token = self.tokens[index]
        match = _GLUED.fullmatch(token.core)
        if not match:
            return []
        before, letters, after = match.groups(default="")
        word, confusion = key(letters), self.readings.confusion
        if bool(before) == bool(after) or word not in self.readings.lexicon.model.words or confusion.wear >= WORN:
            return []
        words = (NUMBER, word) if before else (word, NUMBER)
        return [Edge(1, words, _PARTED, token.lead, token.trail, form=f"{before} {letters} {after}".strip(), sure=_PARTED_SURE)]

    def _split(self, index: int) -> list[Edge]:
        """One token as two words, a sign between them lost at most."""
        token = self.tokens[index]
        core = token.core
        found = []
        for at in range(2, len(core) - 1):
            for lost in (0, 1):
                one, other = core[:at], core[at + lost :]
                if len(other) < 2:
                    continue
                for cost, word in self.readings.of(one.lower())[:2]:
                    for price, second in self.readings.of(other.lower())[:2]:
                        total = cost + price + _SPLIT + lost * _LOST_SIGN
                        found.append(Edge(1, (word, second), total, token.lead, token.trail, (one, other), (" ",)))
        return sorted(found, key=lambda edge: (edge.cost, edge.words))[:4]


def _strangeness(core: str) -> float:
    """What speaks against keeping a string that is no syllable: the more, the longer it is and if signs stand within it."""
    return _NO_SYLLABLE + 1.5 * max(len(core) - _LONGEST_SYLLABLE, 0) + (3.0 if not core.isalnum() else 0.0)


def _partner_word(partner: Partner, place: tuple[int, int] | None) -> str:
    pieces = parts(partner.token.core)
    if is_figure(partner.token.core):
        return ""
    if place is None:
        return key(pieces[0]) if len(pieces) == 1 else ""
    return key(pieces[place[0]]) if len(pieces) == place[1] else ""
