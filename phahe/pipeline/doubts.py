"""The review list of a restored text: the words a person should look at, least sure first."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from phahe.pipeline.document import Restoration
from phahe.reading import Reading
from phahe.restoration import doubtful
from phahe.vietnamese import collapse

#: Confidence under which a word is listed: in the one text with a gold, 3% of the words, with nine of ten of the wrong ones among them.
DOUBTFUL: Final = 0.9
_AROUND: Final = 30  # characters of context on either side


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful word: its slice of the stored text, page, what is printed, what was read, how sure (0 to 1), the next best, its context."""

    start: int
    end: int
    page: int | None
    printed: str
    restored: str
    confidence: float
    alternative: str
    context: str


def doubts(restoration: Restoration, reading: Reading) -> tuple[Doubt, ...]:
    """The doubtful words of a restored text, in the order of the review; none of a clean one."""
    found = []
    for word in doubtful(restoration.words, DOUBTFUL):
        if not (quotes := reading.text.quotes(word.start, word.end)):
            continue
        start, end = quotes[0].start, quotes[-1].end
        stored = reading.text.stored
        context = collapse(stored[max(start - _AROUND, 0) : end + _AROUND])
        found.append(
            Doubt(
                start, end, reading.page(start), collapse(stored[start:end]), word.restored, round(word.confidence, 3),
                word.alternative, context,
            )
        )  # fmt: skip
    return tuple(found)


def to_tsv(found: Sequence[Doubt]) -> str:
    r"""The list as a table, one header row. A line of it has what an entry of data/review needs.

    >>> to_tsv([Doubt(5, 7, None, "18", "18", 0.2, "lệ", "tỷ 18 học sinh")]).splitlines()[1].split("\t")[:4]
    ['5', '7', '', '18']
    """
    file = io.StringIO()
    table = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    names = [field.name for field in fields(Doubt)]
    table.writerow(names)
    table.writerows([getattr(one, name) for name in names] for one in found)
    return file.getvalue()
