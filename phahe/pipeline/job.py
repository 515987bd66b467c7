"""One file from bytes to Turtle text. Runs in whatever process or machine it is sent to, and writes nothing there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from phahe.analysis import analyse
from phahe.graph import document_graph
from phahe.pipeline.document import restored
from phahe.pipeline.reports import Report, counts, troubles
from phahe.reading import OCR_SECONDS, Reading, ReadingError, read
from phahe.registers import load_glossaries, load_measures, load_registers
from phahe.restoration import is_ocr_broken

_UNRESTORED = "chữ hỏng do OCR, không có văn bản sạch nào để phục hồi (broken OCR, and no clean text to restore it with)"


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read under the name `slug`; `content` is given where the file at `path` is not within reach. `ocr_seconds`: see `read`."""

    path: Path
    slug: str
    content: bytes | None = None
    ocr_seconds: int = OCR_SECONDS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its report, its Turtle text; `broken` for an OCR that waits for the clean texts of the run."""

    slug: str
    report: Report
    turtle: str | None = None
    broken: bool = False


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
    analysis = analyse(restored(reading.text, clean or ()), load_measures(), load_glossaries())
    identity, statements = document_graph(analysis, reading, job.slug, load_registers())
    report = Report(
        job.path.name, job.slug, document=str(identity.iri), counts=counts(statements), findings=troubles(statements, reading),
        notes=(*reading.notes, *([_UNRESTORED] if broken and not clean else [])),
    )  # fmt: skip
    return Outcome(job.slug, report, statements.turtle(), broken)


def _read(job: Job) -> Reading:
    if job.content is None:
        return read(job.path, job.ocr_seconds)
    with tempfile.TemporaryDirectory(prefix="phahe-") as folder:
        path = Path(folder, job.path.name)
        path.write_bytes(job.content)
        return read(path, job.ocr_seconds)
