"""Sorting more lines than fit in memory: sorted runs in temporary files, merged. Memory stays the same whatever the number of lines."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TextIO

#: Lines held in memory at once; about 10 MB of statements.
RUN_LINES: Final = 25_000
#: So many files are open at once; then they are merged into one.
MOST_FILES: Final = 64


def sorted_lines(lines: Iterable[str], run: int = RUN_LINES, most: int = MOST_FILES) -> Iterator[str]:
    """The distinct `lines` (each ending in one newline, none within), sorted by code point; at most `run` of them in memory.

    >>> list(sorted_lines(["b\\n", "a\\n", "c\\n", "a\\n"], run=1, most=2))
    ['a\\n', 'b\\n', 'c\\n']
    """
    rest = iter(lines)
    batch = sorted(islice(rest, run))
    files: list[TextIO] = []
    try:
        if len(batch) < run:  # all of them
            yield from _distinct(batch)
            return
        while batch:
            files.append(_spilled(batch))
            if len(files) >= most:
                merged = _spilled(_distinct(heapq.merge(*files)))
                _close(files)
                files = [merged]
            batch = sorted(islice(rest, run))
        yield from _distinct(heapq.merge(*files))
    finally:
        _close(files)


def _distinct(lines: Iterable[str]) -> Iterator[str]:
    before = None
    for line in lines:
        if line != before:
            yield line
        before = line


def _spilled(lines: Iterable[str]) -> TextIO:
    """A temporary file of the lines, ready to be read."""
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed by `sorted_lines`
    file.writelines(lines)
    file.seek(0)
    return file


def _close(files: Iterable[TextIO]) -> None:
    for file in files:
        file.close()
