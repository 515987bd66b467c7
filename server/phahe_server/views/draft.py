"""A draft that somebody wants checked: read, checked, thrown away. It never stands on a disk. Pasted text and uploaded files go the same way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from phahe.store import Store
from phahe_server.marking import Mark, Stretch, stretches

if TYPE_CHECKING:
    from phahe.checking import CheckReport

SEVERITIES = ("error", "warning", "info")
#: A broken OCR of more characters is checked as it is: restoring it would take longer than a reader waits.
LONGEST_RESTORED: Final = 40_000
#: A longer text (some 300 pages) is refused at once: a reader would wait in vain for its check.
LONGEST_CHECKED: Final = 1_000_000


_TOO_LONG: Final = (
    f"Văn bản dài hơn {LONGEST_CHECKED:,} ký tự; hãy chia nhỏ, hoặc dùng lệnh “phahe check”. "
    f"(Longer than {LONGEST_CHECKED:,} characters; split it, or use the command “phahe check”.)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A run of the draft under the same remarks: their numbers, the gravest first; `sound` where it is a citation without any.

    `anchors` are the remarks whose words begin here.
    """

    text: str
    remarks: tuple[int, ...] = ()
    severity: str = ""
    sound: bool = False
    anchors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What the page shows: the report, the text in lines with its marks; or why the file could not be read; or a file to save."""

    report: CheckReport | None = None
    lines: tuple[tuple[Words, ...], ...] = ()
    problem: str = ""
    file: bytes = b""

    @property
    def counts(self) -> dict[str, int]:
        """Remarks by severity."""
        return self.report.count() if self.report else {}


def checked(store: Store, name: str, raw: bytes, form: str = "", language: str = "vi") -> Checked:
    """The draft `raw`, checked: for the page, or where `form` is json, sarif, html or docx as that file. Never raises for what `raw` is."""
    # Reading and checking are a third of what the server would import at its start: a worker imports them when the first draft comes.
    from phahe import reference  # noqa: PLC0415
    from phahe.checking import check, render, restored  # noqa: PLC0415
    from phahe.reading import ReadingError, read_bytes  # noqa: PLC0415
    from phahe.registers import load_registers  # noqa: PLC0415

    try:
        reading = read_bytes(name, raw)
    except ReadingError as error:
        return Checked(problem=_without_options(str(error)))
    if len(reading.text.text) > LONGEST_CHECKED:
        return Checked(problem=_TOO_LONG)
    report = check(restored(reading, longest=LONGEST_RESTORED), reference.joined(load_registers(), None), store)
    if not form:
        return Checked(report, marked(report))
    try:
        return Checked(report, file=render(report, form, language=language, original=raw if form == "docx" else None))
    except ValueError as error:
        return Checked(problem=str(error))


def _without_options(problem: str) -> str:
    """A message without the options of a command, of which a page has none."""
    return problem.split("; cho thêm rồi đọc lại", maxsplit=1)[0]


def marked(report: CheckReport) -> tuple[tuple[Words, ...], ...]:
    """The stored text by lines, empty ones left out."""
    marks = [Mark(quote.start, quote.end, "remark", str(number))
             for number, remark in enumerate(report.remarks, 1) for quote in remark.quotes]  # fmt: skip
    marks += [Mark(quote.start, quote.end, "sound", "") for citation in report.citations for quote in citation.quotes]
    stored, at, lines = report.reading.text.stored, 0, []
    seen: set[int] = set()
    for line in stored.splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.strip():
            here = [mark for mark in marks if mark.start < at and mark.end > start]
            lines.append(tuple(_words(report, stretches(stored, [(start, at)], here), seen)))
    return tuple(lines)


def _words(report: CheckReport, found: Iterable[Stretch], seen: set[int]) -> Iterable[Words]:
    for stretch in found:
        told = {int(mark.iri) for mark in stretch.marks if mark.kind == "remark"}
        if not told:
            yield Words(stretch.text, sound=bool(stretch.marks))
            continue
        ordered = tuple(sorted(told, key=lambda number: (SEVERITIES.index(report.remarks[number - 1].severity), number)))
        yield Words(stretch.text, ordered, report.remarks[ordered[0] - 1].severity, anchors=tuple(n for n in ordered if n not in seen))
        seen |= told
