"""Plain text and Markdown: bytes to the stored text, with clear refusals.

Encodings: UTF-8; UTF-16 with or without a byte order mark; Windows-1258; one byte a letter for the fonts of the nineties (TCVN3, VNI),
whose letters `legacy` then reads.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from phahe.reading import legacy, prose
from phahe.vietnamese import nfc

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE: Final = 2**16


def decode(raw: bytes) -> str:
    """The text of a plain-text file.

    >>> decode("Nghị quyết".encode()), decode("Nghị quyết".encode("utf-16"))
    ('Nghị quyết', 'Nghị quyết')

    Raises ValueError with the cause for an empty file, binary content, or bytes in no known encoding (with the offset of the first).
    """
    if not raw.strip(b"\0 \t\r\n\f\v"):
        raise ValueError("tệp rỗng (the file is empty)")
    try:
        text = raw.decode(_encoding(raw))
    except UnicodeDecodeError as error:
        text = _one_byte(raw, error.start)
    if (control := _CONTROL.search(text)) is not None:
        raise ValueError(f"tệp nhị phân (binary file): ký tự điều khiển U+{ord(control.group()):04X} ở vị trí {control.start()}")
    if not text.strip():
        raise ValueError("tệp rỗng (the file is empty)")
    return text


def _encoding(raw: bytes) -> str:
    """By byte order mark; else UTF-16 where every second byte of many is one of the few that begin or end Vietnamese letters."""
    marked = next((name for mark, name in _BOMS if raw.startswith(mark)), None)
    if marked is not None:
        return marked
    sample = raw[:_SAMPLE]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        halves = sample[first::2]
        if len(sample) > 8 and halves.count(0) > 0.4 * len(halves):
            return name
    return "utf-8"


def _one_byte(raw: bytes, wrong: int) -> str:
    """`raw` as Windows-1258 or as the letters of a legacy font, whichever reads as Vietnamese; `wrong`: where UTF-8 ended."""
    legacy_text = raw.decode("cp1252", errors="replace")
    windows = raw.decode("cp1258", errors="replace")
    sample = windows[:_SAMPLE]
    hits = prose.marked(nfc(sample))
    if hits >= legacy.ENOUGH and hits > (legacy.hits(legacy_text[:_SAMPLE]) or 0):
        return windows
    if legacy.encoding(legacy_text[:_SAMPLE]) is not None:
        return legacy_text
    raise ValueError(f"không phải văn bản UTF-8 hay bảng mã tiếng Việt đã biết (not UTF-8 or a known Vietnamese encoding), byte {wrong}")
