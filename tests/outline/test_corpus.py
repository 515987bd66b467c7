"""Every real document of the collection gets an outline: no crash, every path once, every parent known, no part without words."""

from pathlib import Path

import pytest

from phahe.layout import lay_out
from phahe.outline import outline
from phahe.reading import read
from phahe.tasks import find_tasks

DOCUMENTS = Path(__file__).parents[3] / "shared" / "corpus" / "docs"
FOLDERS = sorted(path for path in DOCUMENTS.iterdir() if path.is_dir()) if DOCUMENTS.is_dir() else []


@pytest.mark.skipif(not FOLDERS, reason="the collection of real documents (../shared/corpus) is not here")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_document_has_an_outline(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        layout = lay_out(read(path).text)
        parts = outline(layout)
        paths = [provision.path for provision in parts.provisions]
        known = set(paths)
        assert len(known) == len(paths), path.name
        assert all(provision.parent is None or provision.parent in known for provision in parts.provisions), path.name
        assert all(provision.spans for provision in parts.provisions), path.name
        assert all(task.provision.path in known for task in find_tasks(layout, parts)), path.name


@pytest.mark.skipif(not FOLDERS, reason="the collection of real documents (../shared/corpus) is not here")
def test_a_lost_head_is_not_made_up() -> None:
    for path in sorted((DOCUMENTS / "tnt2025_headless").iterdir()):
        header = outline(lay_out(read(path).text)).header
        assert header.number is None, path.name
        assert header.date is None, path.name
        assert header.value("place") is None, path.name
