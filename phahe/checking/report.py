"""What checking a draft gives: its citations with their verdicts and the remarks, in reading order. Plain frozen values."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from phahe.graph import Verdict
from phahe.labels import Label
from phahe.reading import Reading
from phahe.text import Quote

#: Severities from the gravest.
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Remark:
    """One problem: the verdict, the words in question and where they stand in the stored text, and what to say about it.

    `quotes` are the stored slices of the words, `path` the printed place ("can-cu.3"), `line` and `column` count from 1, `page` is None
    for a file without pages. `about` is the number or name of the cited document.
    """

    verdict: Verdict
    words: str
    quotes: tuple[Quote, ...]
    path: str
    line: int
    column: int
    page: int | None
    message: Label
    about: str | None = None

    @property
    def code(self) -> str:
        """The verdict's code."""
        return self.verdict.code

    @property
    def severity(self) -> str:
        """error, warning or info."""
        return self.verdict.severity


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """One citation of the draft: what is printed, the document it means (IRI, None where that cannot be told), its verdicts.

    `known` says that the document is in the register, so that OK means something.
    """

    words: str
    quotes: tuple[Quote, ...]
    path: str
    line: int
    form: str
    role: str
    doc_type: str | None
    number: str | None
    date: datetime.date | None
    issuer: str | None
    title: str | None
    document: str | None
    known: bool
    verdicts: tuple[str, ...]


@dataclass(frozen=True)
class CheckReport:
    """The report on one draft. `on` is the draft's own date as printed, `as_of` the day whose law was taken."""

    reading: Reading
    on: datetime.date | None
    as_of: datetime.date | None
    citations: tuple[CheckedCitation, ...]
    remarks: tuple[Remark, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a remark is an error: the exit code of `phahe check`."""
        return any(remark.severity == "error" for remark in self.remarks)

    def count(self) -> dict[str, int]:
        """How many remarks of each severity."""
        found = Counter(remark.severity for remark in self.remarks)
        return {severity: found[severity] for severity in SEVERITIES}
