"""Throughput on one core: citation finding alone, and the whole pipeline without restoration of OCR. Looks at the clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

from phahe.citations import find_citations
from phahe.evaluation.model import Speed
from phahe.layout import lay_out
from phahe.pipeline import graph_of
from phahe.reading import read


def speeds(sources: Path, seconds: float = 2.0) -> tuple[Speed, ...]:
    """Each stage run over the sources again and again until `seconds` of processor time are spent, after one round to warm up."""
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
    rounds, start = 0, process_time()
    while not rounds or process_time() - start < seconds:
        run()
        rounds += 1
    return Speed(stage, characters * rounds, process_time() - start)
