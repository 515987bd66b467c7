"""What must never be in the tree, and what the project promises about itself."""

import hashlib
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXT = {".py", ".md", ".toml", ".ttl", ".rq", ".yaml", ".yml", ".html", ".css", ".js", ".mjs", ".json", ".tsv", ".csv", ".txt", ".lock", ""}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_path_of_a_machine_and_no_registry_host() -> None:
    forbidden = re.compile(r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|fa" r"rm)/|files\.python" r"hosted|registry\.npm" r"js")
    hits = [
        (path.relative_to(ROOT), number)
        for path in _tracked()
        if path.suffix in TEXT and path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if forbidden.search(line)
    ]
    assert not hits


def test_vietnamese_is_nfc_everywhere() -> None:
    for path in _tracked():
        if path.suffix in {".ttl", ".rq", ".yaml", ".html", ".md", ".tsv"} and path.is_file() and "tests" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert unicodedata.is_normalized("NFC", text), path


@pytest.mark.parametrize("sidecar", sorted((ROOT / "data/sources").glob("*.yaml")), ids=lambda path: path.stem)
def test_sources_are_unchanged(sidecar: Path) -> None:
    described = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    raw = (sidecar.parent / described["file"]).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == described["sha256"]
    assert described["origin"] == "supplied by the commissioning user"
    shared = ROOT.parent / "shared" / "sources" / described["file"]
    if shared.exists():
        assert shared.read_bytes() == raw


def test_lock_is_pinned_by_hash_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^[\w.\[\]-]+==", lock, re.MULTILINE)
    assert len(pins) > 20
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock
    assert "resolved" not in (ROOT / "web/package-lock.json").read_text(encoding="utf-8")


def test_generated_turtle_has_no_blank_nodes_and_unix_lines() -> None:
    for path in sorted((ROOT / "data/ttl").rglob("*.ttl")):
        raw = path.read_bytes()
        assert b"\r" not in raw
        assert b"_:" not in raw
        assert b"[]" not in raw
        assert raw.endswith(b"\n")
