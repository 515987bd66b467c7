"""The files of data sets: written whole or not at all, with their size and SHA-256, the same bytes for the same data.

RDF files of one named graph hold its statements sorted; tables are the rows of `queries/catalogue/<slug>.rq`; the text of a document is
the stored file as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import NamedNode

from phahe import exports
from phahe.catalogue.model import Dataset
from phahe.catalogue.planning import query_text
from phahe.exports import Report, to_file
from phahe.store import Store


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files: its extension, the name of the export, its media type, whether it is packed with gzip."""

    extension: str
    export: str
    media_type: str
    packed: bool = False

    @property
    def served_as(self) -> str:
        """The media type of the bytes that are sent."""
        return "application/gzip" if self.packed else self.media_type


def _formats() -> dict[str, FileFormat]:
    named = {"ttl": "turtle", "rdf": "rdfxml", "jsonld": "jsonld", "nq": "nquads", "csv": "table", "xlsx": "xlsx"}
    found = {extension: FileFormat(extension, name, exports.get(name).media_type) for extension, name in named.items()}
    return {
        **found,
        "nq.gz": FileFormat("nq.gz", "nquads", found["nq"].media_type, packed=True),
        "txt": FileFormat("txt", "", "text/plain"),
    }


#: Formats by extension.
FORMATS: Final = _formats()
_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Made:
    """A file on disk: where, how long (bytes), its SHA-256 in hexadecimal digits."""

    path: Path
    size: int
    sha256: str


def write_file(store: Store, dataset: Dataset, extension: str, path: Path, texts: Path) -> Made:
    """Write a file of a data set; `texts` is the folder of the stored texts. FileNotFoundError where a text is not there."""
    form = FORMATS[extension]
    write = _copier(texts / Path(dataset.text).name) if extension == "txt" else _writer(store, dataset, form)
    to_file(path, _packed(write) if form.packed else write)
    return measured(path)


def _copier(source: Path) -> Callable[[IO[bytes]], Report]:
    def copying(out: IO[bytes]) -> Report:
        with source.open("rb") as stored:
            shutil.copyfileobj(stored, out)
        return Report()

    return copying


def measured(path: Path) -> Made:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(path, path.stat().st_size, digest)


def _packed(write: Callable[[IO[bytes]], Report]) -> Callable[[IO[bytes]], Report]:
    """The same, packed, without a date and without a name: the same bytes again."""

    def packing(out: IO[bytes]) -> Report:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=out, mtime=0) as packed:
            return write(packed)  # type: ignore[arg-type]  # formats that are packed only write

    return packing


def _writer(store: Store, dataset: Dataset, form: FileFormat) -> Callable[[IO[bytes]], Report]:
    export = exports.get(form.export)
    if dataset.of == "graph":
        return lambda out: exports.export(store, exports.whole(store), export, out)
    if dataset.of in ("named", "document"):
        return lambda out: _write_graph(store, dataset.graph, form.export, out)
    rows = store.select(query_text(dataset.slug))
    if form.export in ("table", "xlsx"):
        table = exports.of_solutions(rows, dataset.title.vi)
        return lambda out: exports.export_table(table, export, out)
    iris = [term.value for term in rows.column("thing") if isinstance(term, NamedNode)]
    selection = exports.of_things(store, dataset.slug, dataset.title, iris, within=False)
    return lambda out: exports.export(store, selection, export, out)


def _write_graph(store: Store, graph: str, name: str, out: IO[bytes]) -> Report:
    from phahe.exports.building import sorted_quads  # noqa: PLC0415
    from phahe.exports.formats import rdf  # noqa: PLC0415

    report = Report()
    rdf.write(name, sorted_quads(store.quads(NamedNode(graph)), by_graph=name == "jsonld"), out, report)
    return report
