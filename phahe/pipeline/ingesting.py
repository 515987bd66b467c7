"""Many files to Turtle files in one folder. The only place that writes them.

Clean files come first; a broken OCR is restored with the clean texts of the same run, so those wait for the others. What is written
depends on the files alone, not on how many processes read them; order decides only which of two files of one name is read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from phahe.pipeline import files
from phahe.pipeline.cluster import on_cluster
from phahe.pipeline.errors import IngestError
from phahe.pipeline.job import Job, Outcome
from phahe.pipeline.journal import Entry, Journal
from phahe.pipeline.reports import Report, to_json
from phahe.pipeline.workers import Clean, in_process, in_processes
from phahe.reading import OCR_SECONDS, ReadingError, read
from phahe.resources import folder
from phahe.restoration import is_ocr_broken

Progress = Callable[[str], None]
Runner = Callable[[Iterable[Job], Clean], Iterator[Outcome]]
#: Characters of clean text, 500 pages, that broken texts are restored with; more makes restoring slow and little better.
MAX_CLEAN: Final = 1_500_000


def ingest(
    paths: Sequence[Path],
    output: Path,
    progress: Progress = lambda name: None,
    *,
    jobs: int = 0,
    scheduler: str | None = None,
    force: bool = False,
    ocr_seconds: int = OCR_SECONDS,
    reviews: Path | None = None,
) -> list[Report]:
    """Read every file and write `<slug>.ttl` into the folder `output`; one Report a file, in order.

    `jobs` is the number of processes, 0 to read in this one; `scheduler` the address of a Dask scheduler to read on a cluster instead.
    `ocr_seconds` is what recognising the pages of one scan may take. A file whose output is up to date is skipped, unless `force`.
    `progress` is called with the name of each file that is done.
    `reviews` is the folder of `<slug>.yaml` review files, the shipped one without it; what they say goes to `reviewed/<slug>.ttl` beside
    a folder `documents`, else inside `output`. Raises IngestError where the run cannot begin.
    """
    if output.exists() and not output.is_dir():
        raise IngestError(f"{output}: không phải thư mục (not a folder)")
    runner: Runner = in_process
    if scheduler is not None:
        runner = partial(on_cluster, address=scheduler)
    elif jobs > 0:
        runner = partial(in_processes, count=jobs)
    run = _Run(paths, output, progress, runner, reviews or folder("data/review"), force=force, ocr_seconds=ocr_seconds)
    return run.reports()


def write_report(reports: Sequence[Report], path: Path) -> None:
    """Write all reports as one JSON file: totals, then the documents in order. Raises IngestError where it cannot be written."""
    told = to_json(reports)
    total = sum((Counter(report.counts) for report in reports), Counter[str]())
    totals = {
        "files": len(reports), "skipped": sum(report.skipped for report in reports),
        "errors": sum(report.error is not None for report in reports), "counts": dict(total),
        "findings": dict(sorted(sum((report.by_code() for report in reports), Counter[str]()).items())),
    }  # fmt: skip
    try:
        files.write(path, json.dumps({"totals": totals, "documents": told}, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise IngestError(f"{path}: không ghi được báo cáo (cannot write the report): {error.strerror}") from error


class _Run:
    """One run: which files are still to be read, and what has become of the others."""

    def __init__(
        self, paths: Sequence[Path], output: Path, progress: Progress, runner: Runner, reviews: Path, *, force: bool, ocr_seconds: int
    ) -> None:
        self.paths, self.output, self.progress, self.runner, self.force = paths, output, progress, runner, force
        self.ocr_seconds, self.reviews = ocr_seconds, reviews
        self.reviewed = (output.parent if output.name == "documents" else output) / "reviewed"
        self.journal = Journal(output)
        self.done: dict[int, Report] = {}
        self.index: dict[str, int] = {}
        self.sources: dict[str, str] = {}
        self.broken: dict[str, Entry | None] = {}

    def reports(self) -> list[Report]:
        """Run, and give one report a file in the order of the files."""
        first = [job for index, path in enumerate(self.paths) if (job := self._job(index, path)) is not None]
        for outcome in self.runner(first, None):
            if outcome.broken:
                self.broken[outcome.slug] = None
            else:
                self._finish(outcome, None)
        if self.broken:
            self._restore()
        return [self.done[index] for index in range(len(self.paths))]

    def _job(self, index: int, path: Path) -> Job | None:
        """The job of one file; None where it is settled without reading, or must wait for the clean ones."""
        name = files.output_name(path.stem)
        if (error := self._conflict(name, path)) is not None:
            self._settle(index, Report(path.name, name, error=error))
            return None
        self.index[name] = index
        review = self._review(name)
        self.sources[name] = (files.digest(path) or "") + (f"+{files.digest(review)}" if review else "")
        fresh = None if self.force or self._unlike(name, review) else self.journal.fresh(name, self.sources[name], self._target(name))
        if fresh is None:
            return self._work(path, name)
        if fresh.basis is not None:
            self.broken[name] = fresh
        else:
            self._settle(index, Journal.skipped(fresh, self._target(name)))
        return None

    def _work(self, path: Path, name: str) -> Job:
        review = self._review(name)
        return Job(path, name, ocr_seconds=self.ocr_seconds, review=review.read_text(encoding="utf-8", errors="replace") if review else "")

    def _review(self, name: str) -> Path | None:
        path = self.reviews / f"{name}.yaml"
        return path if path.is_file() else None

    def _unlike(self, name: str, review: Path | None) -> bool:
        """Whether a reviewed graph stands there though nobody reviews the document any more."""
        return review is None and (self.reviewed / f"{name}.ttl").exists()

    def _conflict(self, name: str, path: Path) -> str | None:
        """Why a file cannot have the output name that follows from its own."""
        if not name:
            return f"{path.name}: tên tệp không có chữ cái hay chữ số nào (the file name has no letter or digit)"
        if name in self.index:
            other = self.paths[self.index[name]].name
            return f"{path.name}: trùng tên {name}.ttl với {other}, không ghi đè (same output name as {other}); hãy đổi tên (rename one)"
        before = files.made_from(self._target(name))
        if before is not None and before != path.name and not self.force:
            return f"{path.name}: {name}.ttl đã có, đọc từ {before}, không ghi đè (exists, made from {before}); dùng --force (to overwrite)"
        return None

    def _target(self, name: str) -> Path:
        return self.output / f"{name}.ttl"

    def _settle(self, index: int, report: Report) -> None:
        self.done[index] = report
        self.progress(report.name)

    def _finish(self, outcome: Outcome, basis: str | None, notes: tuple[str, ...] = ()) -> None:
        """Write what came of a job and note it, in this order: a crash in between only reads the file again."""
        report, name = outcome.report, outcome.slug
        if outcome.turtle is not None:
            report = report.written(self._target(name), notes)
            try:
                files.write_or_drop(self.reviewed / f"{name}.ttl", outcome.reviewed)
                files.write_or_drop(self.output / f"{name}.doubts.tsv", outcome.doubts)
                files.write(self._target(name), outcome.turtle)
                self.journal.add(report, self.sources[name], basis)
            except OSError as error:
                report = Report(report.name, name, error=f"{report.name}: không ghi được {name}.ttl (cannot write): {error.strerror}")
        self._settle(self.index[name], report)

    def _restore(self) -> None:
        """Read the broken texts with the clean ones of the run; those restored with the very same clean texts before are skipped."""
        clean = sorted(name for name, index in self.index.items() if name not in self.broken and self.done[index].error is None)
        shipped = self._shipped({self.sources[name].partition("+")[0] for name in clean})
        parts = [self.sources[name].partition("+")[0] for name in clean] + [files.digest(path) or "" for path in shipped]
        basis = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        for name, entry in list(self.broken.items()):
            if entry is not None and entry.basis == basis:
                self._settle(self.index[name], Journal.skipped(entry, self._target(name)))
                del self.broken[name]
        if not self.broken:
            return
        texts, left_out = self._clean_texts([*(self.paths[self.index[name]] for name in clean), *shipped])
        notes = (f"phục hồi bằng {len(texts)} văn bản sạch, bỏ {left_out} (restored with {len(texts)} clean texts, {left_out} left out)",)
        jobs = [self._work(self.paths[self.index[name]], name) for name in self.broken]
        for outcome in self.runner(jobs, texts):
            self._finish(outcome, basis, notes if left_out else ())

    @staticmethod
    def _shipped(known: Collection[str]) -> list[Path]:
        """The texts that ship with the program, to learn from where the run has not read them itself: a broken text may come alone."""
        return [path for path in sorted(folder("data/sources").glob("*.txt")) if files.digest(path) not in known]

    @staticmethod
    def _clean_texts(paths: Iterable[Path]) -> tuple[tuple[str, ...], int]:
        """The clean texts of files in their order, as many as may be used, and how many are left out."""
        texts: list[str] = []
        room, left_out = MAX_CLEAN, 0
        for path in paths:
            try:
                text = read(path).text.text if room > 0 else ""
            except ReadingError:  # changed or gone since it was read
                text = ""
            if text and is_ocr_broken(text):
                continue
            if text and len(text) <= room:
                texts.append(text)
                room -= len(text)
            else:
                left_out += 1
        return tuple(texts), left_out
