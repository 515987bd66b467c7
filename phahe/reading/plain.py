"""Plain text and Markdown: bytes to the stored text, with clear refusals."""

from __future__ import annotations

import codecs
import re
from typing import Final

from phahe.vietnamese import fold

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: The commonest syllables of Vietnamese administrative prose, folded: an OCR that lost every diacritic still shows them.
_COMMON: Final = frozenset(
    [
        "va",
        "cua",
        "cac",
        "co",
        "trong",
        "cho",
        "theo",
        "ve",
        "den",
        "duoc",
        "voi",
        "la",
        "tai",
        "nam",
        "ngay",
        "so",
        "hoc",
        "giao",
        "duc",
        "phat",
        "trien",
        "thuc",
        "hien",
        "quy",
        "dinh",
        "dan",
        "uy",
        "ban",
        "nhan",
        "xa",
        "tinh",
        "can",
        "cu",
        "nghi",
        "quyet",
        "ke",
        "hoach",
        "chinh",
        "phu",
        "dieu",
        "viec",
        "to",
        "chuc",
        "quan",
        "ly",
        "dao",
        "tao",
        "nguoi",
        "khong",
        "mot",
        "nhung",
        "nhiem",
        "vu",
    ]
)


def decode(raw: bytes) -> str:
    """The text of a plain-text file: UTF-8, or UTF-16 with a byte order mark.

    >>> decode("Nghị quyết".encode())
    'Nghị quyết'

    Raises ValueError with the cause for an empty file, binary content, or bytes in another encoding (with their offset).
    """
    if not raw.strip():
        raise ValueError("tệp rỗng (the file is empty)")
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"không phải văn bản UTF-8 (not UTF-8 text), byte {error.start}") from error
    if (control := _CONTROL.search(text)) is not None:
        raise ValueError(f"tệp nhị phân (binary file): ký tự điều khiển U+{ord(control.group()):04X} ở vị trí {control.start()}")
    if not text.strip():
        raise ValueError("tệp rỗng (the file is empty)")
    return text


def require_vietnamese(text: str) -> None:
    """Raise ValueError unless `text` reads like Vietnamese prose, well printed or badly recognised.

    >>> require_vietnamese("Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019")
    >>> require_vietnamese("The quick brown fox jumps over the lazy dog again")
    Traceback (most recent call last):
    ...
    ValueError: không phải tiếng Việt (not Vietnamese): 0% âm tiết thường gặp
    """
    words = [fold(word) for word in _WORD.findall(text[:20000])]
    share = sum(word in _COMMON for word in words) / len(words) if words else 0.0
    if share < 0.08:
        raise ValueError(f"không phải tiếng Việt (not Vietnamese): {share:.0%} âm tiết thường gặp")
