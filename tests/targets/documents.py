"""The blocks of the sources with the headings over them, for the tests of this folder only; the outline proper is `phahe.outline`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from phahe.layout import lay_out
from phahe.reading import read
from phahe.targets.measures import Measures

ROOT = Path(__file__).parents[2]
#: Slug, file, horizon: Lâm Đồng and Thiện Tân print no single horizon for their tasks. Bằng Mạc is read from its true text.
DOCUMENTS = {
    "lang-son-plan": ("data/sources/lang-son-plan.txt", 2030),
    "loc-binh-resolution": ("data/sources/loc-binh-resolution.txt", 2030),
    "bang-mac-resolution": ("tests/gold/bang-mac-resolution/text.txt", 2030),
    "lam-dong-programme": ("data/sources/lam-dong-programme.txt", None),
    "thien-tan-task-list": ("data/sources/thien-tan-task-list.txt", None),
}
_HEADING = re.compile(r"(?:(?P<article>Điều \d)|(?P<roman>[IVX]+)\.|(?P<decimal>\d+\.\d+)\.?|(?P<number>\d+)\.)\s")
_DEPTH = {"article": 0, "roman": 1, "number": 2, "decimal": 3}


def blocks(slug: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Text and headings of every block of a source."""
    layout = lay_out(read(ROOT / DOCUMENTS[slug][0]).text)
    headings: list[tuple[int, str]] = []
    for block in layout.blocks:
        words = layout.words(block)
        match = _HEADING.match(words)
        if match and block.row is None and len(words) < 260 and not words.rstrip().endswith((".", ";")):
            depth = _DEPTH[str(match.lastgroup)]
            headings = [*(heading for heading in headings if heading[0] < depth), (depth, words)]
        yield words, tuple(words for _, words in headings)


def measures() -> Measures:
    """The measure vocabulary of the project."""
    return Measures.from_turtle((ROOT / "ontology/vocab/measure.ttl").read_text(encoding="utf-8"))
