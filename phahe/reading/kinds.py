"""What a file is, told by its first bytes; its ending only settles what the bytes leave open."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from types import MappingProxyType
from typing import Final

#: File ending to the kind of file it promises.
ENDINGS: Final = MappingProxyType(
    {
        ".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf",
        ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".tif": "tiff", ".tiff": "tiff",
    }
)  # fmt: skip
MEDIA_TYPES: Final = MappingProxyType(
    {
        "text": "text/plain", "markdown": "text/markdown", "html": "text/html", "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "png": "image/png", "jpeg": "image/jpeg", "tiff": "image/tiff",
    }
)  # fmt: skip
IMAGES: Final = frozenset({"png", "jpeg", "tiff"})

_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"),
)  # fmt: skip
#: What people mistake for a document we read, and what to do about it.
_OTHERS: Final = (
    (b"{\\rtf", "tệp RTF (an RTF file); hãy lưu thành .docx (save it as .docx)"),
    (b"GIF8", "ảnh GIF (a GIF image); hãy lưu thành .png (save it as .png)"),
    (b"\x1f\x8b", "tệp nén gzip (a gzip archive); hãy giải nén trước (unpack it first)"),
    (b"Rar!", "tệp nén RAR (a RAR archive); hãy giải nén trước (unpack it first)"),
    (b"7z\xbc\xaf", "tệp nén 7z (a 7z archive); hãy giải nén trước (unpack it first)"),
    (b"\x7fELF", "chương trình, không phải văn bản (a program, not a document)"),
    (b"MZ\x90", "chương trình, không phải văn bản (a program, not a document)"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML: Final = re.compile(rb"(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|\s)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S)
_SOME_TAGS: Final = re.compile(rb"<(?:p|div|table|br|span|h[1-6])\b", re.I)


def kind_of(raw: bytes, ending: str) -> str:
    """The kind of file `raw` is: a key of MEDIA_TYPES. `ending`: the file name's, in lower case.

    >>> kind_of(b"%PDF-1.7 ...", ".txt"), kind_of(b"<!DOCTYPE html><p>x", ".txt"), kind_of("Điều 1".encode(), ".md")
    ('pdf', 'html', 'markdown')

    Raises ValueError with the cause for a file that is none of them, or text under the name of a PDF, Word file or image.
    """
    found = _by_bytes(raw)
    promised = ENDINGS.get(ending)
    if found is not None and (found != "html" or promised in ("html", "text", None)):
        return found
    if promised not in ("text", "markdown", "html", None):
        what = "HTML" if found == "html" else "văn bản thường hoặc dữ liệu khác"
        raise ValueError(f"đuôi {ending} nhưng nội dung là {what} (the content is not what the ending says)")
    if promised is None and re.fullmatch(r"\.[a-z]{1,6}", ending):
        raise ValueError(f"định dạng {ending} chưa đọc được (unknown format); đọc được: {', '.join(ENDINGS)}")
    if promised == "html" and not _SOME_TAGS.search(raw[:100_000]) and b"<" not in raw[:100_000]:
        return "text"
    return promised or "text"


def _by_bytes(raw: bytes) -> str | None:
    start = raw[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_kind(raw)
    if start.startswith(_OLE):
        raise ValueError(_ole(raw))
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    for magic, cause in _OTHERS:
        if start.startswith(magic):
            raise ValueError(cause)
    return "html" if _HTML.match(raw[:4096].removeprefix(b"\xef\xbb\xbf")) else None


def _zip_kind(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise ValueError("tệp .docx/.zip hỏng hoặc bị cắt cụt (damaged or truncated archive)") from error
    if "word/document.xml" in names:
        return "docx"
    for mark, cause in (
        ("xl/workbook.xml", "bảng tính Excel (an Excel workbook)"),
        ("ppt/presentation.xml", "trình chiếu PowerPoint (a PowerPoint file)"),
        ("content.xml", "tệp OpenDocument (an OpenDocument file); hãy lưu thành .docx (save it as .docx)"),
    ):
        if mark in names:
            raise ValueError(cause)
    raise ValueError("tệp nén không chứa văn bản Word (an archive without a Word document)")


def _ole(raw: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return "tệp Word có mật khẩu (password-protected Word file); hãy bỏ mật khẩu (remove the password)"
    return "tệp Word 97–2003 .doc (an old Word file); hãy lưu thành .docx (save it as .docx)"
