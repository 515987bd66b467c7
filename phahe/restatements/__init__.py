"""Same wording between documents: which tasks, headings and targets restate each other, how much and in which words.

Public face: `find_restatements` over plain values, `align` over the Turtle files of documents. Wording proves no derivation: lineage
is `phahe.lineage`'s. How it is done and how well it does is in docs/restatements.md.
"""

from __future__ import annotations

from phahe.restatements.aligning import Report, align
from phahe.restatements.finding import METHOD, find_restatements
from phahe.restatements.model import Document, Part, Restatement, Run

__all__ = ["METHOD", "Document", "Part", "Report", "Restatement", "Run", "align", "find_restatements"]
