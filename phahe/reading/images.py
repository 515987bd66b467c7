"""Pictures of pages (PNG, JPEG, TIFF of several pages) to text, through the recogniser."""

from __future__ import annotations

import struct
from typing import Final

from phahe.reading import ocr
from phahe.reading.guarded import Extracted

_MAX_PAGES: Final = 3_000


def extract(raw: bytes, until: float) -> Extracted:
    """The text of a picture, pages parted by form feeds; recognised `until` a moment of the monotonic clock.

    Raises ValueError with the cause: no recogniser, a damaged picture, no text found, no time left.
    """
    if missing := ocr.missing():
        raise ValueError(missing)
    count = tiff_pages(raw)
    scans = (ocr.Scan(raw, page) for page in range(count)) if count > 1 else iter([ocr.Scan(raw)])
    found = list(ocr.recognise(scans, until))
    notes = ["ảnh, đọc bằng nhận dạng chữ (a picture, read by text recognition)"]
    if late := count - len(found):
        if not any(found):
            raise ValueError(ocr.OUT_OF_TIME)
        notes.append(f"{late}/{count} trang cuối chưa đọc (the last pages were not read): {ocr.OUT_OF_TIME}")
    if not any(found):
        raise ValueError("không nhận ra chữ nào trong ảnh (no text found in the picture)")
    return Extracted("\f".join(text or "" for text in found), tuple(notes))


def tiff_pages(raw: bytes) -> int:
    """How many pages a TIFF file has; 1 for any other picture.

    >>> tiff_pages(b"II*\\0" + (8).to_bytes(4, "little") + bytes(2) + bytes(4)), tiff_pages(b"\\x89PNG")
    (1, 1)
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(raw[:4])
    if order is None:
        return 1
    seen = set[int]()
    try:
        (at,) = struct.unpack_from(f"{order}I", raw, 4)
        while at and at not in seen and len(seen) < _MAX_PAGES:
            seen.add(at)
            (entries,) = struct.unpack_from(f"{order}H", raw, at)
            (at,) = struct.unpack_from(f"{order}I", raw, at + 2 + 12 * entries)
    except struct.error:  # cut short: what there is, is for the recogniser to judge
        pass
    return max(len(seen), 1)
