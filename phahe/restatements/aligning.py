"""From the Turtle files of documents to the Turtle file of what they share: reads files, compares, writes one canonical file."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import Graph

from phahe.namespaces import PH
from phahe.reading import ReadingError, read
from phahe.resources import folder
from phahe.restatements.ancestry import common_sources, parents
from phahe.restatements.finding import find_restatements
from phahe.restatements.held import Held, held_documents
from phahe.restatements.model import Restatement
from phahe.restatements.positions import Places, places_of
from phahe.restatements.writing import PlacedRun, placed_words, write
from phahe.turtle.canonical import read_turtle, serialize

#: Folders beside that of the documents whose lineage edges count too.
_CONTEXT: Final = ("reference", "brief")
FILE: Final = "restatements.ttl"


@dataclass(frozen=True, slots=True)
class Report:
    """What `align` did: documents compared, restatements by kind of part (task, heading, target), and the stored texts not at hand."""

    output: Path
    documents: int
    counts: dict[str, int] = field(default_factory=dict)
    without_text: tuple[str, ...] = ()


def align(documents: Path, output: Path, sources: Path | None = None, progress: Callable[[str], None] = lambda name: None) -> Report:
    """Compare the documents of a folder of Turtle files and write what they share to `output` (a .ttl file, or a folder for it).

    `sources` is the folder of the stored texts (the shipped one by default): it gives the places of shared words. Of a document whose
    text is not there, or is another than was read, the words are written without places, and the report names it. The same files give
    the same bytes; the lineage edges in the folders `reference` and `brief` beside `documents` count towards common sources.
    Raises TurtleError for a file that cannot be read and FileNotFoundError for a folder without any.
    """
    files = sorted(documents.glob("*.ttl"))
    if not files:
        raise FileNotFoundError(f"{documents}: không có tệp .ttl nào (no Turtle file); chạy “phahe ingest” trước")
    held: list[Held] = []
    lineage = Graph()
    for path in files:
        progress(path.name)
        graph = read_turtle(path)
        held += held_documents(graph)
        _keep_lineage(graph, lineage)
    for name in _CONTEXT:
        for path in sorted((documents.parent / name).glob("*.ttl")):
            _keep_lineage(read_turtle(path), lineage)
    found = find_restatements([one.document for one in held])
    stored = {one.document.iri: _stored(one, sources or folder("data/sources")) for one in held}
    target = output if output.suffix == ".ttl" else output / FILE
    _replace(target, serialize(_graph(found, held, stored, parents(lineage))))
    missing = tuple(sorted(one.file or one.document.iri for one in held if stored[one.document.iri] is None))
    return Report(target, len(held), dict(sorted(Counter(one.first.what for one in found).items())), missing)


def _keep_lineage(graph: Graph, lineage: Graph) -> None:
    for edge in (PH.carriesOut, PH["continues"], PH.annexOf):
        for triple in graph.triples((None, edge, None)):
            lineage.add(triple)


def _stored(held: Held, sources: Path) -> str | None:
    """The stored text, if its file is at hand and is the one that was read."""
    path = sources / held.file if held.file and Path(held.file).name == held.file else None
    if path is None or not path.is_file():
        return None
    try:
        reading = read(path)
    except ReadingError:
        return None
    return reading.text.stored if reading.sha256 == held.sha256 else None


def _graph(
    found: tuple[Restatement, ...], held: list[Held], stored: Mapping[str, str | None], parents_of: Mapping[str, frozenset[str]]
) -> Graph:
    owner = {part.iri: one for one in held for part in one.document.parts}
    known: dict[str, Places] = {}
    for part in {part for one in found for part in (one.first, one.second)}:
        own = owner[part.iri]
        known[part.iri] = places_of(part.text, own.quotes[part.iri], stored[own.document.iri])
    graph = Graph()
    for one in found:
        first, second = known[one.first.iri], known[one.second.iri]
        runs = [PlacedRun(placed_words(one.first.text, run.first), first.quotes(run.first), second.quotes(run.second)) for run in one.runs]
        documents = owner[one.first.iri].document.iri, owner[one.second.iri].document.iri
        write(graph, one, documents, runs, common_sources(*documents, parents_of))
    return graph


def _replace(path: Path, text: str) -> None:
    """Write beside and rename: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
