"""Sorting more lines than fit in memory: sorted runs in temporary files, merged. Memory stays the same whatever the number of lines."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Final

#: Lines held in memory at once; about 40 MB of statements.
RUN_LINES: Final = 100_000


def sorted_lines(lines: Iterable[str], run: int = RUN_LINES) -> Iterator[str]:
    """The distinct `lines` (each ending in one newline, none within), sorted by code point; at most `run` of them in memory.

    >>> list(sorted_lines(["b\\n", "a\\n", "c\\n", "a\\n"], run=2))
    ['a\\n', 'b\\n', 'c\\n']
    """
    rest = iter(lines)
    first = sorted(islice(rest, run))
    with ExitStack() as stack:
        runs: list[Iterable[str]] = [first]
        while batch := sorted(islice(rest, run)):
            file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            file.writelines(batch)
            file.seek(0)
            runs.append(file)
        before = None
        for line in heapq.merge(*runs):
            if line != before:
                yield line
            before = line
