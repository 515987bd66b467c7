"""How near a restored text is to the true one: character error rate, in all and by the way its words were restored.

The true text has the line structure of the OCR text, so each line is compared with its own. Runs of whitespace count as one space and tone
placement does not count (khoá = khóa): no OCR shows it reliably.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from phahe.restoration.restoring import to_text
from phahe.restoration.words import Restored
from phahe.vietnamese import collapse, nfc

_PLACED_LATE: Final = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹ]|[uU][ỳýỷỹỵ])(?!\w)")  # hoá, thuý: the other spelling of hóa, thúy


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors (characters inserted, lost or changed) and true characters: in all, and per method of restoration."""

    errors: int
    characters: int
    by_method: dict[str, tuple[int, int]]
    wrong: tuple[Restored, ...]

    @property
    def rate(self) -> float:
        """Character error rate, 0.01 being one in a hundred."""
        return self.errors / self.characters if self.characters else 0.0


def character_errors(read: str, true: str) -> int:
    """Levenshtein distance of two strings, whitespace collapsed, one tone placement.

    >>> character_errors("Hgi dong", "Hội đồng"), character_errors("khoá  XI", "khóa XI")
    (3, 0)
    """
    return _distance(_plain(read), _plain(true))[-1][-1]


def _plain(text: str) -> str:
    return _PLACED_LATE.sub(_placed_early, collapse(nfc(text)))


def _placed_early(match: re.Match[str]) -> str:
    letters = match.group()
    late = unicodedata.normalize("NFD", letters[1])  # the vowel, then its tone
    return nfc(letters[0] + late[1:] + late[0])


def _distance(read: str, true: str) -> list[list[int]]:
    table = [list(range(len(true) + 1))]
    for i, sign in enumerate(read, 1):
        row, above = [i], table[-1]
        for j, letter in enumerate(true, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (sign != letter)))
        table.append(row)
    return table


def accuracy(stored: str, words: Sequence[Restored], true: str) -> Accuracy:
    """Compare the restored text of `stored` with its `true` text, line by line. Raises ValueError where they have not the same lines.

    >>> words = (Restored(0, 4, "gido", "giáo", 0.9, "aligned"), Restored(5, 8, "duc", "đúc", 0.5, "lexicon"))
    >>> found = accuracy("gido duc", words, "giáo dục")
    >>> found.errors, found.characters, found.by_method["lexicon"], [word.printed for word in found.wrong]
    (2, 8, (2, 4), ['duc'])
    """
    lines, true_lines = to_text(stored, words).text.split("\n"), true.split("\n")
    if len(lines) != len(true_lines):
        raise ValueError(f"{len(lines)} lines restored, {len(true_lines)} true")
    by_line: dict[int, list[Restored]] = {}
    for word in words:
        by_line.setdefault(stored.count("\n", 0, word.start), []).append(word)
    errors: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    wrong: list[Restored] = []
    for number, group in sorted(by_line.items()):
        for word in group:
            characters[word.method] += len(word.restored) + 1
        for word, count in _line_errors(group, true_lines[number]):
            errors[word.method] += count
            wrong.append(word)
    return Accuracy(
        sum(character_errors(line, other) for line, other in zip(lines, true_lines, strict=True)),
        sum(len(collapse(line)) for line in true_lines),
        {method: (errors[method], characters[method]) for method in sorted(characters)},
        tuple(wrong),
    )


def _line_errors(group: Sequence[Restored], true: str) -> Iterable[tuple[Restored, int]]:
    """(word, errors) of the wrong words of one line; errors of a run of wrong words are booked on its first."""
    read = [(piece, word) for word in group for piece in _plain(word.restored).split()]
    right = _plain(true).split()
    matcher = SequenceMatcher(None, [piece for piece, _ in read], right, autojunk=False)
    for tag, i, j, p, q in matcher.get_opcodes():
        if tag != "equal" and read:
            count = character_errors(" ".join(piece for piece, _ in read[i:j]), " ".join(right[p:q]))
            for word in dict.fromkeys(word for _, word in read[i:j] or [read[min(i, len(read) - 1)]]):
                yield word, count
                count = 0
