"""Run by `make ckan`, which installs CKAN first: that takes two minutes, so `make test` does not wait for it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from fastapi.testclient import TestClient
from rdflib import DCAT, RDF, Graph

HERE = Path(__file__).parent
CKAN = Path(os.environ.get("PHAHE_CKAN", HERE.parents[1] / "var" / "ckan")) / "bin" / "python"
NAMES = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def test_ckan_harvests_every_dataset(client: TestClient, graph: Graph, tmp_path: Path) -> None:
    """CKAN itself with ckanext-dcat, both from PyPI, in an environment of their own; all three formats."""
    arguments: list[str] = []
    for extension, name in NAMES.items():
        path = tmp_path / extension
        path.write_text(client.get(f"/catalog.{extension}").text, encoding="utf-8")
        arguments += [str(path), name]
    done = subprocess.run([CKAN, HERE / "harvest.py", *arguments], capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    harvests = json.loads(done.stdout)
    assert len(harvests) == len(NAMES)
    for harvest in harvests:
        found = {extra["value"]: one for one in harvest["datasets"] for extra in one["extras"] if extra["key"] == "uri"}
        assert set(found) == {str(one) for one in graph.subjects(RDF.type, DCAT.Dataset)}
        for one in found.values():
            assert one["title"]
            assert one["resources"], one["title"]
            for file in one["resources"]:
                assert file["hash"], file
                assert int(file["size"]) > 0, file
                assert file["license"], file
