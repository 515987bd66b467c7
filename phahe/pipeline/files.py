"""The files that ingesting reads and writes: which ones, under which names, what they are made of; written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from phahe.reading import FORMATS, ReadingError
from phahe.vietnamese import slug

_BLOCK: Final = 2**20
_LONGEST: Final = 180  # a file name has at most 255 bytes, and a temporary one is longer
_FILE: Final = re.compile(r'^    ph:file "((?:[^"\\]|\\.)*)"', re.MULTILINE)


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


def output_name(stem: str) -> str:
    """The name of the output of a file called `stem`: its slug, a long one cut and told apart by a digest; "" where there is no letter.

    >>> output_name("Nghị quyết 47"), output_name("y" * 250)
    ('nghi-quyet-47', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy-27d6177e')
    """
    name = slug(stem)
    return name if len(name) <= _LONGEST else f"{name[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def digest(path: Path) -> str | None:
    """SHA-256 of a regular file, in hexadecimal; None for anything that cannot be read."""
    if not path.is_file():
        return None
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                total.update(block)
    except OSError:
        return None
    return total.hexdigest()


def made_from(path: Path) -> str | None:
    """Name of the file that the Turtle file at `path` was read from; None where there is no such Turtle file."""
    try:
        found = _FILE.search(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found[1] if found else None


def write(path: Path, content: str) -> None:
    """Write beside and rename: a crash leaves the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write_or_drop(path: Path, content: str | None) -> None:
    """Write `content`; without any, take away the file that an earlier run left."""
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write(path, content)
