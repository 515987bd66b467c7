"""What earlier runs have written into a folder, so that a run can go on where another stopped.

One JSON line a document, added when its Turtle file is in place. A line counts only while source, program and output are all still what
they were then; a torn last line (power cut) counts for nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from phahe import __version__
from phahe.pipeline.files import digest
from phahe.pipeline.reports import Report, from_json, to_json
from phahe.resources import folder

NAME: Final = ".ingest.jsonl"


@cache
def program() -> str:
    """What decides about the output apart from the source: the version, and a digest of the program and of the data it reads by."""
    package = Path(__file__).parents[1]
    parts = [*package.rglob("*.py"), *folder("ontology/vocab").rglob("*.ttl"), *folder("data/ttl/reference").rglob("*.ttl")]
    total = hashlib.sha256()
    for path in sorted(parts, key=lambda path: (path.name, path.as_posix())):
        total.update(f"{path.name}\0{digest(path)}\n".encode())
    return f"{__version__}+{total.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document written: digests of source and output; `basis` is the digest of the texts a broken OCR was restored with."""

    file: str
    source: str
    program: str
    output: str
    basis: str | None
    report: dict[str, Any]


class Journal:
    """The journal of one output folder."""

    def __init__(self, output: Path) -> None:
        self.path = output / NAME
        self.entries: dict[str, Entry] = {}
        for line in self._lines():
            try:
                entry = json.loads(line)
                name = entry.pop("slug")
                self.entries[name] = Entry(**entry)
            except (ValueError, TypeError, KeyError, AttributeError):
                continue  # a torn line, or one of another version: the file is read again

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return []

    def fresh(self, slug: str, source: str | None, target: Path) -> Entry | None:
        """The entry of a document whose source, program and output are what they were when it was written."""
        entry = self.entries.get(slug)
        same = entry is not None and (entry.source, entry.program) == (source, program()) and entry.output == digest(target)
        return entry if same else None

    def add(self, report: Report, source: str, basis: str | None) -> None:
        """Note that `report.output` is in place."""
        assert report.output is not None
        (told,) = to_json([report])
        line = {
            "slug": report.slug, "file": report.name, "source": source, "program": program(),
            "output": digest(report.output), "basis": basis, "report": told,
        }  # fmt: skip
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("" if self._whole() else "\n") + json.dumps(line, ensure_ascii=False) + "\n")

    def _whole(self) -> bool:
        """Whether the file ends in a line end: a line torn by a crash must not swallow the next one."""
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - 1, 0))
            return file.read(1) in {b"", b"\n"}

    @staticmethod
    def skipped(entry: Entry, target: Path) -> Report:
        """The report of a document that stands as it is."""
        return from_json(entry.report, target, skipped=True)
