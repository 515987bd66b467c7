"""How well the program reads: precision, recall and F1 per kind of fact against gold made by hand, and speed. See docs/evaluation.md."""

from __future__ import annotations

from pathlib import Path

from phahe.analysis import analyse
from phahe.evaluation.citations import citations
from phahe.evaluation.corpus import evaluate_corpus
from phahe.evaluation.duties import assignments, timings
from phahe.evaluation.funding import funding, outputs
from phahe.evaluation.gold import Case, Gold, golds
from phahe.evaluation.header import header
from phahe.evaluation.model import FieldScore, Mistake, Part, Report, Score, Speed
from phahe.evaluation.provisions import provisions, tasks
from phahe.evaluation.rendering import render, to_json
from phahe.evaluation.restored import restored
from phahe.evaluation.speed import speeds
from phahe.evaluation.targets import targets
from phahe.pipeline import restored as restore_text
from phahe.reading import read
from phahe.registers import load_glossaries, load_measures
from phahe.resources import folder
from phahe.restoration import is_ocr_broken
from phahe.text import Text

_COMPARISONS = (provisions, tasks, citations, targets, assignments, timings, funding, outputs, header, restored)


def evaluate(gold: Path, corpus: Path | None = None, sources: Path | None = None, timed: bool = True) -> Report:
    """Everything: the documents of `gold`, the collection in `corpus` where given and there, and the speeds unless not `timed`.

    Raises OSError, ValueError for gold that cannot be read, ReadingError for a source that cannot.
    """
    where = sources or folder("data/sources")
    documents = evaluate_gold(gold, where).documents
    return Report(documents, evaluate_corpus(corpus) if corpus is not None else (), speeds(where) if timed else ())


def evaluate_gold(gold: Path, sources: Path | None = None) -> Report:
    """The documents of `gold` (`<slug>/*.tsv`), each read from `<slug>.txt` of `sources` as `phahe ingest` reads it."""
    return Report(tuple(evaluate_case(case) for case in cases(gold, sources or folder("data/sources"))))


def evaluate_case(case: Case) -> Part:
    """One document under all comparisons."""
    return sum((comparison(case) for comparison in _COMPARISONS), Part(case.slug))


def cases(gold: Path, sources: Path) -> list[Case]:
    """Gold and analysis of every document; broken OCR is restored with the help of the clean texts of `sources`."""
    texts = {path.stem: read(path).text for path in sorted(sources.glob("*.txt"))}
    clean = [text.text for text in texts.values() if not is_ocr_broken(text.text)]
    return [_case(one, texts, clean) for one in golds(gold)]


def _case(gold: Gold, texts: dict[str, Text], clean: list[str]) -> Case:
    if gold.slug not in texts:
        raise FileNotFoundError(f"{gold.folder}: no source {gold.slug}.txt")
    text = restore_text(texts[gold.slug], clean)
    return Case(gold, analyse(text, load_measures(), load_glossaries()), text)


__all__ = [
    "Case", "FieldScore", "Mistake", "Part", "Report", "Score", "Speed",
    "cases", "evaluate", "evaluate_case", "evaluate_gold", "render", "to_json",
]  # fmt: skip
