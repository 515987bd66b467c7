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
REVIEWS = {
    "ke-hoach": """added:
  - {kind: citation, quote: "thực tiễn phát triển kinh tế - xã hội của tỉnh", by: a, date: 2026-11-22, why: b,
     properties: {citationForm: named, citationRole: reference}}
""",
    "ocr": """restoration:
  - {start: 469, end: 472, printed: 1mg, restored: ứng, by: a, date: 2026-11-22, why: b}
added:
  - {kind: citation, quote: "Céin cir Ludt Té churc", by: a, date: 2026-11-22, why: b,
     properties: {citationForm: named, citationRole: legal-basis, pinpoint: Điều 1}}
""",
}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, source, size in DOCUMENTS:
        text = (SOURCES / f"{source}.txt").read_text(encoding="utf-8")
        (folder / name).write_text(text[:size], encoding="utf-8")
    return folder


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    """A review file for the clean plan (a fact added) and one for the broken OCR (a word set right, a fact added)."""
    folder = tmp_path / "reviews"
    folder.mkdir()
    for slug, review in REVIEWS.items():
        (folder / f"{slug}.yaml").write_text(review, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """What was written, by its place in the folder; the journal apart."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".ingest.jsonl")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}
