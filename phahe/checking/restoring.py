"""Restores the words of a draft that is a broken OCR, with the texts in hand to learn from, so that its numbers can be read.

How words are restored is `phahe.restoration`; here is only which texts are learned from, and how long a text may be.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from phahe.reading import FORMATS, Reading, ReadingError, read
from phahe.resources import folder

#: Restoring takes about 0.2 s a page; a longer text is left as it is.
LONGEST: Final = 100_000
_NOTE: Final = "bản quét mất dấu: chữ được phục hồi trước khi kiểm tra (broken OCR: its words were restored before the check)"
_LEFT: Final = "bản quét mất dấu, quá dài để phục hồi: có thể sót viện dẫn (broken OCR, too long to restore: citations may be missed)"


def restored(reading: Reading, sources: Path | None = None, longest: int = LONGEST) -> Reading:
    """`reading` with its words restored where they are a broken OCR, and a note that says so; any other reading unchanged.

    `sources` is a folder of texts to learn from, those shipped without it; a text of more than `longest` characters is left. Quotes stay slices of the stored text.
    """
    from phahe.restoration import is_ocr_broken  # noqa: PLC0415

    if not is_ocr_broken(reading.text.text):
        return reading
    if len(reading.text.text) > longest:
        return replace(reading, notes=(*reading.notes, _LEFT))
    from phahe.pipeline import restored as restored_text  # noqa: PLC0415

    text = restored_text(reading.text, _clean(sources or folder("data/sources")))
    return replace(reading, text=text, notes=(*reading.notes, _NOTE)) if text.restored else reading


@cache
def _clean(sources: Path) -> tuple[str, ...]:
    """The texts of a folder that are no broken OCR themselves."""
    from phahe.restoration import is_ocr_broken  # noqa: PLC0415

    found = []
    for path in sorted(sources.iterdir()) if sources.is_dir() else ():
        if path.suffix.lower() in FORMATS:
            try:
                found.append(read(path).text.text)
            except ReadingError:
                continue  # a text to learn from, not one to check: another will do
    return tuple(text for text in found if not is_ocr_broken(text))
