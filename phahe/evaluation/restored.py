"""A restored OCR text against its true words: the share of characters right, and whether every figure stands as printed.

A figure is wrong where a true one is lost or one appears that neither the true nor the stored line has. Strokes of letters that the
OCR printed as figures ("18" for "lệ") and that were left so are errors of characters, not of figures.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from phahe.evaluation.gold import Case
from phahe.evaluation.model import FieldScore, Mistake, Part
from phahe.restoration.accuracy import character_errors
from phahe.vietnamese import collapse

_FIGURE: Final = re.compile(r"\d+")


def restored(case: Case) -> Part:
    """Characters and figures right, line by line; nothing for a clean source. Raises ValueError where the lines do not correspond."""
    true = case.gold.true_text
    if true is None:
        return Part(case.slug)
    lines, true_lines = _lines(case.text.text), _lines(true)
    if len(lines) != len(true_lines):
        raise ValueError(f"{case.slug}: {len(lines)} lines restored, {len(true_lines)} true")
    characters, mistakes = [0, 0], []
    figures = [0, 0]
    for number, (line, other, stored) in enumerate(zip(lines, true_lines, _lines(case.text.stored), strict=True), 1):
        errors = character_errors(line, other)
        characters = [characters[0] + len(collapse(other)) - errors, characters[1] + len(collapse(other))]
        kept, wanted = _figures(line, other, stored)
        figures = [figures[0] + kept, figures[1] + wanted]
        if errors:
            mistakes.append(Mistake(case.slug, "restored", "wrong", f"line {number}", collapse(other), collapse(line)))
    fields = (FieldScore("restored", "characters", *characters), FieldScore("restored", "figures", *figures))
    return Part(case.slug, (), fields, tuple(mistakes))


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def _figures(line: str, true: str, stored: str) -> tuple[int, int]:
    """True figures kept, and true figures with the invented ones."""
    found, wanted, printed = (Counter(_FIGURE.findall(words)) for words in (line, true, stored))
    return (found & wanted).total(), wanted.total() + (found - wanted - printed).total()
