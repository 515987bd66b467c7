"""`docs/exports.md` names every format, its ending and every limit."""

from __future__ import annotations

import re
from pathlib import Path

from phahe.exports import FORMATS
from phahe.exports.formats import mermaid, networkx_json, xlsx
from phahe.exports.picture import LIMIT

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_format_has_its_row() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([\w-]+)`", row.split("|")[1])}
    assert named == {form.name for form in FORMATS}
    for form in FORMATS:
        row = next(row for row in rows if f"`{form.name}`" in row.split("|")[1])
        assert form.extension in row.split("|")[2], form.name
        assert ("streams" in row) == form.streams, form.name


def test_limits_are_those_of_the_code() -> None:
    for number in (networkx_json.LIMIT, mermaid.LIMIT, xlsx.SHEET_ROWS, xlsx.CELL_CHARACTERS, LIMIT):
        assert f"{number:,}" in PAGE
