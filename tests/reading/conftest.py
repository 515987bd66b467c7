"""Makes the files that the tests of this folder read: written by hand, so that each shows what is odd about it."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from phahe.reading import ocr
from tests.pdf_files import pdf, stream

WORDS = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh;"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Maker:
    """Writes files into one folder; every method returns the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def pdf(self, name: str, pages: Sequence[str], *, catalog: str = "", trailer: str = "", extra: Sequence[str | bytes] = ()) -> Path:
        """A PDF with one line of text for each line of `pages`; `extra` objects are numbered from 10 on."""
        return self.file(name, pdf(pages, dict(enumerate(extra, 10)), catalog=catalog, trailer=trailer))

    def ruled(self, name: str, rows: Sequence[Sequence[str]], *, above: str = "", below: str = "", open_top: bool = False) -> Path:
        """A PDF with a ruled table, a line of text above and one below it. A cell None belongs to the one above."""
        lefts, top, deep = [50 + 120 * index for index in range(len(rows[0]) + 1)], 700, 40
        foot = top - deep * len(rows)
        ink = [
            f"BT /F 11 Tf 50 760 Td <{above.encode('utf-16-be').hex()}> Tj ET BT /F 11 Tf 50 {foot - 40} Td <{below.encode('utf-16-be').hex()}> Tj ET"
        ]
        ink += [f"{left} {foot} m {left} {top} l S" for left in lefts]
        for index, row in enumerate([*rows, [""] * len(rows[0])]):
            at = top - deep * index
            for left, right, words in zip(lefts, lefts[1:], row, strict=False):
                if words is not None and not (open_top and index == 0):
                    ink.append(f"{left} {at} m {right} {at} l S")
                for line, part in enumerate((words or "").split("|")):
                    ink.append(f"BT /F 8 Tf {left + 4} {at - 14 - 12 * line} Td <{part.encode('utf-16-be').hex()}> Tj ET")
        path = self.pdf(name, [""])
        head, _, tail = path.read_bytes().partition(b"1001 0 obj\n")
        path.write_bytes(head + b"1001 0 obj\n" + stream(" ".join(ink).encode()) + b"\nendobj\n" + tail.partition(b"endobj\n")[2])
        return path

    def docx(self, name: str, body: str, **parts: str) -> Path:
        """A Word file of a body and further parts (`footnotes`, `numbering`, …) in WordprocessingML without the namespace."""
        files = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
        files |= {f"word/{part}.xml": f"<w:{part} {W}>{inner}</w:{part}>" for part, inner in parts.items()}
        return self.zip(name, {part: content.encode() for part, content in files.items()})

    def zip(self, name: str, files: dict[str, bytes]) -> Path:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in files.items():
                archive.writestr(entry, content)
        return self.file(name, packed.getvalue())


def png(width: int, height: int, rows: bytes) -> bytes:
    """A grey PNG whose pixel data is `rows`, packed as it is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


@pytest.fixture(scope="session")
def recogniser() -> None:
    """Skips where Tesseract is missing, except in CI, where it must be there."""
    if (missing := ocr.missing()) and os.environ.get("CI") != "true":
        pytest.skip(missing)
