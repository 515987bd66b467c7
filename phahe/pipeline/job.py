"""One file from bytes to Turtle text. Runs in whatever process or machine it is sent to, and writes nothing there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from phahe.graph.adding import AddingError
from phahe.pipeline.document import analysed, restoration
from phahe.pipeline.doubts import doubts, to_tsv
from phahe.pipeline.reports import Report, counts, outdated, troubles
from phahe.pipeline.reviewed import product
from phahe.reading import OCR_SECONDS, Reading, ReadingError, read
from phahe.restoration import is_ocr_broken
from phahe.reviews import parse_review

_UNRESTORED = "chữ hỏng do OCR, không có văn bản sạch nào để phục hồi (broken OCR, and no clean text to restore it with)"
_ADDED = "{0} dữ kiện do người rà soát thêm (facts added by a reviewer)"


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read under the name `slug`; `content` is given where the file at `path` is not within reach. `ocr_seconds`: see `read`.

    `review` is the text of its review file, `data/review/<slug>.yaml`, where there is one.
    """

    path: Path
    slug: str
    content: bytes | None = None
    ocr_seconds: int = OCR_SECONDS
    review: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its report, its Turtle text; `broken` for an OCR that waits for the clean texts of the run.

    `reviewed` is the Turtle text of what a person said, `doubts` the review list of a restored text.
    """

    slug: str
    report: Report
    turtle: str | None = None
    broken: bool = False
    reviewed: str | None = None
    doubts: str | None = None


def work(job: Job, clean: tuple[str, ...] | None) -> Outcome:
    """Read, analyse and render one file. Never raises: what goes wrong stands in the report.

    `clean` are the texts to restore a broken OCR with; None puts such a file off.
    """
    try:
        return _work(job, clean)
    except ReadingError as error:
        return failed(job, str(error))
    except MemoryError:
        return failed(job, f"{job.path.name}: hết bộ nhớ (out of memory)")
    except Exception as error:  # the boundary of a worker: one file's fault must not stop the others
        told = " ".join(str(error).split())[:200]
        return failed(job, f"{job.path.name}: lỗi của chương trình (program error): {type(error).__name__}: {told}")


def failed(job: Job, error: str) -> Outcome:
    """The outcome of a job of which nothing came."""
    return Outcome(job.slug, Report(job.path.name, job.slug, error=error))


def _work(job: Job, clean: tuple[str, ...] | None) -> Outcome:
    reading = _read(job)
    broken = is_ocr_broken(reading.text.text)
    if broken and clean is None:
        return Outcome(job.slug, Report(job.path.name, job.slug), broken=True)
    try:
        review = parse_review(job.review)
    except ValueError as error:
        return failed(job, f"data/review/{job.slug}.yaml: {error}")
    words = restoration(reading.text, clean or (), review.restoration)
    try:
        made = product(analysed(words.text), reading, job.slug, review)
    except AddingError as error:
        return failed(job, f"data/review/{job.slug}.yaml: {error}")
    stale = (*words.stale, *made.stale)
    listed = doubts(words, reading)
    report = Report(
        job.path.name, job.slug, document=str(made.identity.iri), counts=counts(made.statements),
        findings=(*troubles(made.statements, reading), *outdated(stale, reading)), doubts=len(listed),
        notes=(*reading.notes, *([_UNRESTORED] if broken and not clean else []), *([_ADDED.format(made.added)] if made.added else [])),
    )  # fmt: skip
    return Outcome(job.slug, report, made.turtle, broken, made.reviewed, to_tsv(listed) if listed else None)


def _read(job: Job) -> Reading:
    if job.content is None:
        return read(job.path, job.ocr_seconds)
    with tempfile.TemporaryDirectory(prefix="phahe-") as folder:
        path = Path(folder, job.path.name)
        path.write_bytes(job.content)
        return read(path, job.ocr_seconds)
