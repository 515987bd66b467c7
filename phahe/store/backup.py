"""All quads of a store in one file and back: N-Quads, gzip, SHA-256 of the unpacked text beside the last line.

The digest stands in the file itself, as its last line (a comment to any reader of N-Quads), with the number of quads. A file that was cut or
altered is refused before anything of it is seen; so is one without that line.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from phahe.store.bulk import lines_of
from phahe.store.embedded import EmbeddedStore
from phahe.store.errors import LoadError
from phahe.store.versions import Version, make_version

_LAST: Final = re.compile(rb"# phahe backup: (\d+) quads, sha256 ([0-9a-f]{64}), inputs (\S+)\n")


@dataclass(frozen=True, slots=True)
class Seal:
    """What the last line of a backup says: quads, SHA-256 of the lines before it, digest of the inputs of the version saved."""

    quads: int
    sha256: str
    inputs: str


def backup(quads: Iterable[Quad], path: Path, inputs: str = "0" * 64) -> Seal:
    """Write a backup; `path` is whole or untouched. OSError where it cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place, EmbeddedStore() as store:
    ...     backup(store.quads(), Path(place) / "x.nq.gz").quads, verify(Path(place) / "x.nq.gz").quads
    (0, 0)
    """
    digest, count = hashlib.sha256(), 0
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0, filename="") as file:
                for quad in quads:
                    line = f"{quad} .\n".encode()
                    digest.update(line)
                    file.write(line)
                    count += 1
                seal = Seal(count, digest.hexdigest(), inputs)
                file.write(f"# phahe backup: {count} quads, sha256 {seal.sha256}, inputs {inputs}\n".encode())
            raw.flush()
            os.fsync(raw.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return seal


def verify(path: Path) -> Seal:
    """Read a backup through; what its seal says. LoadError where the file is cut, altered, or no backup."""
    digest, count = hashlib.sha256(), 0
    last = b""
    for line in lines_of(path):
        if last:
            digest.update(last)
            count += 1
        last = line
    found = _LAST.fullmatch(last)
    if found is None:
        raise LoadError(path, "bản sao lưu không nguyên vẹn: thiếu dòng cuối (no whole backup: the last line, which seals it, is missing)")
    seal = Seal(int(found[1]), found[2].decode(), found[3].decode())
    if (count, digest.hexdigest()) != (seal.quads, seal.sha256):
        raise LoadError(path, "bản sao lưu đã bị thay đổi: mã kiểm không khớp (the backup was altered: its checksum does not match)")
    return seal


def restore(root: Path, path: Path) -> Version:
    """A new version under `root` from a backup, made current once the whole file is verified and loaded. LoadError and StoreError as they come."""
    seal = verify(path)

    def fill(store: EmbeddedStore) -> dict[str, object]:
        graphs = store.bulk_load(path)
        return {"kind": "restore", "from": path.name, "sha256": seal.sha256, "graphs": dict(sorted(graphs.items()))}

    return make_version(root, fill, seal.inputs)
