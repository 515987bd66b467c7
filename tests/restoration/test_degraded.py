"""Generality: a clean source is broken by seeded OCR noise and restored with a model that never saw it."""

from __future__ import annotations

import random

import pytest

from phahe.restoration import build_model, character_errors, is_ocr_broken, restore, to_text
from phahe.vietnamese import fold

from .conftest import CLEAN, stored

#: What engines do to Vietnamese letters; not the program's own table.
NOISE = {"á": "4é", "ã": "d3", "ó": "6", "ô": "6é", "ố": "é6", "ộ": "9¢", "ệ": "¢é", "ế": "é", "l": "1", "đ": "d", "Đ": "PD", "ư": "u", "ị": "jj;", "ữ": "i", "o": "0", "m": "m"}  # fmt: skip


def broken(text: str, seed: int) -> str:
    """Marks lost from most letters, look-alikes for some, a few letters lost or doubled; figures and line ends left alone."""
    dice, signs = random.Random(seed), []
    for letter in text:
        if not letter.isalpha():
            signs.append(letter)
        elif letter.lower() in NOISE and dice.random() < 0.15:
            signs.append(dice.choice(NOISE[letter.lower()]))
        elif fold(letter) != letter.lower() and dice.random() < 0.75:
            signs.append(fold(letter).upper() if letter.isupper() else fold(letter))
        elif dice.random() < 0.01:
            signs.append(letter * 2 if dice.random() < 0.5 else "")
        else:
            signs.append(letter)
    return "".join(signs)


def errors(text: str, true: str) -> float:
    pairs = list(zip(text.split("\n"), true.split("\n"), strict=True))
    return sum(character_errors(one, other) for one, other in pairs) / sum(len(other) for _, other in pairs)


def excerpt(slug: str) -> str:
    return stored(slug)[3000:7000]


@pytest.mark.parametrize(("slug", "most"), [("thien-tan-task-list", 0.045), ("lam-dong-programme", 0.06)])
def test_unseen_source_is_mostly_restored(slug: str, most: float) -> None:
    true = excerpt(slug)
    model = build_model([stored(other) for other in CLEAN if other != slug])
    ocr = broken(true, seed=7)
    assert is_ocr_broken(ocr)
    before, after = errors(ocr, true), errors(to_text(ocr, restore(ocr, model)).text, true)
    print(f"\n{slug}: CER {before:.1%} before, {after:.1%} after, no near-duplicate, model of the other three")
    assert after < most
    assert after < before / 3


def test_clean_text_is_left_nearly_alone() -> None:
    true = excerpt("lam-dong-programme")
    model = build_model([stored(other) for other in CLEAN if other != "lam-dong-programme"])
    after = errors(to_text(true, restore(true, model)).text, true)
    print(f"\nclean text changed by {after:.2%}")
    assert after < 0.01
