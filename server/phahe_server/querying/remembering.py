"""A store that is never written again remembers small results, so that a worker need not ask the engine twice for a label or a count.

Whole answers are kept in the web process (`answers`); what is kept here are the parts that different answers share. What strangers ask
goes past it: they use `evaluate`.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Final

from phahe.store import Dataset, EmbeddedStore, Result, Solutions
from phahe.store.model import EVERYDAY

#: Cells of the longest result kept, and of all of them together: some 20 MB.
LONGEST: Final = 2_000
CAPACITY: Final = 100_000
#: What a result takes beside its cells, in cells.
_BESIDE: Final = 20


class Remembering(EmbeddedStore):
    """The store in a directory, opened to be read. Nobody may write to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read_only=True)
        self._kept: OrderedDict[tuple[str, Dataset], Solutions] = OrderedDict()
        self._size = 0

    def query(self, text: str, dataset: Dataset = EVERYDAY) -> Result:
        """See `Store.query`."""
        key = text, dataset
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found
        result = super().query(text, dataset)
        if isinstance(result, Solutions) and _cells(result) <= LONGEST:
            self._keep(key, result)
        return result

    def _keep(self, key: tuple[str, Dataset], result: Solutions) -> None:
        self._kept[key] = result
        self._size += _weight(key[0], result)
        while self._size > CAPACITY:
            (text, _), gone = self._kept.popitem(last=False)
            self._size -= _weight(text, gone)


def _cells(result: Solutions) -> int:
    return len(result.rows) * len(result.variables)


def _weight(text: str, result: Solutions) -> int:
    return _cells(result) + _BESIDE + len(text) // 100
