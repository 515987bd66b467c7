"""Exports of the whole graph, kept for the version of the data they were made of: made once, then sent from disk.

A file longer than `MOST` is sent and not kept: the catalogue has files of the whole graph of a nation.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Final

from phahe_server.exporting import Head

#: No longer file is kept, in bytes.
MOST: Final = 256_000_000


def known(path: Path) -> Head | None:
    """What precedes the file at `path`; None where it has not been made."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        said = json.loads(_head(path).read_text(encoding="utf-8"))
        if path.stat().st_size == said["length"]:
            return Head(said["name"], said["length"], tuple(said["notes"]))
    return None


async def keeping(pieces: AsyncIterator[bytes], head: Head, path: Path) -> AsyncIterator[bytes]:
    """The pieces as they come; when the last has gone, the file stands at `path`. A disk that is full costs the copy, not the answer."""
    copy = _temporary(path) if head.length <= MOST else None
    try:
        async for piece in pieces:
            if copy is not None:
                try:
                    copy.write(piece)
                except OSError:
                    _drop(copy)
                    copy = None
            yield piece
        if copy is not None:
            kept, copy = copy, None
            _settle(kept, head, path)
    finally:
        if copy is not None:
            _drop(copy)


def _settle(copy: IO[bytes], head: Head, path: Path) -> None:
    try:
        copy.close()
        if Path(copy.name).stat().st_size == head.length:
            _head(path).write_text(json.dumps(asdict(head)), encoding="utf-8")
            Path(copy.name).replace(path)
    except OSError:
        _drop(copy)


def _temporary(path: Path) -> IO[bytes] | None:
    with contextlib.suppress(OSError):
        return tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False)  # it outlives this function
    return None


def _drop(copy: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        copy.close()
        Path(copy.name).unlink(missing_ok=True)


def _head(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
