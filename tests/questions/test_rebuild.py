"""Building again gives the same bytes; of a document whose file is gone no trace stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phahe.build import build
from phahe.resources import folder
from phahe.restatements import align
from phahe.store import Store, open_store
from phahe.store.dataset import graph, load_all

DOCUMENTS = sorted(path.stem for path in (folder("data/ttl") / "documents").glob("*.ttl"))
_DUMP = "import sys, pathlib\nfrom phahe.build import build\nfrom phahe.store import open_store\nstore = open_store()\nbuild(store)\nstore.export(pathlib.Path(sys.argv[1]))"


def test_two_processes_build_the_same_bytes(tmp_path: Path) -> None:
    """Hashes of strings are seeded anew in each process, blank nodes are named anew by each parser: neither may show."""
    dumps = [tmp_path / f"{seed}.nq" for seed in (1, 2)]
    running = [
        subprocess.Popen([sys.executable, "-c", _DUMP, str(dump)], env={**os.environ, "PYTHONHASHSEED": dump.stem}) for dump in dumps
    ]
    assert [process.wait(120) for process in running] == [0, 0]
    first, second = (dump.read_bytes() for dump in dumps)
    assert first == second
    assert b" _:b" in first, "the ontology has blank nodes to name"


def without(slug: str, folder_of_data: Path) -> Path:
    """A copy of the shipped data without one document; places of the whole country left out, which no document here needs."""
    shutil.copytree(folder("data/ttl"), folder_of_data, ignore=shutil.ignore_patterns("places-national.ttl"))
    (folder_of_data / "documents" / f"{slug}.ttl").unlink()
    return folder_of_data


def naming(store: Store, slug: str) -> list[str]:
    """What names the document in any way, but for the curated reference: that may go on naming the file it was curated from."""
    reference = graph("reference")
    return [str(quad) for quad in store.quads() if quad.graph_name != reference and slug in str(quad)]


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_of_a_removed_document_no_trace_stays(tmp_path: Path, slug: str) -> None:
    store = open_store()
    build(store, without(slug, tmp_path / "ttl"))
    assert graph("document", slug) not in store.graphs()
    assert naming(store, slug) == []


def test_what_stays_of_same_wording_is_what_the_others_share(tmp_path: Path) -> None:
    """Leaving out the pairs of a removed document, and those only it shows, gives the very statements that comparing the others anew gives."""
    data = without("bang-mac-resolution", tmp_path / "ttl")
    left, anew = open_store(), open_store()
    load_all(left, data=data)
    align(data / "documents", data / "aligned")
    anew.load(data / "aligned" / "restatements.ttl", graph("aligned"))
    assert {str(quad) for quad in left.quads(graph("aligned"))} == {str(quad) for quad in anew.quads(graph("aligned"))}
