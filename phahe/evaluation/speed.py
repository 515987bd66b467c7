"""Throughput on one core: citation finding alone, and the whole pipeline without restoration of OCR. Looks at the clock.

What is counted is processor time, of the best of several rounds: other programs on the machine slow a round down, nothing speeds it up.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

from phahe.citations import find_citations
from phahe.evaluation.model import Speed
from phahe.layout import lay_out
from phahe.pipeline import graph_of, prepare
from phahe.reading import read


def speeds(sources: Path, seconds: float = 5.0) -> tuple[Speed, ...]:
    """Each stage run over the sources again and again until `seconds` of processor time are spent, after one round to warm up."""
    prepare()
    files = sorted(sources.glob("*.txt"))
    readings = [read(path) for path in files]
    texts = [lay_out(reading.text).text.text for reading in readings]
    pages = sum(map(len, texts))

    def find() -> None:
        for text in texts:
            find_citations(text)

    def whole() -> None:
        for path in files:
            graph_of(read(path), path.stem)[1].turtle()

    return (_measure("citations", find, pages, seconds), _measure("pipeline", whole, pages, seconds))


def _measure(stage: str, run: Callable[[], None], characters: int, seconds: float) -> Speed:
    run()
    best = spent = 0.0
    while not best or spent < seconds:
        start = process_time()
        run()
        taken = process_time() - start
        best, spent = min(best or taken, taken), spent + taken
    return Speed(stage, characters, best)
