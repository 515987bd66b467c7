"""Words of a text, and lists of phrases looked up among them word by word.

No regular expression backtracks here: a look-up costs as many steps as the longest phrase of the list has words.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final, NamedTuple

from phahe.text import Span

_WORD: Final = re.compile(r"\w+(?:&\w+)*|[^\w\s]")
_STOP: Final = ""
Trie = dict[str, Any]


def whole_words(*words: str) -> re.Pattern[str]:
    """Matches any of the words (patterns that begin with a letter) in whatever case, the first of them that fits, where no word goes on
    on either side.

    The set of first letters comes first and is looked back upon: in a pattern that begins with a look behind, or with letters of either
    case, every place of the text is tried, which takes up to ten times as long.

    >>> [match.group() for match in whole_words(r"bố\\s+trí", "do").finditer("Bố trí kinh phí do tỉnh cấp, dò")]
    ['Bố trí', 'do']
    """
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0].lower(), []).append(word[1:])
    if not by_letter:
        return re.compile("(?!)")
    letters = {letter: f"[{letter}{letter.upper()}]" for letter in sorted(by_letter)}
    first = "".join(letter + letter.upper() for letter in letters)
    branches = "|".join(f"(?<={either})(?i:{'|'.join(by_letter[letter])})" for letter, either in letters.items())
    return re.compile(rf"[{first}](?<!\w.)(?:{branches})(?!\w)")


class Word(NamedTuple):
    """A word or a punctuation mark, as printed and case folded."""

    text: str
    folded: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def lower(self) -> bool:
        """Whether it is a word in small letters."""
        return self.text.isalpha() and self.text[0].islower()


class Lexicon:
    """Phrases of one kind, separated by "|", compared case folded; the trie is built on first use.

    >>> sorted(Lexicon("tham mưu | tham gia").trie["tham"])
    ['gia', 'mưu']
    """

    def __init__(self, phrases: str) -> None:
        self.phrases = phrases

    @cached_property
    def trie(self) -> Trie:
        """Word to word to word; the empty string marks where a phrase may stop."""
        root: Trie = {}
        for phrase in self.phrases.split("|"):
            node = root
            for word in _WORD.findall(phrase.casefold()):
                node = node.setdefault(word, {})
            node[_STOP] = {}
        return root


class Words:
    """The words of one text. Positions count words; a position behind the last word is allowed everywhere and matches nothing.

    >>> words = Words("Sở Tài chính tham mưu")
    >>> words.phrase(3, Lexicon("tham mưu | tham gia")), words.phrase(0, Lexicon("tham mưu"))
    (5, 0)
    """

    BEYOND: Final = Word("\0", "\0")

    def __init__(self, text: str) -> None:
        self.text = text
        self._printed: list[str] = _WORD.findall(text)
        self._count = len(self._printed)
        #: The words case folded, and a last one that is no word.
        self.folded = [*map(str.casefold, self._printed), self.BEYOND.folded]
        self._met: list[Word | None] = [None] * self._count

    def __len__(self) -> int:
        """How many words there are."""
        return self._count

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in _WORD.finditer(self.text)]

    def at(self, index: int) -> Word:
        """The word at a position, `BEYOND` behind the last. Most words are never asked for, so each is put together when it is."""
        if index >= self._count:
            return self.BEYOND
        met = self._met[index]
        if met is None:
            # the named tuple's own constructor, a Python function, doubles the time
            met = self._met[index] = tuple.__new__(Word, (self._printed[index], self.folded[index]))
        return met

    def span(self, start: int, end: int) -> Span:
        """Where the words from the one at `start` to the one before `end` stand (code points); places are worked out when first asked for."""
        return Span(self._starts[start], self._starts[end - 1] + len(self._printed[end - 1]))

    def capital(self, index: int) -> bool:
        """Whether the word at a position begins with a capital letter."""
        return index < self._count and self._printed[index][0].isupper()

    def phrase(self, index: int, lexicon: Lexicon) -> int:
        """Position after the longest phrase of `lexicon` that begins at `index`; `index` when there is none."""
        folded = self.folded
        node = lexicon.trie.get(folded[index]) if index < self._count else None
        longest = here = index
        while node is not None:
            here += 1
            if _STOP in node:
                longest = here
            node = node.get(folded[here])
        return longest

    def between(self, start: int, end: int) -> str:
        """The text from the word at `start` to the one before `end`."""
        return self.text[slice(*self.span(start, end))] if end > start else ""
