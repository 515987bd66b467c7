"""How a restored word is written: its capitals and its marks of punctuation.

The scanner often takes a small x, c, v, s, o for a capital; elsewhere the printed capitals are believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from phahe.restoration.language import STOP, LanguageModel, key
from phahe.restoration.words import Token
from phahe.vietnamese import fold

_SAME_SHAPE: Final = frozenset("cosuvwxz")
_DOUBLE_OPEN: Final = "“\"‘'"
_CLOSERS: Final = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: the key `before` it, whether a sentence or paragraph `starts` there, whether the words around are in capitals
    (`loud`), whether the text is so `worn` that its capitals are not believed, and the near-duplicate's word there (`partner`, "" for none)."""

    before: str
    starts: bool
    loud: bool
    worn: bool
    partner: str


def written(printed: str, word: str, place: Place, model: LanguageModel) -> str:
    """The key `word` as it should stand for the `printed` letters."""
    if word not in model.words and key(printed) == word:
        return printed
    usual = place.partner or model.written.get(word, word)
    if not usual.islower() and not usual.istitle() and not usual.isupper():
        return usual  # TTg, VNeID, MOOCs
    form = usual.lower()
    letters = [letter for letter in printed if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if letters and capitals == len(letters) and (place.loud or len(letters) > 2 or (len(letters) == 2 and usual.isupper())):
        return form.upper()
    if usual.isupper() and len(usual) > 1 and capitals * 2 > len(letters):
        return form.upper()
    return form.capitalize() if _capital(printed, form, place, model) else form


def _capital(printed: str, form: str, place: Place, model: LanguageModel) -> bool:
    first = printed[:1]
    certain = fold(first) == fold(form[:1]) and first.isalpha()
    if certain and first.islower():
        return False
    if certain and (place.starts or not place.worn or fold(first) not in _SAME_SHAPE):
        return True
    if place.starts and not first.islower():
        return True
    if place.partner:
        return place.partner[:1].isupper()
    capital, lower = model.capitals.get((place.before, form), 0), model.lowers.get((place.before, form), 0)
    if not capital and not lower:
        return model.written.get(form, form)[:1].isupper() or (certain and first.isupper() and form not in model.written)
    return capital > lower


def starts_sentence(token: Token, before: Token | None, last: str) -> bool:
    """Whether a sentence, a heading or a paragraph begins at `token`; `last` is the key before it."""
    if before is None or last == STOP or any(mark in token.lead for mark in '“"*'):
        return True
    return token.gap.count("\n") > 1 or before.printed in ("-", "–", "+", "*") or not before.core


def clean_lead(lead: str, partner: str | None, following: str) -> str:
    """The marks before a word without what the scanner added; quotation marks as the near-duplicate prints them.

    >>> clean_lead(",", None, ""), clean_lead("(", None, "cũ)"), clean_lead("‘", "“", "")
    ('', '(', '“')
    """
    if partner and set(partner) & set(_DOUBLE_OPEN) and set(lead) & set(_DOUBLE_OPEN):
        return partner
    if set(lead) <= set(",_;.:"):
        return ""
    if lead == "‘" and "’" not in following:
        return ""
    for opened, close in (("(", ")"), ("[", "]"), ("{", "}")):
        if opened in lead and close not in following:
            lead = lead.replace(opened, "")
    return lead.replace("_", "")


def clean_trail(trail: str, preceding: str) -> str:
    """The marks after a word without a closing bracket or quotation mark that nothing opened.

    >>> clean_trail("’", "hiệu quả"), clean_trail("),", "học phổ"), clean_trail(");", "(ngân sách")
    ('', ',', ');')
    """
    for close, opened in _CLOSERS.items():
        if close in trail and preceding.count(opened) <= preceding.count(close):
            trail = trail.replace(close, "", 1)
    if "’" in trail and "‘" not in preceding:
        trail = trail.replace("’", "")
    return trail.replace("_", "")


def is_loud(neighbours: Sequence[Token]) -> bool:
    """Whether the words around stand in capitals.

    >>> from phahe.restoration.words import tokens
    >>> is_loud(tokens("HOI PONG NHAN DAN")), is_loud(tokens("theo hudng"))
    (True, False)
    """
    words = [token.core for token in neighbours if token.core and any(letter.isalpha() for letter in token.core)]
    return bool(words) and sum(word.isupper() for word in words) * 2 >= len(words)
