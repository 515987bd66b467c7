"""A synthetic nation as one stream of N-Quads, document after document: its size is the number of documents, not the memory."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from math import ceil
from pathlib import Path
from random import Random
from typing import BinaryIO, Final

from phahe.namespaces import BASE
from phahe.resources import folder
from phahe.synthetic.document import Document, Writer
from phahe.synthetic.nation import PROVINCES, Body, communes, provinces, reference

_LEAST_LINEAGES: Final = 2
_CHUNK: Final = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many communes there are, about how many quads to write, and the seed."""

    communes: int = 3321
    quads: int = 1_000_000
    seed: int = 1


def generate(size: Size, path: Path) -> int:
    """Write the nation to `path` (`.nq` or `.nq.gz`); the number of quads. ValueError for a size that is none.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     40_000 <= generate(Size(communes=50, quads=60_000), Path(place) / "x.nq") <= 80_000
    True
    """
    if size.communes < 1 or size.quads < 1:
        raise ValueError("communes and quads must be positive")
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("wb") as raw:
        file: BinaryIO | gzip.GzipFile = (
            gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1, mtime=0, filename="") if path.suffix == ".gz" else raw
        )
        lines = _lines(size)
        while chunk := list(islice(lines, _CHUNK)):
            file.write("".join(chunk).encode())
            count += len(chunk)
        if file is not raw:
            file.close()
    return count


def _lines(size: Size) -> Iterator[str]:
    themes, measures = _shipped()
    sample = sum(1 for _ in Writer(Document(Body(0, 0, commune=True), 0), themes, measures, Random(0)).quads())
    everywhere = sum(1 for _ in reference(size.communes, _LEAST_LINEAGES))
    documents = max(1, (size.quads - everywhere) // sample)
    lineages = max(_LEAST_LINEAGES, ceil(documents / (size.communes + PROVINCES)))
    return chain(reference(size.communes, lineages), _documents(size, documents, lineages, themes, measures))


def _documents(size: Size, count: int, lineages: int, themes: tuple[str, ...], measures: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """The plans of the provinces in each lineage, then the resolutions of the communes, until there are `count`."""
    bodies = (*provinces(), *communes(size.communes))
    for number in range(min(count, len(bodies) * lineages)):
        document = Document(bodies[number // lineages], number % lineages)
        yield from Writer(document, themes, measures, Random(size.seed * 1_000_003 + number)).quads()


def _shipped() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Themes and measures of the shipped vocabulary, a measure with its unit."""
    from pyoxigraph import RdfFormat, parse  # noqa: PLC0415

    themes: set[str] = set()
    units: dict[str, str] = {}
    directed: set[str] = set()
    for name in ("theme", "measure"):
        for quad in parse(path=str(folder("ontology") / "vocab" / f"{name}.ttl"), format=RdfFormat.TURTLE):
            subject, predicate = str(quad.subject), quad.predicate.value.rpartition("#")[2]
            if subject.startswith(f"<{BASE}vocab/theme/"):
                themes.add(subject)
            if subject.startswith(f"<{BASE}measure/") and predicate == "unit":
                units[subject] = str(quad.object)
            if predicate == "direction":
                directed.add(subject)
    return tuple(sorted(themes)), tuple(sorted((measure, unit) for measure, unit in units.items() if measure in directed))[:12]
