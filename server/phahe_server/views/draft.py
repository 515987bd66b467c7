"""A draft that somebody wants checked: read, checked, thrown away. Pasted text and uploaded files go the same way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from phahe.store import Store
from phahe_server.marking import Mark, Stretch, stretches

if TYPE_CHECKING:
    from phahe.checking import CheckReport

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Checked:
    """What the page shows: the report, the text in lines with its marks; or why the file could not be read; or a file to save."""

    report: CheckReport | None = None
    lines: tuple[tuple[Stretch, ...], ...] = ()
    problem: str = ""
    file: bytes = b""

    @property
    def counts(self) -> dict[str, int]:
        """Remarks by severity."""
        return self.report.count() if self.report else {}


def checked(store: Store, name: str, raw: bytes, form: str = "", language: str = "vi") -> Checked:
    """The draft `raw`, checked: for the page, or where `form` is json, sarif, html or docx as that file. Never raises for what `raw` is.

    The file stands in a folder of its own while it is read, and is gone when this returns.
    """
    # Reading and checking are a third of what the server would import at its start: a worker imports them when the first draft comes.
    from phahe.checking import check, render, restored  # noqa: PLC0415
    from phahe.reading import ReadingError, read  # noqa: PLC0415
    from phahe.registers import load_registers  # noqa: PLC0415

    with TemporaryDirectory(prefix="phahe-check-") as place:
        path = Path(place) / name
        path.write_bytes(raw)
        try:
            reading = read(path)
        except ReadingError as error:
            return Checked(problem=str(error))
    report = check(restored(reading), load_registers(), store)
    if not form:
        return Checked(report, marked(report))
    try:
        return Checked(report, file=render(report, form, language=language, original=raw if form == "docx" else None))
    except ValueError as error:
        return Checked(problem=str(error))


def marked(report: CheckReport) -> tuple[tuple[Stretch, ...], ...]:
    """The stored text by lines, empty ones left out. A mark's kind is a severity, or "sound"; its IRI is the place of the remark in the list."""
    marks = [Mark(quote.start, quote.end, remark.severity, f"#r{number}")
             for number, remark in enumerate(report.remarks, 1) for quote in remark.quotes]  # fmt: skip
    marks += [Mark(quote.start, quote.end, "sound", "") for citation in report.citations for quote in citation.quotes]
    stored, at, lines = report.reading.text.stored, 0, []
    for line in stored.splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.strip():
            lines.append(tuple(stretches(stored, [(start, at)], [mark for mark in marks if mark.start < at and mark.end > start])))
    return tuple(lines)
