"""How near a restored text is to the true one: character error rate, in all and by the way its words were restored.

The true text has the line structure of the OCR text, so each line is compared with its own. Runs of whitespace count as one space and tone
placement does not count (khoá = khóa): no OCR shows it reliably.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phahe.restoration.restoring import to_text
from phahe.restoration.words import Restored
from phahe.vietnamese import collapse, nfc


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
    (4, 0)
    """
    return _distance(_plain(read), _plain(true))[-1][-1]


def _plain(text: str) -> str:
    return " ".join(word for word in collapse(nfc(text)).split(" "))


def _distance(read: str, true: str) -> list[list[int]]:
    table = [list(range(len(true) + 1))]
    for i, sign in enumerate(read, 1):
        row, above = [i], table[-1]
        for j, letter in enumerate(true, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (sign != letter)))
        table.append(row)
    return table


def accuracy(stored: str, words: Sequence[Restored], true: str) -> Accuracy:
    """Compare the restored text of `stored` with its `true` text, line by line. Raises ValueError where they have not the same lines."""
    lines, true_lines = to_text(stored, words).text.split("\n"), true.split("\n")
    if len(lines) != len(true_lines):
        raise ValueError(f"{len(lines)} lines restored, {len(true_lines)} true")
    return Accuracy(
        sum(character_errors(line, other) for line, other in zip(lines, true_lines, strict=True)),
        sum(len(collapse(line)) for line in true_lines), {}, (),
    )  # fmt: skip
