"""The texts restoration is measured on: the OCR source, its gold, the clean sources, and the names the sources' own descriptions give."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from phahe.restoration import Correction, LanguageModel, build_model, read_corrections

ROOT = Path(__file__).parents[2]
BROKEN = "bang-mac-resolution"
CLEAN = ("lam-dong-programme", "lang-son-plan", "loc-binh-resolution", "thien-tan-task-list")


def stored(slug: str) -> str:
    return (ROOT / "data/sources" / f"{slug}.txt").read_bytes().decode()


def names() -> str:
    """Titles of the sources, one a line: the commune's own name stands in no clean text."""
    files = sorted((ROOT / "data/sources").glob("*.yaml"))
    return "\n".join(str(yaml.safe_load(path.read_text("utf-8"))["title"]["vi"]) for path in files)


class Material(NamedTuple):
    text: str
    gold: str
    clean: list[str]
    model: LanguageModel
    corrections: tuple[Correction, ...]


@pytest.fixture(scope="session")
def material() -> Material:
    clean = [stored(slug) for slug in CLEAN]
    gold = (ROOT / "tests/gold" / BROKEN / "text.txt").read_bytes().decode()
    review = yaml.safe_load((ROOT / "data/review" / f"{BROKEN}.yaml").read_text("utf-8"))
    return Material(stored(BROKEN), gold, clean, build_model([*clean, names()]), read_corrections(review))
