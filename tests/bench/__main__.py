"""Prints pages (3,000 characters) per second of processor time for each stage of reading, over data/sources or other files.

One process, without restoration of OCR, registers loaded. The best of several rounds counts: on a shared machine the others measure
the neighbours. Usage: python -m tests.bench [--rounds N] [FILE…]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from phahe.analysis import analyse
from phahe.citations import find_citations
from phahe.graph import document_graph
from phahe.layout import lay_out
from phahe.outline import outline
from phahe.pipeline import ingest, sources
from phahe.reading import Reading, read
from phahe.registers import load_measures, load_registers
from phahe.restoration import is_ocr_broken
from phahe.text import Text

PAGE = 3000
SOURCES = Path(__file__).parents[2] / "data" / "sources"


class Stages:
    """Seconds spent in each stage, one round over all files."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.characters = 0

    def run(self, stage: str, function: Callable[..., Any], *arguments: object) -> Any:
        start = process_time()
        result = function(*arguments)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + process_time() - start
        return result

    def file(self, path: Path) -> None:
        reading: Reading = self.run("read", read, path)
        self.run("broken OCR?", is_ocr_broken, reading.text.text)
        layout = self.run("layout", lay_out, reading.text)
        self.run("outline", outline, layout)
        clean: Text = layout.text
        self.characters += len(clean.text)
        self.run("citations", find_citations, clean.text)
        analysis = self.run("all of analysis", analyse, reading.text, load_measures())
        _, statements = self.run("graph", document_graph, analysis, reading, path.stem, load_registers())
        self.run("Turtle", statements.turtle)


#: Stages that make up the pipeline; the others are parts of these.
WHOLE = ("read", "broken OCR?", "all of analysis", "graph", "Turtle")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[SOURCES])
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    paths = sources(options.files)
    rounds = [_round(paths) for _ in range(options.rounds + 1)][1:]  # the first one warms up
    pages = rounds[0].characters / PAGE
    best = {stage: min(one.seconds[stage] for one in rounds) for stage in rounds[0].seconds}
    best["full pipeline"] = min(sum(one.seconds[stage] for stage in WHOLE) for one in rounds)
    print(f"{len(paths)} files, {pages:.1f} pages of {PAGE} characters, best of {options.rounds} rounds")
    for stage, seconds in best.items():
        print(f"{stage:<16} {seconds / pages * 1000:8.2f} ms/page {pages / seconds:10,.0f} pages/s")
    with tempfile.TemporaryDirectory() as folder:
        start = process_time()
        ingest(paths, Path(folder))
        print(f"ingest with restoration and files: {process_time() - start:.1f} s of processor time")


def _round(paths: list[Path]) -> Stages:
    stages = Stages()
    for path in paths:
        stages.file(path)
    return stages


if __name__ == "__main__":
    main()
