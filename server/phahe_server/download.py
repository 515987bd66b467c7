"""Files that people open in a spreadsheet: UTF-8 with a mark Excel knows, cells that are never formulas, a safe file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from starlette.responses import Response

from phahe.vietnamese import fold
from phahe_server.results import table_csv

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe before anything a spreadsheet would run; plain numbers stay numbers.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-3.5"), safe_cell("xã")
    ("'=HYPERLINK(1)", '-3.5', 'xã')
    """
    if text.startswith(_FORMULA) and not re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", text):
        return "'" + text
    return text


def disposition(name: str) -> str:
    """A Content-Disposition with an ASCII name and the full one (RFC 6266).

    >>> print(disposition("việc.csv"))
    attachment; filename="viec.csv"; filename*=UTF-8''vi%E1%BB%87c.csv
    """
    plain = re.sub(r"[^a-z0-9._-]+", "-", fold(name)).strip("-.") or "download"
    return f"attachment; filename=\"{plain[:120]}\"; filename*=UTF-8''{quote(name[:120], safe='')}"


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV response to save."""
    body = "\ufeff" + table_csv([safe_cell(heading) for heading in headings], ([safe_cell(cell) for cell in row] for row in rows))
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition(name)})
