"""Files that people save: a safe file name in the header, and CSV that a spreadsheet opens right and runs nothing of.

What makes a cell or a name safe is `phahe.exports.cleaning`; other formats are `routes.exports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from phahe.exports.cleaning import ascii_name, file_name, safe_cell
from phahe_server.results import table_csv

__all__ = ["CSV", "csv_file", "csv_pieces", "disposition", "safe_cell"]

CSV: Final = "text/csv; charset=utf-8"


def disposition(name: str) -> str:
    """A Content-Disposition with an ASCII name and the full one (RFC 6266); no path, no control character, no name Windows keeps to itself.

    >>> print(disposition("việc.csv"))
    attachment; filename="viec.csv"; filename*=UTF-8''vi%E1%BB%87c.csv
    >>> print(disposition("../../x"))
    attachment; filename="x"; filename*=UTF-8''x
    """
    stem, dot, extension = name.partition(".") if not name.startswith(".") else (name, "", "")
    full = file_name(stem, f".{extension}") if dot and len(extension) < 12 and extension.replace(".", "").isalnum() else file_name(name)
    return f"attachment; filename=\"{ascii_name(full)}\"; filename*=UTF-8''{quote(full, safe='')}"


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV response to save."""
    return Response(b"".join(csv_pieces(headings, rows)), media_type=CSV, headers={"Content-Disposition": disposition(name)})


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The same row by row.

    >>> b"".join(csv_pieces(["a"], [["=1"]]))
    b"\\xef\\xbb\\xbfa\\r\\n'=1\\r\\n"
    """
    yield b"\xef\xbb\xbf"
    for row in chain([headings], rows):
        yield table_csv([safe_cell(cell) for cell in row], []).encode()
