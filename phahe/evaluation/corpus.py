"""Citations and headers of a collection of real documents against gold made by hand: citations_gold.jsonl, headers_gold.jsonl."""

from __future__ import annotations

import json
from pathlib import Path

from phahe.analysis import analyse
from phahe.evaluation.citation_gold import evaluate_citations
from phahe.evaluation.header import compare_header, read_header
from phahe.evaluation.model import FieldScore, Mistake, Part, Score
from phahe.reading import ReadingError, read

_FIELDS = {"number": "number", "date_iso": "date", "place": "place", "issuer": "issuer", "type": "type", "title": "title"}


def evaluate_corpus(folder: Path) -> tuple[Part, ...]:
    """A part for each gold file that `folder` has."""
    parts = []
    if (folder / "citations_gold.jsonl").exists():
        parts.append(_citations(folder / "citations_gold.jsonl"))
    if (folder / "headers_gold.jsonl").exists():
        parts.append(_headers(folder))
    return tuple(parts)


def _citations(path: Path) -> Part:
    scores = evaluate_citations(path)
    spans = scores.spans
    return Part(
        "citations_gold",
        (Score("corpus-citation", spans.right, spans.extra, spans.missed),),
        tuple(FieldScore("corpus-citation", name, *counts) for name, counts in scores.fields.items()),
        tuple(Mistake("citations_gold", "corpus-citation", "wrong", *error.split(" ", 1)) for error in scores.errors),
    )


def _headers(folder: Path) -> Part:
    total = Part("headers_gold")
    for line in (folder / "headers_gold.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        gold = {name: entry[key] or "" for key, name in _FIELDS.items()}
        try:
            found = read_header(analyse(read(folder / entry["file"]).text))
        except ReadingError as error:
            found = {"error": str(error)}
        total += compare_header(entry["file"], "corpus-header", gold, found)
    return total
