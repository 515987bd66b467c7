"""What the start of the server may cost: the imports of the web process are held here, seconds are measured by `tests.bench.start`."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

#: Libraries that no first page needs, and how long importing one takes, in milliseconds of processor time on the machine of the benchmarks.
HEAVY = {
    "rdflib": 400, "html5rdf": 190, "networkx": 400, "owlready2": 500, "lxml": 60, "docx": 300, "SPARQLWrapper": 100,
    "pyshacl": 600, "prometheus_client": 150, "resvg_py": 30, "xlsxwriter": 80, "pypdfium2": 120, "mcp": 900, "httpx": 200,
}  # fmt: skip


@pytest.mark.parametrize("module", ["phahe_server.app", "phahe_server.querying.server", "phahe.cli", "phahe.build"])
def test_start_imports_nothing_heavy(module: str) -> None:
    code = f"import json, sys, {module}; print(json.dumps([name for name in sys.modules if '.' not in name]))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY.keys() & set(json.loads(found))
