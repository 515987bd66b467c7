"""Reads a file into a clean `Text` over its stored words. One verb, `read`; one small module a format.

Reading decodes, extracts, normalises Unicode and drops markup. It does not know documents: paragraphs are `layout`'s, parts are
`outline`'s. For a binary format the stored text is the extracted one. See docs/reading.md.
"""

from __future__ import annotations

import hashlib
import stat
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from phahe.reading import guarded, kinds, plain
from phahe.reading.errors import ReadingError, shown
from phahe.reading.normalise import cleaned
from phahe.reading.prose import require_vietnamese
from phahe.text import Text

#: Seconds that recognising the pictures of one file may take unless the caller gives more.
OCR_SECONDS: Final = guarded.OCR_SECONDS
#: File ending to media type.
FORMATS: Final[Mapping[str, str]] = MappingProxyType({ending: kinds.MEDIA_TYPES[kind] for ending, kind in kinds.ENDINGS.items()})
#: A file longer than this is refused unread; the text may be far shorter (pictures, markup).
MAX_BYTES: Final = 64 * 2**20
#: A text longer than this is refused: 1,000 printed pages.
MAX_CHARACTERS: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: `text.stored` is what quotes are slices of, `text.text` what the stages read.

    `pages`: where each page begins in the stored text, in code points; empty for a file without pages. `notes`: what was seen and
    left out (scripts, attachments, pages that could not be read), each one line in Vietnamese and English.
    """

    name: str
    media_type: str
    sha256: str
    text: Text
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def page(self, position: int) -> int | None:
        """The page, counted from 1, on which the stored code point `position` stands; None for a file without pages.

        >>> from phahe.text import whole
        >>> Reading("a.pdf", "application/pdf", "", whole("Điều 1\\fĐiều 2"), (0, 7)).page(9)
        2
        """
        return bisect_right(self.pages, position) or None


def read(path: Path, ocr_seconds: int = OCR_SECONDS) -> Reading:
    """The Reading of the file at `path`, whatever it is called: a PDF named .txt is read as a PDF.

    Raises ReadingError, one line naming file and cause, for a file that is missing, empty, too large, damaged, protected, of an unknown
    format or encoding, without text, or not in Vietnamese; within 20 s and 2 GB. `ocr_seconds` is what recognising the pictures of one
    file may take; pages left for want of it are named in the notes.
    """
    return read_bytes(path.name, _bytes(path), ocr_seconds)


def read_bytes(name: str, raw: bytes, ocr_seconds: int = OCR_SECONDS) -> Reading:
    """The Reading of the file `raw` called `name`, which need not stand on any disk; raises as `read` does."""
    try:
        kind = kinds.kind_of(raw, Path(name).suffix.lower())
        extracted = guarded.Extracted(plain.decode(raw)) if kind in ("text", "markdown") else guarded.extract(kind, raw, ocr_seconds)
        if len(extracted.text) > MAX_CHARACTERS:
            raise ValueError(f"dài hơn {MAX_CHARACTERS:,} ký tự (longer than 1,000 pages); hãy chia nhỏ (split it)")
        text = cleaned(extracted.text)
        require_vietnamese(text.text)
    except ValueError as error:
        raise ReadingError(name, str(error)) from error
    pages = _page_starts(extracted.text) if kind == "pdf" or kind in kinds.IMAGES or "\f" in extracted.text else ()
    return Reading(shown(name), kinds.MEDIA_TYPES[kind], hashlib.sha256(raw).hexdigest(), text, pages, extracted.notes)


def _bytes(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadingError(path.name, "không phải tệp thường (not a regular file)")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadingError(path.name, f"không mở được (cannot be opened): {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise ReadingError(path.name, "tên tệp không hợp lệ (invalid file name)") from error
    if len(raw) > MAX_BYTES:
        raise ReadingError(path.name, f"lớn hơn {MAX_BYTES // 2**20} MB (too large)")
    if not raw:
        raise ReadingError(path.name, "tệp rỗng (the file is empty)")
    return raw


def _page_starts(stored: str) -> tuple[int, ...]:
    """Pages are parted by form feeds, in plain text as in what is extracted."""
    return (0, *(index + 1 for index, letter in enumerate(stored) if letter == "\f"))


__all__ = ["FORMATS", "MAX_BYTES", "MAX_CHARACTERS", "OCR_SECONDS", "Reading", "ReadingError", "read", "read_bytes"]
