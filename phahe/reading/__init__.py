"""Reads a file into a clean `Text` over its stored words. One verb, `read`; one small module a format.

Reading decodes, normalises Unicode and drops markup. It does not know documents: paragraphs are `layout`'s, parts are `outline`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from phahe.reading import plain
from phahe.reading.errors import ReadingError
from phahe.reading.normalise import normalised
from phahe.text import Text

#: File ending to (media type, function from the file's bytes to its stored text).
FORMATS: Final = MappingProxyType[str, tuple[str, Callable[[bytes], str]]](
    {".txt": ("text/plain", plain.decode), ".md": ("text/markdown", plain.decode), "": ("text/plain", plain.decode)}
)
MAX_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: `text.stored` is what quotes are slices of, `text.text` what the stages read."""

    name: str
    media_type: str
    sha256: str
    text: Text


def read(path: Path) -> Reading:
    """The Reading of the file at `path`.

    Raises ReadingError, one line naming file and cause, for a file that is missing, empty, binary, too large, of an unknown
    format, in no known encoding, or not in Vietnamese.
    """
    if path.suffix.lower() not in FORMATS:
        raise ReadingError(
            path.name, f"định dạng {path.suffix} chưa đọc được (unknown format); đọc được: {', '.join(filter(None, FORMATS))}"
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError(path.name, f"lớn hơn {MAX_BYTES // 2**20} MB (too large)")
        raw = path.read_bytes()
    except OSError as error:
        raise ReadingError(path.name, f"không mở được (cannot be opened): {error.strerror or error}") from error
    media_type, decode = FORMATS[path.suffix.lower()]
    try:
        text = normalised(decode(raw))
        plain.require_vietnamese(text.text)
    except ValueError as error:
        raise ReadingError(path.name, str(error)) from error
    return Reading(path.name, media_type, hashlib.sha256(raw).hexdigest(), text)


__all__ = ["FORMATS", "Reading", "ReadingError", "read"]
