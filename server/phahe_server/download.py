"""Files that people save: a safe file name in the header, and CSV that a spreadsheet opens right and runs nothing of.

What makes a cell or a name safe is `phahe.exports.cleaning`; other formats are `routes.exports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from starlette.responses import Response

from phahe.exports.cleaning import ascii_name, file_name, safe_cell
from phahe_server.results import table_csv

__all__ = ["csv_file", "disposition", "safe_cell"]


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
    body = "\ufeff" + table_csv([safe_cell(heading) for heading in headings], ([safe_cell(cell) for cell in row] for row in rows))
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition(name)})
