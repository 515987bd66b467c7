"""What became of a file: counts of what was found, what was not understood and where, or the one line that says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from phahe.namespaces import PH
from phahe.reading import Reading
from phahe.reviews import Stale
from phahe.turtle.statements import Statements
from phahe.turtle.terms import unquoted

_KINDS: Final = (
    "Provision",
    "Task",
    "Citation",
    "Target",
    "Assignment",
    "Timing",
    "Funding",
    "Output",
    "DocumentRelation",
    "Finding",
    "Evidence",
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding of the document's graph: `start` and `end` are code points of the stored text, `page` is counted from 1."""

    code: str
    severity: str
    start: int
    end: int
    page: int | None
    vi: str
    en: str

    @property
    def place(self) -> str:
        """Where, for people."""
        return f"{self.start}-{self.end}" if self.page is None else f"trang {self.page} (page), {self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file. `error` says why nothing was written; `skipped`, that the output was up to date and stands as it is.

    `doubts` counts the words of a restored text that stand on its review list.
    """

    name: str
    slug: str
    output: Path | None = None
    document: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[Trouble, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
    skipped: bool = False
    doubts: int = 0

    def by_code(self) -> Counter[str]:
        """How many findings of each code.

        >>> Report("a.txt", "a").by_code()
        Counter()
        """
        return Counter(finding.code for finding in self.findings)

    def written(self, output: Path, notes: tuple[str, ...] = ()) -> Report:
        """The same report of a file whose graph stands at `output`."""
        return replace(self, output=output, notes=(*self.notes, *notes))


def counts(statements: Statements) -> dict[str, int]:
    """How many of each kind of fact a document's graph holds.

    >>> counts(Statements())["Task"]
    0
    """
    return {kind: len(statements.subjects(PH[kind])) for kind in _KINDS}


def troubles(statements: Statements, reading: Reading) -> tuple[Trouble, ...]:
    """The findings of a document, in the order of the text."""
    found = [_trouble(statements, iri, reading) for iri in statements.subjects(PH.Finding)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.code)))


def outdated(stale: Iterable[Stale], reading: Reading) -> tuple[Trouble, ...]:
    """What a person said of a text that reads otherwise now: it changed nothing and is to be looked at again."""
    return tuple(
        Trouble(
            "REVIEW_OUTDATED", "warning", one.start, one.end, reading.page(one.start),
            f"rà soát không còn khớp: {one.entry}: {one.reason}", f"review fits no longer: {one.entry}: {one.reason}",
        )
        for one in stale
    )  # fmt: skip


def _trouble(statements: Statements, iri: str, reading: Reading) -> Trouble:
    start, end = map(int, iri.rsplit("/", 1)[-1].split("-"))
    said = {language: text for text, language in map(unquoted, statements.values(iri, PH.message))}
    code, severity = (statements.values(iri, predicate)[0].rsplit(":", 1)[-1] for predicate in (PH.verdict, PH.severity))
    return Trouble(code, severity, start, end, reading.page(start), said.get("vi", ""), said.get("en", ""))


def to_json(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """The reports as JSON values, the same whatever machine or number of processes they come from.

    >>> to_json([Report("a.txt", "a", error="tệp rỗng")])[0]["error"]
    'tệp rỗng'
    """
    return [{**asdict(report), "output": report.output.name if report.output else None} for report in reports]


def from_json(value: Mapping[str, Any], output: Path, *, skipped: bool) -> Report:
    """The report that `to_json` wrote, of a file that now stands at `output`."""
    findings = tuple(Trouble(**finding) for finding in value["findings"])
    return Report(**{**value, "output": output, "findings": findings, "notes": tuple(value["notes"]), "skipped": skipped})


def to_text(report: Report, *, findings: bool = False) -> str:
    """What became of a file, for people: one line of counts, one of findings by code; with `findings` one line for each of them.

    >>> print(to_text(Report("a.txt", "a", Path("a.ttl"), counts={"Task": 2})))
    a: 2 Task → a.ttl
    """
    found = ", ".join(f"{count} {kind}" for kind, count in report.counts.items())
    lines = [f"{report.slug}: {found} → {report.output}" + (" (không đổi, up to date)" if report.skipped else "")]
    lines += [f"  {note}" for note in report.notes]
    if report.doubts:
        lines.append(f"  {report.doubts} chữ phục hồi còn ngờ (doubtful words): {report.slug}.doubts.tsv")
    if report.findings:
        codes = ", ".join(f"{count} {code}" for code, count in sorted(report.by_code().items()))
        lines.append(f"  {len(report.findings)} chỗ cần xem (findings): {codes}")
    if findings:
        lines += [f"  {one.place}: {one.severity} {one.code}: {one.vi}" for one in report.findings]
    return "\n".join(lines)
