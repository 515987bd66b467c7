"""Words of a text, and lists of phrases looked up among them word by word.

No regular expression backtracks here: a look-up costs as many steps as the longest phrase of the list has words.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final, NamedTuple

_WORD: Final = re.compile(r"\w+(?:&\w+)*|[^\w\s]")
_STOP: Final = ""
Trie = dict[str, Any]


class Word(NamedTuple):
    """A word or a punctuation mark, with its place in the text (code points)."""

    text: str
    folded: str
    start: int
    end: int

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

    BEYOND: Final = Word("\0", "\0", -1, -1)

    def __init__(self, text: str) -> None:
        self.text = text
        new = tuple.__new__  # the named tuple's own constructor, a Python function, doubles the time
        self.words = [new(Word, (word := match.group(), word.casefold(), *match.span())) for match in _WORD.finditer(text)]
        self._count = len(self.words)
        self._folded = [*(word.folded for word in self.words), self.BEYOND.folded]

    def at(self, index: int) -> Word:
        """The word at a position, `BEYOND` behind the last."""
        return self.words[index] if index < self._count else self.BEYOND

    def phrase(self, index: int, lexicon: Lexicon) -> int:
        """Position after the longest phrase of `lexicon` that begins at `index`; `index` when there is none."""
        folded = self._folded
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
        return self.text[self.at(start).start : self.at(end - 1).end] if end > start else ""
