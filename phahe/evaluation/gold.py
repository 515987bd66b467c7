"""Reads the gold of one document, `<slug>/*.tsv`, and the analysis of its source, lined up for comparison."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from phahe.analysis import Analysis
from phahe.outline import Provision
from phahe.text import Span, Text
from phahe.vietnamese import collapse

Row = dict[str, str]


@dataclass(frozen=True)
class Gold:
    """The gold folder of one document. Tables are read when asked for."""

    folder: Path

    @property
    def slug(self) -> str:
        """Name of the folder and of the source file."""
        return self.folder.name

    def rows(self, table: str) -> list[Row]:
        """The rows of `<table>.tsv`. Raises OSError where it is missing, ValueError where it is no table with a path or field column."""
        path = self.folder / f"{table}.tsv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        if any(None in row or None in row.values() or not {"path", "field"} & row.keys() for row in rows):
            raise ValueError(f"{path}: not a tab-separated table with as many cells a row as its header")
        return rows

    @property
    def true_text(self) -> str | None:
        """The true words of an OCR-broken source, line for line; None for a clean one."""
        path = self.folder / "text.txt"
        return path.read_text(encoding="utf-8") if path.exists() else None


def golds(folder: Path) -> list[Gold]:
    """The gold folders in `folder`, by name. Raises FileNotFoundError where there is none."""
    found = [Gold(path.parent) for path in sorted(folder.glob("*/provisions.tsv"))]
    if not found:
        raise FileNotFoundError(f"{folder}: no gold here (<slug>/provisions.tsv)")
    return found


@dataclass(frozen=True)
class Case:
    """One document to be scored: its gold, what was read from it, the text as it was before layout (restored where OCR)."""

    gold: Gold
    analysis: Analysis
    text: Text

    @property
    def slug(self) -> str:
        """Name of the document."""
        return self.gold.slug

    def words(self, span: Span) -> str:
        """Words of a span of the laid-out text: restored, where the source is a broken OCR."""
        return collapse(self.analysis.text.text[span.start : span.end])

    def printed(self, span: Span) -> str:
        """Words of a span as the stored source prints them."""
        return self.analysis.text.printed(span.start, span.end)

    def printed_value(self, value: str | None, within: Span) -> str:
        """How the stored source prints a value that was read inside `within`; the value itself where it is not found there."""
        if not value:
            return ""
        start = self.analysis.text.text.find(value, within.start, within.end)
        return value if start < 0 else self.printed(Span(start, start + len(value)))

    @cached_property
    def gold_paths(self) -> frozenset[str]:
        """Paths of the gold's provisions."""
        return frozenset(row["path"] for row in self.gold.rows("provisions"))

    def path(self, provision: Provision) -> str:
        """The provision's path, or that of the nearest part around it that the gold knows: recipients are one part there."""
        chain: Sequence[Provision] = (provision, *self.analysis.outline.parents(provision))
        return next((part.path for part in chain if part.path in self.gold_paths), provision.path)
