"""A folder of small documents: two clean ones and the beginning of a broken OCR."""

from __future__ import annotations

from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "data" / "sources"
#: name, source, how many characters of it
DOCUMENTS = (
    ("ke-hoach.txt", "lang-son-plan", 6000),
    ("nghi-quyet.txt", "loc-binh-resolution", 6000),
    ("ocr.txt", "bang-mac-resolution", 1500),
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, source, size in DOCUMENTS:
        text = (SOURCES / f"{source}.txt").read_text(encoding="utf-8")
        (folder / name).write_text(text[:size], encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """What was written, by name; the journal apart."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".ingest.jsonl"}
