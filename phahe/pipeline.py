"""From files to Turtle: read → restore → analyse → graph → write. One file a document; the same input gives the same bytes.

A document that cannot be read is reported and the rest goes on; a file is written whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from phahe.analysis import Analysis, analyse
from phahe.graph import document_graph
from phahe.namespaces import PH
from phahe.reading import FORMATS, Reading, ReadingError, read
from phahe.registers import load_measures, load_registers
from phahe.restoration import build_model, is_ocr_broken, restore, to_text
from phahe.text import Text, compose
from phahe.turtle import serialize
from phahe.vietnamese import slug


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file: counts by kind of fact, or the error that stopped it."""

    name: str
    slug: str
    output: Path | None = None
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None


def sources(paths: Iterable[Path]) -> list[Path]:
    """The readable files among `paths`, folders searched (not their subfolders), in name order.

    Raises ReadingError for a path that does not exist or a folder without a readable file.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in FORMATS and file.suffix)
            if not inside:
                raise ReadingError(str(path), "thư mục không có tệp đọc được (folder without a readable file)")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise ReadingError(str(path), "không có tệp hay thư mục này (no such file or folder)")
    return found


def ingest(paths: Sequence[Path], output: Path, progress: Callable[[str], None] = lambda name: None) -> list[Report]:
    """Read every file and write `<slug>.ttl` into `output`; one Report a file, in order."""
    readings = {path: _read(path) for path in paths}
    clean = [r.text.text for r in readings.values() if isinstance(r, Reading) and not is_ocr_broken(r.text.text)]
    reports = []
    for path, reading in readings.items():
        progress(path.name)
        reports.append(_ingest_one(path, reading, clean, output))
    return reports


def _read(path: Path) -> Reading | ReadingError:
    try:
        return read(path)
    except ReadingError as error:
        return error


def _ingest_one(path: Path, reading: Reading | ReadingError, clean: Sequence[str], output: Path) -> Report:
    name = slug(path.stem)
    if isinstance(reading, ReadingError):
        return Report(path.name, name, error=str(reading))
    _, graph = graph_of(reading, name, clean)
    target = output / f"{name}.ttl"
    _write(target, serialize(graph))
    return Report(path.name, name, target, counts(graph))


def graph_of(reading: Reading, name: str, clean: Sequence[str] = ()) -> tuple[Analysis, Graph]:
    """The analysis and the graph of one reading; `clean` are texts of the genre, used to restore a broken OCR."""
    analysis = analyse(restored(reading.text, clean), load_measures())
    _, graph = document_graph(analysis, reading, name, load_registers())
    return analysis, graph


def restored(text: Text, clean: Sequence[str]) -> Text:
    """`text` itself, or with its words restored where it is a broken OCR and clean texts are at hand to learn from."""
    if not clean or not is_ocr_broken(text.text):
        return text
    gazetteer = "\n".join(load_registers().labels.values())
    words = restore(text.text, build_model([*clean, gazetteer]), near_duplicates=clean)
    return compose(to_text(text.text, words), text)


def counts(graph: Graph) -> dict[str, int]:
    """How many of each kind of fact a document's graph holds."""
    kinds = Counter(str(kind).removeprefix(str(PH)) for kind in graph.objects(None, RDF.type) if isinstance(kind, URIRef) and kind in PH)
    return {
        kind: kinds[kind]
        for kind in ("Provision", "Task", "Citation", "Target", "Assignment", "Timing", "DocumentRelation", "Finding", "Evidence")
    }


def _write(path: Path, content: str) -> None:
    """Write beside and rename: a crash leaves the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(path.suffix + ".tmp")
    beside.write_text(content, encoding="utf-8", newline="\n")
    beside.replace(path)
