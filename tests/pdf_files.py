"""Makes PDF files by hand, object by object, so that a test can break exactly one of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + "".join(
        "100 beginbfrange\n" + "".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n" for high in range(start, min(start + 100, 256))) + "endbfrange\n"
        for start in (0, 100, 200)
    )
    + "endcmap end end"
)  # fmt: skip


def pdf(pages: Sequence[str], changed: Mapping[int, str | bytes] | None = None, *, catalog: str = "", trailer: str = "") -> bytes:
    """A PDF with a line of text for each line of `pages`: objects 1000, 1002, … are pages, the next of each its content.

    `changed` adds objects or replaces them: 1 is the catalogue, 2 the tree of pages, 3 the font, 5 its map to Unicode.
    """
    objects: dict[int, str | bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{' '.join(f'{1000 + 2 * index} 0 R' for index in range(len(pages)))}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
        5: stream(_TO_UNICODE.encode()),
    }  # fmt: skip
    for index, words in enumerate(pages):
        at = 1000 + 2 * index
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -16 Td\n" for line in words.split("\n"))
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {at + 1} 0 R >>"
        )
        objects[at + 1] = stream(f"BT /F 12 Tf 50 780 Td {shown} ET".encode())
    return pdf_bytes({**objects, **(changed or {})}, trailer)


def stream(data: bytes, filters: str = "") -> bytes:
    """A stream object."""
    return f"<< /Length {len(data)} {filters} >>\nstream\n".encode() + data + b"\nendstream"


def pdf_bytes(objects: Mapping[int, str | bytes], trailer: str = "") -> bytes:
    """A PDF file of numbered objects."""
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    for number, item in sorted(objects.items()):
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + (item.encode() if isinstance(item, str) else item) + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(f"{number} 1\n{place:010d} 00000 n \n".encode())
    out.write(f"trailer << /Size {max(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()
