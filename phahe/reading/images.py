"""Pictures of pages (PNG, JPEG, TIFF of several pages) to text, through the recogniser."""

from __future__ import annotations

from phahe.reading import ocr
from phahe.reading.guarded import Extracted


def extract(raw: bytes) -> Extracted:
    """The text of a picture, pages parted by form feeds.

    Raises ValueError with the cause: no recogniser, a damaged picture, no text found.
    """
    if missing := ocr.missing():
        raise ValueError(missing)
    text = "".join(found or "" for found in ocr.recognise([raw])).strip("\n\f ")
    if not text:
        raise ValueError("không nhận ra chữ nào trong ảnh (no text found in the picture)")
    return Extracted(text, ("ảnh, đọc bằng nhận dạng chữ (a picture, read by text recognition)",))
